import { expect, it } from 'vitest';
import { parseScenario } from '../../../src/scenario/index.ts';

/** What is said of a phone that the server does not know, with these lines in its sip.conf. */
function said(sip: string, set: readonly string[] = []): string {
  const files = [
    { path: 'conf/a/sip.conf', text: `[general]\nregcontext=here\n${sip}` },
    { path: 'conf/a/extensions.conf', text: '[office]\nexten => _X.,1,Hangup()\n[default]\n' },
  ];
  const { remarks } = parseScenario({
    path: 's.yaml',
    text: 'profile: asterisk-16\nasterisk: ./conf\nphones: { p: { numbers: 100..101, home: a } }\n',
    folders: new Map([['./conf', files.map((file) => ({ ...file, path: file.path.slice('conf/'.length) }))]]),
    sets: [...set],
  });
  return remarks.find(({ text }) => text.includes('static: yes'))?.text ?? '';
}

const ADVICE = '"static: yes" gives each phone one';
const DESK = '[desk](!)\ncontext=office\n[200](desk)\nhost=dynamic\n';

it('static: yes knows no template: its advice says where calls then begin, and what puts them with the others', () => {
  expect(said(DESK)).toContain(
    `${ADVICE}, whose calls begin in [default]; those of [desk] in its files begin in [office], as these do with "context: office" at the server a`,
  );
});

it.each([
  ['the sections begin where [general] says', said(`context=office\n${DESK}`)],
  ['the scenario has said so', said(DESK, ['servers.a.context=office'])],
  ['no section says where', said('')],
])('nothing more is said where %s', (_, text) => expect(text.endsWith(ADVICE)).toBe(true));

it('says so too where static: yes was taken, and the calls are refused', () => {
  const text =
    'profile: asterisk-16\nasterisk: ./conf\nphones: { p: { numbers: 100..101, home: a, static: yes } }\ncalls: [{ rate: 1/s }]\n';
  const files = [
    { path: 'a/sip.conf', text: `[general]\n${DESK}` },
    { path: 'a/extensions.conf', text: '[office]\nexten => _X.,1,Hangup()\n' },
  ];
  const { remarks } = parseScenario({ path: 's.yaml', text, folders: new Map([['./conf', files]]), sets: [] });
  expect(remarks.map((remark) => remark.text).join('\n')).toContain(
    'each is refused (404); those of [desk] in its files begin in [office], as all do with "context: office" at the server a',
  );
});

it.each(['', ', static: yes'])(
  'a file that has a section of one of the phones is complete: the other is refused%s',
  (isStatic) => {
    const text = `profile: asterisk-16\nasterisk: ./conf\nphones: { p: { numbers: 100..101, home: a${isStatic} } }\n`;
    const files = [
      { path: 'a/sip.conf', text: '[general]\nregcontext=here\n[100]\ntype=friend\nhost=dynamic\n' },
      { path: 'a/extensions.conf', text: '[default]\nexten => _X.,1,Hangup()\n' },
    ];
    const { remarks, config } = parseScenario({
      path: 's.yaml',
      text,
      folders: new Map([['./conf', files]]),
      sets: [],
    });
    expect(remarks.map((remark) => remark.text)).toContain(
      'phone 101 lacks a section in the sip.conf of a: every registration is refused; each phone needs one, as 100 has it there',
    );
    expect(config.servers[0]!.sip.staticPeers.map(({ name }) => name)).toEqual(['100']);
  },
);
