import { describe, expect, it } from 'vitest';
import { withFiles } from './files.ts';
import { replay, type Replayed } from './replay.ts';

const ENDPOINT = (number: string): string =>
  `[${number}]\ntype=endpoint\ncontext=phones\naors=${number}\nauth=${number}\n[${number}]\ntype=auth\nusername=${number}\n[${number}]\ntype=aor\nmax_contacts=1\n`;
const CALL = 'calls: [ { at: 30s, from: 1001, to: 1002, talk: 5s, patience: 90s } ]';

/** pbx1 has the endpoint `pbx2` with a permanent contact; pbx2 knows pbx1 by its address. */
const TO = '[pbx2]\ntype=endpoint\naors=pbx2\n[pbx2]\ntype=aor\ncontact=sip:10.9.0.2:5060\n';
const FROM =
  '[pbx1]\ntype=endpoint\ncontext=incoming\naors=pbx1\n[pbx1]\ntype=aor\ncontact=sip:10.9.0.1\n[pbx1]\ntype=identify\nendpoint=pbx1\nmatch=10.9.0.1\n';

interface Pair {
  readonly to?: string;
  readonly from?: string;
  readonly dialled?: string;
  readonly more?: string;
  readonly dundi?: boolean;
}

function two({ to = TO, from = FROM, dialled = 'PJSIP/${EXTEN}@pbx2', more = CALL, dundi = false }: Pair): Replayed {
  const plan = (number: string): string =>
    dundi
      ? `exten => ${number},1,Dial(\${DUNDILOOKUP(\${EXTEN},priv)},40)\n`
      : `exten => ${number},1,Dial(${dialled},40)\n`;
  const files = (name: string, phone: string, sections: string, other: string) => ({
    [`${name}/pjsip.conf`]: `[global]\ntype=global\nregcontext=here\n${ENDPOINT(phone)}${sections}`,
    [`${name}/extensions.conf`]: `[phones]\n${plan(other)}[incoming]\nexten => _X.,1,Dial(PJSIP/\${EXTEN},20)\n[here]\n`,
    ...(dundi
      ? {
          [`${name}/dundi.conf`]: `[general]\nentityid=02:00:00:00:00:0${name.at(-1)}\nttl=2\n[mappings]\npriv => here,0,PJSIP,${name}/sip:\${NUMBER}@10.9.0.${name.at(-1)},nopartial\n[02:00:00:00:00:0${name === 'pbx1' ? 2 : 1}]\nmodel=symmetric\nhost=10.9.0.${name === 'pbx1' ? 2 : 1}\ninclude=priv\npermit=priv\nqualify=yes\norder=primary\n`,
        }
      : {}),
  });
  return replay(
    withFiles(
      { ...files('pbx1', '1001', to, '1002'), ...files('pbx2', '1002', from, '1001') },
      `profile: asterisk-22
duration: 3m
servers: { pbx1..2: { address: 10.9.0.1.. } }
phones:
  a: { numbers: [ 1001 ], home: pbx1, expires: 300s }
  b: { numbers: [ 1002 ], home: pbx2, expires: 300s, answerAfter: 2s }
${more}`,
    ),
  );
}

describe('a call over PJSIP to another server', () => {
  it('rings there: the caller is known by the address of its server', () => {
    const { calls, consoles } = two({});
    expect(calls[0]).toMatchObject({ outcome: 'otherServer', tech: 'PJSIP', lost: false, calleeServer: 1 });
    expect(consoles.get('pbx1')!.join('\n')).toContain('Called PJSIP/1002@pbx2');
    expect(consoles.get('pbx2')!.join('\n')).toContain('Executing [1002@incoming:1] Dial("PJSIP/pbx1-');
    expect(Math.round((calls[0]!.endedAt - calls[0]!.answeredAt) / 1e6)).toBe(5);
  });

  it.each([
    ['a URI', 'PJSIP/pbx2/sip:${EXTEN}@10.9.0.2'],
    ['a URI and a user', 'PJSIP/${EXTEN}@pbx2/sip:10.9.0.2'],
    ['an AOR by its name', 'PJSIP/${EXTEN}@pbx2/pbx2'],
  ])('dialled with %s', (_, dialled) => {
    expect(two({ dialled }).calls[0]!.outcome).toBe('otherServer');
  });

  it('without a number is for extension s, which is not there', () => {
    expect(two({ dialled: 'PJSIP/pbx2' }).calls[0]).toMatchObject({ outcome: 'misrouted', answeredAt: -1 });
  });

  it('that no endpoint takes is refused, and one that asks for a digest wants the right one', () => {
    const unknown = FROM.replace('match=10.9.0.1', 'match=10.9.0.77');
    expect(two({ from: unknown }).calls[0]!.answeredAt).toBe(-1);
    const asks =
      FROM.replace('context=incoming', 'context=incoming\nauth=in') + '[in]\ntype=auth\nusername=u\npassword=p\n';
    const answers = (password: string): string =>
      TO.replace('aors=pbx2', 'aors=pbx2\noutbound_auth=out') + `[out]\ntype=auth\nusername=u\npassword=${password}\n`;
    const outcome = (to: string): string => two({ to, from: asks }).calls[0]!.outcome;
    expect([outcome(answers('p')), outcome(answers('q')), outcome(TO)]).toEqual([
      'otherServer',
      'congestion',
      'congestion',
    ]);
  });

  it('under the number of a phone that the other server knows is taken for that phone, and challenged', () => {
    const knows = `${FROM.replace(/\[pbx1\]\ntype=identify[^[]*/, '')}${ENDPOINT('1001')}`;
    expect(two({ from: knows }).calls[0]).toMatchObject({ outcome: 'congestion', answeredAt: -1 });
  });

  it('to an endpoint without a contact, or that is not there, makes no channel', () => {
    const bare = TO.replace('contact=sip:10.9.0.2:5060\n', '');
    for (const pair of [{ to: bare }, { dialled: 'PJSIP/1002@nobody' }]) {
      const { consoles } = two(pair);
      expect(consoles.get('pbx1')!.join('\n')).toContain("Unable to create channel of type 'PJSIP' (cause 3");
    }
  });

  it('to a host that is none of the scenario is given up after 64 T1', () => {
    const { calls, notModelled } = two({ to: TO.replace('10.9.0.2', '192.0.2.1') });
    const [call] = calls;
    expect([...notModelled.keys()]).toEqual([
      'PJSIP/pbx2, a host that is not in the scenario at conf/pbx1/extensions.conf:2',
    ]);
    expect((call!.endedAt - call!.offeredAt) / 1e6).toBeGreaterThan(32);
    expect(call).toMatchObject({ lost: true, cause: 'unknownHost', because: expect.stringContaining('PJSIP/pbx2') });
  });
});

describe('a server that registers at another one', () => {
  /** pbx2 registers at pbx1 as `pbx2`, and lets calls of pbx1 in by its address. */
  const ACCOUNT =
    '[pbx2]\ntype=endpoint\naors=pbx2\nauth=pbx2\n[pbx2]\ntype=auth\nusername=u\npassword=p\n[pbx2]\ntype=aor\nmax_contacts=1\n';
  const registers = (password = 'p', more = ''): string =>
    `${FROM}[out]\ntype=auth\nusername=u\npassword=${password}\n[reg]\ntype=registration\nserver_uri=sip:10.9.0.1\nclient_uri=sip:pbx2@10.9.0.1\noutbound_auth=out\ncontact_user=lobby\n${more}`;
  const COLD = `start: { state: cold }\n${CALL}`;

  it('is called at its contact', () => {
    for (const more of [CALL, COLD])
      expect(two({ to: ACCOUNT, from: registers(), more }).calls[0]).toMatchObject({
        outcome: 'otherServer',
        tech: 'PJSIP',
      });
  });

  it('is called for contact_user where no number is given', () => {
    const lobby = two({ to: ACCOUNT, from: registers(), dialled: 'PJSIP/pbx2' });
    expect(lobby.calls[0]).toMatchObject({ outcome: 'misrouted', answeredAt: -1 });
  });

  it('with a wrong secret has no contact, and gives up for good', () => {
    expect(two({ to: ACCOUNT, from: registers('q'), more: COLD }).calls[0]!.answeredAt).toBe(-1);
  });

  it('is called no more when its time is over, and registers again when it has started', () => {
    const short = registers('p', 'expiration=60\n');
    const at = (time: string, faults: string): string =>
      two({ to: ACCOUNT, from: short, more: `faults: [ ${faults} ]\n${CALL.replace('30s', time)}` })
        .consoles.get('pbx1')!
        .join('\n');
    expect(at('100s', '{ at: 5s, crash: pbx2 }')).toContain("Unable to create channel of type 'PJSIP' (cause 3");
    expect(at('150s', '{ at: 5s, crash: pbx2 }, { at: 110s, restart: pbx2 }')).toContain('Called PJSIP/1002@pbx2');
  });
});

describe('qualify_frequency of a permanent contact', () => {
  const DIES = 'faults: [ { at: 5s, crash: pbx2 } ]\n' + CALL.replace('30s', '90s');
  const ended = ({ calls: [call] }: Replayed): number => (call!.endedAt - call!.offeredAt) / 1e6;

  it('fails a call to a dead server at once; without it after 64 T1', () => {
    expect(ended(two({ to: `${TO}qualify_frequency=30\n`, more: DIES }))).toBeLessThan(15);
    expect(ended(two({ more: DIES }))).toBeGreaterThan(30);
  });

  it('without it a caller who hangs up was lost by the dead server', () => {
    const [call] = two({ more: DIES.replace('patience: 90s', 'patience: 10s') }).calls;
    expect(call).toMatchObject({
      lost: true,
      outcome: 'abandoned',
      toDead: true,
      cause: 'deadUnnoticed',
      because: 'sent to pbx2 (crashed at 5 s) by pbx1, which had not noticed',
      fault: 'pbx2 crashed at 5 s',
    });
  });

  it('is what lost a call that came before the next OPTIONS, though the other was up again', () => {
    const back = DIES.replace('90s', '71s').replace(' ]\n', ', { at: 60s, restart: pbx2 } ]\n');
    const [call] = two({ to: `${TO}qualify_frequency=60\n`, more: back }).calls;
    expect(call).toMatchObject({ lost: true, cause: 'trunkSilent', fault: 'pbx2 crashed at 5 s' });
    expect(call!.because).toMatch(
      /^PJSIP\/pbx2 had not answered the OPTIONS of pbx1 since [\d.]+ s, though it was up again since 70 s; the next one was due at [\d.]+ s$/,
    );
  });

  it('lets calls through again when the other answers: its contacts outlive the restart', () => {
    const back = DIES.replace(' ]\n', ', { at: 10s, restart: pbx2 } ]\n');
    expect(two({ to: `${TO}qualify_frequency=10\n`, more: back }).calls[0]!.outcome).toBe('otherServer');
  });
});

it('a PJSIP mapping of DUNDi rings on the other server, asked by DUNDILOOKUP()', () => {
  const { calls } = two({ dundi: true });
  expect(calls[0]).toMatchObject({ outcome: 'dundi', tech: 'PJSIP', lookups: 1, calleeServer: 1 });
});

it('a phone that its server does not know gives its call up at the second challenge', () => {
  const { calls } = replay(
    withFiles(
      { 'pbx/extensions.conf': '[phones]\nexten => 1002,1,Answer()\n', 'pbx/pjsip.conf': ENDPOINT('1002') },
      `profile: asterisk-22
duration: 2m
servers: { pbx: { address: 10.9.0.1 } }
phones: { office: { numbers: 1001..1002 } }
${CALL}
`,
    ),
  );
  expect(calls[0]).toMatchObject({ status: 401, lost: true });
  expect(calls[0]!.endedAt - calls[0]!.offeredAt).toBeLessThan(1e6);
});

it('a server that nothing comes back from, and that is up, is named with the one that called it', () => {
  const cut = 'faults: [ { at: 10s, partition: { between: [pbx1], and: [pbx2] } } ]\n';
  const silent = {
    lost: true,
    toDead: false,
    cause: 'serverSilent',
    because: 'sent to pbx2 by pbx1, and no answer came',
  };
  for (const patience of ['10s', '90s'])
    expect(two({ more: cut + CALL.replace('90s', patience) }).calls[0], patience).toMatchObject(silent);
  expect(two({ more: CALL.replace('90s', '1s') }).calls[0]!.cause).toBe('rangUnanswered');
});

it('a phone that is registered at another server than the one that dials it is named with both', () => {
  const { calls } = two({ to: `${TO}${ENDPOINT('1002')}`, dialled: 'PJSIP/${EXTEN}' });
  expect(calls[0]).toMatchObject({
    lost: true,
    cause: 'registeredElsewhere',
    because: 'pbx1 dialled 1002, which was not registered there, but at pbx2',
  });
});
