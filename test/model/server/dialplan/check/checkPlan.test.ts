import { describe, expect, test } from 'vitest';
import { checkDialplan } from '../../../../../src/model/server/dialplan/index.ts';
import { rulesOf } from '../../../../../src/model/rules.ts';
import { plan } from '../fake.ts';

function check(
  text: string,
  profile: 'asterisk-1.2' | 'asterisk-16' = 'asterisk-1.2',
  runtime: string[] = [],
): string[] {
  return checkDialplan(plan(text), rulesOf(profile), runtime).map((remark) => `${remark.severity}: ${remark.text}`);
}

test('an unknown application is a risk, said once, with the nearest name of the release', () => {
  expect(check('[a]\nexten => 1,1,Dail(SIP/1)\nexten => 1,2,dail(SIP/2)')).toEqual([
    'risk: there is no application Dail: a call that comes to it ends there; did you mean "Dial"? (2 places)',
  ]);
  expect(check('[a]\nexten => 1,1,SayMony(1)', 'asterisk-16')).toEqual([
    'risk: there is no application SayMony: a call that comes to it ends there; did you mean "SayMoney"?',
  ]);
});

test('applications that are not modelled are named once', () => {
  expect(check('[a]\nexten => 1,1,Transfer(x)\nexten => 1,2,Transfer(y)')).toEqual([
    'note: Transfer is not modelled: it takes the time of a step and does nothing (2 places)',
  ]);
  expect(check('[a]\nexten => 1,1,SetVar(a=b)', 'asterisk-16')).toEqual([
    'risk: SetVar is an application of 1.2 and not of 16: a call that comes to it ends there',
  ]);
});

test('what is known of an application whose work is done elsewhere, unless the scenario says more', () => {
  expect(check('[a]\nexten => 1,1,agi(a.agi)\nexten => 1,2,SayUnixTime()\nexten => 1,3,MixMonitor(x)')).toEqual([
    'note: what AGI does is not known here: it takes 100ms and sets AGISTATUS=SUCCESS, unless the scenario says more (applications: AGI)',
  ]);
});

test('1.2 has the condition of ExecIf before a bar', () => {
  expect(check('[a]\nexten => 1,1,ExecIf($[1 = 1]|NoOp|x)')).toEqual([]);
});

test('what a switch would know is a risk, unless it is modelled', () => {
  expect(check('[a]\nswitch => Realtime/a@extensions')).toEqual([]);
  expect(check('[a]\nswitch => Loopback/a@b')).toEqual([
    'risk: switch => Loopback is not modelled: a number that only the other context knows is not found here',
  ]);
});

describe('places that do not exist', () => {
  test.each([
    ['Goto(nowhere|1|1)', 'risk: Goto goes to [nowhere], which does not exist, and such a call ends'],
    ['Goto(c|7|1)', 'risk: Goto goes to extension 7 of [c], which does not exist'],
    ['Goto(c|2|9)', 'risk: Goto goes to priority 9 of extension 2 in [c], which does not exist'],
    [
      'GotoIf($["x" = "y"]?nowher|s|1:c|2|1)',
      'risk: GotoIf goes to [nowher], which does not exist, and such a call ends',
    ],
    ['Macro(x)', 'risk: Macro needs [macro-x], which does not exist, so it does nothing'],
  ])('%s', (application, expected) => {
    expect(check(`[a]\nexten => 1,1,${application}\n[c]\nexten => 2,1,Hangup`)).toEqual([expected]);
  });

  test('variables, switches, includes and the regcontext are given the benefit of the doubt', () => {
    expect(
      check(
        `
      [a]
      include => c
      include => sipregistration
      exten => _X.,1,Goto(d|\${EXTEN}|1)
      exten => _X.,2,Goto(e|99|1)
      exten => _X.,3,Goto(2|1)
      exten => _X.,4,Goto(\${x}|1)
      [c]
      exten => 2,1,Hangup
      [d]
      exten => _X.,1,Hangup
      [e]
      switch => DUNDi/priv
    `,
        'asterisk-1.2',
        ['sipregistration'],
      ),
    ).toEqual([]);
  });

  test('an include of nothing', () => {
    expect(check('[a]\ninclude => invald\n[invalid]\nexten => i,1,Hangup')).toEqual([
      'risk: [a] includes [invald], which does not exist; did you mean "invalid"?',
    ]);
  });
});

test('what is odd in the paper as printed', () => {
  expect(
    check(String.raw`
    [lookupdundi]
    exten => _X,1,Goto(${'$'}{ARG1},1)
    switch => DUNDi/priv
    [lookupmysql]
    exten => _X.,1,MYSQL(Connect connid 10.10.10.110 asteriskdb password db)
    exten => _X.,2,MYSQL(Query resultid ${'$'}{connid} SELECT\ fullcontact\ from\ sip\ where\ name=${'$'}{EXTEN})
    exten => _X.,3,NoOp
    exten => _X.,4,NoOp
    exten => _X.,5,NoOp
    exten => _X.,6,GotoIf(("${'$'}{var1}" = "")?invalid,i,1:${'$'}{EXTEN},8)
    exten => _X.,8,Goto(sendtovm,${'$'}{EXTEN},1)
  `),
  ).toEqual([
    'note: extension _X. has no priority 7: it goes from 6 to 8 only by a jump',
    'risk: GotoIf goes to [invalid], which does not exist, and such a call ends',
    'risk: Goto goes to [sendtovm], which does not exist, and such a call ends',
    'risk: ${ARG1} and its kin have a value in a macro only, and [lookupdundi] is none',
    'risk: the condition ("${var1}" = "") stands outside $[ ], so it is a text and always true',
  ]);
});

test('SQL, functions and options', () => {
  expect(check('[a]\nexten => 1,1,MYSQL(Query r 1 SELECT a FROM b WHERE c=d)')).toEqual([
    'risk: this SQL takes its time and returns nothing: understood is only SELECT column FROM table WHERE name=value',
  ]);
  expect(check("[a]\nexten => 1,1,MYSQL(Query r 1 select `a` from b where name='x' limit 1)", 'asterisk-16')).toEqual(
    [],
  );
  expect(check('[a]\nexten => 1,1,NoOp(${LENN(x)} ${CURL(a)})\nexten => 1,2,NoOp(${CURL(b)})', 'asterisk-16')).toEqual([
    'risk: there is no function LENN, so it has no value; did you mean "LEN"?',
    'note: the function CURL is not modelled: it is read, and always empty here (2 places)',
  ]);
  expect(check('[a]\nexten => 1,1,NoOp(${len(x)}${CHANNEL(state)})')).toEqual([
    'risk: functions are written in capitals: there is no len, so its value is 0; did you mean "LEN"?',
    'risk: CHANNEL is a function of 16 and 22 and not of 1.2, so its value is 0',
  ]);
  expect(check('[a]\nexten => 1,1,ChanIsAvail(SIP/1|sj)')).toEqual([
    'risk: option j has no priority 102 to jump to, and then ChanIsAvail hangs up',
  ]);
  expect(check('[a]\nexten => 1,1,ChanIsAvail(SIP/1,sj)', 'asterisk-16')).toEqual([
    'risk: option j is gone since 1.6: ChanIsAvail continues at priority 2',
  ]);
  expect(check('[a]\nexten => 1,1,Dial(SIP/1|20)', 'asterisk-16')).toEqual([
    'risk: | parts arguments in 1.2; in 16 it is a character like any other, and , parts them',
  ]);
});

test('App,arguments is said once, where the line is read', () => {
  const about = check('[a]\nexten => 1,1,Wait,1', 'asterisk-16').filter((line) => line.includes('no application'));
  expect(about).toEqual([]);
  expect(check('[a]\nexten => 1,1,Waait(1)', 'asterisk-16')).toEqual([expect.stringContaining('no application Waait')]);
});

test('a bar of an expression, a shell or a text parts nothing', () => {
  for (const step of [
    'GotoIf($[!($["${A}" = "D"] | $["${B}" = "T"] | $["${C}" = "H"])]?2:2)',
    'GotoIf($[$[$[${A}-${B}]>8]|$[$[${A}-${C}]>8]]?2:2)',
    'System(echo x | /usr/bin/text2wave -o /tmp/x)',
    'Set(A=${SHELL(date | wc)})',
    'NoOp(a|b)',
  ]) {
    const bars = check(`[a]\nexten => 1,1,${step}\nexten => 1,2,NoOp`, 'asterisk-16').filter((line) =>
      line.includes('| parts'),
    );
    expect(bars, step).toEqual([]);
  }
});

test('that times are judged for one moment is said once', () => {
  const timed = [1, 2, 3].map((n) => `exten => 1,${n},GotoIfTime(9:00-17:00,mon-fri,*,*?4)`).join('\n');
  expect(
    check(
      `[a]\n${timed}\nexten => 1,4,NoOp\ninclude => b,9:00-17:00,*,*,*\ninclude => b,18:00-19:00,*,*,*\n[b]`,
      'asterisk-16',
    ),
  ).toEqual([
    'note: times of an include are judged for one moment only: it is always Wednesday, 14 June, 10:00 (2 places)',
    'note: GotoIfTime is judged for one moment only: it is always Wednesday, 14 June, 10:00 (3 places)',
  ]);
});

test('a priority twice, and none to begin with', () => {
  expect(check('[a]\nexten => 1,1,NoOp\nexten => 1,1,Hangup\nexten => 2,2,NoOp')).toEqual([
    'risk: extension 1 has a priority 1 already: the first one counts',
    'risk: extension 2 begins at priority 2: without a priority 1 it is not found',
  ]);
});

describe('what is set or read without effect', () => {
  test.each([
    ['Set(JITTERBUFFER(adaptive)=default)', 'note: the function JITTERBUFFER is set, but nothing is kept of it here'],
    [
      'ExecIf($[1 = 1]?Set(CHANNEL(hangup_handler_push)=a,s,1))',
      'note: CHANNEL(hangup_handler_push) is not modelled: what is set there is never run',
    ],
    ['Set(NOSUCH(x)=1)', 'risk: there is no function NOSUCH, so nothing is set'],
    [
      'NoOp(${IFTIME(9:00-17:00,*,*,*?a:b)})',
      'note: IFTIME is judged for one moment only: it is always Wednesday, 14 June, 10:00',
    ],
  ])('%s', (application, expected) => {
    expect(check(`[a]\nexten => 1,1,${application}`, 'asterisk-16')).toEqual([expected]);
  });

  test('but not where it has an effect', () => {
    expect(
      check(
        `[a]
        exten => 1,1,Set(CALLERID(num)=1)
        exten => 1,2,Set(GLOBAL(x)=\${FILTER(0-9,\${EXTEN})})
        exten => 1,3,Set(DB(cf/1001)=\${DB_EXISTS(cf/1002)})
        exten => 1,4,Set(GROUP()=OUT_\${CDR(src)})
        exten => 1,5,Set(CHANNEL(language)=de)`,
        'asterisk-16',
      ),
    ).toEqual([]);
  });
});

describe('options of Dial', () => {
  test.each([
    ['Ttrb(sub^s^1)', ['note: option b of Dial is not modelled']],
    ['${TRUNK_OPTIONS}', []],
    ['tU(say^${ARG1}(x))M(b)', ['note: option U of Dial is not modelled', 'note: option M of Dial is not modelled']],
    ['${OPTIONS}', ['note: option L of Dial is not modelled']],
  ])('%s', (options, expected) => {
    expect(
      check(`[globals]\nOPTIONS => tL(60000)\n[macro-a]\nexten => s,1,Dial(SIP/1,20,${options})`, 'asterisk-16'),
    ).toEqual(expected);
  });
});

test('what holds for several Dials is said once, with their number', () => {
  const line = (n: number): string => `exten => _1XXX,${n},Dial(Agent/1,20,G)`;
  expect(check(`[a]\n${line(1)}\n${line(2)}\n${line(3)}`, 'asterisk-16')).toEqual([
    'note: Agent is not modelled: Dial finds no channel of it (3 places)',
    'note: option G of Dial is not modelled (3 places)',
  ]);
});

test('technologies of which no channel can be made are named, behind a global as well', () => {
  expect(
    check(
      '[globals]\nOUT => PJSIP/trunk\n[a]\nexten => 1,1,Dial(SIP/1&Agent/2&DAHDI/g1/3)\nexten => 1,2,Dial(${OUT}/5)',
      'asterisk-16',
    ),
  ).toEqual([
    'note: Agent is not modelled: Dial finds no channel of it',
    'note: PJSIP is not modelled: Dial finds no channel of it',
  ]);
});
