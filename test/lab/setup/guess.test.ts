import { expect, it } from 'vitest';
import { topOf } from '../../../src/lab/setup/axisTop.ts';
import { judged } from '../../../src/lab/setup/guess.ts';

it.each([
  [63, 63, 'calls', true, 'You had it.'],
  [69, 63, 'calls', true, 'You said 69 calls: within 10 %, you had it.'],
  [57, 63, 'calls', true, 'You said 57 calls: within 10 %, you had it.'],
  [70, 63, 'calls', false, 'You said 70 calls: too high by 7 calls, 11 %.'],
  [76, 63, 'calls', false, 'You said 76 calls: too high by 13 calls, 21 %.'],
  [10, 63, 'calls', false, 'You said 10 calls: too low by 53 calls, 84 %.'],
  [1, 0, 'calls', false, 'You said 1 call: too high by 1 call.'],
  [0, 0, 'calls', true, 'You had it.'],
  [5, 1, 's', false, 'You said 5 s: too high by 4 s, 400 %.'],
  [1.1, 1, 's', true, 'You said 1.1 s: within 10 %, you had it.'],
  [50, 68.1, '%', false, 'You said 50 %: too low by 18.1 percentage points.'],
  [-3, 0, '%', false, 'You said -3 %: too low by 3 percentage points.'],
] as const)('a guess of %d where %d %s is right: %s', (guess, answer, unit, isRight, text) => {
  expect(judged(guess, answer, unit)).toEqual({ isRight, text });
});

it('an axis ends at a round number, not far above the highest point', () => {
  expect([0, 0.0167, 0.2, 1, 1.01, 3, 5, 7, 63, 100, 101, 2345].map(topOf)).toEqual([
    1, 0.02, 0.2, 1, 2, 4, 6, 10, 100, 100, 200, 4000,
  ]);
});
