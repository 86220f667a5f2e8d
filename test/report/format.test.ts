import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { count, counted, moment, ms, percent, span } from '../../src/report/format.ts';
import { prose, table, wrap } from '../../src/report/textTable.ts';

describe('figures as text', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
  ])('count %d', (value, text) => expect(count(value)).toBe(text));
  it('knows one from many', () => expect([counted(1, 'call'), counted(0, 'call')]).toEqual(['1 call', '0 calls']));
  it.each([
    [0, 900, '0 %'],
    [23, 900, '2.6 %'],
    [450, 900, '50 %'],
    [1, 3000, '0.033 %'],
    [2999, 3000, '99.96 %'],
    [3000, 3000, '100 %'],
    [0, 0, '-'],
  ])('percent of %d in %d', (part, whole, text) => expect(percent(part, whole)).toBe(text));
  it.each([
    [350_000, '350 ms'],
    [4200, '4.2 ms'],
    [12.34 * SECOND, '12.3 s'],
    [90 * SECOND, '90 s'],
    [250 * SECOND, '4 min 10 s'],
    [3600 * SECOND, '1 h'],
    [3661 * SECOND, '1 h 1 min 1 s'],
  ])('span of %d us', (length, text) => expect(span(length)).toBe(text));
  it.each([
    [0, '0 s'],
    [104.25 * SECOND, '104.3 s'],
    [900 * SECOND, '900 s'],
    [4000 * SECOND, '1 h 6 min 40 s'],
  ])('moment at %d us', (at, text) => expect(moment(at)).toBe(text));
  it.each([
    [null, '-'],
    [4.25, '4.25 ms'],
    [215.4, '215 ms'],
    [2650, '2.65 s'],
  ])('ms %s', (value, text) => expect(ms(value)).toBe(text));
});

describe('lines', () => {
  it('aligns columns', () => {
    expect(
      table([
        ['', 'calls'],
        ['lost', '5'],
        ['a', '1,000'],
      ]),
    ).toEqual(['        calls', '  lost      5', '  a     1,000']);
  });

  it('breaks at blanks only, and keeps every word', () => {
    const text = 'one two three four five six seven eight nine ten '.repeat(6).trim();
    for (const lines of [wrap(text), prose(text)]) {
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
      expect(lines.map((line) => line.trim()).join(' ')).toBe(text);
    }
    expect(wrap('x'.repeat(120))).toEqual(['x'.repeat(120)]);
  });
});
