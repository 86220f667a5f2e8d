import { describe, expect, it } from 'vitest';
import { asLoaded, splitArguments } from '../../../../src/model/server/dialplan/arguments.ts';

describe('the text between the brackets, as 1.2 loads it', () => {
  it.each([
    ['SIP/1001', 'SIP/1001'],
    ['SIP/1001,20,t', 'SIP/1001|20|t'],
    ["a,'b,c',d", 'a|b,c|d'],
    ['a\\,b\\\\c', 'a,b\\c'],
    ['ends\\', 'ends'],
    ['', ''],
  ])('%s', (text, loaded) => {
    expect([asLoaded(text, '1.2'), asLoaded(text, '16')]).toEqual([loaded, text]);
  });
});

describe('arguments', () => {
  it.each([
    ['a|b|c', '1.2', 100, ['a', 'b', 'c']],
    ['a|b|c', '1.2', 2, ['a', 'b|c']],
    ['a,(b,c),d', '16', 100, ['a', '(b,c)', 'd']],
    ['"a,b",c', '16', 100, ['a,b', 'c']],
  ] as const)('%s in %s, at most %i', (text, dialect, limit, parts) => {
    expect(splitArguments(text, dialect, limit)).toEqual(parts);
  });
});
