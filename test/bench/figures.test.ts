import { expect, it } from 'vitest';
import { speedUp, spreadOf } from './figures.ts';

it('a spread is median and range', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
});

it('a ratio is taken round by round, so a slow minute of the machine cancels', () => {
  expect(speedUp([10, 100, 20], [20, 200, 40])).toEqual({ median: 2, min: 2, max: 2 });
  expect(speedUp([10], [5]).median).toBe(0.5);
});
