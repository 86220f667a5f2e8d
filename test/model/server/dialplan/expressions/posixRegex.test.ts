import { expect, test } from 'vitest';
import { PosixRegex } from '../../../../../src/model/server/dialplan/expressions/posixRegex.ts';

/** Characters that a backtracking engine would need more than 2^100 steps for. */
const LONG = 'a'.repeat(200);

test('the leftmost match, and of those that begin there the longest', () => {
  expect(PosixRegex.of('b+|bc')!.find('abbc')).toEqual({ start: 1, length: 2, firstGroup: undefined });
  expect(PosixRegex.of('a|ab')!.find('xab')).toEqual({ start: 1, length: 2, firstGroup: undefined });
  expect(PosixRegex.of('0(.*)')!.find('0123')).toEqual({ start: 0, length: 4, firstGroup: '123' });
  expect(PosixRegex.of('(x)?b')!.find('ab')).toEqual({ start: 1, length: 1, firstGroup: undefined });
  expect(PosixRegex.of('[[:digit:]]+')!.find('ab12')).toMatchObject({ start: 2, length: 2 });
});

test.each([
  ['(a+)+$', false],
  ['(a|a)*c', false],
  ['(a|aa)+$', false],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', false],
  ['(.*)*(.*)*(.*)*b', true],
])('%s ends at once', (expression, matches) => {
  expect(PosixRegex.of(expression)!.matches(`${LONG}b`)).toBe(matches);
});

test.each([
  '(',
  '[',
  '*a',
  '(a)\\1',
  '(?=a)',
  'a{2000}',
  '((a{1,100}){1,10}){1,10}',
  'a'.repeat(5000),
  '('.repeat(900),
])('what does not compile, or would be too long a program, is nothing: %s', (expression) => {
  expect(PosixRegex.of(expression)).toBeUndefined();
});

test('a class of Unicode is none in POSIX: what is behind the backslash is a letter', () => {
  expect(PosixRegex.of('^\\p+$')!.matches('ppp')).toBe(true);
  expect(PosixRegex.of('\\pL')!.matches('é')).toBe(false);
  expect(PosixRegex.of('a\\\\p')!.matches('a\\p')).toBe(true);
});
