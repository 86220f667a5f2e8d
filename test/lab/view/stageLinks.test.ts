import { expect, it } from 'vitest';
import { factsOf } from '../../../src/lab/engine/clusterFacts.ts';
import { readSetup } from '../../../src/lab/engine/labScenario.ts';
import { EMPTY } from '../../../src/lab/setup/labSetup.ts';
import { linkStateAt } from '../../../src/lab/view/stageLinks.ts';
import { library } from '../lessonRuns.ts';

const S = 1e6;

it('a link is drawn as the faults have left it: cut, poor or fine', () => {
  const faults = [
    '{ at: 10s, partition: [regpbx1, dunpbx1] }',
    '{ at: 20s, degrade: { between: regpbx1, delay: 200ms } }',
    '{ at: 30s, heal: [regpbx1, dunpbx1] }',
    '{ at: 40s, restore: { between: regpbx1 } }',
    '{ at: 50s, partition: database }',
  ];
  const facts = factsOf(readSetup(library, { ...EMPTY, scenario: 'registered-twice', faults }).scenario!);
  const place = (name: string): number => facts.servers.findIndex((server) => server.name === name);
  const [hub, one, two, database] = [place('dunpbx1'), place('regpbx1'), place('regpbx2'), facts.servers.length];
  const states = (a: number, b: number): string[] =>
    [5, 15, 25, 35, 45, 55].map((at) => linkStateAt(facts, a, b, at * S));
  expect(states(one, hub)).toEqual(['fine', 'cut', 'cut', 'poor', 'fine', 'fine']);
  expect(states(database, one)).toEqual(['fine', 'fine', 'poor', 'poor', 'fine', 'cut']);
  expect(states(two, hub)).toEqual(new Array(6).fill('fine'));
});
