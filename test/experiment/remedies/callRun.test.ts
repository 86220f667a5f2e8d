import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CallRun, type Arrival } from '../../../src/experiment/remedies/callRun.ts';
import { trying } from '../../../src/experiment/remedies/trials.ts';
import { SECOND } from '../../../src/kernel/units.ts';
import type { CallRecord } from '../../../src/model/observations.ts';
import { parseScenario, type Scenario } from '../../../src/scenario/index.ts';

const paper = new URL('../../../scenarios/paper/', import.meta.url).pathname;
const files = readdirSync(paper, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.conf'))
  .map((path) => ({ path, text: readFileSync(paper + path, 'utf8') }));

function scenarioWith(...calls: readonly string[]): Scenario {
  const text = `phones: { office: { numbers: 1001..1010 } }\nduration: 1h\ncalls:\n${calls.map((call) => `  - ${call}\n`).join('')}`;
  return parseScenario({ path: 'x.yaml', text, folders: new Map([['dundisim:paper', files]]), sets: [] });
}

function arrival(offeredAt: number, from: string, dialled: string): Arrival {
  return { source: 1, redial: 0, offeredAt: offeredAt * SECOND, caller: Number(from) - 1001, from, dialled };
}

const scenario = scenarioWith(
  '{ at: 10s, from: 1001, to: 1002, talk: 5s }',
  '{ at: 20s, from: 1003, to: 1004, talk: 5s }',
);

it('a call is known by its arrival, whatever its number, and its run ends with it', () => {
  const run = new CallRun(scenario, arrival(20, '1003', '1004'), Infinity);
  let slices = 0;
  while (!run.goOn(100)) slices += 1;
  expect(run.ended).toMatchObject({ call: 2, outcome: 'dundi' });
  expect(slices).toBeLessThan(20);
  expect(run.ended!.endedAt).toBeLessThan(40 * SECOND);
});

it('a call that is not there is missed soon after its moment', () => {
  for (const missing of [
    arrival(20, '1003', '1005'),
    arrival(20, '1002', '1004'),
    arrival(21, '1003', '1004'),
    { ...arrival(20, '1003', '1004'), redial: 1 },
  ]) {
    const run = new CallRun(scenario, missing, Infinity);
    let slices = 0;
    while (!run.goOn(100)) slices += 1;
    expect(run.ended).toBeUndefined();
    expect(slices).toBeLessThan(20);
  }
});

it('a run that makes too much of the change is given up', () => {
  const run = new CallRun(scenario, arrival(20, '1003', '1004'), 50);
  expect([run.goOn(50), run.ended]).toEqual([true, undefined]);
});

/** A call of the scenario above, as if its own server had been down. */
const call = {
  record: { ...arrival(20, '1003', '1004'), server: 3, cause: 'ownServerDown', outcome: 'unserved' } as CallRecord,
  story: [],
};

function triesOf(withOverrides: (overrides: readonly string[]) => Scenario | undefined, of = call) {
  const tries = trying(scenario, of, withOverrides, { events: 1e6, slice: 1e6 });
  let step = tries.next();
  while (step.done !== true) step = tries.next();
  return step.value;
}

it('at most four changes are tried, and what the scenario cannot have is left out', () => {
  const asked: string[] = [];
  const { changes } = triesOf((overrides) => {
    asked.push(overrides.join(' '));
    return undefined;
  });
  expect(asked).toEqual([
    'phones.office.backup=next',
    'phones.office.lastResort=next',
    'phones.office.backup=next phones.office.expires=60s',
  ]);
  expect(changes).toBe(0);
});

it('nothing is said where the other runs have no such call', () => {
  const other = scenarioWith('{ at: 10s, from: 1001, to: 1002 }', '{ at: 20s, from: 1003, to: 1005 }');
  expect(triesOf(() => other)).toEqual({ trials: [], changes: 3 });
});

it('a lost call is helped by being connected, a slow one by ringing soon', () => {
  const far = scenarioWith(
    '{ at: 10s, from: 1001, to: 1002, talk: 5s }',
    '{ at: 20s, from: 1003, to: 1004, talk: 5s, patience: 60s }\nnetwork: { delay: 250ms }',
  );
  const helped = (lost: boolean) =>
    triesOf(() => far, { ...call, record: { ...call.record, lost, dropped: false } }).trials.map((one) => one.helped);
  expect(triesOf(() => far).trials[0]!.ended).toMatchObject({
    outcome: 'dundi',
    lost: false,
    cause: expect.stringMatching(/./) as string,
  });
  expect(helped(true)).toEqual([true, true, true]);
  expect(helped(false)).toEqual([false, false, false]);
});
