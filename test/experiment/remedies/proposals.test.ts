import { expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { changesFor } from '../../../src/experiment/remedies/changes.ts';
import { trying, type Tries } from '../../../src/experiment/remedies/trials.ts';
import { CallWatch } from '../../../src/report/ladder/callWatch.ts';
import { Cluster } from '../../../src/model/cluster.ts';
import type { CallRecord } from '../../../src/model/observations.ts';
import { parseScenario, type Scenario } from '../../../src/scenario/index.ts';

const paper = new URL('../../../scenarios/paper/', import.meta.url).pathname;
const files = readdirSync(paper, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.conf'))
  .map((path) => ({ path, text: readFileSync(paper + path, 'utf8') }));

function scenarioOf(text: string, sets: readonly string[] = []): Scenario {
  return parseScenario({ path: 'x.yaml', text, folders: new Map([['dundisim:paper', files]]), sets });
}

/** What is tried for the first call of a scenario. */
function triesOf(text: string): Tries {
  const scenario = scenarioOf(text);
  const { config, seed } = scenario;
  const watch = new CallWatch([1]);
  const cluster = new Cluster(config, { seed, observations: watch });
  watch.follow(cluster.clock);
  cluster.sim.runSome(cluster.origin + config.duration, Infinity);
  cluster.finish();
  const sets = (overrides: readonly string[]): Scenario => scenarioOf(text, overrides);
  const going = trying(scenario, watch.of(1)!, sets, { events: 1e6, slice: 1e6 });
  let step = going.next();
  while (step.done !== true) step = going.next();
  return step.value;
}

const helping = ({ trials }: Tries): readonly string[] =>
  trials.filter(({ helped }) => helped).map(({ overrides }) => overrides.join(' '));

const OFFICE = 'duration: 3m\nphones: { office: { numbers: 1001..1010, expires: 300s } }\n';

it('a second hub is tried where the hub has failed, and nowhere else', () => {
  const call = 'calls: [{ at: 20s, from: 1001, to: 1002 }]\n';
  const dead = (server: string): string =>
    `${OFFICE}${call}faults: [{ at: 5s, crash: ${server} }, { at: 6s, stopDatabase: yes }]\n`;
  expect(helping(triesOf(dead('dunpbx1')))).toContain('servers.dunpbx.count=2');
  expect(triesOf(dead('regpbx2')).trials.flatMap(({ overrides }) => overrides)).not.toContain('servers.dunpbx.count=2');
});

it('more patience is tried with a caller who gave up before the phone turned to its proxy of last resort', () => {
  const text = `${OFFICE}calls: [{ at: 20s, from: 1001, to: 1003, patience: 30s }]\nfaults: [{ at: 5s, crash: regpbx1 }]\n`;
  expect(helping(triesOf(text))).toEqual(['phones.office.lastResort=next calls.*.patience=1m']);
});

it('a distribution of patience keeps its form, so that all other draws stay what they are', () => {
  const record = { cause: 'lockWait', outcome: 'abandoned', caller: 0, dialled: '1003', source: 0 } as CallRecord;
  const patienceOf = (calls: string): readonly string[] =>
    changesFor(scenarioOf(`${OFFICE}calls: ${calls}\n`).config, { record, story: [] }).at(-1)!.overrides;
  expect(patienceOf('[{ rate: 1/s, patience: uniform 10s..20s }]')).toEqual(['calls.*.patience=uniform 20s..40s']);
  expect(patienceOf('[{ rate: 1/s, patience: exponential 20s }, { rate: 1/h }]')).toEqual([
    'calls.0.patience=exponential 40s',
  ]);
});

it('a number at two servers at once is tried where a call was sent to a dead one', () => {
  const record = { cause: 'staleAnswer', outcome: 'misrouted', caller: 0, dialled: '1002', source: 0 } as CallRecord;
  const { config } = scenarioOf(`${OFFICE}calls: [{ rate: 1/s }]\n`);
  expect(changesFor(config, { record, story: [] }).map(({ overrides }) => overrides.join(' '))).toContain(
    'phones.office.backup=next phones.office.kind.secondServer=atOnce',
  );
});
