import { assert } from '../../kernel/assert.ts';
import { studentQuantile } from './student.ts';

declare const made: unique symbol;

/**
 * A mean with what is known of its error. Only the functions of this file make one, so a mean without an interval can
 * be neither had nor printed.
 */
export interface Estimate {
  readonly mean: number;
  /**
   * Half width of the confidence interval; Infinity after a single replication, or so few that agree, which says
   * nothing of their spread.
   */
  readonly half: number;
  /** 0..1: the share of such intervals that contain the truth. */
  readonly level: number;
  /** Independent replications that it rests on. */
  readonly n: number;
  readonly [made]: true;
}

/** As an Estimate, but the interval need not be symmetric. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  /** Infinity: more replications are needed to bound it from above. */
  readonly high: number;
  readonly level: number;
  readonly n: number;
  readonly [made]: true;
}

/**
 * Of independent values, one per replication; undefined when there are none. Exact for normal values, good for means of
 * many.
 */
export function meanOf(values: readonly number[], level: number): Estimate | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  const mean = sum(values) / n;
  return make(mean, n < 2 ? Infinity : standardError(values.map((value) => value - mean)), level, n);
}

/**
 * Of a ratio such as lost calls of offered ones: sum over sum, not the mean of ratios, so long replications weigh more.
 * Interval by linearisation (Cochran, Sampling Techniques, 6.4). Undefined when the wholes add up to 0.
 */
export function ratioOf(parts: readonly number[], wholes: readonly number[], level: number): Estimate | undefined {
  assert(parts.length === wholes.length, `${parts.length} parts of ${wholes.length} wholes`);
  const n = parts.length;
  const whole = sum(wholes);
  if (n === 0 || whole === 0) return undefined;
  const ratio = sum(parts) / whole;
  const residuals = parts.map((part, i) => ((part - ratio * wholes[i]!) * n) / whole);
  return make(ratio, n < 2 ? Infinity : standardError(residuals), level, n);
}

/** Of `after` less `before`, replication by replication: what both have in common cancels. */
export function differenceOf(before: readonly number[], after: readonly number[], level: number): Estimate | undefined {
  assert(before.length === after.length, `${before.length} values are not paired with ${after.length}`);
  return meanOf(
    after.map((value, i) => value - before[i]!),
    level,
  );
}

/**
 * Mean of values, one per replication, less what they owe to a control variate that was above or below its known mean:
 * the regression of the values on the control, read where the control is its mean (Lavenberg and Welch, "A perspective on
 * the use of control variables to increase the efficiency of Monte Carlo simulations", Management Science 27(3), 1981).
 * Student's interval with n - 2 degrees of freedom: exact where both are normal. Undefined where a line through the points
 * says nothing: fewer than three, or a control that is always the same.
 */
export function controlledMeanOf(
  values: readonly number[],
  controls: readonly number[],
  controlMean: number,
  level: number,
): Estimate | undefined {
  assert(values.length === controls.length, `${values.length} values with ${controls.length} controls`);
  const n = values.length;
  const [mean, middle] = [sum(values) / n, sum(controls) / n];
  const spread = sum(controls.map((x) => (x - middle) * (x - middle)));
  if (n < 3 || spread === 0) return undefined;
  const slope = sum(values.map((y, i) => (y - mean) * (controls[i]! - middle))) / spread;
  const away = controlMean - middle;
  const rest = sum(values.map((y, i) => (y - mean - slope * (controls[i]! - middle)) ** 2)) / (n - 2);
  const error = Math.sqrt(rest * (1 / n + (away * away) / spread));
  const half = error === 0 ? 0 : studentQuantileOf(level, n - 2) * error;
  return { mean: mean + slope * away, half, level, n } as Estimate;
}

/** A mean of whose error nothing is known. */
export function unknownOf(mean: number, level: number, n: number): Estimate {
  return { mean, half: Infinity, level, n } as Estimate;
}

/** For quantiles.ts and counts.ts. */
export function intervalOf(of: {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly n: number;
}): Interval {
  assert(of.low <= of.value && of.value <= of.high, `${of.value} is not within ${of.low} to ${of.high}`);
  return of as Interval;
}

export function lowOf(estimate: Estimate | Interval): number {
  return 'half' in estimate ? estimate.mean - estimate.half : estimate.low;
}

export function highOf(estimate: Estimate | Interval): number {
  return 'half' in estimate ? estimate.mean + estimate.half : estimate.high;
}

/** An estimate of either kind in one shape, as plain numbers. */
export interface Bounds {
  /** The mean, ratio or quantile. */
  readonly value: number;
  readonly low: number;
  /** Infinity: more replications are needed to bound it from above. */
  readonly high: number;
  /** 0..1: the share of such intervals that contain the truth. */
  readonly level: number;
  /** Independent replications that it rests on. */
  readonly n: number;
}

export function boundsOf(estimate: Estimate | Interval): Bounds {
  const { level, n } = estimate;
  return {
    value: 'half' in estimate ? estimate.mean : estimate.value,
    low: lowOf(estimate),
    high: highOf(estimate),
    level,
    n,
  };
}

function make(mean: number, error: number, level: number, n: number): Estimate {
  const half = n < 2 ? Infinity : error === 0 ? 0 : studentQuantileOf(level, n - 1) * error;
  return { mean, half, level, n } as Estimate;
}

/** Of the mean of values whose mean is 0. */
function standardError(residuals: readonly number[]): number {
  const n = residuals.length;
  return Math.sqrt(sum(residuals.map((x) => x * x)) / (n - 1) / n);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const known = new Map<string, number>();

/** Bisection takes thousands of steps, and the same few are asked for again and again. */
export function studentQuantileOf(level: number, df: number): number {
  const key = `${level}/${df}`;
  let t = known.get(key);
  if (t === undefined) known.set(key, (t = studentQuantile(level, df)));
  return t;
}
