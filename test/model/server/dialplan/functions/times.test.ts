import { expect, test } from 'vitest';
import { formatTime } from '../../../../../src/model/server/dialplan/functions/times.ts';
import { said } from './help.ts';

test.each([
  ['%Y-%m-%d %H:%M:%S', '2006-06-14 10:00:00'],
  ['%A, %e %B; day %j of %y, week %U or %W', 'Wednesday, 14 June; day 165 of 06, week 24 or 24'],
  ['%a %b %d %I:%M %p %w %u', 'Wed Jun 14 10:00 AM 3 3'],
  ['%c', 'Wed Jun 14 10:00:00 2006'],
  ['%D %F %T %R %s %% %Q', '06/14/06 2006-06-14 10:00:00 10:00 1150279200 % %Q'],
])('%s', (format, expected) => {
  expect(formatTime(1_150_279_200, format)).toBe(expected);
});

test.each([0, -1, 86_399, 951_782_400, 1_709_164_800, 4_102_444_799])('agrees with the calendar at %i', (epoch) => {
  const date = new Date(epoch * 1000);
  expect(formatTime(epoch, '%Y-%m-%dT%H:%M:%S')).toBe(date.toISOString().slice(0, 19));
  const day = Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
  expect(Number(formatTime(epoch, '%j'))).toBe(day);
  expect(Number(formatTime(epoch, '%w'))).toBe(date.getUTCDay());
});

test('STRFTIME of now, of a given time, and of 1.2', () => {
  expect(said(['Wait(5)', 'NoOp(${STRFTIME(${EPOCH},,%H:%M:%S)} ${STRFTIME(,,%S)} ${STRFTIME(0,UTC,%Y)})'])).toEqual([
    '10:00:05 05 1970',
  ]);
  expect(said(['NoOp(${STRFTIME(|GMT|%Y%m%d-%H%M)})'], 'asterisk-1.2')).toEqual(['20060614-1000']);
});
