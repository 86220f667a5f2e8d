import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../src/model/rules.ts';
import { readServer, type ReadServer } from '../../src/asterisk/index.ts';

const RULES = rulesOf('asterisk-22');

function read(files: Readonly<Record<string, string>>): ReadServer {
  const folder = Object.entries(files).map(([path, text]) => ({ path, text }));
  return readServer(folder, { dialect: '16', name: 's', rules: RULES });
}

function lines(server: ReadServer): string[] {
  return server.remarks
    .filter(({ severity }) => severity !== 'note')
    .map(({ place, severity, text }) => `${place.file}:${place.line}: ${severity}: ${text}`);
}

const PLAN = '[office]\nexten => 1,1,Answer()\n';

describe('pjsip.conf', () => {
  it('endpoints, auths and AORs are joined by name; templates and (+) as in every file', () => {
    const server = read({
      'extensions.conf': `${PLAN}include => here\n`,
      'pjsip.conf': `[global]
type=global
regcontext=here
[phone](!)
type=endpoint
context=office
device_state_busy_at=2
[aor](!)
type=aor
max_contacts=2
[1001](phone)
auth=1001
aors=1001
[1001]
type=auth
[1001](aor)
minimum_expiration=30
qualify_frequency=60
qualify_timeout=1.5
[trunk]
type=endpoint
context=office
direct_media=no
allow_overlap=no
aors=trunk
[trunk]
type=aor
contact=sip:10.0.0.9:5060
[trunk]
type=identify
endpoint=trunk
match=10.0.0.9,10.0.0.10
[1001](+)
callerid=x
[udp]
type=transport
`,
    });
    expect(lines(server)).toEqual([]);
    const { regContext, expiryCheck, endpoints } = server.pjsip;
    expect([regContext, expiryCheck]).toEqual(['here', 30]);
    expect(endpoints).toMatchObject([
      {
        name: '1001',
        context: 'office',
        isChallenged: true,
        directMedia: true,
        allowOverlap: true,
        busyAt: 2,
        aors: [
          {
            name: '1001',
            maxContacts: 2,
            minExpiration: 30,
            maxExpiration: 7200,
            qualifyFrequency: 60_000_000,
            qualifyTimeout: 1_500_000,
          },
        ],
      },
      {
        name: 'trunk',
        isChallenged: false,
        directMedia: false,
        matches: ['10.0.0.9', '10.0.0.10'],
        aors: [{ contacts: ['sip:10.0.0.9:5060'], maxContacts: 0 }],
      },
    ]);
  });

  it('misses no auth and no AOR that may be in a file which is not at hand', () => {
    const text = '#tryinclude auths.conf\n[1]\ntype=endpoint\ncontext=office\naors=5\nauth=6\n[udp]\ntype=transport\n';
    expect(lines(read({ 'extensions.conf': PLAN, 'pjsip.conf': text }))).toEqual([]);
    const with6 = { 'auths.conf': '[6]\ntype=auth\n' };
    expect(lines(read({ 'extensions.conf': PLAN, 'pjsip.conf': text, ...with6 }))).toEqual([
      'pjsip.conf:5: risk: [1] names the aor "5", which pjsip.conf does not have',
    ]);
  });

  it('without a transport is reached by nobody; a template is none, and one that a file adds is one', () => {
    const said = (files: Readonly<Record<string, string>>): string[] =>
      lines(read({ 'extensions.conf': PLAN, ...files })).filter((line) => line.includes('transport'));
    expect(said({ 'pjsip.conf': '[t](!)\ntype=transport\n[global]\ntype=global\n' })).toEqual([
      'pjsip.conf:0: risk: pjsip.conf has no section of type=transport: Asterisk opens no socket for SIP, so that no phone and no server reaches it; [udp] with type=transport, protocol=udp and bind=0.0.0.0 would do',
    ]);
    expect(said({ 'pjsip.conf': '[t](!)\ntype=transport\n[udp](t)\n' })).toEqual([]);
    expect(said({ 'pjsip.conf': '#include more.conf\n', 'more.conf': '[udp]\ntype=transport\n' })).toEqual([]);
    expect(said({ 'pjsip.conf': '#tryinclude more.conf\n' })).toEqual([]);
    expect(said({})).toEqual([]);
  });

  it('says which endpoints no call can reach', () => {
    const head = '[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n';
    const plan = '[default]\nexten => _X.,1,Dial(PJSIP/${EXTEN}@itsp)\n';
    const about = (pjsip: string): string[] =>
      readServer(
        [
          { path: 'pjsip.conf', text: head + pjsip },
          { path: 'extensions.conf', text: plan },
        ],
        { dialect: '16', name: 's', rules: RULES },
      ).remarks.flatMap(({ severity, place, text }) =>
        severity === 'risk' ? `${place.line}:${place.column}: ${text}` : [],
      );
    const identify = '[itsp]\ntype=identify\nendpoint=itsp\nmatch=1.2.3.4\n';
    const lacks = 'it can neither register nor be called, and Dial makes no channel to it';
    expect(about(`[itsp]\ntype=endpoint\n${identify}[7]\ntype=endpoint\n`)).toEqual([
      `5:1: the endpoint "itsp" has no "aors": ${lacks}; "aors=itsp" and a section [itsp] with type=aor would do; nor have 1 more`,
    ]);
    expect(
      about(`[in]\ntype=endpoint\n${identify.replace('endpoint=itsp', 'endpoint=in')}[anonymous]\ntype=endpoint\n`),
    ).toEqual([]);
    const trunk = (contact: string): string =>
      `[itsp]\ntype=endpoint\naors=itsp\n[itsp]\ntype=aor\ncontact=${contact}\n`;
    expect(about(trunk('1.2.3.4:5060'))).toEqual([
      '10:9: contact is "1.2.3.4:5060", which is no SIP URI: Asterisk makes no AOR "itsp", and no call goes there; expected sip:1.2.3.4:5060',
    ]);
    expect(about(trunk('sip:1.2.3.4:5060'))).toEqual([]);
  });

  it('says what Asterisk refuses, with the nearest name', () => {
    const text =
      '[1]\ntype=endpoint\ncontext=office\naors=1\nauth=2\nallw=ulaw\n[2]\ntype=endpont\n[3]\nx=1\n[4]\ntype=endpoint\ncontext=office\naors=5\n[udp]\ntype=transport\n';
    const server = read({ 'extensions.conf': PLAN, 'pjsip.conf': text });
    expect(lines(server)).toEqual([
      'pjsip.conf:6: risk: unknown key "allw" in [1] of pjsip.conf: Asterisk has no such field, and refuses the whole section; did you mean "allow"?',
      'pjsip.conf:8: risk: type is "endpont", which is none: Asterisk ignores the section; did you mean "endpoint"?',
      'pjsip.conf:9: risk: [3] of pjsip.conf has no type: Asterisk ignores the section',
      'pjsip.conf:14: risk: [4] names the aor "5", which pjsip.conf does not have',
    ]);
    expect(server.pjsip.endpoints.map(({ name }) => name)).toEqual(['4']);
  });
});

describe('sorcery.conf', () => {
  const stores = (
    sorcery: string,
    extconfig = '[settings]\nps_endpoints => odbc,a\nps_contacts => odbc,a\n',
  ): unknown => {
    const { pjsip } = read({ 'extensions.conf': PLAN, 'sorcery.conf': sorcery, 'extconfig.conf': extconfig });
    const { endpoint, contact } = pjsip.stores;
    return [endpoint.file, endpoint.realtime, endpoint.cached, contact];
  };

  it.each([
    ['', [true, false, false, 'astdb']],
    ['[res_pjsip]\nendpoint=realtime,ps_endpoints\n', [false, true, false, 'astdb']],
    ['[res_pjsip]\nendpoint=realtime,ps_endpoints\nendpoint/cache=memory_cache\n', [false, true, true, 'astdb']],
    [
      '[res_pjsip]\nendpoint=config,pjsip.conf,criteria=type=endpoint\nendpoint=realtime,ps_endpoints\n',
      [true, true, false, 'astdb'],
    ],
    ['[res_pjsip]\ncontact=realtime,ps_contacts\n', [true, false, false, 'realtime']],
    ['[res_pjsip]\ncontact=memory\n', [true, false, false, 'memory']],
    ['[res_pjsip]\nendpoint=realtime,ps_endpionts\n', [true, false, false, 'astdb']],
  ])('%j', (text, expected) => {
    expect(stores(text)).toEqual(expected);
  });
});

it('func_odbc.conf makes functions; a readsql that is not understood is named', () => {
  const server = read({
    'extensions.conf': PLAN,
    'func_odbc.conf':
      "[CONTACT]\ndsn=a\nreadsql=SELECT uri FROM ps_contacts WHERE endpoint='${SQL_ESC(${ARG1})}'\n[X]\nprefix=MY\nreadsql=SELECT COUNT(*) FROM t\n",
  });
  expect(Object.keys(server.dialplan.odbc)).toEqual(['ODBC_CONTACT', 'MY_X']);
  expect(server.remarks.filter(({ text }) => text.includes('SQL')).map(({ place }) => place.line)).toEqual([6]);
});

describe('what DUNDILOOKUP() gives with a mapping of PJSIP', () => {
  const said = (destination: string): string[] =>
    lines(
      read({
        'dundi.conf': `[mappings]\npriv => here,0,PJSIP,${destination},nopartial\n`,
        'extensions.conf': '[office]\nexten => _X,1,Dial(${DUNDILOOKUP(${EXTEN},priv)})\n',
        'pjsip.conf': '[global]\ntype=global\nregcontext=here\n',
      }),
    ).filter((line) => line.includes('which Dial cannot call'));

  it.each(['pbx/sip:${NUMBER}@10.10.10.122', '${NUMBER}@pbx', '${NUMBER}@pbx-2'])('%s: Dial calls it', (text) => {
    expect(said(text)).toEqual([]);
  });

  it.each(['priv:${SECRET}@10.10.10.122/${NUMBER}', '${NUMBER}@10.10.10.122', '10.10.10.122/${NUMBER}'])(
    '%s: Dial does not, and check says so',
    (text) => {
      expect(said(text)).toHaveLength(1);
    },
  );
});
