import { describe, expect, it } from 'vitest';
import { withFiles } from './files.ts';
import { linesOf, replay, type Replayed } from './replay.ts';

const PHONES = `phones:
  desk: { numbers: "1001,1002", home: pbx, expires: 300s, addresses: 10.20.0.1.. }
  soft: { numbers: [ 1001 ], shared: yes, home: pbx, expires: 300s, addresses: 10.20.0.9 }
`;

/** A server of which 1001 has two devices; 1002 calls at 60 s and 400 s. */
function pjsip(aor: string, dialled = 'PJSIP/${EXTEN}', more = ''): Replayed {
  const sections = ['1001', '1002'].map(
    (number) =>
      `[${number}]\ntype=endpoint\ncontext=phones\naors=${number}\nauth=${number}\n[${number}]\ntype=auth\n[${number}]\ntype=aor\n${aor}\n`,
  );
  return replay(
    withFiles(
      {
        'pbx/pjsip.conf': `[global]\ntype=global\nregcontext=here\n${sections.join('')}`,
        'pbx/extensions.conf': `[phones]
exten => _1XXX,1,NoOp(\${PJSIP_AOR(\${EXTEN},contact)})
exten => _1XXX,2,Dial(${dialled},20)
[here]
`,
      },
      `profile: asterisk-22
duration: 10m
seed: 3
servers: { pbx: { address: 10.9.0.1 } }
${PHONES}calls:
  - { at: 60s, from: 1002, to: 1001, talk: 5s }
  - { at: 400s, from: 1002, to: 1001, talk: 5s }
${more}`,
    ),
  );
}

/** Contacts of 1001 as the plan saw them, and where each INVITE went: the first parts of the sums. */
const [DESK, SOFT] = ['1001;@3325', '1001;@f3e6'];
const names = (replayed: Replayed): readonly string[] =>
  linesOf(replayed, 'pbx')
    .filter((line) => line.includes('NoOp('))
    .map((line) => (line.match(/1001;@[0-9a-f]{4}/g) ?? []).join(' '));

const byTime = ({ calls }: Replayed): readonly string[] =>
  [...calls].sort((a, b) => a.offeredAt - b.offeredAt).map(({ outcome }) => outcome);

describe('two phones with one number under chan_pjsip', () => {
  it('both register where max_contacts allows it; a call goes to the contact whose name comes first', () => {
    const replayed = pjsip('max_contacts=2');
    expect(names(replayed)).toEqual([`${DESK} ${SOFT}`, `${DESK} ${SOFT}`]);
    expect(replayed.calls.map(({ outcome, calleeServer }) => [outcome, calleeServer])).toEqual([
      ['local', 0],
      ['local', 0],
    ]);
  });

  it('PJSIP_DIAL_CONTACTS() rings both', () => {
    const replayed = pjsip('max_contacts=2', '${PJSIP_DIAL_CONTACTS(${EXTEN})}');
    expect(linesOf(replayed, 'pbx').filter((line) => line.includes('is ringing'))).toHaveLength(4);
  });

  it('the second is refused where max_contacts is reached, and registers when the first has gone', () => {
    const replayed = pjsip('max_contacts=1', 'PJSIP/${EXTEN}', 'faults: [ { at: 100s, unregister: desk/1001 } ]\n');
    expect(names(replayed)).toEqual([DESK, SOFT]);
  });

  it('with remove_existing the one that has registered last is the only one', () => {
    const replayed = pjsip('max_contacts=1\nremove_existing=yes');
    for (const found of names(replayed)) expect([DESK, SOFT]).toContain(found);
    const removed = linesOf(replayed, 'pbx').filter((line) => line.includes('due to remove existing'));
    expect(removed.length).toBeGreaterThanOrEqual(3);
    expect(replayed.calls.every(({ outcome }) => outcome === 'local')).toBe(true);
  });

  it('a phone of which another device is free is reachable', () => {
    const replayed = pjsip('max_contacts=2', 'PJSIP/nobody', 'faults: [ { at: 50s, powerOff: desk/1001 } ]\n');
    expect(replayed.calls.map(({ calleeReachable }) => calleeReachable)).toEqual([true, true]);
  });
});

describe('two phones with one number under chan_sip', () => {
  const chanSip = (more: string): Replayed =>
    replay(
      withFiles(
        {
          'pbx/sip.conf': [
            '[general]\ncontext=phones\nregcontext=here\n',
            ...['1001', '1002'].map((name) => `[${name}]\nhost=dynamic\ntype=friend\n`),
          ].join(''),
          'pbx/extensions.conf': '[phones]\nexten => _1XXX,1,Dial(SIP/${EXTEN},20)\n[here]\n',
        },
        `profile: asterisk-16\nduration: 10m\nservers: { pbx: { address: 10.9.0.1 } }\n${PHONES}start: { state: cold }\n${more}`,
      ),
    );

  it('the second REGISTER takes the place of the first, and the end of either is that of both', () => {
    const replayed = chanSip(`calls:
  - { at: 60s, from: 1002, to: 1001, talk: 5s }
  - { at: 72s, from: 1002, to: 1001, talk: 5s }
faults: [ { at: 71s, unregister: desk/1001 } ]
`);
    const told = linesOf(replayed, 'pbx').filter((line) => /egistered SIP '1001'/.test(line));
    expect(told.slice(0, 3)).toEqual([
      "-- Registered SIP '1001' at 10.20.0.1:5060",
      "-- Registered SIP '1001' at 10.20.0.9:5060",
      "-- Unregistered SIP '1001'",
    ]);
    expect(byTime(replayed)).toEqual(['local', 'congestion']);
  });

  it.each([
    ['soft', 'noAnswer'],
    ['desk', 'local'],
  ])('a call goes to the phone that has registered last: without power at %s it is %s', (group, outcome) => {
    const replayed = chanSip(`calls: [ { at: 60s, from: 1002, to: 1001, talk: 5s } ]
faults: [ { at: 50s, powerOff: ${group}/1001 } ]
`);
    expect(byTime(replayed)).toEqual([outcome]);
  });
});

it('columns of ps_aors and ps_endpoints are those of the group: contacts, and where its calls begin', () => {
  const rows = (row: string): Replayed =>
    replay(
      withFiles(
        {
          'pbx/pjsip.conf': '[global]\ntype=global\nregcontext=here\n',
          'pbx/sorcery.conf':
            '[res_pjsip]\nendpoint=realtime,ps_endpoints\nauth=realtime,ps_auths\naor=realtime,ps_aors\n',
          'pbx/extconfig.conf': '[settings]\nps_endpoints => odbc,a\nps_auths => odbc,a\nps_aors => odbc,a\n',
          'pbx/extensions.conf':
            '[default]\nexten => _1XXX,1,Dial(${PJSIP_DIAL_CONTACTS(${EXTEN})},20)\n[office]\nexten => _1XXX,1,Answer\nexten => _1XXX,2,Echo\n[here]\n',
        },
        `profile: asterisk-22
duration: 2m
servers: { pbx: { address: 10.9.0.1 } }
phones:
  desk: { numbers: 1001..1002, home: pbx, expires: 300s, row: { ${row} } }
  soft: { numbers: [ 1001 ], shared: yes, home: pbx, expires: 300s }
calls: [ { at: 60s, from: 1002, to: 1001, talk: 5s } ]
`,
      ),
    );
  const rings = (replayed: Replayed): number =>
    linesOf(replayed, 'pbx').filter((line) => line.includes('is ringing')).length;
  expect([rings(rows('max_contacts: 1')), rings(rows('max_contacts: 2')), rings(rows('context: office'))]).toEqual([
    1, 2, 0,
  ]);
});
