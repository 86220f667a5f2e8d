import { expect } from 'vitest';
import { highOf, lowOf, type Estimate, type Interval } from '../../../src/experiment/statistics/estimate.ts';

/** Independent experiments, each with an interval of its own. */
export const EXPERIMENTS = 1000;
export const LEVEL = 0.95;

/** Of how many experiments the interval contains the truth. */
export function covered(truth: number, experiment: (i: number) => Estimate | Interval | undefined): number {
  let times = 0;
  for (let i = 0; i < EXPERIMENTS; i++) {
    const estimate = experiment(i)!;
    if (lowOf(estimate) <= truth && truth <= highOf(estimate)) times += 1;
  }
  return times;
}

/**
 * 93 to 97 % of 1,000. Were the true coverage exactly 95 %, 929 or fewer would come with a probability of 0.24 %, 971
 * or
 * more with 0.08 %: with seeds drawn anew, each of these checks would raise a false alarm once in 310 times. With
 * seeds fixed, the outcome is the same on every machine.
 */
export function expectNominal(times: number): void {
  expect(times).toBeGreaterThanOrEqual(930);
  expect(times).toBeLessThanOrEqual(970);
}

/** Intervals for few events promise at least 95 %; they are wider than that because events come in whole numbers. */
export function expectAtLeastNominal(times: number): void {
  expect(times).toBeGreaterThanOrEqual(930);
}
