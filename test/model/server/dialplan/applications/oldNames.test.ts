import { expect, test } from 'vitest';
import { bench } from '../fake.ts';
import { said } from '../functions/help.ts';

test('1.2 sets the caller by application', () => {
  expect(
    said(
      [
        'SetCIDNum(2000)',
        'SetCIDName(Office)',
        'NoOp(${CALLERID(all)})',
        'SetCallerID("Desk" <3000>)',
        'NoOp(${CALLERID(all)})',
        'SetCallerID(4000)',
        'NoOp(${CALLERID(num)})',
      ],
      'asterisk-1.2',
    ),
  ).toEqual(['"Office" <2000>', '"Desk" <3000>', '4000']);
});

test('Random goes where it says in its share of the calls', () => {
  const it = bench('[phones]\nexten => 100,1,Random(31:200|1)\nexten => 100,2,NoOp(stays)\nexten => 200,1,NoOp(goes)');
  for (let i = 0; i < 400; i++) it.call('100');
  it.run();
  const goes = it.said().filter((text) => text === 'goes').length;
  // app_random.c: a draw of 0..99, plus 31, over 100: 30 of 100. Binomial, 400 calls: 120 ± 37 at four sigma.
  expect(goes).toBeGreaterThan(83);
  expect(goes).toBeLessThan(157);
});
