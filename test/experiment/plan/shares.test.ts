import { expect, it } from 'vitest';
import {
  decide,
  hitlessReplications,
  looks,
  type Bound,
  type Observation,
} from '../../../src/experiment/plan/decide.ts';
import { mostProbes, search, type Seen } from '../../../src/experiment/plan/bisection.ts';

const CONFIDENCE = 0.95;
const RARE: Bound = { kind: 'probability', sense: 'below', limit: 0.5 };
/** Rarer: a smaller error needs more replications than the first look has. */
const RARER: Bound = { ...RARE, limit: 0.1 };

/** Replications until the only value is decided, when each of them says so of every objective. */
function runsUntil(decision: 'holds' | 'fails', objectives: number, faults: number, bound = RARE): number {
  const bounds = Array.from({ length: objectives }, () => bound);
  const going = search({ confidence: CONFIDENCE, values: [1], bounds, faults, most: 200 });
  let step = going.next();
  while (step.done !== true) {
    const { from, until } = step.value;
    const one: Observation = { part: decision === 'holds' ? 0 : 1, whole: 1 };
    step = going.next(bounds.map(() => Array.from({ length: until - from + 1 }, () => one)) as Seen);
  }
  const [probe] = step.value.probes;
  expect(probe!.decision).toBe(decision);
  return probe!.standings[0]!.runs;
}

/** The same by the definition: at the looks of the search, with that error. */
function runsWith(decision: 'holds' | 'fails', share: number, bound = RARE): number {
  const error = (1 - CONFIDENCE) / mostProbes(1);
  const sizes = looks(200, [hitlessReplications(bound.limit, error)]);
  return sizes.find((size) => {
    const seen = Array.from({ length: size }, () => ({ part: decision === 'holds' ? 0 : 1, whole: 1 }));
    return decide(seen, bound, { holds: error, fails: error / share }, { looks: sizes.length }) === decision;
  })!;
}

it('a value fails when one objective fails under one fault: each pair has its share of the error', () => {
  for (const [objectives, faults] of [
    [1, 1],
    [4, 1],
    [1, 4],
    [20, 20],
  ] as const)
    expect([objectives, faults, runsUntil('fails', objectives, faults)]).toEqual([
      objectives,
      faults,
      runsWith('fails', objectives * faults),
    ]);
  expect([1, 4, 400].map((share) => runsWith('fails', share))).toEqual([10, 15, 23]);
});

it('a value holds when all hold: none needs a share', () => {
  for (const [objectives, faults] of [
    [1, 1],
    [20, 1],
    [1, 5],
  ] as const)
    expect(runsUntil('holds', objectives, faults, RARER)).toBe(runsWith('holds', 1, RARER));
  expect(runsWith('holds', 1, RARER)).toBe(hitlessReplications(RARER.limit, 1 - CONFIDENCE));
});

it('each probe has its share of the error', () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const going = search({ confidence: CONFIDENCE, values, bounds: [RARER], faults: 1, most: 200 });
  let step = going.next();
  while (step.done !== true) {
    const { from, until } = step.value;
    step = going.next([Array.from({ length: until - from + 1 }, (): Observation => ({ part: 0, whole: 1 }))]);
  }
  const runs = hitlessReplications(RARER.limit, (1 - CONFIDENCE) / mostProbes(values.length));
  expect(runs).toBeGreaterThan(hitlessReplications(RARER.limit, 1 - CONFIDENCE));
  expect(step.value.probes.map(({ standings }) => standings[0]!.runs)).toEqual([runs]); // The greatest holds at once.
});
