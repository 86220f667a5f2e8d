import { expect, it } from 'vitest';
import { limitText } from '../../../src/report/experiment/planFigures.ts';

it.each([
  ['calls.postDialDelayMs.p99 < 2 s', '2 s'],
  ['calls.postDialDelayMs.p99<2s during 1m..5m', '2s'],
  ['calls.lost <= 1%', '1%'],
])('the limit of %s is %s', (objective, limit) => {
  expect(limitText(objective)).toBe(limit);
});
