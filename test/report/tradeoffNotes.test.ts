import { expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { bySteps, isUneven } from '../../src/report/tradeoff/tradeoffNotes.ts';

const cycle = (counts: readonly number[], cycles: number): readonly number[] =>
  Array.from({ length: cycles }, () => counts).flat();

it.each([
  [
    'the same at every step',
    cycle(
      Array.from({ length: 12 }, () => 40),
      6,
    ),
    false,
  ],
  ['a burst once in each cycle', cycle([60, ...Array.from({ length: 11 }, () => 38)], 6), true],
  ['empty caches that fill once', [200, 150, 100, 80, 60, 50, ...Array.from({ length: 66 }, () => 40)], false],
  ['one cycle alone', [60, ...Array.from({ length: 11 }, () => 38)], false],
])('caches run out together: %s', (_, counts, uneven) =>
  expect(isUneven({ cachetime: '5m', step: 25 * SECOND, lines: [] }, counts)).toBe(uneven),
);

it('counts are joined to twelfths of the cachetime', () => {
  const lines = [{ profile: 'asterisk-1.2' as const, counts: [1, 2, 3, 4, 5, 6] }];
  expect(bySteps({ cachetime: '5m', step: 12 * SECOND, lines })).toEqual({
    cachetime: '5m',
    step: 24 * SECOND,
    lines: [{ profile: 'asterisk-1.2', counts: [3, 7, 11] }],
  });
});
