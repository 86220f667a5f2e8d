import type { CellResult } from '../grid/cell.ts';
import { differenceOf, meanOf, type Estimate } from './estimate.ts';
import { valueOf } from './cellFigures.ts';

/** One measure under two scenarios with the same random numbers. */
export interface Pair {
  readonly path: string;
  readonly before: Estimate;
  readonly after: Estimate;
  /** After less before. */
  readonly difference: Estimate;
  /**
   * How many times as many replications independent runs would have taken for an interval as narrow; Infinity when the
   * difference is the same in every pair. What common random numbers are worth.
   */
  readonly gain: number;
}

/** Undefined when a replication had nothing to measure on either side: a pair is both or none. */
export function pairOf(
  before: readonly CellResult[],
  after: readonly CellResult[],
  path: string,
  level: number,
): Pair | undefined {
  const values = before
    .map((result, i) => [valueOf(result, path), valueOf(after[i]!, path)] as const)
    .filter((pair): pair is readonly [number, number] => pair[0] !== null && pair[1] !== null);
  const [first, second] = [values.map(([one]) => one), values.map(([, other]) => other)];
  const [one, other, difference] = [meanOf(first, level), meanOf(second, level), differenceOf(first, second, level)];
  if (one === undefined || other === undefined || difference === undefined) return undefined;
  const apart = one.half * one.half + other.half * other.half;
  return {
    path,
    before: one,
    after: other,
    difference,
    gain: apart === 0 || apart === Infinity ? 1 : apart / (difference.half * difference.half),
  };
}

/** Whether more is better, worse, or neither: what a verdict may call it. */
export function senseOf(path: string): 'good' | 'bad' | 'neither' {
  if (/^calls\.(saved|outcomes\.(local|dundi|direct|pstn))$/.test(path)) return 'good';
  return /^calls\.(lost|dropped|collapsed|outcomes\.(voicemail|invalid|congestion|misrouted|blocked|abandoned|unserved|noAnswer))|DelayMs|outage|timeouts|rejected|failed/i.test(
    path,
  )
    ? 'bad'
    : 'neither';
}
