import jstat from 'jstat';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../../../src/experiment/statistics/counts.ts';
import {
  decisionLevel,
  decide,
  hitlessReplications,
  looks,
  type Bound,
  type Observation,
} from '../../../src/experiment/plan/decide.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';

const RARE: Bound = { kind: 'probability', sense: 'below', limit: 0.1 };
const ERRORS = { holds: 0.05, fails: 0.05 };

/** What is decided in the end, when it is looked at as the search looks. */
function decided(bound: Bound, most: number, draw: (k: number) => number): string {
  const seen: Observation[] = [];
  for (const size of looks(most)) {
    while (seen.length < size) seen.push({ part: draw(seen.length), whole: 1 });
    const decision = decide(seen, bound, ERRORS, { looks: looks(most).length });
    if (decision !== 'undecided') return decision;
  }
  return 'undecided';
}

describe('a decision is wrong with at most the error that was allowed, all looks together', () => {
  const TRIES = 2000;
  // 2000 tries at an error of at most 5 %: more than 135 wrong ones have a probability below 1e-3.
  const MOST_WRONG = 135;

  it.each(['holds', 'fails'] as const)('a probability that is exactly its limit: %s', (wrong) => {
    let times = 0;
    for (let i = 0; i < TRIES; i++) {
      const stream = new RandomStream(`probability ${i}`);
      if (decided(RARE, 500, () => (stream.next() < RARE.limit ? 1 : 0)) === wrong) times += 1;
    }
    expect(times).toBeLessThanOrEqual(MOST_WRONG);
    expect(times).toBeGreaterThan(0);
  });

  it.each(['holds', 'fails'] as const)('a mean that is exactly its limit: %s', (wrong) => {
    let times = 0;
    for (let i = 0; i < TRIES; i++) {
      const stream = new RandomStream(`mean ${i}`);
      const draw = (): number =>
        3 + Array.from({ length: 12 }, () => stream.next()).reduce((total, u) => total + u, -6);
      if (decided({ kind: 'mean', sense: 'below', limit: 3 }, 100, draw) === wrong) times += 1;
    }
    expect(times).toBeLessThanOrEqual(MOST_WRONG);
    expect(times).toBeGreaterThan(0);
  });

  it.each<[string, number, number]>([
    ['a share of few events', 30, 0.01],
    ['a number of few events', 1, 0.3],
  ])('%s that is exactly its limit: holds', (_, whole, limit) => {
    let times = 0;
    for (let i = 0; i < TRIES; i++) {
      const stream = new RandomStream(`few ${i}`);
      const seen = Array.from({ length: 10 }, () => ({
        part: Array.from({ length: 30 }, () => stream.next()).filter((u) => u < 0.01).length,
        whole,
      }));
      if (decide(seen, { kind: 'mean', sense: 'below', limit }, ERRORS, { looks: 1 }) === 'holds') times += 1;
    }
    expect(times).toBeLessThanOrEqual(MOST_WRONG);
    expect(times).toBeGreaterThan(0);
  });
});

describe('a decision comes', () => {
  it('for a probability of 0 after as many replications as were said, and for one of 1 soon', () => {
    const n = hitlessReplications(0.1, 0.05);
    const none = (size: number): readonly Observation[] => Array.from({ length: size }, () => ({ part: 0, whole: 1 }));
    expect(decide(none(n), RARE, ERRORS, { looks: 1 })).toBe('holds');
    expect(decide(none(Math.floor(n / 1.6)), RARE, ERRORS, { looks: 1 })).toBe('undecided');
    expect(decided(RARE, 500, () => 1)).toBe('fails');
  });

  it('the other way round with >', () => {
    expect(decided({ kind: 'probability', sense: 'above', limit: 0.9 }, 500, () => 1)).toBe('holds');
    expect(decided({ kind: 'mean', sense: 'above', limit: 3 }, 50, (k) => 5 + (k % 2))).toBe('holds');
    expect(decided({ kind: 'mean', sense: 'below', limit: 3 }, 50, (k) => 5 + (k % 2))).toBe('fails');
  });
});

describe("Clopper and Pearson's interval", () => {
  it.each([
    [0, 20],
    [3, 20],
    [20, 20],
    [5, 1000],
  ])('%d of %d is that of the beta distribution', (k, n) => {
    const { low, high } = clopperPearson(k, n, 0.95);
    expect(low).toBeCloseTo(k === 0 ? 0 : jstat.jStat.beta.inv(0.025, k, n - k + 1), 8);
    expect(high).toBeCloseTo(k === n ? 1 : jstat.jStat.beta.inv(0.975, k + 1, n - k), 8);
  });
});

it('a decision is made at a stricter level than the plan: at each look, and for each that may fail', () => {
  const bound = { kind: 'mean', sense: 'below', limit: 0.1 } as const;
  const errors = { holds: 0.01, fails: 0.002 };
  const good = [{ part: 1, whole: 100 }];
  const bad = [{ part: 50, whole: 100 }];
  expect(decisionLevel(good, bound, errors, { looks: 5 })).toBeCloseTo(1 - 2 * 0.002, 12);
  expect(decisionLevel(bad, bound, errors, { looks: 5 })).toBeCloseTo(1 - 2 * 0.0004, 12);
  expect(decisionLevel(good, { ...bound, kind: 'probability' }, errors, { looks: 5 })).toBe(0.99);
});
