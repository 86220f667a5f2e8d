import { describe, expect, it } from 'vitest';
import { checkFolders, identifyServers, type NamedServer } from '../../src/asterisk/index.ts';
import { lines, read, type Dialect } from './help.ts';

/** What is said of a dialplan, without the file name. */
function review(text: string, dialect: Dialect = '1.2', more: Record<string, string> = {}): string[] {
  const server = read({ 'extensions.conf': text, ...more }, dialect);
  return lines(server.remarks)
    .filter((line) => line.startsWith('extensions.conf:'))
    .map((line) => line.slice('extensions.conf:'.length));
}

describe('the dialplan', () => {
  it('is reviewed by the dialplan machine, in place', () => {
    expect(
      review(
        '[a]\nexten => 1,1,Goto(incomming|${EXTEN}|2)\nexten => 1,2,Dail(SIP/1)\nexten => 1,4,NoOp(${ARG1})\nexten => 1,5,GotoIf("${x}" = ""?1:2)\ninclude => office\n[incoming]\n',
      ),
    ).toEqual([
      '2:14: risk: Goto goes to [incomming], which does not exist, and such a call ends; did you mean "incoming"?',
      '3:14: risk: there is no application Dail: a call that comes to it ends there; did you mean "Dial"?',
      '4:14: note: extension 1 has no priority 3: it goes from 2 to 4 only by a jump',
      '4:14: risk: ${ARG1} and its kin have a value in a macro only, and [a] is none',
      '5:14: risk: the condition "${x}" = "" stands outside $[ ], so it is a text and always true',
      '6:12: risk: [a] includes [office], which does not exist',
    ]);
  });

  it('counts as defined what Asterisk makes itself', () => {
    expect(review('[a]\ninclude => parkedcalls\n')).toEqual([]);
    expect(review('[a]\ninclude => reg\n', '1.2', { 'sip.conf': '[general]\ncontext=a\nregcontext=reg' })).toEqual([]);
  });

  it('waits for no jump to n+101 in 16', () => {
    const text =
      '[a]\nexten => 1,1,ChanIsAvail(SIP/1)\nexten => 1,2,Hangup\nexten => 1,102,Hangup\nexten => 1,103,Hangup\n';
    expect(review(text)).toEqual([]);
    expect(review(text, '16')).toEqual([
      '4:16: risk: priority 102 of "1" in [a] waits for a jump to n+101 from 1: these are gone since 1.6; test a variable (AVAILCHAN, DIALSTATUS)',
    ]);
  });

  it('sees patterns of one digit, above all beside a switch', () => {
    expect(review('[a]\nexten => _X,1,Answer\n')).toEqual(['2:15: note: "_X" matches one digit only']);
    expect(review('[a]\nexten => _X,1,Answer\nswitch => DUNDi/p\n')).toContain(
      '2:15: risk: "_X" matches one digit only: a longer number passes it by and goes to the switch of [a]',
    );
  });

  it('sees letters of a word in a pattern that stand for digits', () => {
    const said = (word: string): string =>
      `2:15: risk: the pattern "_${word}-." does not fit the word "${word}": x, z and n stand for digits there, small ones too; [x], [z] and [n] for themselves`;
    expect(review('[a]\nexten => _trunk-.,1,Answer\n')).toEqual([said('trunk').replace('2:15', '2:21')]);
    for (const pattern of ['_s-.', '_xxxx', '_nxx!', '_fa[x].', '_pXXX', '_*8X.', 'trunk'])
      expect(review(`[a]\nexten => ${pattern},1,Answer\n`), pattern).toEqual([]);
  });

  it('bounds the depth of brackets, in place', () => {
    const nested = (depth: number): string => `[a]\nexten => 1,1,NoOp(${'${'.repeat(depth)}A${'}'.repeat(depth)})\n`;
    expect(review(nested(64))).toEqual([]);
    expect(review(nested(2000))).toEqual(['2:148: brackets are nested more than 64 deep in the arguments of NoOp']);
    expect(review('[a]\nexten => 1,1,Set(x=$[' + '('.repeat(3000) + '])\n')).toContain(
      '2:85: brackets are nested more than 64 deep in the arguments of Set',
    );
  });

  it('does not mind an extension that begins late where a jump leads, or behind a pattern', () => {
    const late = (text: string): string[] => review(`[a]\n${text}`).filter((line) => line.includes('begins at'));
    expect(late('exten => s,50000,NoOp\n')).toEqual([
      '2:18: risk: extension s begins at priority 50000: without a priority 1 it is not found',
    ]);
    expect(late('exten => s,50000,NoOp\n[b]\nexten => 1,1,Goto(a|s|50000)\n')).toEqual([]);
    expect(late('exten => _X.,60000(sub),NoOp\n')).toEqual([]); // A subroutine is entered by its name.
    expect(late('exten => _1[89]00NXXXXXX,2,NoOp\nexten => _X.,1,Answer\n')).toEqual([]);
    expect(late('exten => _1900NXXXXXX,2,NoOp\nexten => _2X.,1,Answer\n')).toHaveLength(1);
    expect(late('exten => 1001,2,NoOp\nexten => _1XXX,1,Answer\n')).toEqual([]);
  });

  it('knows that ARG1 has a value where macros and subroutines go', () => {
    const use = 'exten => s,1,NoOp(${ARG1})\n';
    const alarms = (text: string): number => review(text).filter((line) => line.includes('${ARG1}')).length;
    expect(alarms(`[a]\n${use}`)).toBe(1);
    expect(alarms(`[a]\n${use}[macro-m]\nexten => s,1,Goto(a|s|1)\n`)).toBe(0);
    expect(alarms(`[a]\n${use}exten => s,2,Return\n`)).toBe(0);
    expect(alarms(`[a]\n${use}[b]\nexten => 1,1,Set(ARG1=2)\n`)).toBe(0);
    expect(alarms(`[a]\n${use}[b]\nexten => 1,1,Goto(a|s|1)\n`)).toBe(1);
  });

  it('sees a connection that stays open', () => {
    expect(review('[a]\nexten => 1,1,MYSQL(Connect c h u p d)\n')).toEqual([
      '2:14: risk: [a] connects to the database and never disconnects: each call leaves a connection open until Asterisk restarts',
    ]);
    expect(review('[a]\nexten => 1,1,MYSQL(Connect c h u p d)\nexten => 1,2,MYSQL(Disconnect ${c})\n')).toEqual([]);
  });

  it('notes a dialplan of commas alone under 1.2', () => {
    const note =
      '2:14: note: arguments are separated by commas all through this dialplan: 1.2 takes them for |, but it looks like one of 1.6 or later (profile asterisk-16)';
    expect(review('[a]\nexten => 1,1,Dial(SIP/${IF(a|b)},20)\nexten => 1,2,Set(x=$[${y[1]} | 2])\n')).toEqual([note]);
    expect(review('[a]\nexten => 1,1,Dial(SIP/1,20)\nexten => 1,2,Dial(SIP/2|20)\n')).toEqual([]);
    expect(review('[a]\nexten => 1,1,Set(x=$[1,2])\nexten => 1,2,NoOp("a,b")\n')).toEqual([]);
  });

  it('sees brackets that do not match, and contexts that include themselves', () => {
    expect(review('[a]\nexten => 1,1,NoOp(a) (b)\ninclude => b\n[b]\ninclude => c\n[c]\ninclude => a\n')).toEqual([
      '1:1: risk: [a] includes itself: a → b → c → a',
      '2:19: risk: the brackets ( ) in the arguments of NoOp do not match: "a) (b"',
    ]);
  });

  it("lets nothing of the user's text move the cursor", () => {
    expect(review('[a]\nexten => 1,1,Di\u001b[2Jal(x)\n')[0]).toContain('there is no application Di·[2Jal');
  });
});

describe('the files of one server', () => {
  const risks = (files: Record<string, string>): string[] => lines(read(files).remarks, 'risk');

  it('a permit without a mapping refuses', () => {
    const dundi = '[general]\n[1:2:3:4:5:6]\nmodel=symmetric\nhost=1.2.3.4\npermit=priv\n';
    expect(risks({ 'dundi.conf': dundi })).toEqual([
      'dundi.conf:2:1: risk: peers may ask for "priv", but no mapping has this name: the server refuses them (NOAUTH, "Unsupported DUNDi Context") and forwards nothing; a placeholder "priv =>" in [mappings] would do',
    ]);
    expect(risks({ 'dundi.conf': `${dundi}[mappings]\npriv =>` })).toEqual([]);
  });

  it('a mapping wants its context and its user', () => {
    expect(
      risks({
        'dundi.conf': '[mappings]\np => reg,0,IAX2,priv:${SECRET}@1.2.3.4/${NUMBER}',
        'iax.conf': '[prvi]\ntype=user\ncontext=in',
        'extensions.conf': '[in]',
        'sip.conf': '[general]\ncontext=in',
      }),
    ).toEqual([
      'dundi.conf:2:6: risk: p answers for [reg], which is defined nowhere; sip.conf sets no regcontext',
      'dundi.conf:2:6: risk: others will call in as user "priv", which iax.conf does not have; did you mean "prvi"?',
    ]);
  });

  it('a switch wants a peer to ask', () => {
    const peer = '[1:2:3:4:5:6]\nmodel=outbound\nhost=1.2.3.4\n';
    const extensions = '[a]\nswitch => DUNDi/priv\n';
    expect(risks({ 'dundi.conf': `${peer}include=prvi`, 'extensions.conf': extensions })).toEqual([
      'extensions.conf:2:11: risk: switch => DUNDi/priv asks nobody: no peer in dundi.conf has include = priv; did you mean "prvi"?',
    ]);
    expect(risks({ 'dundi.conf': `${peer}include=all`, 'extensions.conf': extensions })).toEqual([]);
  });

  it('calls want a context to begin in', () => {
    expect(
      risks({
        'sip.conf': '[general]\ncontext=phoens\n[1]\ntype=friend\nhost=dynamic\ncontext=x',
        'iax.conf': '[u]\ntype=user\ncontext=y',
        'extensions.conf': '[phones]',
      }),
    ).toEqual([
      'sip.conf:2:9: risk: calls from phones begin in [phoens], which extensions.conf does not have; did you mean "phones"?',
      'sip.conf:6:9: risk: calls from "1" begin in [x], which extensions.conf does not have',
      'iax.conf:3:9: risk: calls of user "u" arrive in [y], which extensions.conf does not have',
    ]);
  });

  it('nobody misses the context of guests where each section has its own', () => {
    const sip = (section: string): string => `[general]\ncontext=default\n[1]\ntype=friend\nhost=dynamic\n${section}`;
    const about = (section: string) => risks({ 'sip.conf': sip(section), 'extensions.conf': '[office]' });
    expect(about('context=office')).toEqual([]);
    expect(about('')).toEqual([
      'sip.conf:2:9: risk: calls from phones begin in [default], which extensions.conf does not have',
    ]);
  });

  it('names the section that begins in the missing context of [general], where no phone does', () => {
    const sip = (guests: string): string =>
      `[general]\ncontext=oficce\nallowguest=${guests}\n[1]\ntype=friend\nhost=dynamic\ncontext=office\n[itsp]\ntype=peer\nhost=1.2.3.4\ncontext=oficce`;
    const about = (guests: string) => risks({ 'sip.conf': sip(guests), 'extensions.conf': '[office]' });
    const hint = 'which extensions.conf does not have; did you mean "office"?';
    expect(about('no')).toEqual([`sip.conf:11:9: risk: calls from "itsp" begin in [oficce], ${hint}`]);
    expect(about('yes')).toEqual([`sip.conf:2:9: risk: calls from phones begin in [oficce], ${hint}`]);
  });

  it('says which files are missing, and refuses a folder of none', () => {
    expect(
      lines(
        read({ 's/sip.conf': '[general]\ncontext=a', 's/extensions.conf': '[a]', 's/pjsip.conf': '' }).remarks,
        'note',
      ),
    ).toEqual([
      's/pjsip.conf: note: pjsip.conf is not read: phones of this profile are in sip.conf (chan_sip); chan_pjsip is modelled under profile asterisk-22',
      's/dundi.conf: note: there is no such file: the server neither asks nor answers DUNDi',
      's/iax.conf: note: there is no such file: no server can call in over IAX2',
    ]);
    expect(lines(read({ 'a/dundi.cnf': '' }).remarks)).toEqual([
      'a/dundi.cnf: no configuration of a server here: expected at least one of dundi.conf, sip.conf, iax.conf, extensions.conf, extconfig.conf; did you mean "dundi.conf"?',
    ]);
    expect(lines(read({}).remarks)).toHaveLength(1);
  });
});

describe('servers side by side', () => {
  const server = (name: string, files: Record<string, string>): NamedServer => ({
    name,
    read: read(Object.fromEntries(Object.entries(files).map(([file, text]) => [`${name}/${file}`, text])), '1.2', name),
  });
  const peer = (id: string, host: string, more = ''): string =>
    `[${id}]\nmodel=symmetric\nhost=${host}\ninclude=p\npermit=p\nqualify=yes\n${more}`;
  const own = (id: string, address: string): string =>
    `[general]\n${id}\n[mappings]\np => reg,0,IAX2,p:\${SECRET}@${address}/\${NUMBER}\n`;

  it('are content with a pair that knows each other', () => {
    const a = server('a', { 'dundi.conf': own('entityid=1:1:1:1:1:1', '10.0.0.1') + peer('2:2:2:2:2:2', '10.0.0.2') });
    const b = server('b', { 'dundi.conf': own('entityid=2:2:2:2:2:2', '10.0.0.2') + peer('1:1:1:1:1:1', '10.0.0.1') });
    expect(checkFolders([a, b])).toEqual([]);
  });

  it('see an identity that is not the one that a peer knows', () => {
    const a = server('a', { 'dundi.conf': own('entityid=1:1:1:1:1:1', '10.0.0.1') + peer('3:3:3:3:3:3', '10.0.0.2') });
    const b = server('b', { 'dundi.conf': own('entityid=2:2:2:2:2:2', '10.0.0.2') + peer('1:1:1:1:1:1', '10.0.0.1') });
    expect(lines(checkFolders([a, b]))).toEqual([
      'a/dundi.conf:5:1: risk: the peer at 10.0.0.2 is known here as 03:03:03:03:03:03, but b has the entityid 02:02:02:02:02:02: neither will accept the other',
      'b/dundi.conf:5:1: risk: b asks a, which has no peer section for 02:02:02:02:02:02 and refuses',
    ]);
  });

  it('see identities that are taken twice, and strangers', () => {
    const a = server('a', { 'dundi.conf': own('entityid=1:1:1:1:1:1', '10.0.0.1') + peer('9:9:9:9:9:9', '10.0.0.9') });
    const b = server('b', { 'dundi.conf': own('entityid=1:1:1:1:1:1', '10.0.0.2') });
    expect(lines(checkFolders([a, b]))).toEqual([
      'b/dundi.conf:2:10: b has the entityid of a, 01:01:01:01:01:01: each server needs its own',
      'a/dundi.conf:5:1: risk: no server here has the entityid 09:09:09:09:09:09 or the address 10.0.0.9: this peer never answers',
    ]);
  });

  it('call nobody a stranger who may be a server that says neither identity nor address', () => {
    const a = server('a', {
      'dundi.conf':
        own('entityid=1:1:1:1:1:1', '10.0.0.1') + peer('2:2:2:2:2:2', '10.0.0.2') + peer('3:3:3:3:3:3', '10.0.0.3'),
    });
    const silent = '[mappings]\np => reg,0,SIP,${NUMBER}\n';
    const [b, c] = [server('b', { 'dundi.conf': silent }), server('c', { 'dundi.conf': silent })];
    expect(lines(checkFolders([a, b, c]))).toContain(
      'a/dundi.conf:5:1: note: no server here has the entityid 02:02:02:02:02:02 or the address 10.0.0.2, as far as the files say; it may be b or c, whose files say neither: set entityid there',
    );
    const said = '[mappings]\np => reg,0,SIP,10.0.0.2/${NUMBER}\n';
    expect(identifyServers([a, server('b', { 'dundi.conf': said })])[1]).toMatchObject({
      address: '10.0.0.2',
      entityId: '02:02:02:02:02:02',
    });
  });

  it('see who would refuse whom', () => {
    const a = server('a', {
      'dundi.conf': own('entityid=1:1:1:1:1:1', '10.0.0.1') + peer('2:2:2:2:2:2', '10.0.0.2', 'include=q\n'),
    });
    const b = server('b', {
      'dundi.conf': own('entityid=2:2:2:2:2:2', '10.0.0.2') + peer('1:1:1:1:1:1', '10.0.0.1', 'deny=p\npermit=q\n'),
    });
    expect(lines(checkFolders([a, b]))).toEqual([
      'a/dundi.conf:5:1: risk: a asks b for "p", which b does not permit it',
      'a/dundi.conf:5:1: risk: a asks b for "q", which b has no mapping for: it refuses (NOAUTH) and forwards nothing',
    ]);
  });

  it('learn the identity that a file leaves to the network card from the peers, and addresses too', () => {
    const hub = server('hub', {
      'dundi.conf': `[mappings]\np =>\n${peer('a:a:a:a:a:a', '10.0.0.1')}${peer('b:b:b:b:b:b', '10.0.0.2')}`,
    });
    const one = server('one', { 'dundi.conf': own('', '10.0.0.1') + peer('c:c:c:c:c:c', '10.0.0.9') });
    const two = server('two', {
      'dundi.conf': own('entityid=b:b:b:b:b:b', '10.0.0.2') + peer('c:c:c:c:c:c', '10.0.0.9'),
    });
    expect(identifyServers([hub, one, two])).toEqual([
      { name: 'hub', address: '10.0.0.9', entityId: '0c:0c:0c:0c:0c:0c' },
      { name: 'one', address: '10.0.0.1', entityId: '0a:0a:0a:0a:0a:0a' },
      { name: 'two', address: '10.0.0.2', entityId: '0b:0b:0b:0b:0b:0b' },
    ]);
    expect(checkFolders([hub, one, two])).toEqual([]);
    expect(checkFolders([hub])).toEqual([]);
    expect(identifyServers([hub], { hub: '1.2.3.4' })[0]!.address).toBe('1.2.3.4');
  });
});

it('files that nobody reads are named, included ones are not', () => {
  const files = {
    'extensions.conf': '[a]\n#include more/x.conf\n',
    'more/x.conf': 'exten => 1,1,Answer\n',
    'more/y.conf': '',
    'musiconhold.conf': '',
    'pjsip.conf': '',
    'notes.txt': '',
  };
  expect(lines(read(files).remarks).filter((line) => line.includes('modelled'))).toEqual([
    'pjsip.conf: risk: pjsip.conf is not read: phones of this profile are in sip.conf (chan_sip), which is not there; chan_pjsip is modelled under profile asterisk-22',
    '.: note: not read, since nothing in it is modelled: more/y.conf, musiconhold.conf',
  ]);
});

describe('what no call can reach', () => {
  const folder = (name: string, files: Record<string, string>): NamedServer => ({ name, read: read(files) });
  const hub = (host: string): NamedServer =>
    folder('hub', {
      'dundi.conf': `[general]\nentityid=00:00:00:00:00:01\n[mappings]\np =>\n[00:00:00:00:00:02]\nmodel=symmetric\nhost=${host}\ninclude=p\npermit=p\n`,
    });
  const leaf = (files: Record<string, string>): NamedServer =>
    folder('leaf', {
      'dundi.conf':
        '[general]\nentityid=00:00:00:00:00:02\n[mappings]\np => reg,0,IAX2,p:${SECRET}@10.0.0.2/${NUMBER}\n[00:00:00:00:00:01]\nmodel=symmetric\nhost=10.0.0.1\ninclude=p\npermit=p\n',
      ...files,
    });

  it('a peer at another address than the one that it publishes', () => {
    expect(lines(checkFolders([hub('10.0.0.9'), leaf({})]))).toContain(
      'dundi.conf:5:1: risk: the peer section for leaf has host = 10.0.0.9, but leaf has the address 10.0.0.2 (mapping in dundi.conf:4): hub asks an address where no server is',
    );
    expect(lines(checkFolders([hub('10.0.0.2'), leaf({})])).join()).not.toContain('where no server is');
  });

  it('numbers that are published for IAX2 without an iax.conf', () => {
    const risk =
      'iax.conf: risk: there is no such file, and dundi.conf:4 publishes numbers for calls over IAX2: each such call is refused';
    expect(lines(leaf({}).read.remarks)).toContain(risk);
    expect(lines(leaf({ 'iax.conf': '[p]\ntype=user\ncontext=a\n' }).read.remarks)).not.toContain(risk);
  });
});

describe('a route in one server to another', () => {
  const hub = (mapping: string): NamedServer => ({
    name: 'hub',
    read: read({
      'dundi.conf': `[general]\nentityid=00:00:00:00:00:01\n[mappings]\npriv => lc,0,IAX2,${mapping},nopartial\n`,
      'extensions.conf': '[lc]\nexten => _1337.,1,NoOp\n',
      'iax.conf': '[general]\nautokill=yes\n',
    }),
  });
  const gateway: NamedServer = {
    name: 'gateway',
    read: read({
      'dundi.conf': '[general]\nentityid=00:00:00:00:00:02\n',
      'extensions.conf': '[out]\nexten => _1337.,1,NoOp\n',
      'iax.conf': '[lake]\ntype=friend\nsecret=teche\ncontext=out\n',
    }),
  };
  const addresses = { hub: '10.0.0.1', gateway: '10.0.0.2' };
  const said = (mapping: string): string[] => lines(checkFolders([hub(mapping), gateway], addresses));

  it('has a user and a secret that the other accepts', () => {
    expect(said('lake:teche@10.0.0.2/${NUMBER}')).toEqual([]);
  });

  it.each([
    [
      'lake:${SECRET}@10.0.0.2/${NUMBER}',
      '${SECRET} is the secret of hub, which answers, and the calls go to gateway, which refuses it (503)',
    ],
    [
      'lak:teche@10.0.0.2/${NUMBER}',
      'calls go to gateway as user "lak", which its iax.conf does not have; did you mean "lake"?',
    ],
    ['lake:other@10.0.0.2/${NUMBER}', 'calls go to gateway as user "lake" with another secret than its iax.conf has'],
  ])('%s is a risk', (mapping, text) => {
    expect(said(mapping)).toEqual([expect.stringContaining(`dundi.conf:4:9: risk: ${text}`)]);
  });
});
