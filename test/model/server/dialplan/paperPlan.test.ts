import { expect, test } from 'vitest';
import { bench } from './fake.ts';

/** The paper's contexts with its gaps filled: [phones], [incoming], [invalid] and the $[ ] of GotoIf are not in it. */
const PAPER = String.raw`
[phones]
exten => _XXXX,1,Goto(lookuplocal|${'$'}{EXTEN}|1)
[lookuplocal]
exten => _XXXX,1,ChanIsAvail(SIP/${'$'}{EXTEN}&IAX2/${'$'}{EXTEN}|sj)
exten => _XXXX,2,Goto(incoming|${'$'}{EXTEN}|2)
exten => _XXXX,3,Hangup
exten => _XXXX,102,Goto(lookupdundi|${'$'}{EXTEN}|1)
exten => _XXXX,103,Hangup
[incoming]
exten => _XXXX,1,NoOp
exten => _XXXX,2,Answer
exten => _XXXX,3,Dial(Sip/${'$'}{EXTEN},20,tr)
exten => _XXXX,4,Hangup
[lookupdundi]
exten => _X,1,Goto(${'$'}{ARG1},1)
switch => DUNDi/priv
exten => i,1,Goto(lookupmysql,${'$'}{INVALID_EXTEN},1)
[lookupmysql]
include => invalid
exten => _X.,1,MYSQL(Connect connid 10.10.10.110 asteriskdb password db)
exten => _X.,2,MYSQL(Query resultid ${'$'}{connid} SELECT\ fullcontact\ from\ sip\ where\ name=${'$'}{EXTEN})
exten => _X.,3,MYSQL(Fetch fetchid ${'$'}{resultid} var1)
exten => _X.,4,MYSQL(Clear ${'$'}{resultid})
exten => _X.,5,MYSQL(Disconnect ${'$'}{connid})
exten => _X.,6,GotoIf($["${'$'}{var1}" = ""]?invalid,i,1:${'$'}{EXTEN},8)
exten => _X.,8,Set(direct=${'$'}{var1:4})
exten => _X.,9,Dial(SIP/${'$'}{direct},15,r)
exten => _X.,10,Goto(sendtovm,${'$'}{EXTEN},1)
exten => _X.,11,Hangup
[invalid]
exten => i,1,Hangup
[sendtovm]
exten => _X.,1,VoiceMail(u${'$'}{EXTEN})
`;

const answered = { status: 'ANSWER', answered: true, talkSeconds: 60 } as const;

test('example 1: the phone is registered here', () => {
  const it = bench(PAPER);
  it.services.devices.set('SIP/1006', { state: 1 });
  it.services.outcomes.set('Sip/1006', answered);
  it.call('1006');
  it.run();
  expect(it.services.lines).toEqual([
    '    -- Executing Goto("SIP/1001-1", "lookuplocal|1006|1") in new stack',
    '    -- Goto (lookuplocal,1006,1)',
    '    -- Executing ChanIsAvail("SIP/1001-1", "SIP/1006&IAX2/1006|sj") in new stack',
    '    -- Executing Goto("SIP/1001-1", "incoming|1006|2") in new stack',
    '    -- Goto (incoming,1006,2)',
    '    -- Executing Answer("SIP/1001-1", "") in new stack',
    '    -- Executing Dial("SIP/1001-1", "Sip/1006|20|tr") in new stack',
    "  == Spawn extension (incoming, 1006, 3) exited non-zero on 'SIP/1001-1'",
  ]);
  expect(it.services.calls).toEqual(['dial Sip/1006 20 tr']);
  expect(it.services.ended).toHaveLength(1);
  expect(it.lookups.done).toEqual([]);
});

test('example 2: the phone is found through DUNDi and dialled without a time limit', () => {
  const it = bench(PAPER);
  it.lookups.knows('1002', 'priv:secret@10.10.10.122/1002');
  it.services.outcomes.set('IAX2/priv:secret@10.10.10.122/1002', answered);
  it.call('1002');
  it.run();
  expect(it.lines()).toEqual([
    'Executing Goto("SIP/1001-1", "lookuplocal|1002|1")',
    'Goto (lookuplocal,1002,1)',
    'Executing ChanIsAvail("SIP/1001-1", "SIP/1002&IAX2/1002|sj")',
    'Executing Goto("SIP/1001-1", "lookupdundi|1002|1")',
    'Goto (lookupdundi,1002,1)',
    "Spawn extension (lookupdundi, 1002, 1) exited non-zero on 'SIP/1001-1'",
  ]);
  expect(it.services.calls).toEqual(['dial IAX2/priv:secret@10.10.10.122/1002 0 ']);
  // Exists test, spawn, exec, and `h`, which leaks into the switch at the end (facts A8).
  expect(it.lookups.done.map(({ number, purpose }) => `${number} ${purpose}`)).toEqual([
    '1002 find',
    '1002 find',
    '1002 exec',
    'h find',
  ]);
});

test('example 3: DUNDi knows nobody, the database knows the contact', () => {
  const it = bench(PAPER);
  it.services.rows.set('1002', 'sip:1002@10.10.10.63:5060');
  it.services.outcomes.set('SIP/1002@10.10.10.63:5060', answered);
  it.call('1002');
  it.run();
  expect(it.lines().slice(3)).toEqual([
    'Executing Goto("SIP/1001-1", "lookupdundi|1002|1")',
    'Goto (lookupdundi,1002,1)',
    "Sent into invalid extension '1002' in context 'lookupdundi' on SIP/1001-1",
    'Executing Goto("SIP/1001-1", "lookupmysql|1002|1")',
    'Goto (lookupmysql,1002,1)',
    'Executing MYSQL("SIP/1001-1", "Connect connid 10.10.10.110 asteriskdb password db")',
    'Executing MYSQL("SIP/1001-1", "Query resultid 1 SELECT fullcontact from sip where name=1002")',
    'Executing MYSQL("SIP/1001-1", "Fetch fetchid 2 var1")',
    'WARNING: app_addon_sql_mysql.c:318 aMYSQL_fetch: ast_MYSQL_fetch: numFields=1',
    'Executing MYSQL("SIP/1001-1", "Clear 2")',
    'Executing MYSQL("SIP/1001-1", "Disconnect 1")',
    'Executing GotoIf("SIP/1001-1", "0?invalid|i|1:1002|8")',
    'Goto (lookupmysql,1002,8)',
    'Executing Set("SIP/1001-1", "direct=1002@10.10.10.63:5060")',
    'Executing Dial("SIP/1001-1", "SIP/1002@10.10.10.63:5060|15|r")',
    "Spawn extension (lookupmysql, 1002, 9) exited non-zero on 'SIP/1001-1'",
  ]);
  expect(it.lookups.done.map(({ number }) => number)).toEqual(['1002', '1002']);
  expect(it.services.calls).toEqual([
    'connect',
    'select fullcontact sip 1002',
    'disconnect',
    'dial SIP/1002@10.10.10.63:5060 15 r',
  ]);
});

test('nobody answers the direct dial: voicemail', () => {
  const it = bench(PAPER);
  it.services.rows.set('1002', 'sip:1002@10.10.10.63:5060');
  it.call('1002');
  it.run();
  expect(it.services.calls.at(-1)).toBe('voicemail 1002');
});

test('a number that nobody has ends in [invalid]', () => {
  const it = bench(PAPER);
  it.call('1999');
  it.run();
  expect(it.lines().slice(-3)).toEqual([
    'Goto (invalid,i,1)',
    'Executing Hangup("SIP/1001-1", "")',
    "Spawn extension (invalid, i, 1) exited non-zero on 'SIP/1001-1'",
  ]);
  expect(it.services.ended[0]!.cause).toBe(16);
});
