import { expect, it } from 'vitest';
import { PrefixCounts } from '../../../../src/model/server/dialplan/prefixCounts.ts';

it('a text is begun by what is shorter than it, not by itself', () => {
  const prefixes = new PrefixCounts();
  prefixes.add('1001');
  expect(['', '1', '100', '1001', '2', '10011'].map((text) => prefixes.isBegun(text))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

it('what two texts share stays until both are gone', () => {
  const prefixes = new PrefixCounts();
  prefixes.add('1001');
  prefixes.add('1002');
  prefixes.remove('1001');
  expect(prefixes.isBegun('100')).toBe(true);
  prefixes.remove('1002');
  expect(['', '1', '100'].map((text) => prefixes.isBegun(text))).toEqual([false, false, false]);
});
