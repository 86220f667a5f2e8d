import { Histogram } from '../../measure/histogram.ts';
import { quantileIn, type CellResult, type QuantileOf } from '../grid/cell.ts';
import { differenceOf, highOf, lowOf, meanOf, type Estimate, type Interval } from './estimate.ts';
import { boundedMeanOf } from './counts.ts';
import { COMMON_PATHS, inMilliseconds, valueOf } from './cellFigures.ts';
import { quantilePairOf } from './quantilePairs.ts';

/** One measure under two scenarios with the same random numbers. */
export interface Pair {
  readonly path: string;
  readonly before: Estimate | Interval;
  readonly after: Estimate | Interval;
  /** After less before; of quantiles, those of all calls of all runs. */
  readonly difference: Estimate | Interval;
  /**
   * How many times as many replications independent runs would have taken for an interval as narrow; Infinity when the
   * difference is the same in every pair. What common random numbers are worth.
   */
  readonly gain: number;
}

/**
 * The measures that were asked for, then those of every experiment, each in as many pairs as both sides have: under a
 * precision one of them may have needed more replications.
 */
export function pairsOf(
  before: readonly CellResult[],
  after: readonly CellResult[],
  measures: readonly string[],
  level: number,
): readonly Pair[] {
  const n = Math.min(before.length, after.length);
  const paths = [...measures, ...COMMON_PATHS.map(({ path }) => path).filter((path) => !measures.includes(path))];
  return paths
    .map((path) => pairOf(before.slice(0, n), after.slice(0, n), path, level))
    .filter((pair) => pair !== undefined);
}

/** Undefined when a replication had nothing to measure on either side: a pair is both or none. */
export function pairOf(
  before: readonly CellResult[],
  after: readonly CellResult[],
  path: string,
  level: number,
): Pair | undefined {
  const quantile = quantileIn(path);
  if (quantile !== undefined) return quantilePair(before, after, path, quantile, level);
  const values = before
    .map((result, i) => [valueOf(result, path), valueOf(after[i]!, path)] as const)
    .filter((pair): pair is readonly [number, number] => pair[0] !== null && pair[1] !== null);
  const [first, second] = [values.map(([one]) => one), values.map(([, other]) => other)];
  const [one, other, difference] = [meanOf(first, level), meanOf(second, level), differenceOf(first, second, level)];
  if (one === undefined || other === undefined || difference === undefined) return undefined;
  const apart = one.half * one.half + other.half * other.half;
  return {
    path,
    before: boundedMeanOf(first, level)!,
    after: boundedMeanOf(second, level)!,
    difference,
    gain: apart === 0 || apart === Infinity ? 1 : apart / (difference.half * difference.half),
  };
}

function quantilePair(
  before: readonly CellResult[],
  after: readonly CellResult[],
  path: string,
  { histogram, perMille }: QuantileOf,
  level: number,
): Pair | undefined {
  const histograms = (results: readonly CellResult[]): readonly Histogram[] =>
    results
      .map((result) => result.histograms[histogram])
      .filter((one) => one !== undefined)
      .map((one) => Histogram.from(one));
  const [first, second] = [histograms(before), histograms(after)];
  if (first.length !== second.length) return undefined;
  const pair = quantilePairOf(first, second, perMille, level);
  if (pair === undefined) return undefined;
  const [one, other, difference] = [pair.before, pair.after, pair.difference].map(inMilliseconds);
  const apart = width(one!) * width(one!) + width(other!) * width(other!);
  const between = width(difference!);
  const gain = apart === Infinity ? 1 : between === 0 ? Infinity : apart / (between * between);
  return { path, before: one!, after: other!, difference: difference!, gain };
}

function width(estimate: Interval): number {
  return highOf(estimate) - lowOf(estimate);
}

/** Whether more is better, worse, or neither: what a verdict may call it. */
export function senseOf(path: string): 'good' | 'bad' | 'neither' {
  if (/^calls\.(saved|outcomes\.(local|dundi|otherServer|direct|pstn))$/.test(path)) return 'good';
  return /^calls\.(lost|dropped|toDeadServer|collapsed|outcomes\.(voicemail|invalid|congestion|misrouted|blocked|abandoned|unserved|noAnswer))|DelayMs|outage|timeouts|rejected|failed/i.test(
    path,
  )
    ? 'bad'
    : 'neither';
}
