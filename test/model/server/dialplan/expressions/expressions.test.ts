import { describe, expect, test } from 'vitest';
import {
  DEEPEST_EXPRESSION,
  evaluateExpression,
} from '../../../../../src/model/server/dialplan/expressions/expressions.ts';

describe('in both versions', () => {
  test.each([
    ['', ''],
    ['   ', ''],
    ['1', '1'],
    ['abc', 'abc'],
    ['"a b"', '"a b"'],
    ['"" = ""', '1'],
    ['"sip:1002@10.10.10.63:5060" = ""', '0'],
    ['"SIP/1001-1" != ""', '1'],
    ['1 = 1', '1'],
    ['01 = 1', '1'],
    ['"1" = 1', '0'],
    ['a = a', '1'],
    ['a = b', '0'],
    ['a < b', '1'],
    ['10 < 9', '0'],
    ['"10" < "9"', '1'],
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['7 - 2 - 1', '4'],
    ['7 % 4', '3'],
    ['8 / 0', '2147483647'],
    ['-3 + 5', '2'],
    ['2 * -3', '-6'],
    ['a + 2', '2'],
    ['1 & 0', '0'],
    ['0 | 7', '7'],
    ['7 | 0', '7'],
    ['1 = 1 & 2 = 2', '1'],
    ['1 = 2 | 2 = 2', '1'],
    ['3 > 2 ? yes :: no', 'yes'],
    ['"" ? yes :: no', 'no'],
    ['"01234" : "0(.*)"', '1234'],
    ['"12345" : "123"', '3'],
    ['"x123" : "123"', '0'],
    ['"a b" : toString', '0'],
    ['constructor : __proto__', '0'],
    ['"abcd" : "(a|ab)(c|bcd)"', 'a'],
    ['"12" : "("', ''],
    ['1 +', '0'],
    ['= 1', '0'],
    [') 1', '0'],
    ['= ""', '0'],
    ['4 >= 4', '1'],
    ['4 <= 3', '0'],
  ])('$[%s]', (text, expected) => {
    expect(evaluateExpression(text, '1.2')).toBe(expected);
    expect(evaluateExpression(text, '16')).toBe(expected);
  });
});

describe('in one of them', () => {
  test.each([
    ['7 / 2', '3', '3.5'],
    ['1.5 + 1', '1', '2.5'],
    ['1 && 1', '0', '1'],
    ['!0', '!0', '1'],
    ['"x12" =~ "12"', '0', '2'],
    ['FLOOR(3.7)', '0', '3'],
    ['0.1 + 0.2', '0', '0.3'],
  ])('$[%s] is %s in 1.2 and %s in 16', (text, old, recent) => {
    expect(evaluateExpression(text, '1.2')).toBe(old);
    expect(evaluateExpression(text, '16')).toBe(recent);
  });
});

describe('what was made to hurt', () => {
  test('brackets within brackets are a syntax error from some depth on', () => {
    const nested = (depth: number): string => `${'('.repeat(depth)}7${')'.repeat(depth)}`;
    for (const dialect of ['1.2', '16'] as const) {
      expect(evaluateExpression(nested(DEEPEST_EXPRESSION), dialect)).toBe('7');
      expect(evaluateExpression(nested(DEEPEST_EXPRESSION + 1), dialect)).toBe('0');
      for (const part of ['(', '-', '- (', '1 ? '])
        expect(evaluateExpression(part.repeat(4000), dialect), part).toBe('0');
    }
  });
});
