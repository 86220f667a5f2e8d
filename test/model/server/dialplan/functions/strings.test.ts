import { expect, test } from 'vitest';
import { ran, said } from './help.ts';

test.each([
  ['${REPLACE(x,ab,-)}', '--c,--c'],
  ['${REPLACE(x,b)}', 'ac,ac'],
  ['${STRREPLACE(x,bc,Z)}', 'aZ,aZ'],
  ['${STRREPLACE(x,bc,Z,1)}', 'aZ,abc'],
  ['${URIENCODE(a b/c)}', 'a%20b%2Fc'],
  ['${URIDECODE(a%20b)}', 'a b'],
  ['${QUOTE(say "hi")}', '"say \\"hi\\""'],
  ['${EVAL(${LITERAL})}', '1001'],
  ['${ABS(-5)} ${MIN(3,1,2)} ${MAX(3,1,2)}', '5 1 3'],
  ['${FIELDNUM(x,\\,,abc)}', '1'],
  ['${LISTFILTER(y,-,2)}', '1-3'],
  ['${SHIFT(y,-)} ${POP(y,-)} ${y}', '1 3 2'],
  ['${INC(n)} ${DEC(n)} ${n}', '8 7 7'],
])('%s', (text, expected) => {
  const lines = ['Set(x=abc,abc)', 'Set(y=1-2-3)', 'Set(n=7)', 'Set(a=$)', 'Set(LITERAL=${a}{CALLERID(num)})'];
  expect(said([...lines, `NoOp(${text})`])).toEqual([expected]);
});

test('ARRAY sets several, and empties what has no value', () => {
  expect(said(['Set(c=old)', 'Set(ARRAY(a,b,c)=1,2)', 'NoOp(<${a}><${b}><${c}>)'])).toEqual(['<1><2><>']);
});

test('SET sets a function as well', () => {
  expect(said(['NoOp(${SET(x=1)}${x} ${SET(GLOBAL(y)=2)}${y}<${DB(a/b)}>${SET(DB(a/b)=3)}${DB(a/b)})'])).toEqual([
    '11 22<>33',
  ]);
});

test('lists grow at either end', () => {
  expect(said(['Set(PUSH(l)=b)', 'Set(UNSHIFT(l)=a)', 'Set(PUSH(l)=c)', 'NoOp(${l})'])).toEqual(['a,b,c']);
});

test('RAND stays in its bounds, both of them met', () => {
  const drawn = said(Array.from({ length: 60 }, () => 'NoOp(${RAND(3,5)})'));
  expect([...new Set(drawn)].sort()).toEqual(['3', '4', '5']);
});

test('a function of another release, or in small letters, is not there', () => {
  expect(said(['NoOp(<${callerid(num)}><${TRIM( a )}>)'])).toEqual(['<><>']);
  expect(said(['NoOp(<${FILTER(0-9,a1)}>)'], 'asterisk-1.2')).toEqual(['<0>']);
});

test('what is there and not modelled is empty, and counted', () => {
  const it = ran([
    'NoOp(<${CURL(http://a)}>)',
    'Set(JITTERBUFFER(fixed)=1)',
    'Set(CHANNEL(hangup_handler_push)=a,s,1)',
  ]);
  expect(it.said()).toEqual(['<>']);
  expect(it.notModelled).toEqual([
    'function CURL at 2',
    'function JITTERBUFFER at 3',
    'function CHANNEL(hangup_handler_push) at 4',
  ]);
});
