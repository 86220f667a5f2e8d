import { expect, it } from 'vitest';
import { checkFolders, readServer, type NamedServer } from '../../src/asterisk/index.ts';
import { rulesOf } from '../../src/model/rules.ts';
import { lines } from './help.ts';

const ENDPOINT = (name: string): string => `[${name}]\ntype=endpoint\naors=${name}\n`;

/** Two servers that ask each other; `a` publishes its numbers by this mapping, and has the phones 101 and 102. */
function pair(mapping: string, { endpoints = ['a'], realtime = false, asks = true } = {}): readonly NamedServer[] {
  const rules = rulesOf('asterisk-22');
  const dundi = (own: string, other: string, published: string): string =>
    `[general]\nentityid=02:00:00:00:00:0${own}\ncachetime=5\nttl=1\n[mappings]\n${published}\n[02:00:00:00:00:0${other}]\nmodel=symmetric\nhost=10.0.0.${other}\ninclude=all\npermit=all\nqualify=yes\norder=primary\n`;
  const server = (name: string, files: Readonly<Record<string, string>>): NamedServer => ({
    name,
    read: readServer(
      Object.entries(files).map(([path, text]) => ({ path: `${name}/${path}`, text })),
      { dialect: rules.dialect, name, rules },
    ),
  });
  return [
    server('a', {
      'dundi.conf': dundi('1', '2', `priv => here,0,${mapping},nopartial`),
      'pjsip.conf': `[global]\ntype=global\nregcontext=here\n${['101', '102', 'b'].map(ENDPOINT).join('')}`,
      'extensions.conf': '[here]\n',
    }),
    server('b', {
      'dundi.conf': dundi('2', '1', ''),
      'pjsip.conf': endpoints.map(ENDPOINT).join(''),
      'extensions.conf': `[default]\nexten => _X.,1,${asks ? 'Dial(${DUNDILOOKUP(${EXTEN},priv)})' : 'Hangup()'}\n`,
      ...(realtime
        ? {
            'sorcery.conf': '[res_pjsip]\nendpoint=realtime,ps_endpoints\n',
            'extconfig.conf': '[settings]\nps_endpoints => odbc,x\n',
          }
        : {}),
    }),
  ];
}

const said = (...of: Parameters<typeof pair>): readonly string[] =>
  lines(checkFolders(pair(...of)), 'risk').filter((line) => line.includes('ends without a channel'));

it('a mapping to an endpoint that who asks does not have loses every call', () => {
  expect(said('PJSIP,${NUMBER}/sip:${NUMBER}@10.0.0.1')).toEqual([
    'a/dundi.conf:6:9: risk: who asks dials PJSIP/${NUMBER}/sip:${NUMBER}@10.0.0.1 with an endpoint "${NUMBER}" of its own pjsip.conf, and b has none: every such call ends without a channel; name an endpoint that they have for a, as in PJSIP,a/sip:${NUMBER}@10.0.0.1',
  ]);
  expect(said('PJSIP,${NUMBER}@aa', { endpoints: ['aaa'] })[0]).toMatch(
    /with an endpoint "aa" of its own .*; did you mean "aaa"\?$/,
  );
});

it.each([
  ['that it has', said('PJSIP,a/sip:${NUMBER}@10.0.0.1')],
  ['behind @ that it has', said('PJSIP,${NUMBER}@a')],
  ['of a phone that it has, too', said('PJSIP,${NUMBER}/sip:${NUMBER}@10.0.0.1', { endpoints: ['102'] })],
  ['that may be in its database', said('PJSIP,c/sip:${NUMBER}@10.0.0.1', { realtime: true })],
  ['by a variable', said('PJSIP,${SITE}/sip:${NUMBER}@10.0.0.1')],
  ['that nobody asks for', said('PJSIP,c/sip:${NUMBER}@10.0.0.1', { asks: false })],
])('nothing is said of an endpoint %s', (_, lost) => expect(lost).toEqual([]));

it('a missing iax.conf is worth no line where calls between servers go over PJSIP', () => {
  const [a, b] = pair('PJSIP,a/sip:${NUMBER}@10.0.0.1').map(({ read }) => lines(read.remarks));
  expect(a!.join('\n')).not.toContain('iax.conf');
  expect(b!.join('\n')).toContain('no server can call in over IAX2'); // It publishes nothing.
});

it('qualify_frequency of a trunk says nothing of phones', () => {
  const rules = rulesOf('asterisk-22');
  const aor = (line: string): string =>
    `[global]\ntype=global\nregcontext=here\n[x]\ntype=endpoint\naors=x\n[x]\ntype=aor\n${line}\nqualify_frequency=60\n`;
  const notes = (line: string): string =>
    lines(
      readServer(
        [
          { path: 'pjsip.conf', text: aor(line) },
          { path: 'extensions.conf', text: '[here]\n' },
        ],
        {
          dialect: rules.dialect,
          name: 'x',
          rules,
        },
      ).remarks,
    ).join('\n');
  expect(notes('max_contacts=1')).toContain('only while it answers OPTIONS');
  expect(notes('contact=sip:10.0.0.2')).not.toContain('only while it answers OPTIONS');
});
