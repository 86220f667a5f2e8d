import { expect, test } from 'vitest';
import { MILLISECOND } from '../../../../../src/kernel/units.ts';
import { ASTDB_READ, ASTDB_WRITE, bench } from '../fake.ts';
import { ran, said } from './help.ts';

test('is written, read, asked for, counted and deleted', () => {
  expect(
    said([
      'Set(DB(cf/1001)=2000)',
      'Set(DB(cf/1002/busy)=a b)',
      'NoOp(${DB(cf/1001)} ${DB_RESULT} ${DB_EXISTS(cf/1001)} ${DB_EXISTS(cf/9)} <${DB(cf/9)}>)',
      'NoOp(${DB(cf/1002/busy)} ${DB_KEYS(cf)} ${DB_KEYCOUNT(cf)})',
      'NoOp(${DB_DELETE(cf/1001)} ${DB_EXISTS(cf/1001)})',
      'Set(DB_DELETE(cf/1002/busy)=)',
      'NoOp(${DB_KEYCOUNT(cf)})',
    ]),
  ).toEqual(['2000 2000 1 0 <>', 'a b 1001,1002 2', '2000 0', '0']);
});

test('1.2: by application', () => {
  expect(
    said(
      [
        'DBput(cf/1001=2000)',
        'DBget(x=cf/1001)',
        'NoOp(${x} ${DBGETSTATUS} ${DB(cf/1001)})',
        'DBdel(cf/1001)',
        'DBget(y=cf/1001)',
        'NoOp(<${y}> ${DBGETSTATUS})',
        'DBput(a/b/c=1)',
        'DBdeltree(a/b)',
        'NoOp(${DB_EXISTS(a/b/c)})',
      ],
      'asterisk-1.2',
    ),
  ).toEqual(['2000 FOUND 2000', '<> NOTFOUND', '0']);
});

test('takes its time, one thread after the other, and is still there after a crash', () => {
  const it = bench('[phones]\nexten => 100,1,Set(DB(a/b)=1)\nexten => 101,1,NoOp(${DB(a/b)})', 'asterisk-16');
  it.call('100');
  it.call('100');
  it.run();
  const [first, second] = it.services.ended.map(({ at }) => at);
  expect([first, second]).toEqual([MILLISECOND + ASTDB_WRITE, MILLISECOND + 2 * ASTDB_WRITE]);
  it.machine.restart(it.plan);
  it.call('101', 'phones', it.sim.now);
  const before = it.sim.now;
  it.run(2 * before);
  expect(it.said()).toEqual(['1']);
  expect(it.services.ended.at(-1)!.at - before).toBe(MILLISECOND + ASTDB_READ);
});

test('a crash during a write lets the next one in', () => {
  const it = bench('[phones]\nexten => 100,1,Set(DB(a/b)=1)\nexten => 101,1,NoOp(<${DB(a/b)}>)', 'asterisk-16');
  it.call('100');
  it.run(MILLISECOND + ASTDB_WRITE / 2);
  it.machine.restart(it.plan);
  it.call('101', 'phones', it.sim.now);
  it.run();
  expect(it.said()).toEqual(['<>']);
});

test('a loop that counts in it', () => {
  expect(
    ran([
      'Set(DB(n/n)=0)',
      'While($[${DB(n/n)} < 3])',
      'Set(DB(n/n)=$[${DB(n/n)} + 1])',
      'EndWhile()',
      'NoOp(${DB(n/n)})',
    ]).said(),
  ).toEqual(['3']);
});
