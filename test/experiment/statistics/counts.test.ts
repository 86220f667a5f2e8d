import { expect, it } from 'vitest';
import { boundedMeanOf, countMeanOf } from '../../../src/experiment/statistics/counts.ts';
import { highOf, lowOf, meanOf } from '../../../src/experiment/statistics/estimate.ts';

const ends = (estimate: ReturnType<typeof boundedMeanOf>) => [lowOf(estimate!), highOf(estimate!)];

it('a mean of what is never below 0 has an interval that begins at 0, and ends where it did', () => {
  const few = [1, 5000, 20];
  expect(lowOf(meanOf(few, 0.95)!)).toBeLessThan(-5000);
  expect(ends(boundedMeanOf(few, 0.95))).toEqual([0, highOf(meanOf(few, 0.95)!)]);
  expect(ends(countMeanOf([0.5, 12.25, 0.5], 0.95))[0]).toBe(0);
});

it('a mean of ratios ends at 1', () => {
  expect(ends(boundedMeanOf([0.2, 1, 1], 0.95, 1))).toEqual([expect.any(Number), 1]);
});

it('an interval that is inside stays as it is; so does that of values below 0, and of a single run', () => {
  expect(boundedMeanOf([10, 11, 12], 0.95)).toEqual(meanOf([10, 11, 12], 0.95));
  expect(lowOf(boundedMeanOf([-1, 5], 0.95)!)).toBeLessThan(-1);
  expect(boundedMeanOf([7], 0.95)).toEqual(meanOf([7], 0.95));
});
