import { expect, it } from 'vitest';
import { planUnitOf } from '../../../src/experiment/plan/planUnit.ts';
import type { Scenario } from '../../../src/scenario/index.ts';
import { valueText } from '../../../src/report/experiment/planFigures.ts';

const config = {
  servers: [{ name: 'gw', trunks: { g1: { channels: 60, spans: 2 } } }],
} as unknown as Scenario['config'];

it('spans of a trunk group are said in channels, too', () => {
  const unit = planUnitOf('servers.gw.trunks.g1.spans', config);
  expect([valueText('1', unit), valueText('3', unit)]).toEqual(['1 (30 channels)', '3 (90 channels)']);
});

it.each(['servers.gw.trunks.g1.channels', 'servers.gw.trunks.g2.spans', 'phones.office.count'])(
  '%s is in its own unit',
  (path) => expect(valueText('2', planUnitOf(path, config))).toBe('2'),
);
