import { expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import type { Tradeoff } from '../../src/report/tradeoff/tradeoffData.ts';
import { bySteps, isUneven, notesOf } from '../../src/report/tradeoff/tradeoffNotes.ts';

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

const RULES = { cacheMargin: 10, cacheFloor: 1, lookupUnderLock: true };
const POINTS = [
  { cachetime: '1s', seconds: 1, lives: 1 },
  { cachetime: '5s', seconds: 5, lives: 1 },
  { cachetime: '1m', seconds: 60, lives: 50 },
].map((point) => ({ ...point, saved: { value: 0 } }));
const noted = (locks: boolean): string =>
  notesOf({
    asked: 'the lookup server',
    deadServer: 'regpbx2',
    lines: [{ profile: 'asterisk-22', points: POINTS, rules: RULES, locks, alsoSet: [] }],
  } as unknown as Tradeoff).join('\n');

it('the dialplan lock is named only where a switch has asked under it', () => {
  expect(noted(true)).toContain('In asterisk-22 a server holds its dialplan lock while a switch looks up a number');
  expect(noted(false)).not.toContain('dialplan lock');
});

it('what the release makes of a cachetime is said', () => {
  expect(noted(false)).toContain(
    'lives: for how long a server keeps an answer at most. asterisk-22 takes 10 s off a cachetime and leaves at least 1 s, counted in whole seconds of the clock: 1s and 5s are the same to it.',
  );
});
