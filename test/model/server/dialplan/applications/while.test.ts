import { describe, expect, test } from 'vitest';
import { said } from '../functions/help.ts';

describe.each(['asterisk-1.2', 'asterisk-16'] as const)('While under %s', (profile) => {
  test('runs while its condition holds, and goes on behind EndWhile', () => {
    expect(
      said(['Set(i=0)', 'While($[${i} < 3])', 'NoOp(${i})', 'Set(i=$[${i} + 1])', 'EndWhile', 'NoOp(end)'], profile),
    ).toEqual(['0', '1', '2', 'end']);
  });

  test('that never holds is passed, with what is nested in it', () => {
    expect(said(['While(0)', 'While(0)', 'EndWhile', 'NoOp(never)', 'EndWhile', 'NoOp(end)'], profile)).toEqual([
      'end',
    ]);
  });

  test('nested, each round anew', () => {
    expect(
      said(
        [
          'Set(i=0)',
          'While($[${i} < 2])',
          'Set(j=0)',
          'While($[${j} < 2])',
          'NoOp(${i}${j})',
          'Set(j=$[${j} + 1])',
          'EndWhile',
          'Set(i=$[${i} + 1])',
          'EndWhile',
          'NoOp(end)',
        ],
        profile,
      ),
    ).toEqual(['00', '01', '10', '11', 'end']);
  });
});

test('16: ExitWhile leaves, ContinueWhile begins the next round', () => {
  expect(
    said([
      'Set(i=0)',
      'While($[${i} < 9])',
      'Set(i=$[${i} + 1])',
      'ExecIf($[${i} = 2]?ContinueWhile())',
      'NoOp(${i})',
      'ExecIf($[${i} = 3]?ExitWhile())',
      'EndWhile()',
      'NoOp(end)',
    ]),
  ).toEqual(['1', '3', 'end']);
});

test('1.2 takes yes and 1 for true, no other number', () => {
  expect(said(['While(2)', 'NoOp(in)', 'EndWhile', 'NoOp(end)'], 'asterisk-1.2')).toEqual(['end']);
});
