import { describe, expect, it } from 'vitest';
import { controlledMeanOf, meanOf } from '../../../src/experiment/statistics/estimate.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';
import { covered, EXPERIMENTS, expectNominal, LEVEL } from './coverageOf.ts';
import { normal } from './coverageSystems.ts';

describe('a mean with a control variate', () => {
  it('is read from the line through the points, where the control is its mean', () => {
    const estimate = controlledMeanOf([1, 3, 2, 6], [1, 2, 3, 4], 5, 0.95)!;
    // Slope 7 / 5; residuals 0.1, 0.7, -1.7, 0.9 around the mean 3 at 2.5: sum of squares 4.2.
    expect(estimate.mean).toBeCloseTo(3 + 1.4 * 2.5, 12);
    expect(estimate.half).toBeCloseTo(4.302_652_73 * Math.sqrt(2.1 * (1 / 4 + 6.25 / 5)), 6);
    expect([estimate.level, estimate.n]).toEqual([0.95, 4]);
  });

  it('there is none of two points, or where the control never changes', () => {
    expect(controlledMeanOf([1, 2], [1, 2], 1, 0.95)).toBeUndefined();
    expect(controlledMeanOf([1, 2, 3], [7, 7, 7], 7, 0.95)).toBeUndefined();
  });

  it.each([0, 0.5, 0.9])('covers the truth as often as it says, with a correlation of %f; 12 replications', (rho) => {
    let [controlled, plain] = [0, 0];
    const times = covered(100, (i) => {
      const stream = new RandomStream(`controlled/${rho}/${i}`);
      const controls = Array.from({ length: 12 }, () => normal(stream));
      const values = controls.map((x) => 100 + 5 * (rho * x + Math.sqrt(1 - rho * rho) * normal(stream)));
      const estimate = controlledMeanOf(values, controls, 0, LEVEL)!;
      controlled += estimate.half / EXPERIMENTS;
      plain += meanOf(values, LEVEL)!.half / EXPERIMENTS;
      return estimate;
    });
    expectNominal(times);
    // By sqrt((1 - rho²) (n - 2) / (n - 3)) on average, and a little for the quantile of one degree of freedom less.
    expect(controlled / plain).toBeCloseTo(1.07 * Math.sqrt(1 - rho * rho), 1);
  });
});
