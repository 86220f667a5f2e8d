import { describe, expect, it } from 'vitest';
import { readServer, type ReadServer } from '../../src/asterisk/index.ts';
import { rulesOf } from '../../src/model/rules.ts';

function read(wizard: string): ReadServer {
  return readServer(
    [
      { path: 'extensions.conf', text: '[office]\nexten => 1,1,Answer()\n' },
      { path: 'pjsip_wizard.conf', text: wizard },
    ],
    { dialect: '16', name: 's', rules: rulesOf('asterisk-22') },
  );
}

const said = (server: ReadServer): readonly string[] =>
  server.remarks
    .filter(({ severity }) => severity !== 'note')
    .map(({ place: { file, line, column }, text }) => `${file}:${line}:${column}: ${text}`);

describe('pjsip_wizard.conf', () => {
  it('a phone: an endpoint, its AOR and its auth, from a template', () => {
    const server = read(`[phone](!)
type=wizard
accepts_auth=yes
accepts_registrations=yes
endpoint/context=office
aor/max_contacts=2
[1001](phone)
inbound_auth/username=1001
inbound_auth/password=x
`);
    expect(said(server)).toEqual([]);
    expect(server.pjsip.endpoints).toMatchObject([
      {
        name: '1001',
        context: 'office',
        isChallenged: true,
        auths: [{ userName: '1001', secret: 'x' }],
        outboundAuth: undefined,
        matches: [],
        aors: [{ name: '1001', maxContacts: 2, contacts: [] }],
      },
    ]);
  });

  it('a trunk: a contact and a match for each of its hosts, and what answers a challenge', () => {
    const server = read(`[provider]
type=wizard
sends_auth=yes
sends_registrations=yes
remote_hosts=10.9.0.2:5070, 10.9.0.3
endpoint/context=office
aor/qualify_frequency=60
outbound_auth/username=me
outbound_auth/password=x
`);
    expect(said(server)).toEqual([]);
    expect(server.pjsip.endpoints).toMatchObject([
      {
        isChallenged: false,
        outboundAuth: { userName: 'me', secret: 'x' },
        matches: ['10.9.0.2:5070', '10.9.0.3'],
        aors: [{ contacts: ['sip:10.9.0.2:5070', 'sip:10.9.0.3'], qualifyFrequency: 60_000_000 }],
      },
    ]);
    expect(server.pjsip.registrations).toMatchObject([
      { name: 'provider-reg-0', host: '10.9.0.2', user: 'me', contactUser: 's', digest: { userName: 'me' } },
      { name: 'provider-reg-1', host: '10.9.0.3', expiration: 3600, maxRetries: 10 },
    ]);
  });

  it('contacts and matches that are given, a pattern, and none where calls are told by their line', () => {
    const hosts = 'type=wizard\nremote_hosts=10.9.0.2\nendpoint/context=office\n';
    const [given, pattern, line] = [
      read(`[a]\n${hosts}aor/contact=sip:x@10.9.0.4\nidentify/match=10.9.0.5\n`),
      read(`[a]\n${hosts}contact_pattern=sip:me@\${REMOTE_HOST}\n`),
      read(`[a]\n${hosts}sends_line_with_registrations=yes\n`),
    ].map(({ pjsip }) => pjsip.endpoints[0]!);
    expect([given!.aors[0]!.contacts, given!.matches]).toEqual([['sip:x@10.9.0.4'], ['10.9.0.5']]);
    expect(pattern!.aors[0]!.contacts).toEqual(['sip:me@10.9.0.2']);
    expect(line!.matches).toEqual([]);
  });

  it.each([
    [
      '[a]\ntype=wizard\naccepts_registratons=yes\nremote_hosts=10.9.0.2\nendpoint/context=office\n',
      'pjsip_wizard.conf:3:1: unknown key "accepts_registratons" in [a] of pjsip_wizard.conf: Asterisk ignores it; did you mean "accepts_registrations"?',
    ],
    [
      '[a]\ntype=wizard\nremote_hosts=10.9.0.2\nendpoints/context=office\nendpoint/context=office\n',
      'pjsip_wizard.conf:4:1: unknown key "endpoints/context" in [a] of pjsip_wizard.conf: Asterisk ignores it; did you mean "endpoint"?',
    ],
    [
      '[a]\ntype=wizard\nremote_hosts=10.9.0.2\nendpoint/contxt=office\nendpoint/context=office\n',
      'pjsip_wizard.conf:4:1: unknown key "contxt" in [a] of pjsip_wizard.conf: Asterisk has no such field, and refuses the whole section; did you mean "context"?',
    ],
    [
      '[a]\ntype=endpoint\n',
      'pjsip_wizard.conf:2:6: [a] of pjsip_wizard.conf has type "endpoint": the wizard reads sections of type=wizard only',
    ],
    [
      '[a]\ntype=wizard\nendpoint/context=office\n',
      'pjsip_wizard.conf:2:1: [a] needs remote_hosts where it does not accept registrations: nobody is identified by it',
    ],
    [
      '[a]\ntype=wizard\naccepts_registrations=yes\naccepts_auth=yes\nendpoint/context=office\n',
      'pjsip_wizard.conf:4:1: [a] needs inbound_auth/username: Asterisk makes no auth of it',
    ],
    [
      '[a]\ntype=wizard\naccepts_registrations=yes\nendpoint/context=office\nhas_hint=yes\nhint_exten=7\nhint_application=Dial(PJSIP/a)\n',
      'pjsip_wizard.conf:6:1: the extension of hint_exten is not modelled, and a call to 7 does not run Dial(PJSIP/a): write it in extensions.conf',
    ],
  ])('%j', (wizard, line) => {
    expect(said(read(wizard))).toContain(line);
  });
});
