import { assert } from '../../kernel/assert.ts';
import { Histogram } from '../../measure/histogram.ts';
import { clopperPearson, isFew } from './counts.ts';
import { intervalOf, ratioOf, type Interval } from './estimate.ts';

/**
 * A quantile of everything that all replications recorded, with its interval (Woodruff, JASA 47, 1952): the share of
 * values that are not above the quantile is a ratio with an interval of its own, from the spread between replications;
 * the quantiles at both its ends bound the quantile. So values within a replication may depend on each other.
 *
 * `perMille`: 1..1000; 1000 is the greatest value, which more replications can only raise: it has no upper end.
 * Undefined when nothing was recorded. In the histograms' unit. A histogram tells a value to the width of its step, and
 * so does the interval: it always has a width.
 */
export function quantileOf(histograms: readonly Histogram[], perMille: number, level: number): Interval | undefined {
  assert(perMille >= 1 && perMille <= 1000, `the quantile at ${perMille} thousandths`);
  const all = merged(histograms);
  const value = all?.quantile(perMille);
  if (all === undefined || value === undefined) return undefined;
  const n = histograms.length;
  if (perMille === 1000) return intervalOf({ value, low: value, high: Infinity, level, n });
  const share = ratioOf(
    histograms.map((one) => one.countAtMost(value)),
    histograms.map((one) => one.count),
    level,
  );
  if (share === undefined || share.half === Infinity) return intervalOf({ value, low: 0, high: Infinity, level, n });
  // With ties the share at the quantile is above what was asked for: the interval goes around what was asked for.
  const half = Math.max(share.half, 1 / all.count) * 1000;
  // Few replications may agree by chance in how many of a few values lie beyond it: as if all values were independent,
  // then, at least.
  const beyond = Math.round((all.count * Math.min(perMille, 1000 - perMille)) / 1000);
  const alone = isFew(beyond, n)
    ? clopperPearson(Math.round((all.count * perMille) / 1000), all.count, level)
    : undefined;
  const from = Math.min(perMille - half, 1000 * (alone?.low ?? 1));
  const until = Math.max(perMille + half, 1000 * (alone?.high ?? 0));
  const low = from <= 0 ? 0 : all.quantile(from)!;
  const high = until >= 1000 ? Infinity : all.quantile(until)!;
  const [least, most] = [all.startOfStep(Math.min(low, value)), Math.max(high, value)];
  return intervalOf({ value, low: least, high: most, level, n });
}

/** One histogram of all; undefined without any. */
export function merged(histograms: readonly Histogram[]): Histogram | undefined {
  const [first, ...rest] = histograms;
  if (first === undefined) return undefined;
  const all = Histogram.from(first.plain());
  for (const one of rest) all.merge(one);
  return all;
}
