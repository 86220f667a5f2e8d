import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationExpected, formatDuration, parseDuration } from '../../src/text/duration.ts';
import { didYouMean, editDistance, nearest } from '../../src/text/nearest.ts';
import { addressToNumber, expandName, expandNumbers, nthAddress, numberToAddress } from '../../src/text/ranges.ts';
import { sha256 } from '../../src/text/sha256.ts';

describe('durations', () => {
  it.each([
    ['10 minutes', '10m'],
    ['1 hour and 30 mins', '1h30m'],
    ['5 Secs', '5s'],
    ['90', '90s'],
    ['1 m 30', '1m30s'],
    ['1h30', '1h30m'],
    ['ten minutes', '10m'],
  ])('%s is taken for %s', (text, meant) => expect(durationExpected(text)).toContain(`; did you mean "${meant}"?`));

  it('nothing is proposed for what means nothing', () => {
    for (const text of ['soon', '1h 2h', '5m', '']) expect(durationExpected(text)).not.toContain('did you mean');
  });

  it.each([
    ['60s', 60_000_000],
    ['5m', 300_000_000],
    ['1h', 3_600_000_000],
    ['200ms', 200_000],
    ['300us', 300],
    ['1h30m', 5_400_000_000],
    ['0.22ms', 220],
    ['1.5h', 5_400_000_000],
    ['0', 0],
    ['0s', 0],
    [' 10 s ', 10_000_000],
    ['1d', 86_400_000_000],
    ['1m 30s', 90_000_000],
    ['0.0001ms', 0],
  ])('%s', (text, micros) => expect(parseDuration(text)).toBe(micros));

  it.each([
    '',
    '60',
    's',
    '-5s',
    '5 minutes',
    '30m1h',
    '1s1s',
    '1e3s',
    '5s,',
    '.5s',
    'NaN',
    'Infinity s',
    '99999999999999999h',
    '1h 30',
  ])('not %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('are read back from how they are written', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 12 }), (micros) => {
        expect(parseDuration(formatDuration(micros))).toBe(micros);
      }),
    );
    expect([90_000_000, 220, 3_600_000_000, 0].map(formatDuration)).toEqual(['1m30s', '220us', '1h', '0s']);
  });
});

describe('ranges', () => {
  it('of numbers keep their zeros', () => {
    expect(expandNumbers('0098..0101')).toEqual({ items: ['0098', '0099', '0100', '0101'] });
    expect(expandNumbers('998..1001')).toEqual({ items: ['998', '999', '1000', '1001'] });
    expect(expandNumbers('7, 9..10 *8')).toEqual({ items: ['7', '9', '10', '*8'] });
  });

  it.each(['', '5..1', '01..100', '1..', 'a b/c', '1...5', '1..99999999999999999999'])('are not %j', (text) =>
    expect(expandNumbers(text)).toHaveProperty('problem'),
  );

  it('of names', () => {
    expect(expandName('regpbx9..11')).toEqual({ items: ['regpbx9', 'regpbx10', 'regpbx11'] });
    expect(expandName('regpbx1..regpbx2')).toEqual({ items: ['regpbx1', 'regpbx2'] });
    expect(expandName('hub')).toEqual({ items: ['hub'] });
    expect(expandName('a1..b2')).toHaveProperty('problem');
    expect(expandName('hub..')).toHaveProperty('problem');
  });

  it('of addresses', () => {
    expect(nthAddress('10.10.10.250..', 10)).toBe('10.10.11.4');
    expect([
      nthAddress('10.10.10.250', 0),
      nthAddress('10.10.10.250', 1),
      nthAddress('255.255.255.255..', 1),
      nthAddress('x..', 0),
    ]).toEqual(['10.10.10.250', undefined, undefined, undefined]);
    expect(['1.2.3', '1.2.3.4.5', '1.2.3.256', 'a.b.c.d', ''].map(addressToNumber)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), (value) => {
        expect(addressToNumber(numberToAddress(value))).toBe(value);
      }),
    );
  });
});

describe('the nearest name', () => {
  it('is never what was written: a known name is not misspelt', () => {
    expect(didYouMean('dundisim:paper', ['dundisim:paper', 'dundisim:paper-16'])).toBe('');
    expect(didYouMean('dundisim:paper', ['dundisim:paper-16', 'dundisim:paper'])).toBe('');
  });

  it('is near enough to be meant', () => {
    expect(nearest('regpx2', ['dunpbx1', 'regpbx1', 'regpbx2'])).toBe('regpbx2');
    expect(nearest('hub', ['dunpbx1', 'regpbx1'])).toBeUndefined();
    expect(nearest('x', ['1', 'y'])).toBeUndefined(); // No letter of it stands.
    expect(nearest('Dunpbx1', ['dunpbx1'])).toBe('dunpbx1');
    expect(didYouMean('dutaion', ['duration', 'title'])).toBe('; did you mean "duration"?');
    expect(didYouMean('colour', ['duration', 'title'])).toBe('');
  });

  it('counts insertions, deletions, substitutions and swaps', () => {
    expect([
      editDistance('', 'abc'),
      editDistance('abc', 'abc'),
      editDistance('abc', 'acb'),
      editDistance('kitten', 'sitting'),
    ]).toEqual([3, 0, 1, 3]);
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
      }),
    );
  });
});

describe('sha256', () => {
  it('agrees with another one, for every length around a block and for every kind of character', () => {
    for (let length = 0; length < 200; length++)
      expect(sha256('a'.repeat(length))).toBe(createHash('sha256').update('a'.repeat(length)).digest('hex'));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
  });
});
