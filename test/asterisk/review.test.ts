import { describe, expect, it } from 'vitest';
import { checkFolders, identifyServers, type NamedServer } from '../../src/asterisk/index.ts';
import { lines, read, type Dialect } from './help.ts';

/** What is said of a dialplan, without the file name. */
function review(text: string, dialect: Dialect = '1.2', more: Record<string, string> = {}): string[] {
  const server = read({ 'extensions.conf': text, ...more }, dialect);
  return lines(server.remarks).filter((line) => line.startsWith('extensions.conf:')).map((line) => line.slice('extensions.conf:'.length));
}

describe('the dialplan', () => {
  it('names contexts that are nowhere, by place', () => {
    expect(review('[a]\nexten => 1,1,Goto(incomming,${EXTEN},2)\nexten => 1,2,GotoIf($[${x}]?nowhere|s|1:1)\nexten => 1,3,Macro(m,1)\nexten => 1,4,Goto(${x},s,1)\ninclude => office\n[incoming]\n')).toEqual([
      '2:19: risk: [incomming] is named here and defined nowhere; did you mean "incoming"?',
      '3:29: risk: [nowhere] is named here and defined nowhere',
      '4:14: risk: [macro-m] is named here and defined nowhere',
      '6:12: risk: [office] is included here and defined nowhere',
    ]);
  });

  it('counts regcontext as defined', () => {
    expect(review('[a]\ninclude => reg\n', '1.2', { 'sip.conf': '[general]\ncontext=a\nregcontext=reg' })).toEqual([]);
  });

  it('names extensions, priorities and labels that are nowhere', () => {
    expect(review('[a]\nexten => 1,1,Goto(b|9|1)\nexten => 1,2,Goto(7)\nexten => 1,3,Goto(restrat)\nexten => 1,4(restart),Goto(b|25|1)\nexten => 1,5,Goto(b|30|1)\n[b]\nexten => _2X,1,Answer\ninclude => c\n[c]\nexten => 30,1,Answer')).toEqual([
      '2:21: risk: [b] has no extension "9"',
      '3:19: risk: "1" in [a] has no priority or label "7"',
      '4:19: risk: "1" in [a] has no priority or label "restrat"; did you mean "restart"?',
    ]);
  });

  it('wants $[ ] around conditions', () => {
    expect(review('[a]\nexten => 1,1,GotoIf("${x}" = ""?1:2)\nexten => 1,2,GotoIf($["${x}" = ""]?1:2)\nexten => 1,3,GotoIf(${x}?1:2)\nexten => 1,4,GotoIf(${F(${x}|y)}?1)\nexten => 1,5,GotoIf(1?1)\nexten => 1,6,GotoIf($[1])')).toEqual([
      '2:21: risk: the condition ""${x}" = """ of GotoIf has no $[ ] around it: it is not computed, and a text that is not empty is always true',
      '7:21: risk: GotoIf has no "?": expected condition?destination:destination',
    ]);
  });

  it('sees gaps between priorities, but not jumps to n+101', () => {
    const text = '[a]\nexten => 1,1,ChanIsAvail(SIP/1|j)\nexten => 1,2,Hangup\nexten => 1,102,Hangup\nexten => 1,103,Hangup\nexten => 2,1,Answer\nexten => 2,3,Hangup\nexten => 3,2,Hangup\n';
    expect(review(text)).toEqual([
      '7:14: risk: priority 1 of "2" in [a] is followed by 3: a call that goes on from 1 finds nothing at 2; only a jump comes here',
      '8:14: risk: "3" in [a] begins with priority 2: a call is looked for at priority 1 and does not find it',
    ]);
    expect(review(text, '16')).toContain('4:16: risk: priority 102 of "1" in [a] waits for a jump to n+101 from 1: these are gone since 1.6; test a variable (AVAILCHAN, DIALSTATUS)');
  });

  it('sees ${ARG1} where nothing sets it', () => {
    expect(review('[a]\nexten => 1,1,NoOp(${ARG1})\n[macro-m]\nexten => s,1,NoOp(${ARG1})\n[sub]\nexten => s,1,NoOp(${ARG2:1})\n[b]\nexten => 1,1,Gosub(sub,s,1(x))\n', '16')).toEqual([
      '2:19: risk: ${ARG1} is set only inside a macro or a subroutine, and [a] is called as neither: it is empty here',
    ]);
  });

  it('sees patterns of one digit, above all beside a switch', () => {
    expect(review('[a]\nexten => _X,1,Answer\n')).toEqual(['2:15: note: "_X" matches one digit only']);
    expect(review('[a]\nexten => _X,1,Answer\nswitch => DUNDi/p\n')).toContain('2:15: risk: "_X" matches one digit only: a longer number passes it by and goes to the switch of [a]');
  });

  it.each([
    ['SELECT\\ fullcontact\\ from\\ sip\\ where\\ name=${EXTEN}', true],
    ['SELECT fullcontact FROM sip WHERE name=\'${EXTEN}\'', true],
    ['select `a` from db.t where `name` = "x";', true],
    ['SELECT a, b FROM t WHERE name=x', false],
    ['UPDATE t SET a=1 WHERE name=x', false],
    ['SELECT a FROM t WHERE id=1', false],
    ['SELECT\\ fullcontact\\ from\\ sip\\', false],
  ])('SQL %s is understood: %s', (sql, understood) => {
    for (const dialect of ['1.2', '16'] as const) {
      const found = review(`[a]\nexten => 1,1,MYSQL(Query r \${c} ${sql})\n`, dialect).filter((line) => line.includes('this SQL is not modelled'));
      expect(found).toHaveLength(understood ? 0 : 1);
    }
  });

  it('sees a connection that stays open', () => {
    expect(review('[a]\nexten => 1,1,MYSQL(Connect c h u p d)\n')).toEqual(['2:14: risk: [a] connects to the database and never disconnects: each call leaves a connection open until Asterisk restarts']);
  });

  it('knows the applications', () => {
    expect(review('[a]\nexten => 1,1,Dail(SIP/1)\nexten => 1,2,Queue(x)\nexten => 1,3,MSet(x=1)\n')).toEqual([
      '2:14: unknown application "Dail"; did you mean "Dial"?',
      '3:14: note: application Queue is not modelled: it takes the time of a step and does nothing',
      '4:14: risk: Asterisk 1.2 has no application MSet; it is one of 16',
    ]);
  });

  it('knows the marks of the other dialect', () => {
    expect(review('[a]\nexten => 1,1,Dial(SIP/1|20)\nexten => 1,2,Set(x=$[${a}|${b}])\nexten => 1,3,System(a | b)\nexten => 1,4,ChanIsAvail(SIP/1,sj)\n', '16').filter((line) => !line.includes('System'))).toEqual([
      '2:24: risk: "|" separates no arguments since 1.6: "Dial(SIP/1|20)" has one argument; write a comma',
      '5:32: risk: option j of ChanIsAvail is gone since 1.6: nothing jumps to n+101',
    ]);
  });

  it('sees brackets that do not match, and contexts that include themselves', () => {
    expect(review('[a]\nexten => 1,1,NoOp(a) (b)\ninclude => b\n[b]\ninclude => a\n')).toEqual([
      '1:1: risk: [a] includes itself: a → b → a',
      '2:19: risk: the brackets ( ) in the arguments of NoOp do not match: "a) (b"',
      '4:1: risk: [b] includes itself: b → a → b',
    ]);
  });
});

describe('the files of one server', () => {
  const risks = (files: Record<string, string>): string[] => lines(read(files).remarks, 'risk');

  it('a permit without a mapping refuses', () => {
    const dundi = '[general]\n[1:2:3:4:5:6]\nmodel=symmetric\nhost=1.2.3.4\npermit=priv\n';
    expect(risks({ 'dundi.conf': dundi })).toEqual(['dundi.conf:2:1: risk: peers may ask for "priv", but no mapping has this name: the server refuses them (NOAUTH, "Unsupported DUNDi Context") and forwards nothing; a placeholder "priv =>" in [mappings] would do']);
    expect(risks({ 'dundi.conf': `${dundi}[mappings]\npriv =>` })).toEqual([]);
  });

  it('a mapping wants its context and its user', () => {
    expect(risks({ 'dundi.conf': '[mappings]\np => reg,0,IAX2,priv:${SECRET}@1.2.3.4/${NUMBER}', 'iax.conf': '[prvi]\ntype=user\ncontext=in', 'extensions.conf': '[in]', 'sip.conf': '[general]\ncontext=in' })).toEqual([
      'dundi.conf:2:6: risk: p answers for [reg], which is defined nowhere; sip.conf sets no regcontext',
      'dundi.conf:2:6: risk: others will call in as user "priv", which iax.conf does not have; did you mean "prvi"?',
    ]);
  });

  it('a switch wants a peer to ask', () => {
    const peer = '[1:2:3:4:5:6]\nmodel=outbound\nhost=1.2.3.4\n';
    const extensions = '[a]\nswitch => DUNDi/priv\n';
    expect(risks({ 'dundi.conf': `${peer}include=prvi`, 'extensions.conf': extensions })).toEqual(['extensions.conf:2:11: risk: switch => DUNDi/priv asks nobody: no peer in dundi.conf has include = priv; did you mean "prvi"?']);
    expect(risks({ 'dundi.conf': `${peer}include=all`, 'extensions.conf': extensions })).toEqual([]);
  });

  it('calls want a context to begin in', () => {
    expect(risks({ 'sip.conf': '[general]\ncontext=phoens\n[1]\ntype=friend\nhost=dynamic\ncontext=x', 'iax.conf': '[u]\ntype=user\ncontext=y', 'extensions.conf': '[phones]' })).toEqual([
      'sip.conf:2:9: risk: calls from phones begin in [phoens], which extensions.conf does not have; did you mean "phones"?',
      'sip.conf:6:9: risk: calls from "1" begin in [x], which extensions.conf does not have',
      'iax.conf:3:9: risk: calls of user "u" arrive in [y], which extensions.conf does not have',
    ]);
  });

  it('says which files are missing, and refuses a folder of none', () => {
    expect(lines(read({ 's/sip.conf': '[general]\ncontext=a', 's/extensions.conf': '[a]', 's/pjsip.conf': '' }).remarks, 'note')).toEqual([
      's/pjsip.conf: note: pjsip.conf is not modelled: phones are those of sip.conf (chan_sip) and of the database',
      's/dundi.conf: note: there is no such file: the server neither asks nor answers DUNDi',
      's/iax.conf: note: there is no such file: no server can call in',
    ]);
    expect(lines(read({ 'a/dundi.cnf': '' }).remarks)).toEqual(['a/dundi.cnf: no configuration of a server here: expected at least one of dundi.conf, sip.conf, iax.conf, extensions.conf, extconfig.conf; did you mean "dundi.conf"?']);
    expect(lines(read({}).remarks)).toHaveLength(1);
  });
});

describe('servers side by side', () => {
  const server = (name: string, files: Record<string, string>): NamedServer => ({ name, read: read(Object.fromEntries(Object.entries(files).map(([file, text]) => [`${name}/${file}`, text])), '1.2', name) });
  const peer = (id: string, host: string, more = ''): string => `[${id}]\nmodel=symmetric\nhost=${host}\ninclude=p\npermit=p\n${more}`;
  const own = (id: string, address: string): string => `[general]\n${id}\n[mappings]\np => reg,0,IAX2,p:\${SECRET}@${address}/\${NUMBER}\n`;

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

  it('see who would refuse whom', () => {
    const a = server('a', { 'dundi.conf': own('entityid=1:1:1:1:1:1', '10.0.0.1') + peer('2:2:2:2:2:2', '10.0.0.2', 'include=q\n') });
    const b = server('b', { 'dundi.conf': own('entityid=2:2:2:2:2:2', '10.0.0.2') + peer('1:1:1:1:1:1', '10.0.0.1', 'deny=p\npermit=q\n') });
    expect(lines(checkFolders([a, b]))).toEqual([
      'a/dundi.conf:5:1: risk: a asks b for "p", which b does not permit it',
      'a/dundi.conf:5:1: risk: a asks b for "q", which b has no mapping for: it refuses (NOAUTH) and forwards nothing',
    ]);
  });

  it('learn the identity that a file leaves to the network card from the peers, and addresses too', () => {
    const hub = server('hub', { 'dundi.conf': `[mappings]\np =>\n${peer('a:a:a:a:a:a', '10.0.0.1')}${peer('b:b:b:b:b:b', '10.0.0.2')}` });
    const one = server('one', { 'dundi.conf': own('', '10.0.0.1') + peer('c:c:c:c:c:c', '10.0.0.9') });
    const two = server('two', { 'dundi.conf': own('entityid=b:b:b:b:b:b', '10.0.0.2') + peer('c:c:c:c:c:c', '10.0.0.9') });
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
