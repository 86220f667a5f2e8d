import { describe, expect, it } from 'vitest';
import { withFiles } from './files.ts';
import { replay, type Replayed } from './replay.ts';

/** 1002 has two lines and the call-limit given; 1001 calls it at 10 s for 60 s, 1003 at 20 s, and 1002 calls 1003 at 30 s. */
function threeCalls(limit: string, profile = 'asterisk-16', general = ''): Replayed {
  const phone = (number: number, more = ''): string =>
    `[${number}]\ntype=friend\nhost=dynamic\nsecret=x\nqualify=no\n${more}\n`;
  return replay(
    withFiles(
      {
        'pbx/sip.conf': `[general]\ncontext=phones\n${general}\n${phone(1001)}${phone(1002, limit)}${phone(1003)}`,
        'pbx/extensions.conf':
          '[phones]\nexten => _X.,1,Dial(SIP/${EXTEN},20)\nexten => _X.,2,NoOp(${DIALSTATUS} ${HANGUPCAUSE})\nexten => _X.,3,Congestion(1)\n',
      },
      `profile: ${profile}
duration: 2m
servers: { pbx: { address: 10.3.0.1 } }
phones: { desk: { numbers: 1001..1003, home: pbx, static: yes, expires: 300s, answerAfter: 1s, callsAtOnce: 2 } }
calls:
  - { at: 10s, from: 1001, to: 1002, talk: 60s }
  - { at: 20s, from: 1003, to: 1002, talk: 5s }
  - { at: 30s, from: 1002, to: 1003, talk: 5s }`,
    ),
  );
}

describe('call-limit of chan_sip', () => {
  it.each([
    ['asterisk-1.2', '1002', 'CHANUNAVAIL 0'],
    ['asterisk-16', 'SIP/1002', 'CHANUNAVAIL 17'],
  ])('%s: of a phone in as many calls makes no call to it, and refuses its own with 480', (profile, called, says) => {
    const { calls: ended, consoles } = threeCalls('call-limit=1', profile);
    const calls = ended.toSorted((a, b) => a.source - b.source);
    const console = consoles.get('pbx')!.join('\n');
    expect(console).toContain(`Couldn't call ${called}`);
    expect(console).toContain(`"${says}"`);
    expect(calls[1]).toMatchObject({ outcome: 'busy', lost: false, ringingAt: -1 });
    expect(calls[2]).toMatchObject({ outcome: 'invalid', status: 480, lost: true, cause: 'callLimit', lookups: 0 });
    expect(calls[2]!.because).toBe('pbx refused the call of 1002 (480), which had 1 there: its call-limit');
    expect(calls[0]).toMatchObject({ outcome: 'local', lost: false });
  });

  it.each([['call-limit=3'], [''], ['call-limit=0'], ['callcounter=yes']])('%s: all are made', (limit) => {
    expect(threeCalls(limit).calls.map(({ outcome }) => outcome)).toEqual(['local', 'local', 'local']);
  });
});
