import { expect, it } from 'vitest';
import { plainNumber } from '../../src/text/plainNumber.ts';

it.each([
  ['0', 0],
  ['1001', 1001],
  ['999999999', 999_999_999],
])('%s is that number', (text, number) => {
  expect(plainNumber(text)).toBe(number);
  expect(String(number)).toBe(text);
});

it.each(['', '01', '00', '1000000000', '-1', '+1', '1e5', '1.5', ' 1', '12a', '١'])('"%s" stays a text', (text) => {
  expect(plainNumber(text)).toBeUndefined();
});
