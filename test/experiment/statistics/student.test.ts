import jstat from 'jstat';
import { describe, expect, it } from 'vitest';
import { poissonInterval } from '../../../src/experiment/statistics/counts.ts';
import { incompleteBeta, logGamma, studentCdf, studentQuantile } from '../../../src/experiment/statistics/student.ts';

describe("Student's quantiles", () => {
  /** Abramowitz and Stegun, table 26.10, two-sided. */
  it.each([
    [0.8, 1, 3.078],
    [0.8, 10, 1.372],
    [0.9, 2, 2.92],
    [0.9, 5, 2.015],
    [0.95, 1, 12.706],
    [0.95, 2, 4.303],
    [0.95, 3, 3.182],
    [0.95, 4, 2.776],
    [0.95, 9, 2.262],
    [0.95, 19, 2.093],
    [0.95, 30, 2.042],
    [0.95, 120, 1.98],
    [0.99, 1, 63.657],
    [0.99, 9, 3.25],
    [0.99, 30, 2.75],
  ])('at %f with %i degrees of freedom: %f of the table', (level, df, t) =>
    expect(studentQuantile(level, df)).toBeCloseTo(t, 3),
  );

  it.each([0.5, 0.9, 0.95, 0.99, 0.9999])('at %f those of 1, 2 and 4 degrees in closed form', (level) => {
    const p = (1 + level) / 2;
    const alpha = 4 * p * (1 - p);
    expect(studentQuantile(level, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 9);
    expect(studentQuantile(level, 2) / ((2 * (p - 0.5) * Math.SQRT2) / Math.sqrt(alpha))).toBeCloseTo(1, 9);
    const q = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha);
    expect(studentQuantile(level, 4) / (2 * Math.sqrt(q - 1))).toBeCloseTo(1, 9);
  });

  it('those of another implementation, for any degrees and levels', () => {
    for (const df of [1, 2, 3, 7, 12, 50, 400, 3000]) {
      for (const level of [0.2, 0.68, 0.95, 0.999])
        expect(studentQuantile(level, df) / jstat.jStat.studentt.inv((1 + level) / 2, df)).toBeCloseTo(1, 6);
    }
  });

  it('the distribution is their inverse', () => {
    for (const df of [1, 2.5, 9, 200]) {
      for (const level of [0.1, 0.9, 0.995]) {
        expect(studentCdf(studentQuantile(level, df), df)).toBeCloseTo((1 + level) / 2, 11);
        expect(studentCdf(-studentQuantile(level, df), df)).toBeCloseTo((1 - level) / 2, 11);
      }
    }
  });
});

it('ln Γ and the incomplete beta function', () => {
  for (const [x, factorial] of [
    [1, 1],
    [2, 1],
    [5, 24],
    [11, 3_628_800],
  ] as const)
    expect(logGamma(x)).toBeCloseTo(Math.log(factorial), 12);
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
  for (const [x, a, b] of [
    [0.3, 2, 5],
    [0.999, 400, 1],
    [0.01, 1, 300],
    [0.5, 0.5, 40],
  ] as const)
    expect(incompleteBeta(x, a, b)).toBeCloseTo(jstat.jStat.beta.cdf(x, a, b), 10);
});

/** Garwood's ends are quantiles of chi-square: with 2k degrees below, 2k + 2 above, halved. */
it.each([
  [0, 0.95],
  [1, 0.95],
  [7, 0.9],
  [150, 0.99],
])("Garwood's interval for %i events at %f", (k, level) => {
  const { low, high } = poissonInterval(k, level);
  expect(low).toBeCloseTo(k === 0 ? 0 : jstat.jStat.chisquare.inv((1 - level) / 2, 2 * k) / 2, 6);
  expect(high).toBeCloseTo(jstat.jStat.chisquare.inv((1 + level) / 2, 2 * k + 2) / 2, 6);
});
