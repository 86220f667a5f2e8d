import { expect, test } from 'vitest';
import { bench } from '../fake.ts';

function states(text: string): string[] {
  const it = bench(
    `
    [phones]
    exten => 100,1,Set(DEVICE_STATE(Custom:night)=INUSE)
    exten => 100,2,NoOp(${text})
    include => hints
    [hints]
    hint => 1001,SIP/1001
    hint => 1002,SIP/1001&SIP/1002
    hint => 1003,SIP/1003
    hint => 1004,SIP/1003&SIP/1004
    hint => 800,Custom:night
    hint => _7XX,SIP/1002
    hint => _91XXX,SIP/\${EXTEN:1}
    `,
    'asterisk-16',
  );
  it.services.devices.set('SIP/1001', { state: 1 }).set('SIP/1002', { state: 2 });
  it.services.devices.set('SIP/1003', { state: 3 }).set('SIP/1004', { state: 5 });
  it.call('100');
  it.run();
  return it.said();
}

test.each([
  ['${DEVICE_STATE(SIP/1001)} ${DEVICE_STATE(SIP/1002)} ${DEVICE_STATE(SIP/9)}', 'NOT_INUSE INUSE INVALID'],
  ['${DEVICE_STATE(Custom:night)} ${DEVICE_STATE(Custom:day)}', 'INUSE UNKNOWN'],
  ['${EXTENSION_STATE(1001@phones)} ${EXTENSION_STATE(1002@phones)}', 'NOT_INUSE INUSE'],
  ['${EXTENSION_STATE(1003@phones)} ${EXTENSION_STATE(1004@phones)}', 'BUSY INUSE'],
  ['${EXTENSION_STATE(800@phones)} ${EXTENSION_STATE(700@hints)} ${EXTENSION_STATE(9@phones)}', 'INUSE INUSE UNKNOWN'],
  ['${HINT(91002@phones)} ${EXTENSION_STATE(91002@phones)}', 'SIP/1002 INUSE'],
  ['${HINT(1002@phones)} <${HINT(9@phones)}>', 'SIP/1001&SIP/1002 <>'],
])('%s', (text, expected) => {
  expect(states(text)).toEqual([expected]);
});
