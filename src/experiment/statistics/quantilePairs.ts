import type { Histogram } from '../../measure/histogram.ts';
import { intervalOf, meanOf, type Interval } from './estimate.ts';
import { merged, quantileOf } from './quantiles.ts';

/** The quantile of all values before, of all values after, and what lies between them. */
export interface QuantilePair {
  readonly before: Interval;
  readonly after: Interval;
  /** After less before. */
  readonly difference: Interval;
}

/**
 * The difference of two pooled quantiles, with an interval by the jackknife over pairs of runs: the difference without
 * each pair in turn (Shao and Tu, The Jackknife and Bootstrap, 2.3: a quantile needs groups left out, not single
 * values, and a run is a group). What both sides of a pair have in common cancels. Where one of the quantiles is not
 * bounded from above by what was seen, neither is the difference.
 * Undefined when one side recorded nothing.
 */
export function quantilePairOf(
  before: readonly Histogram[],
  after: readonly Histogram[],
  perMille: number,
  level: number,
): QuantilePair | undefined {
  const [one, other] = [quantileOf(before, perMille, level), quantileOf(after, perMille, level)];
  if (one === undefined || other === undefined) return undefined;
  const n = before.length;
  const value = other.value - one.value;
  const pair = (low: number, high: number): QuantilePair => ({
    before: one,
    after: other,
    difference: intervalOf({ value, low, high, level, n }),
  });
  if (before.every((histogram, i) => isSame(histogram, after[i]!))) return pair(0, 0);
  if (one.high === Infinity || other.high === Infinity) return pair(-Infinity, Infinity);
  const half = Math.max(
    jackknife(before, after, perMille, level),
    steps(before, one.value) + steps(after, other.value),
  );
  return pair(value - half, value + half);
}

/** Half width of the interval of the difference. */
function jackknife(before: readonly Histogram[], after: readonly Histogram[], perMille: number, level: number): number {
  const without = (all: readonly Histogram[], i: number): number | undefined =>
    merged(all.filter((_, k) => k !== i))?.quantile(perMille);
  const n = before.length;
  const left = before.map((_, i) => {
    const [one, other] = [without(before, i), without(after, i)];
    return one === undefined || other === undefined ? undefined : (n - 1) * (other - one);
  });
  const known = left.filter((difference) => difference !== undefined);
  const estimate = known.length < n ? undefined : meanOf(known, level);
  return estimate?.half ?? Infinity;
}

/** How far apart values are that a histogram does not tell apart. */
function steps(histograms: readonly Histogram[], value: number): number {
  return value - histograms[0]!.startOfStep(value);
}

function isSame(one: Histogram, other: Histogram): boolean {
  return JSON.stringify(one.plain()) === JSON.stringify(other.plain());
}
