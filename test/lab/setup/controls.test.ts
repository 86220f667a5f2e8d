import { describe, expect, it } from 'vitest';
import { factsOf, type ClusterFacts } from '../../../src/lab/engine/clusterFacts.ts';
import { readSetup } from '../../../src/lab/engine/labScenario.ts';
import { EMPTY, commandOf, type Setup } from '../../../src/lab/setup/labSetup.ts';
import { leversOf, withLever } from '../../../src/lab/setup/controls.ts';
import { library } from '../lessonRuns.ts';

function factsWith(setup: Setup): ClusterFacts {
  const { scenario, remarks } = readSetup(library, setup);
  expect(remarks.filter(({ severity }) => severity === 'mistake')).toEqual([]);
  return factsOf(scenario!);
}

describe('controls', () => {
  it.each(library.names)('of %s show what the scenario has', (scenario) => {
    for (const { present, values } of leversOf(factsWith({ ...EMPTY, scenario })))
      expect(values.map(({ value }) => value)).toContain(present);
  });

  it.each(['failover', 'collapse'])('of %s set what they show, each value of each', (scenario) => {
    const setup = { ...EMPTY, scenario };
    const levers = leversOf(factsWith(setup));
    expect(levers.map(({ id }) => id)).toEqual([
      'profile',
      'cachetime',
      'ttl',
      'hubTtl',
      'expires',
      'qualify',
      'rate',
      'servers',
      'phones',
      ...(scenario === 'collapse' ? ['method'] : []),
      'database',
    ]);
    for (const lever of levers) {
      for (const { value } of [lever.values[0]!, lever.values.at(-1)!]) {
        const after = leversOf(factsWith(withLever(setup, lever, value)));
        expect([lever.id, after.find(({ id }) => id === lever.id)?.present]).toEqual([lever.id, value]);
      }
    }
  });

  it('are overrides of the command line', () => {
    const facts = factsWith(EMPTY);
    const cachetime = leversOf(facts).find(({ id }) => id === 'cachetime')!;
    const setup = { ...withLever(EMPTY, cachetime, '5s'), seed: '7 b' };
    expect(commandOf(setup, 'scenarios/failover.yaml')).toBe(
      "dundisim run scenarios/failover.yaml --set 'servers.*.cachetime=5s' --seed '7 b'",
    );
    expect(withLever(setup, cachetime, undefined).sets).toEqual([]);
  });
});
