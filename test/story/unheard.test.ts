import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../../src/model/observations.ts';
import { withFiles } from './files.ts';
import { replay } from './replay.ts';

/** 1001 of pbx1 calls a number of pbx2, whose plan answers by itself at 30 s; pbx1 may die at 20 s. */
function called(number: string, faults = ''): CallRecord {
  const phone = (own: string): string => `[general]\ncontext=phones\n[${own}]\ntype=friend\nhost=dynamic\nsecret=x\n`;
  const peer = (name: string, host: string): string => `[${name}]\ntype=peer\nhost=${host}\ncontext=incoming\n`;
  const { calls } = replay(
    withFiles(
      {
        'pbx1/sip.conf': `${phone('1001')}${peer('pbx2', '10.9.0.2')}`,
        'pbx1/extensions.conf': '[phones]\nexten => _X.,1,Dial(SIP/${EXTEN}@pbx2)\n',
        'pbx2/sip.conf': `${phone('1002')}${peer('pbx1', '10.9.0.1')}`,
        'pbx2/extensions.conf':
          '[phones]\n[incoming]\nexten => _X.,1,Dial(SIP/1002,20)\nexten => 1002,2,VoiceMail(1002)\n' +
          'exten => 1009,1,Ringing()\nexten => 1009,2,Wait(20)\nexten => 1009,3,Answer()\nexten => 1009,4,Echo()\n',
      },
      `profile: asterisk-16
duration: 3m
servers: { pbx1..2: { address: 10.9.0.1.. } }
phones:
  a: { numbers: 1001, home: pbx1, static: yes, expires: 300s }
  b: { numbers: 1002, home: pbx2, static: yes, expires: 300s, answerProbability: 0% }
calls: [{ at: 10s, from: 1001, to: "${number}", talk: 10s, patience: 60s }]
${faults}`,
    ),
  );
  return calls[0]!;
}

const endedAt = (call: CallRecord): number => Math.round(call.endedAt / 1e6);

describe('a caller hears what another server plays', () => {
  it('once the own server has connected the call', () => {
    const voicemail = called('1002');
    expect([voicemail.outcome, endedAt(voicemail)]).toEqual(['voicemail', 60]);
    const announcement = called('1009');
    expect([announcement.outcome, endedAt(announcement)]).toEqual(['otherServer', 40]);
  });

  it.each(['1002', '1009'])('%s: not when the own server has died before; the patience ends', (number) => {
    const call = called(number, 'faults: [{ at: 20s, crash: pbx1 }]');
    expect(call).toMatchObject({ lost: true, cause: 'diedInSetUp', answeredAt: -1 });
    expect([call.outcome === 'voicemail', endedAt(call)]).toEqual([false, 70]);
  });
});
