import { expect, it } from 'vitest';
import type { Range, Standing } from '../../../src/experiment/plan/bisection.ts';
import type { Plan } from '../../../src/experiment/plan/capacityPlan.ts';
import { readObjectives } from '../../../src/experiment/plan/objective.ts';
import { causesOf } from '../../../src/experiment/plan/planCauses.ts';
import type { CellResult } from '../../../src/experiment/grid/cell.ts';
import { countsByCause } from '../../../src/measure/causeCounts.ts';
import { resultPathsOf } from '../../../src/measure/paths.ts';
import type { CauseName } from '../../../src/model/story/index.ts';
import { configOf } from '../../measure/synthetic.ts';

const paths = resultPathsOf(configOf({ servers: ['regpbx1'] }));

/** Two runs at each of two values, with 100 calls each, of which so many had each cause. */
function found(slo: string, counts: Partial<Record<CauseName, number>>, decision: Standing['decision'] = 'fails') {
  const plan = {
    objectives: readObjectives([slo], paths),
    values: [
      { number: 1, text: '1/s' },
      { number: 2, text: '2/s' },
    ],
    failures: [],
  } as unknown as Plan;
  const results = new Map<string, CellResult>();
  const probes = [0, 1].map((value) => {
    for (const replication of [1, 2])
      results.set(`${value + 1}/s/r${replication}`, {
        document: { calls: { offered: 100, causes: { ...countsByCause(), ...counts } } },
      } as unknown as CellResult);
    const observations = [1, 2].map(() => ({ part: 5, whole: slo === 'calls.dropped < 1' ? 1 : 100 }));
    const standing = { fault: 0, objective: 0, decision, observations, replications: [1, 2], runs: 2, level: 0.99 };
    return { value, decision, standings: [standing] };
  });
  return causesOf(plan, { probes, low: undefined, high: undefined } satisfies Range, results);
}

it('names the waits of an objective on the delay, in its own share, and whether they alone are too many', () => {
  const counts = { deadPeerWait: 3, lockWait: 1, ownServerDown: 50 };
  expect(found('calls.postDialDelayMs.p99 < 2s', counts)).toMatchObject([
    { cause: 'deadPeerWait', calls: 'late', part: 0.75, least: 0.03, most: 0.03, alone: true },
    { cause: 'lockWait', part: 0.25, alone: true },
  ]);
  expect(found('calls.postDialDelayMs.p90 < 2s', counts)[0]).toMatchObject({ alone: false });
  // Calls over 2 s are counted: how many are over 5 s is not known.
  expect(found('calls.postDialDelayMs.p99 < 5s', counts)[0]).toMatchObject({ alone: false });
});

it('names what lost the calls, of an objective on lost ones', () => {
  const counts = { deadPeerWait: 3, ownServerDown: 9, mediaCut: 2 };
  expect(found('calls.lost < 10%', counts)).toMatchObject([
    { cause: 'ownServerDown', calls: 'lost', part: 9 / 11, least: 0.09, isShare: true, alone: false },
  ]);
  expect(found('calls.dropped < 1', counts)).toMatchObject([
    { cause: 'mediaCut', least: 2, isShare: false, alone: true },
  ]);
});

it.each([
  ['an objective that holds at every value', found('calls.lost < 10%', { ownServerDown: 9 }, 'holds')],
  ['one that counts neither lost nor late calls', found('calls.offered > 10', { ownServerDown: 9 })],
  ['none that was late', found('calls.postDialDelayMs.p99 < 2s', { ownServerDown: 9 })],
])('names nothing of %s', (_, causes) => expect(causes).toEqual([]));
