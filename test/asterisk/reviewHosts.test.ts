import { describe, expect, it } from 'vitest';
import { parseScenario, reviewScenario } from '../../src/scenario/index.ts';
import { formatRemark } from '../../src/text/mistake.ts';
import { fourServers, type Files } from './fourServers.ts';

const SITES = fourServers();

/** Risks and mistakes of the four servers with one text of one file changed. */
function said(file = '', from: string | RegExp = '', to = '', more: Files = {}, scenario = ''): string[] {
  const files: Files = { ...SITES.files, ...more };
  if (file !== '') {
    const edited = files[file]!.replace(from, to);
    expect(edited, 'the edit changes nothing').not.toBe(files[file]);
    Object.assign(files, { [file]: edited });
  }
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { remarks } = reviewScenario({
    path: 'four.yaml',
    text: scenario || SITES.scenario,
    folders: new Map([['./conf', list]]),
    sets: [],
  });
  return remarks
    .filter(({ severity }) => severity !== 'note')
    .map((remark) => `${formatRemark(remark)} (${remark.severity === 'risk' ? remark.source : ''})`);
}

const ADDED = /$(?![^])/;
const TRUNK = (host: string): string =>
  `[carrier]\ntype=endpoint\ncontext=incoming\naors=carrier\n[carrier]\ntype=aor\ncontact=sip:${host}:5060\n[carrier]\ntype=identify\nendpoint=carrier\nmatch=${host}\n`;

it('four servers as they should be are clean', () => expect(said()).toEqual([]));

describe('the address in a mapping', () => {
  const elsewhere = (): string[] => said('berlin/dundi.conf', '${NUMBER}@10.7.0.1', '${NUMBER}@10.7.0.9');

  it('is that of no host: others are told to call it, and meet silence', () => {
    expect(elsewhere()).toEqual([
      'conf/berlin/dundi.conf:7:9: risk: the mapping priv has others call 10.7.0.9, which is no host here: each call to a number that berlin answers for meets silence; berlin has the address 10.7.0.1 (pbx_dundi.c:dundi_lookup_local)',
    ]);
  });

  it('stays as the file has it, whatever address the scenario gives the server', () => {
    const folder = Object.entries(SITES.files).map(([path, text]) => ({
      path,
      text: text.replace('@10.7.0.1', '@10.7.0.9'),
    }));
    const { config } = parseScenario({
      path: 'four.yaml',
      text: SITES.scenario,
      folders: new Map([['./conf', folder]]),
      sets: [],
    });
    expect(config.servers[0]!.dundi.mappings[0]!.destination).toContain('@10.7.0.9');
  });
});

describe('a context of DUNDi that nobody is asked for', () => {
  it.each([
    [
      'misspelt',
      '${EXTEN},priv',
      '${EXTEN},prvi',
      'DUNDILOOKUP() asks nobody for "prvi": no peer in dundi.conf has include = prvi; did you mean "priv"?',
    ],
    [
      'forgotten',
      '${EXTEN},priv',
      '${EXTEN}',
      'DUNDILOOKUP() asks nobody for "e164": no peer in dundi.conf has include = e164',
    ],
    [
      'behind a function with commas',
      '${EXTEN},priv',
      '${CUT(EXTEN,-,1)},prvi',
      'DUNDILOOKUP() asks nobody for "prvi": no peer in dundi.conf has include = prvi; did you mean "priv"?',
    ],
    [
      'of a query',
      'DUNDILOOKUP(${EXTEN},priv)',
      'DUNDIQUERY(${EXTEN},prvi)',
      'DUNDIQUERY() asks nobody for "prvi": no peer in dundi.conf has include = prvi; did you mean "priv"?',
    ],
  ])('%s', (_, from, to, text) => {
    expect(said('ulm/extensions.conf', from, to)).toEqual([
      `conf/ulm/extensions.conf:6:12: risk: ${text} (pbx_dundi.c:build_transactions)`,
    ]);
  });

  it('in a variable is not known before the call', () => {
    expect(said('ulm/extensions.conf', '${EXTEN},priv', '${EXTEN},${WHERE}')).toEqual([]);
  });

  it('that peers with include=all are asked for, and none of them maps', () => {
    const asks = SITES.files['ulm/extensions.conf']!.replace('${EXTEN},priv', '${EXTEN},prvi');
    expect(said('ulm/dundi.conf', /include=priv/g, 'include=all', { 'ulm/extensions.conf': asks })).toEqual([
      'conf/ulm/extensions.conf:6:12: risk: DUNDILOOKUP() asks for "prvi", which no server that it asks has a mapping of: each refuses, and nothing is ever found; a line "prvi => …" in [mappings] of dundi.conf there publishes numbers; did you mean "priv"? (pbx_dundi.c:dundi_answer_query, facts A5)',
    ]);
  });
});

describe('a regcontext where nobody looks', () => {
  it('of chan_pjsip, with the mapping of another context', () => {
    expect(said('ulm/pjsip.conf', 'regcontext=here', 'regcontext=hree')).toEqual([
      'conf/ulm/pjsip.conf:3:12: risk: the extensions of registered phones are in [hree], where nobody looks: no context includes it, and no mapping of dundi.conf has it as its local context; "include => hree" in extensions.conf, or a mapping "context => hree,0,…", makes use of them; did you mean "here"? (pjsip_configuration.c:add_to_regcontext)',
    ]);
  });

  it.each([
    ['is included', '[incoming]\n', '[incoming]\ninclude => there\n'],
    ['is named by a step', 'DIALPLAN_EXISTS(here', 'DIALPLAN_EXISTS(there'],
  ])('nothing is said where it %s', (_, from, to) => {
    const global = SITES.files['ulm/pjsip.conf']!.replace('regcontext=here', 'regcontext=there');
    expect(said('ulm/extensions.conf', from, to, { 'ulm/pjsip.conf': global })).toEqual([]);
  });
});

describe('type=identify', () => {
  it('with the address of nobody', () => {
    expect(said('ulm/pjsip.conf', 'match=10.7.0.3', 'match=10.7.0.33')).toEqual([
      'conf/ulm/pjsip.conf:64:7: risk: match = 10.7.0.33 is the address of no host here: no request is taken for one of the endpoint "munich" by it, and the calls of the server that is meant are challenged as those of a stranger (401); did you mean "10.7.0.3"? (res_pjsip_endpoint_identifier_ip.c:ip_identify_match_check, pjsip_distributor.c:endpoint_lookup)',
    ]);
  });

  it('of an endpoint that is not there', () => {
    expect(said('ulm/pjsip.conf', 'endpoint=munich', 'endpoint=munihc')).toEqual([
      'conf/ulm/pjsip.conf:63:10: risk: [munich] names the endpoint "munihc", which pjsip.conf does not have; did you mean "munich"? (sorcery.c:ast_sorcery_retrieve_by_id)',
    ]);
  });

  it.each(['10.7.0.0/24', 'munich', '10.7.0.3:5060', '10.7.0.3/255.255.255.255'])('of %s is fine', (match) => {
    expect(said('ulm/pjsip.conf', 'match=10.7.0.3', `match=${match}`)).toEqual([]);
  });
});

it('a transport that is not there is said once of a template', () => {
  expect(
    said('ulm/pjsip.conf', 'type=endpoint\ncontext=office', 'type=endpoint\ntransport=upd\ncontext=office'),
  ).toEqual([
    expect.stringMatching(
      /^conf\/ulm\/pjsip.conf:11:11: risk: \[401\] names the transport "upd", .*; did you mean "udp"\?/,
    ),
  ]);
});

describe('a Dial to', () => {
  it.each([
    [
      'an endpoint',
      'PJSIP/${EXTEN}@munihc',
      /^conf\/ulm\/extensions.conf:12:12: risk: Dial\(PJSIP\/\$\{EXTEN\}@munihc\): pjsip.conf has no endpoint "munihc": no channel is made \(CHANUNAVAIL\); a section \[munihc\] of pjsip.conf with type=endpoint and aors=…, and an AOR with contact=sip:… would be called; did you mean "munich"\? \(chan_pjsip.c:request\)$/,
    ],
    [
      'a peer of IAX2',
      'IAX2/munihc/${EXTEN}',
      /Dial\(IAX2\/munihc\/\$\{EXTEN\}\): iax.conf has no peer "munihc", and no host here has that name: .* \(chan_iax2.c:create_addr\)$/,
    ],
    [
      'a Local/ context',
      'Local/5@incomming',
      /Local\/…@incomming is of a context that there is not: no channel is made; did you mean "incoming"\? \(chan_local.c:local_alloc, core_local.c:local_call\)$/,
    ],
    [
      'an address of nobody',
      'PJSIP/munich/sip:${EXTEN}@10.7.0.9',
      /PJSIP\/munich\/sip:10.7.0.9: 10.7.0.9 is no host here .*"servers: \{ provider: \{ conf: .\/provider, address: 10.7.0.9 \} \}"/,
    ],
  ])('%s that is not there', (_, device, text) => {
    expect(said('ulm/extensions.conf', 'Dial(PJSIP/${EXTEN},20)', `Dial(${device},20)`)).toEqual([
      expect.stringMatching(text),
    ]);
  });

  it.each([
    'PJSIP/${EXTEN}@munich',
    'PJSIP/101',
    'PJSIP/munich/sip:${EXTEN}@10.7.0.3',
    'PJSIP/${EXTEN}@${TO}',
    'Local/5@incoming',
  ])('%s is fine', (device) => {
    expect(said('ulm/extensions.conf', 'Dial(PJSIP/${EXTEN},20)', `Dial(${device},20)`)).toEqual([]);
  });
});

describe('a trunk', () => {
  it('to a host outside is not simulated, and the key that changes it is named', () => {
    expect(said('ulm/pjsip.conf', ADDED, TRUNK('203.0.113.5'))).toEqual([
      'conf/ulm/pjsip.conf:71:9: risk: [carrier]: 203.0.113.5 is no host here and is not simulated, so nothing answers there: a call to it ends without an answer (after 32 s, sooner by qualify or the limit of Dial), and none comes from it; a server makes it one: "servers: { carrier: { conf: ./carrier, address: 203.0.113.5 } }" (scenarios/README.md, "A SIP trunk") (RFC 3261, section 17.1.1.2)',
    ]);
  });

  it('to a name', () => {
    expect(said('ulm/pjsip.conf', ADDED, TRUNK('sip.example.net'))[0]).toContain(
      'a server makes it one: "servers: { carrier: { conf: ./carrier } }", with carrier in the place of sip.example.net here',
    );
  });

  it('to another address of a server', () => {
    expect(said('ulm/pjsip.conf', 'contact=sip:10.7.0.3', 'contact=sip:10.7.0.33')[0]).toMatch(
      /the server munich has the address 10.7.0.3, and this one by "servers: \{ munich: \{ address: 10.7.0.33 \} \}".*; did you mean "10.7.0.3"\?/,
    );
  });

  it('is one line for all of a server', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f']
      .map((name, index) => TRUNK(`203.0.113.${index + 1}`).replaceAll('carrier', name))
      .join('');
    const lines = said('ulm/pjsip.conf', ADDED, many);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('; the same holds for [b] (203.0.113.2), [c] (203.0.113.3), [d] (203.0.113.4), 2 more');
  });

  it('of iax.conf, and its registration over PJSIP', () => {
    const iax = { 'ulm/iax.conf': '[general]\nautokill=yes\n[far]\ntype=peer\nhost=203.0.113.9\n' };
    const registers = '[out]\ntype=registration\nserver_uri=sip:203.0.113.8\nclient_uri=sip:u@203.0.113.8\n';
    expect(said('ulm/pjsip.conf', ADDED, registers, iax)).toEqual([
      expect.stringMatching(
        /^conf\/ulm\/pjsip.conf:\d+:12: risk: \[out\]: 203.0.113.8 is .*; the same holds for \[far\] \(203.0.113.9\)/,
      ),
    ]);
  });
});

describe('over chan_sip', () => {
  const sip = fourServers('asterisk-16');
  const of = (file: string, from: string, to: string): string[] => {
    const edited = sip.files[file]!.replace(from, to);
    return said('', '', '', { ...sip.files, [file]: edited }, sip.scenario);
  };

  it('four servers as they should be are clean', () => expect(of('ulm/sip.conf', '', '')).toEqual([]));

  it.each([
    ['host=10.7.0.3', 'host=10.7.0.33', 'ulm/sip.conf', /sip.conf:\d+:6: risk: \[munich\]: 10.7.0.33 is no host here/],
    [
      'Dial(SIP/${EXTEN},20)',
      'Dial(SIP/munihc/${EXTEN},20)',
      'ulm/extensions.conf',
      /Dial\(SIP\/munihc\/\$\{EXTEN\}\): sip.conf has no peer "munihc", .*; did you mean "munich"\? \(chan_sip.c:create_addr\)$/,
    ],
    [
      'Dial(SIP/${EXTEN},20)',
      'Dial(SIP/${EXTEN}@munihc,20)',
      'ulm/extensions.conf',
      /Dial\(SIP\/\$\{EXTEN\}@munihc\): sip.conf has no peer "munihc"/,
    ],
    [
      'regcontext=here',
      'regcontext=hree',
      'ulm/sip.conf',
      /\[hree\], where nobody looks: .* \(chan_sip.c:register_peer_exten\)$/,
    ],
  ])('%s, written %s', (from, to, file, text) => {
    expect(of(file, from, to)).toEqual([expect.stringMatching(text)]);
  });

  it('peers of users.conf are there', () => {
    const extensions = sip.files['ulm/extensions.conf']!.replace('Dial(SIP/${EXTEN},20)', 'Dial(SIP/desk,20)');
    const files = { ...sip.files, 'ulm/extensions.conf': extensions };
    expect(said('', '', '', files, sip.scenario)).toHaveLength(1);
    expect(said('', '', '', { ...files, 'ulm/users.conf': '[desk]\nhassip=yes\n' }, sip.scenario)).toEqual([]);
  });
});
