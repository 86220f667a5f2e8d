import { describe, expect, test } from 'vitest';
import { bench } from '../fake.ts';

type Profile = 'asterisk-1.2' | 'asterisk-16';

/** AVAILCHAN, AVAILORIGCHAN and AVAILSTATUS after it, or `n+101`; devices by their state. */
function asked(
  args: string,
  devices: Readonly<Record<string, number>>,
  profile: Profile = 'asterisk-16',
): readonly string[] {
  const it = bench(
    `[phones]\nexten => 100,1,ChanIsAvail(${args})\nexten => 100,2,NoOp(\${AVAILCHAN};\${AVAILORIGCHAN};\${AVAILSTATUS})\nexten => 100,102,NoOp(n+101)`,
    profile,
  );
  for (const [name, state] of Object.entries(devices)) it.services.devices.set(name, { state });
  it.call('100');
  it.run();
  return it.said();
}

const [NOT_IN_USE, IN_USE] = [1, 2];

describe('ChanIsAvail of 1.2', () => {
  test.each([
    ['a phone that is not in use', 'SIP/1|s', { 'SIP/1': NOT_IN_USE }, 'SIP/1-0001;SIP/1;0'],
    ['one that is in use', 'SIP/1|s', { 'SIP/1': IN_USE }, ';;2'],
    ['one that is not registered', 'SIP/1|s', {}, ';;5'],
    [
      'the first of several that is free',
      'SIP/1&SIP/2&SIP/3|s',
      { 'SIP/1': IN_USE, 'SIP/2': 1, 'SIP/3': 1 },
      'SIP/2-0001;SIP/2;0',
    ],
    ['without s the state is not looked at', 'SIP/1', { 'SIP/1': NOT_IN_USE }, 'SIP/1-0001;SIP/1;0'],
    ['without s, a phone that cannot be called', 'SIP/9', {}, ';;20'],
  ])('%s', (_, args, devices, said) => {
    expect(asked(args, devices as unknown as Record<string, number>, 'asterisk-1.2')).toEqual([said]);
  });

  test('with j goes to n+101 when none is available, and to the next step else', () => {
    expect(asked('SIP/1|sj', {}, 'asterisk-1.2')).toEqual(['n+101']);
    expect(asked('SIP/1|sj', { 'SIP/1': NOT_IN_USE }, 'asterisk-1.2')).toEqual(['SIP/1-0001;SIP/1;0']);
  });

  test.each([[''], ['SIP1|s']])('ends the call without a device: "%s"', (args) => {
    expect(asked(args, {}, 'asterisk-1.2')).toEqual([]);
  });
});

describe('ChanIsAvail of 16', () => {
  test.each([
    ['a phone that is not in use', 'SIP/1,s', { 'SIP/1': NOT_IN_USE }, 'SIP/1-0001;SIP/1;1'],
    ['one that is in use', 'SIP/1,s', { 'SIP/1': IN_USE }, ';;2'],
    ['t looks at the state as s does', 'SIP/1,t', { 'SIP/1': IN_USE }, ';;2'],
    [
      'the states of all that were looked at',
      'SIP/1&SIP/2&SIP/3,s',
      { 'SIP/1': 2, 'SIP/2': 1, 'SIP/3': 1 },
      'SIP/2-0001;SIP/2;2&1',
    ],
    [
      'a: all that are available',
      'SIP/1&SIP/2&SIP/3,sa',
      { 'SIP/1': 1, 'SIP/2': 2, 'SIP/3': 1 },
      'SIP/1-0001&SIP/3-0001;SIP/1&SIP/3;1&2&1',
    ],
    ['what is no device is invalid', 'nobody&SIP/1,s', { 'SIP/1': NOT_IN_USE }, 'SIP/1-0001;SIP/1;4&1'],
    ['without s the state is unknown', 'SIP/1', { 'SIP/1': NOT_IN_USE }, 'SIP/1-0001;SIP/1;0'],
    ['j is no more: the next step', 'SIP/1,sj', {}, ';;5'],
  ])('%s', (_, args, devices, said) => {
    expect(asked(args, devices as unknown as Record<string, number>)).toEqual([said]);
  });
});
