import { expect, it } from 'vitest';
import { differenceText } from '../../src/report/tradeoff/tradeoffText.ts';

it.each([
  [{ value: 1044, low: 723, high: 1366 }, '1044 (723 to 1366) more are lost'],
  [{ value: -20, low: -30, high: -10 }, '20 (10 to 30) fewer are lost'],
  [{ value: 0, low: 0, high: 0 }, 'as many are lost'],
  [{ value: 9, low: -35, high: 54 }, 'the difference in lost calls may be chance (from 35 fewer to 54 more)'],
])('a difference in words: %j', (difference, text) =>
  expect(differenceText(difference, 'are lost', 'lost calls')).toBe(text),
);
