import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  compareExtensions,
  match,
  parsePattern,
  type Dialect,
  type MatchMode,
} from '../../../../src/model/server/dialplan/patterns.ts';

function matches(pattern: string, number: string, mode: MatchMode = 'match', dialect: Dialect = '16'): number {
  return match(parsePattern(pattern), number, mode, dialect);
}

describe('a whole number against a pattern', () => {
  test.each([
    ['1001', '1001', 1],
    ['1001', '1002', 0],
    ['1001', '100', 0],
    ['_XXXX', '1006', 1],
    ['_XXXX', '100', 0],
    ['_XXXX', '10060', 0],
    ['_xxxx', '1006', 1],
    ['_X', '1002', 0],
    ['_X', '1', 1],
    ['_X.', '1', 0],
    ['_X.', '12', 1],
    ['_X.', '1002', 1],
    ['_X.', 's', 0],
    ['_NXX', '199', 0],
    ['_NXX', '299', 1],
    ['_ZXX', '099', 0],
    ['_ZXX', '100', 1],
    ['_9!', '9', 2],
    ['_9!', '912', 2],
    ['_9!', '8', 0],
    ['_[1-5]X', '3x', 0],
    ['_[1-5]X', '39', 1],
    ['_[1-5]X', '69', 0],
    ['_[1-57]0', '70', 1],
    ['_[1-57]0', '60', 0],
    ['_555-1212', '5551212', 1],
    ['_555-1212', '555-1212', 1],
    ['_8XXXX', '81002', 1],
    ['i', 'i', 1],
    ['_X.', 'i', 0],
    ['_[1-5', '1', 0],
  ])('%s and %s', (pattern, number, expected) => {
    expect(matches(pattern, number)).toBe(expected);
    expect(matches(pattern, number, 'match', '1.2')).toBe(expected);
  });

  test('16 skips the dash in plain extensions too, 1.2 does not', () => {
    expect(matches('555-1212', '5551212', 'match', '16')).toBe(1);
    expect(matches('555-1212', '5551212', 'match', '1.2')).toBe(0);
  });
});

describe('the beginning of a number', () => {
  test.each([
    ['1002', '10', 1, 1],
    ['1002', '1002', 1, 0],
    ['1002', '11', 0, 0],
    ['1002', '', 1, 1],
    ['1002', '10021', 0, 0],
    ['_XXXX', '10', 1, 1],
    ['_XXXX', '1002', 1, 0],
    ['_X.', '1', 1, 1],
    ['_X.', '12', 1, 1],
    ['_9!', '91', 2, 2],
    ['_[2-5]XX', '19', 0, 0],
    ['_[2-5]XX', '29', 1, 1],
  ])('%s and %s', (pattern, number, canMatch, matchMore) => {
    expect(matches(pattern, number, 'canmatch')).toBe(canMatch);
    expect(matches(pattern, number, 'matchmore')).toBe(matchMore);
  });

  test('1.2 takes a number that is too long for a pattern as one that can match', () => {
    expect(matches('_XX', '123', 'canmatch', '1.2')).toBe(1);
    expect(matches('_XX', '123', 'canmatch', '16')).toBe(0);
  });
});

/** The same question put to a regular expression. */
function naive(pattern: string): RegExp {
  const body = pattern
    .slice(1)
    .replace(
      /\[([^\]]*)\]|./g,
      (part) => ({ 'X': '[0-9]', 'Z': '[1-9]', 'N': '[2-9]', '.': '.+', '!': '.*' })[part] ?? part,
    );
  return new RegExp(`^${body}$`);
}

const position = fc.constantFrom('X', 'Z', 'N', '0', '1', '2', '9', '#', '[1-5]', '[24]', '[0-36-9]');
const pattern = fc
  .tuple(fc.array(position, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '', '.', '!'))
  .map(([positions, end]) => `_${positions.join('')}${end}`);
const number = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 7 });

test('a pattern says what a regular expression says', () => {
  fc.assert(
    fc.property(pattern, number, (p, n) => {
      expect(matches(p, n) > 0).toBe(naive(p).test(n));
    }),
    { numRuns: 2000 },
  );
});

test('a number can match exactly when some number that begins with it matches', () => {
  const digits = [...'0123456789#'];
  const grow = (start: string, p: RegExp, depth: number): boolean =>
    p.test(start) || (depth > 0 && digits.some((digit) => grow(start + digit, p, depth - 1)));
  const short = fc
    .array(fc.constantFrom('X', 'Z', 'N', '1', '[24]'), { minLength: 1, maxLength: 3 })
    .map((p) => `_${p.join('')}`);
  fc.assert(
    fc.property(short, fc.string({ unit: fc.constantFrom('0', '1', '2', '9'), maxLength: 3 }), (p, start) => {
      const regular = naive(p);
      expect(matches(p, start, 'canmatch') > 0).toBe(grow(start, regular, 3));
      expect(matches(p, start, 'matchmore') > 0).toBe(digits.some((digit) => grow(start + digit, regular, 3)));
    }),
    { numRuns: 300 },
  );
});

function sorted(extensions: readonly string[], dialect: Dialect): string[] {
  return [...extensions]
    .map((text) => parsePattern(text))
    .sort((a, b) => compareExtensions(a, b, dialect))
    .map((p) => p.text);
}

test('16 tries the most specific first', () => {
  expect(
    sorted(['_X.', '_!', '_.', '_XXXX', '_[1-5]XXX', '_1XXX', '_100X', '1001', '_NXXX', '_ZXXX', '_XXX'], '16'),
  ).toEqual(['1001', '_100X', '_1XXX', '_[1-5]XXX', '_NXXX', '_ZXXX', '_XXXX', '_XXX', '_X.', '_.', '_!']);
});

test('1.2 sorts patterns by their text', () => {
  expect(sorted(['_X.', '_XXXX', '_1XXX', '1001', '_NXXX', '_[1-5]X'], '1.2')).toEqual([
    '1001',
    '_1XXX',
    '_NXXX',
    '_X.',
    '_XXXX',
    '_[1-5]X',
  ]);
});
