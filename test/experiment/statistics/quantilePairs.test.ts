import { describe, expect, it } from 'vitest';
import { quantilePairOf } from '../../../src/experiment/statistics/quantilePairs.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import { Histogram } from '../../../src/measure/histogram.ts';

/** Runs of 400 delays each; what a run has in common moves all of its delays, before and after. */
function runs(seed: string, n: number, shift: number): readonly (readonly [Histogram, Histogram])[] {
  const stream = new Simulation({ seed }).stream('delays');
  return Array.from({ length: n }, () => {
    const pair = [new Histogram(), new Histogram()] as const;
    const own = 1 + stream.next();
    for (let i = 0; i < 400; i++) {
      const delay = Math.round(100_000 * own * stream.exponential());
      pair[0].record(delay);
      pair[1].record(Math.round(delay * shift));
    }
    return pair;
  });
}

const sides = (pairs: readonly (readonly [Histogram, Histogram])[]) =>
  [0, 1].map((side) => pairs.map((pair) => pair[side]!)) as [Histogram[], Histogram[]];

describe('the difference of two pooled quantiles', () => {
  it('lies in its interval, as often as its level says', () => {
    const truth = sides(runs('truth', 400, 1.3));
    const all = quantilePairOf(...truth, 900, 0.95)!.difference.value;
    const inside = Array.from(
      { length: 200 },
      (_, i) => quantilePairOf(...sides(runs(`pairs/${i}`, 12, 1.3)), 900, 0.95)!.difference,
    ).filter(({ low, high }) => low <= all && all <= high).length;
    expect(inside).toBeGreaterThan(200 * 0.9); // Binomial(200, 0.95) is below 180 once in a thousand times.
  });

  it('is narrower than independent runs would have it, for what both have in common', () => {
    const [before, after] = sides(runs('common', 12, 1.3));
    const { before: one, after: other, difference } = quantilePairOf(before, after, 900, 0.95)!;
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    expect(width(difference)).toBeLessThan(0.7 * Math.hypot(width(one), width(other)));
  });

  it('of the same runs is exactly 0, and of nothing is nothing', () => {
    const [before] = sides(runs('same', 5, 1));
    expect(quantilePairOf(before, before, 990, 0.95)!.difference).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(quantilePairOf([new Histogram()], [new Histogram()], 990, 0.95)).toBeUndefined();
  });
});
