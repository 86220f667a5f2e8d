import jstat from 'jstat';
import { expect } from 'vitest';

/**
 * Theory is accepted when it lies in an interval computed from the sample, never when a seeded number comes out.
 *
 * All checks of test/theory and test/kernel together raise a false alarm with a probability of at most 1e-4, were the
 * seeds drawn anew: each gets an equal share (Bonferroni). With seeds fixed, the outcome is the same on every machine.
 */
const FALSE_ALARM = 1e-4;
const CHECKS_AT_MOST = 200;
const ALPHA = FALSE_ALARM / CHECKS_AT_MOST;

export interface Interval {
  readonly mean: number;
  readonly half: number;
}

/** Student's t interval for the mean of independent values, missing it with probability ALPHA. */
export function intervalOf(values: readonly number[]): Interval {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (n - 1);
  return { mean, half: jstat.jStat.studentt.inv(1 - ALPHA / 2, n - 1) * Math.sqrt(variance / n) };
}

/**
 * The theoretical value lies in the interval, and the interval is narrow enough to say something: `precision` is its
 * greatest half width, relative to the value.
 */
export function expectTheory(values: readonly number[], theory: number, precision: number, what: string): void {
  const { mean, half } = intervalOf(values);
  const found = `${what}: theory ${theory}, found ${mean} ± ${half}`;
  expect(half, `${found}: too wide to tell`).toBeLessThanOrEqual(precision * Math.abs(theory));
  expect(Math.abs(mean - theory), found).toBeLessThanOrEqual(half);
}

/**
 * Greatest distance between two distribution functions, one of them of a sample, that chance makes with probability
 * ALPHA.
 */
export function kolmogorovLimit(n: number, m = Infinity): number {
  return Math.sqrt((-Math.log(ALPHA / 2) / 2) * (1 / n + 1 / m));
}

/** Kolmogorov's distance of a sample from a distribution function. */
export function distanceFrom(sample: readonly number[], cdf: (x: number) => number): number {
  const sorted = sample.toSorted((x, y) => x - y);
  const n = sorted.length;
  return sorted.reduce((most, x, i) => Math.max(most, Math.abs(cdf(x) - i / n), Math.abs((i + 1) / n - cdf(x))), 0);
}

/** Smirnov's distance of two samples without ties. */
export function distanceBetween(one: readonly number[], other: readonly number[]): number {
  const x = one.toSorted((a, b) => a - b);
  const y = other.toSorted((a, b) => a - b);
  let i = 0;
  let j = 0;
  let most = 0;
  while (i < x.length && j < y.length) {
    if (x[i]! <= y[j]!) i++;
    else j++;
    most = Math.max(most, Math.abs(i / x.length - j / y.length));
  }
  return most;
}
