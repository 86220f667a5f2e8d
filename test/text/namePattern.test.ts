import { describe, expect, it } from 'vitest';
import { namesMeant } from '../../src/text/namePattern.ts';

const KNOWN = ['dunpbx1', 'regpbx1', 'regpbx2', 'regpbx3', 'office'];

describe('names that a pattern means', () => {
  it.each([
    ['office', ['office']],
    ['*', KNOWN],
    ['regpbx*', ['regpbx1', 'regpbx2', 'regpbx3']],
    ['*pbx1', ['dunpbx1', 'regpbx1']],
    ['*e*p*x*2', ['regpbx2']],
    ['regpbx2..3', ['regpbx2', 'regpbx3']],
    ['regpbx2..regpbx3', ['regpbx2', 'regpbx3']],
  ])('%s: %s', (pattern, items) => {
    expect(namesMeant(pattern, KNOWN)).toEqual({ items });
  });

  it.each([
    ['ofice', 'no "ofice"; did you mean "office"?'],
    ['regbx*', 'no name matches "regbx*"; did you mean "regpbx*"?'],
    ['office*office', 'no name matches "office*office"; known here: dunpbx1, regpbx1, regpbx2, regpbx3, office'],
    ['regpbx3..4', 'no "regpbx4" of "regpbx3..4"; did you mean "regpbx1"?'],
    ['regpbx3..5', 'no "regpbx4" and 1 more of "regpbx3..5"; did you mean "regpbx1"?'],
    ['regpbx3..1', '"regpbx3..1": the range runs backward; did you mean "regpbx1..3"?'],
  ])('%s: %s', (pattern, problem) => {
    expect(namesMeant(pattern, KNOWN)).toEqual({ problem });
  });

  it('are found in no time, whatever the pattern', () => {
    expect(namesMeant('*a'.repeat(2000), ['a'.repeat(1999)])).toHaveProperty('problem');
  });
});
