import { expect, it } from 'vitest';
import { SECOND } from '../../../src/kernel/units.ts';
import { Measures } from '../../../src/measure/measures.ts';
import type { ServerId } from '../../../src/model/ids.ts';
import { phasesOf } from '../../../src/report/run/phases.ts';
import { configOf } from '../../measure/synthetic.ts';

const NAMES = ['pbx1', 'pbx2', 'pbx3', 'pbx4', 'pbx5'];

/** A mesh in which pbx2 crashes at 10 s; each of these servers marks it, one second after the other, from 20 s on. */
function begins(marking: readonly number[]): readonly (readonly [number, string])[] {
  const config = configOf({ servers: NAMES, duration: 100 * SECOND });
  for (const server of config.servers)
    (server as unknown as { dundi: unknown }).dundi = {
      entityId: server.name,
      peers: NAMES.filter((name) => name !== server.name).map((entityId) => ({ entityId })),
    };
  const crash = { kind: 'crash', at: 10 * SECOND, server: 1 as ServerId } as const;
  const measures = new Measures({ config: { ...config, faults: [crash] }, seed: '1', scenarioName: 'mesh' });
  const clock = { now: 10 * SECOND };
  measures.follow(clock);
  measures.faultHappened('pbx2 crashes');
  marking.forEach((server, i) => {
    clock.now = (20 + i) * SECOND;
    measures.peerChanged(server as ServerId, 1 as ServerId, 'UNREACHABLE');
    // And back and forth, as servers do that restart: more marks than phases would have room for.
    measures.peerChanged(1 as ServerId, server as ServerId, 'LAGGED');
  });
  return phasesOf(measures, 100 * SECOND).map(({ from, begins: what }) => [from / SECOND, what]);
}

it('in a mesh a phase begins when the last server has marked the dead one', () => {
  expect(begins([0, 2, 3, 4])).toEqual([
    [0, 'start'],
    [10, 'pbx2 crashes'],
    [23, 'all servers: pbx2 unreachable'],
  ]);
});

it('fewer than those that ask it are not called all servers', () => {
  expect(begins([0, 2, 3, 3]).at(-1)).toEqual([23, '3 of 4 servers: pbx2 unreachable']);
});
