import { describe, expect, it } from 'vitest';
import { withFiles } from './files.ts';
import { replay } from './replay.ts';

const CALL = 'calls: [ { at: 30s, from: 1001, to: 1002, talk: 5s, patience: 90s } ]';

/** Two servers; 1001 is at pbx1, 1002 at pbx2. `sip`: sections of pbx1 for pbx2, and of pbx2 for pbx1. */
function two(sip: readonly [string, string], dialled = 'SIP/pbx2/1002', more = '', general = '', calls = CALL) {
  const files = (name: string, phone: string, sections: string, plan: string) => ({
    [`${name}/sip.conf`]: `[general]\ncontext=phones\n${general}[${phone}]\ntype=friend\nhost=dynamic\nsecret=x\n${sections}`,
    [`${name}/extensions.conf`]: `[phones]\n${plan}[incoming]\nexten => _X.,1,Dial(SIP/\${EXTEN},20)\n`,
  });
  return replay(
    withFiles(
      {
        ...files('pbx1', '1001', sip[0], `exten => 1002,1,Dial(${dialled},40)\n`),
        ...files('pbx2', '1002', sip[1], 'exten => guest,1,Answer\nexten => guest,2,Echo\n'),
      },
      `profile: asterisk-16
duration: 3m
servers: { pbx1..2: { address: 10.9.0.1.. } }
phones:
  a: { numbers: [ 1001 ], home: pbx1, expires: 300s, static: yes }
  b: { numbers: [ 1002 ], home: pbx2, expires: 300s, static: yes, answerAfter: 2s }
${calls}
${more}`,
    ),
  );
}

const TO = '[pbx2]\ntype=peer\nhost=10.9.0.2\n';
const FROM = '[pbx1]\ntype=peer\nhost=10.9.0.1\ncontext=incoming\n';

describe('qualify of a peer with a fixed host (sip_poke_peer)', () => {
  const DIES =
    'faults: [ { at: 5s, crash: pbx2 } ]\ncalls: [ { at: 90s, from: 1001, to: 1002, talk: 5s, patience: 90s } ]';
  const ended = ({ calls: [call] }: ReturnType<typeof two>) => (call!.endedAt - call!.offeredAt) / 1e6;
  const later = (sip: readonly [string, string], more: string) => two(sip, 'SIP/pbx2/1002', more, '', '');

  it('fails a call to a dead server at once; without it after 64 T1', () => {
    expect(ended(later([`${TO}qualify=yes\n`, FROM], DIES))).toBeLessThan(15); // Ten of them a tone.
    expect(ended(later([TO, FROM], DIES))).toBeGreaterThan(30);
  });

  it('lets calls through again a while after the other has started', () => {
    const back = DIES.replace(' ]\n', ', { at: 10s, restart: pbx2 } ]\n');
    expect(later([`${TO}qualify=yes\n`, FROM], back).calls[0]!.outcome).not.toBe('congestion');
  });

  it('is itself answered by the other server, for which it needs no section', () => {
    expect(two([`${TO}qualify=yes\n`, FROM]).calls[0]!.outcome).toBe('otherServer');
  });
});

describe('a call over SIP to a peer with a fixed host', () => {
  it('rings at the other server, which knows the caller by its address', () => {
    const { calls, consoles } = two([TO, FROM]);
    expect(calls[0]).toMatchObject({ outcome: 'otherServer', tech: 'SIP', lost: false, calleeServer: 1 });
    expect(consoles.get('pbx2')!.join('\n')).toContain('Executing [1002@incoming:1] Dial("SIP/pbx1-');
    expect(Math.round((calls[0]!.endedAt - calls[0]!.answeredAt) / 1e6)).toBe(5);
  });

  it.each([
    ['peer/number', 'SIP/pbx2/1002'],
    ['number@peer', 'SIP/1002@pbx2'],
    ['number@address', 'SIP/1002@10.9.0.2'],
  ])('dialled as %s', (_, dialled) => {
    expect(two([TO, FROM], dialled).calls[0]!.outcome).toBe('otherServer');
  });

  it('answers its challenge with user name and secret of the section', () => {
    const asks = FROM + 'secret=s\n';
    const outcome = (user: string, secret: string) =>
      two([`${TO}defaultuser=${user}\nsecret=${secret}\n`, asks]).calls[0]!.outcome;
    expect([outcome('pbx1', 's'), outcome('pbx1', 't'), outcome('me', 's')]).toEqual([
      'otherServer',
      'congestion',
      'congestion',
    ]);
    expect(two([TO, asks]).calls[0]).toMatchObject({ outcome: 'congestion', status: 503 });
    expect(two([TO, `${asks}insecure=port,invite\n`]).calls[0]!.outcome).toBe('otherServer');
  });

  it('is that of a guest where no section fits, or of nobody', () => {
    expect(two([TO, ''], 'SIP/pbx2/guest').calls[0]).toMatchObject({ outcome: 'otherServer', lost: false });
    const closed = two([TO, ''], 'SIP/pbx2/guest', '', 'allowguest=no\n');
    expect(closed.calls[0]).toMatchObject({ outcome: 'congestion', cause: 'unknownCaller' });
  });

  it('is taken for a call of the phone whose number it carries, unless fromuser says otherwise', () => {
    const knows = `${FROM}[1001]\ntype=friend\nhost=dynamic\nsecret=x\n`;
    expect(two([TO, knows]).calls[0]).toMatchObject({ outcome: 'congestion', cause: 'secretRefused' });
    expect(two([`${TO}fromuser=pbx1\n`, knows]).calls[0]!.outcome).toBe('otherServer');
  });

  it('to the beginning of longer extensions ends with 484: cause 28, CHANUNAVAIL, and the caller gets 503', () => {
    const [longer] = two([TO, FROM], 'SIP/pbx2/1').calls; // [incoming] has _X. alone: a digit, and at least one more.
    expect(longer).toMatchObject({ outcome: 'misrouted', cause: 'wrongServer', status: 503, lost: true });
    expect(longer!.because).toBe('sent to pbx2, which has no extension 1 in [incoming], only longer ones (cause 28)');
  });

  it('is given up after 64 T1 at a dead server', () => {
    const { calls } = two([TO, FROM], 'SIP/pbx2/1002', 'faults: [ { at: 10s, crash: pbx2 } ]');
    expect(calls[0]).toMatchObject({ outcome: 'misrouted', cause: 'deadUnnoticed' });
    expect(Math.round((calls[0]!.endedAt - calls[0]!.offeredAt) / 1e6)).toBe(32);
  });

  it('ends at both servers when either side hangs up, and when the caller gives up', () => {
    for (const more of [
      '',
      'faults: [ { at: 34s, powerOff: 1002 } ]',
      'faults: [ { at: 34s, powerOff: 1001 } ]',
      'faults: [ { at: 34s, crash: pbx1 } ]',
    ]) {
      const { consoles } = two([TO, FROM], 'SIP/pbx2/1002', more);
      const text = consoles.get('pbx2')!.join('\n');
      expect(text.match(/joined 'simple_bridge'/g)).toHaveLength(2);
      expect(text.match(/left 'native_rtp'|left 'simple_bridge'/g), more).toHaveLength(2);
    }
  });

  it('has its media between the phones: it outlives the servers, unless directmedia is off', () => {
    const crash = 'faults: [ { at: 34s, crash: pbx2 } ]';
    expect(two([TO, FROM], 'SIP/pbx2/1002', crash).calls[0]!.dropped).toBe(false);
    expect(two([TO, `${FROM}directmedia=no\n`], 'SIP/pbx2/1002', crash, 'directmedia=no\n').calls[0]!.dropped).toBe(
      true,
    );
  });
});

describe('a mapping of DUNDi with SIP', () => {
  const dundi = (own: string, other: string, destination: string) => `[general]
entityid=02:00:00:00:00:0${own}
cachetime=5
[mappings]
priv => here,0,SIP,${destination},nopartial
[02:00:00:00:00:0${other}]
model=symmetric
host=10.9.0.${other}
include=priv
permit=priv
qualify=yes
`;
  const server = (own: string, other: string, phone: string, destination: string) => ({
    [`pbx${own}/dundi.conf`]: dundi(own, other, destination),
    [`pbx${own}/sip.conf`]: `[general]
context=phones
regcontext=here
[${phone}]
type=friend
host=dynamic
secret=x
[pbx${other}]
type=friend
host=10.9.0.${other}
context=incoming
insecure=port,invite
`,
    [`pbx${own}/extensions.conf`]: '[phones]\nswitch => DUNDi/priv\n[incoming]\nexten => _X.,1,Dial(SIP/${EXTEN},20)\n',
  });
  const run = (destination: (own: string) => string) => {
    const files = { ...server('1', '2', '1001', destination('1')), ...server('2', '1', '1002', destination('2')) };
    const scenario = withFiles(
      files,
      `profile: asterisk-16
duration: 2m
servers: { pbx1..2: { address: 10.9.0.1.. } }
phones:
  a: { numbers: [ 1001 ], home: pbx1, expires: 300s, static: yes }
  b: { numbers: [ 1002 ], home: pbx2, expires: 300s, static: yes }
calls: [ { at: 30s, from: 1001, to: 1002, talk: 5s } ]`,
    );
    return { call: replay(scenario).calls[0]!, remarks: scenario.remarks.map(({ text }) => text) };
  };

  it('leads to the server that it names by a section or by an address', () => {
    for (const to of [(own: string) => `pbx${own}/\${NUMBER}`, (own: string) => `\${NUMBER}@10.9.0.${own}`]) {
      const { call, remarks } = run(to);
      expect(call).toMatchObject({ outcome: 'dundi', tech: 'SIP', calleeServer: 1 });
      expect(remarks.filter((text) => text.includes('SIP/'))).toEqual([]);
    }
  });

  // "Asterisk: The Definitive Guide" has it so; chan_sip.c:sip_request_call asks for the extension "dundi".
  it('asks for the account of user:secret@host/number, and check says so', () => {
    const { call, remarks } = run((own) => `dundi:secret@10.9.0.${own}/\${NUMBER}`);
    expect(call).toMatchObject({ outcome: 'misrouted', cause: 'wrongServer' });
    expect(remarks.join('\n')).toContain('asks for the number "dundi": what follows the slash is ignored');
  });
});
