import { expect, test } from 'vitest';
import { constant, uniform } from '../../../../../src/kernel/random/distributions.ts';
import { MILLISECOND, SECOND } from '../../../../../src/kernel/units.ts';
import { ASSUMED, bench } from '../fake.ts';

const PLAN = (application: string) => `
  [phones]
  exten => 100,1,${application}
  exten => 100,2,NoOp(\${RESULT} \${AGISTATUS})
`;

test.each([
  ['AGI(lookup.agi)', 100 * MILLISECOND],
  ['System(true)', 20 * MILLISECOND],
  ['SayUnixTime()', 4 * SECOND],
  ['Read(digits,enter)', 5 * SECOND],
  ['MusicOnHold(default,7)', 7 * SECOND],
  ['MixMonitor(x.wav)', 0],
])('%s takes %i µs and the plan goes on', (application, micros) => {
  const it = bench(PLAN(application), 'asterisk-16');
  it.call('100');
  it.run();
  expect(it.said()).toHaveLength(1);
  expect(it.services.ended[0]!.at).toBe(micros + 2 * MILLISECOND);
});

test('what the scenario gives: a time, and variables afterwards', () => {
  const given = [{ name: 'AGI', takes: constant(120 * MILLISECOND), sets: { RESULT: '1', AGISTATUS: 'FAILURE' } }];
  const it = bench(PLAN('AGI(lookup.agi)'), 'asterisk-16', {}, given);
  it.call('100');
  it.run();
  expect(it.said()).toEqual(['1 FAILURE']);
  expect(it.services.ended[0]!.at).toBe(122 * MILLISECOND);
});

test('a time that is drawn is drawn anew for each call', () => {
  const given = [{ name: 'AGI', takes: uniform(SECOND, 3 * SECOND), sets: {} }];
  const it = bench(PLAN('AGI(x)'), 'asterisk-16', {}, given);
  it.call('100');
  it.call('100');
  it.run();
  const [first, second] = it.services.ended.map(({ at }) => at);
  expect(first).not.toBe(second);
  for (const at of [first!, second!]) expect(at >= SECOND && at <= 3 * SECOND + 2 * MILLISECOND).toBe(true);
});

test.each(['ConfBridge(1)', 'Stasis(app)', 'MeetMe(1)', 'Echo()', 'MusicOnHold()'])(
  '%s keeps the caller, answered, until one hangs up',
  (application) => {
    const it = bench(PLAN(application), 'asterisk-16');
    const call = it.call('100');
    it.run(100 * SECOND);
    expect(it.services.ended).toEqual([]);
    expect(it.services.answered.has(call)).toBe(true);
    expect(it.services.calls[0]).toMatch(/^endless/);
    it.machine.hangUp(call);
    expect(it.services.ended).toHaveLength(1);
    expect(it.said()).toEqual([]);
  },
);

test('a caller who hangs up ends a script, not a program', () => {
  for (const [application, expected] of [
    ['AGI(x)', 50 * MILLISECOND],
    ['System(x)', 21 * MILLISECOND],
  ] as const) {
    const it = bench(PLAN(application), 'asterisk-16');
    const call = it.call('100');
    it.run((application === 'AGI(x)' ? 50 : 10) * MILLISECOND);
    it.machine.hangUp(call);
    it.run(SECOND);
    expect(it.services.ended[0]!.at).toBe(expected);
  }
});

test('a script that h runs takes its time, a recording does not', () => {
  const it = bench(
    `
    [phones]
    exten => 100,1,Hangup
    exten => h,1,DeadAGI(bill.agi)
    exten => h,2,NoOp(billed)
    exten => h,3,Playback(bye)
    exten => h,4,NoOp(never)
  `,
    'asterisk-16',
    {},
    ASSUMED,
  );
  it.call('100');
  it.run();
  expect(it.said()).toEqual(['billed']);
  expect(it.services.ended[0]!.at).toBe(104 * MILLISECOND);
});

test('an application without a model can be given a time', () => {
  const it = bench(PLAN('Queue(support)'), 'asterisk-16', {}, [
    { name: 'Queue', takes: constant(30 * SECOND), sets: { RESULT: 'TIMEOUT' } },
  ]);
  it.call('100');
  it.run();
  expect(it.said()).toEqual(['TIMEOUT ']);
  expect(it.notModelled).toEqual([]);
});
