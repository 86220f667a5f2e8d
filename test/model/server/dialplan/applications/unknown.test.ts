import { expect, test } from 'vitest';
import { bench } from '../fake.ts';

test.each([
  ['asterisk-1.2', 'Dail(SIP/1)'],
  ['asterisk-1.2', 'MSet(a=1)'],
  ['asterisk-16', 'Dail(SIP/1)'],
  ['asterisk-16', 'SetVar(a=1)'],
] as const)('%s: a call that comes to %s ends, and runs h', (profile, application) => {
  const it = bench(
    `
    [phones]
    exten => 100,1,NoOp(before)
    exten => 100,n,${application}
    exten => 100,n,NoOp(after)
    exten => h,1,NoOp(over)
    `,
    profile,
  );
  it.call('100');
  it.run();
  expect(it.said()).toEqual(['before', 'over']);
  expect(it.services.ended).toHaveLength(1);
  const name = application.split('(')[0]!;
  expect(it.lines().some((line) => line.includes(`No application '${name}' for extension (phones, 100, 2)`))).toBe(
    true,
  );
  expect(it.notModelled).toEqual([]);
});

test('nothing of its line is substituted before', () => {
  const it = bench('[phones]\nexten => 100,1,Dail(${SET(x=1)})\nexten => h,1,NoOp(<${x}>)', 'asterisk-16');
  it.call('100');
  it.run();
  expect(it.said()).toEqual(['<>']);
});

test('what the release has and the model has not is passed, and counted for each call that comes there', () => {
  const it = bench(
    `[phones]
    exten => 100,1,Queue(support)
    exten => 100,2,NoOp(after)`,
    'asterisk-16',
  );
  it.call('100');
  it.call('100');
  it.run();
  expect(it.said()).toEqual(['after', 'after']);
  expect(it.notModelled).toEqual(['Queue(support) at 2', 'Queue(support) at 2']);
});

test('a technology of which no channel can be made is counted when it is dialled', () => {
  const it = bench('[phones]\nexten => 100,1,Dial(SIP/1&Agent/2&Agent/3,5)', 'asterisk-16');
  it.call('100');
  it.run();
  expect(it.notModelled).toEqual(['Dial of Agent at 2']);
});

test.each([
  ['Exec(Dail(x))', []],
  ['TryExec(Dail(x))', ['NOAPP']],
  ['TryExec(NoOp(x))', ['x', 'SUCCESS']],
  ['ExecIf(1?Dail(x))', []],
] as const)('%s', (application, said) => {
  const it = bench(`[phones]\nexten => 100,1,${application}\nexten => 100,2,NoOp(\${TRYSTATUS})`, 'asterisk-16');
  it.call('100');
  it.run();
  expect(it.said().filter((text) => text !== '')).toEqual(said.filter((text) => text !== 'x'));
});

test.each([
  ['1', 'yes'],
  ['yes', 'yes'],
  ['0', 'no'],
  ['2', 'no'],
  ['', 'no'],
])('1.2 takes %s for %s in ExecIf', (condition, expected) => {
  const it = bench(
    `[phones]\nexten => 100,1,Set(x=no)\nexten => 100,2,ExecIf(${condition}|Set|x=yes)\nexten => 100,3,NoOp(\${x})`,
  );
  it.call('100');
  it.run();
  expect(it.said()).toEqual([expected]);
});
