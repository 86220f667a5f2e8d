import { expect, it } from 'vitest';
import { Secrets, type FolderFile } from '../../src/asterisk/index.ts';
import { withoutPassword, withoutPasswords } from '../../src/text/passwords.ts';

function covered(files: Record<string, string>): Record<string, string> {
  const read = Object.entries(files).map(([path, text]): FolderFile => ({ path, text }));
  return Object.fromEntries(new Secrets().cover(read).map(({ path, text }) => [path, text]));
}

it.each([
  ['secret=hunter2 ; mine', 'secret=secret-1 ;'],
  ['  MD5Secret => 0a1b2c', '  MD5Secret => secret-1'],
  ['dbpass = "a b"', 'dbpass = secret-1'],
  ['dbsecret=dundi/secret', 'dbsecret=dundi/secret'],
  ['dbsecret=hunter2', 'dbsecret=secret-1'],
  ['secret=${PW}', 'secret=${PW}'],
  ['secret=password', 'secret=password'],
  ['DBPASSWORD=hunter2', 'DBPASSWORD=secret-1'],
  ['secretpath=/var', 'secretpath=/var'],
  ['register => 1001:hunter2@10.0.0.1/1001', 'register => 1001:secret-1@10.0.0.1/1001'],
  ['auth=1001:hunter2@realm', 'auth=1001:secret-1@realm'],
  [
    'exten => 1,1,MYSQL(Connect connid 10.0.0.1 root hunter2 db)',
    'exten => 1,1,MYSQL(Connect connid 10.0.0.1 root secret-1 db)',
  ],
  ['exten => 1,1,MYSQL,Connect c h u hunter2 db', 'exten => 1,1,MYSQL,Connect c h u secret-1 db'],
  ['exten => 1,1,Dial(IAX2/me:hunter2@hub/${EXTEN})', 'exten => 1,1,Dial(IAX2/me:secret-1@hub/${EXTEN})'],
  ['priv => reg,0,IAX2,me:hunter2@10.0.0.1/${NUMBER}', 'priv => reg,0,IAX2,me:secret-1@10.0.0.1/${NUMBER}'],
  ['priv => reg,0,IAX2,me:${SECRET}@10.0.0.1/${NUMBER}', 'priv => reg,0,IAX2,me:${SECRET}@10.0.0.1/${NUMBER}'],
  ['exten => 1,1,AGI(agi://me:hunter2@host/x)', 'exten => 1,1,AGI(agi://me:secret-1@host/x)'],
  ['exten => 1,1,Dial(SIP/1001@10.0.0.1:5060)', 'exten => 1,1,Dial(SIP/1001@10.0.0.1:5060)'],
  ['exten => 1,1,Set(DBPASS=hunter2)', 'exten => 1,1,Set(DBPASS=secret-1)'],
  ['exten => 1,1,Set(GLOBAL(MYPW)=hunter2)', 'exten => 1,1,Set(GLOBAL(MYPW)=secret-1)'],
  ['setvar=PW=hunter2', 'setvar=PW=secret-1'],
  ['exten => 1,1,GotoIf($["${PW}" = "a"]?2)', 'exten => 1,1,GotoIf($["${PW}" = "a"]?2)'],
  ['exten => 1,1,Authenticate(4711,a)', 'exten => 1,1,Authenticate(secret-1,a)'],
  ['register => me@realm:hunter2:auth@10.0.0.1/1', 'register => me@realm:secret-1:auth@10.0.0.1/1'],
  ['auth=me#0a1b2c@realm', 'auth=me#secret-1@realm'],
  ['md5_cred = 0a1b2c', 'md5_cred = secret-1'],
  ['requirecalltoken = auto', 'requirecalltoken = auto'],
  ['dsn = Driver=MySQL;Pwd=hunter2', 'dsn = Driver=MySQL;'],
  [';secret=hunter2', ';'],
  ['a=b ; the secret was "hunter2"', 'a=b ;'],
  ['exten => 1,1,NoOp(a\\;b) ; c', 'exten => 1,1,NoOp(a\\;b) ;'],
  [';-- hunter2 --; a=b ;-- x', ';--         --; a=b ;--'],
])('%s', (line, expected) => {
  expect(covered({ 'x.conf': `[a]\n${line}\n` })['x.conf']).toBe(`[a]\n${expected}\n`);
});

it('gives one secret one name wherever it is', () => {
  expect(covered({ 'a/sip.conf': 'secret=one\nsecret=two', 'b/iax.conf': 'secret=two\nsecret=one' })).toEqual({
    'a/sip.conf': 'secret=secret-1\nsecret=secret-2',
    'b/iax.conf': 'secret=secret-2\nsecret=secret-1',
  });
});

it('is the same when it is done twice', () => {
  const once = covered({ 'sip.conf': 'secret=b\nsecret=a' });
  expect(covered(once)).toEqual(once);
});

it('keeps of private keys and of files that nothing includes their names alone', () => {
  const files = {
    'a.conf': '#include "more/*.txt"\n',
    'more/phones.txt': 'k=v',
    'astdb.dump': '/x: y',
    'keys/dundi.key': '-----BEGIN RSA PRIVATE KEY-----',
    'key.conf': '-----BEGIN RSA PRIVATE KEY-----',
    'voicemail.conf': '[default]\n1001 => 4711,Me\nformat=wav',
  };
  expect(covered(files)).toEqual({
    ...files,
    'astdb.dump': '',
    'keys/dundi.key': '',
    'key.conf': '',
    'voicemail.conf': '[default]\n1001 => secret-1,Me\nformat=wav',
  });
});

it.each([
  ['servers.regpbx1.secret=hunter2', 'servers.regpbx1.secret=secret-1'],
  ['phones: { a: { secret: "hunter2", count: 1 } }', 'phones: { a: { secret: "secret-1", count: 1 } }'],
  ['# dbpass: hunter2', '# dbpass: secret-1'],
  ['registers: wrongSecret', 'registers: wrongSecret'],
  ['title: see http://me:hunter2@host/', 'title: see http://me:secret-1@host/'],
])('in a scenario: %s', (text, expected) => expect(new Secrets().coverScenario(text)).toBe(expected));

it('covers long texts in linear time', () => {
  for (const piece of ['-', 'a', 'sip/a:', 'a://b:', 'connect ', 'secret', ';--', '(', 'pw=']) {
    const text = piece.repeat(30_000);
    new Secrets().coverScenario(text);
    covered({ 'x.conf': text });
    withoutPasswords(text);
  }
});

it('leaves addresses without their password', () => {
  expect(withoutPassword('redis://:p@ss@10.0.0.5:6379')).toBe('redis://:***@10.0.0.5:6379');
  expect(withoutPassword('redis://10.0.0.5:6379')).toBe('redis://10.0.0.5:6379');
  expect(withoutPasswords('to redis://:p@ss@10.0.0.5:6379 or http://a:b@c/d')).toBe(
    'to redis://:***@10.0.0.5:6379 or http://a:***@c/d',
  );
});
