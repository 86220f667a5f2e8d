import { describe, expect, test } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import { bench } from './fake.ts';

describe('where a Goto leads', () => {
  test.each([
    ['asterisk-1.2', '1', 'Goto(4)'],
    ['asterisk-1.2', '1', 'Goto(100|4)'],
    ['asterisk-1.2', '1', 'Goto(phones|100|4)'],
    ['asterisk-1.2', '1', 'Goto(+3)'],
    ['asterisk-1.2', '1', 'Goto(there)'],
    ['asterisk-1.2', '1', 'Goto(BYEXTENSION|there)'],
    ['asterisk-1.2', '1', 'GotoIf(1?4)'],
    ['asterisk-1.2', '1', 'GotoIf(0?2:4)'],
    ['asterisk-1.2', '1', 'GotoIf(?2:4)'],
    ['asterisk-16', '1', 'Goto(100,there)'],
    ['asterisk-16', '1', 'Goto(phones,100,4)'],
    ['asterisk-16', '1', 'Goto(+3)'],
    ['asterisk-16', '1', 'GotoIf($["a" = "a"]?there:2)'],
    ['asterisk-16', '1', 'GotoIfTime(9:00-17:00,mon-fri,*,*?there)'],
    ['asterisk-16', '1', 'GotoIfTime(18:00-8:00,*,*,*?2:there)'],
  ] as const)('%s: %s%s', (profile, priority, application) => {
    const it = bench(
      `
      [phones]
      exten => 100,${priority},${application}
      exten => 100,2,NoOp(next)
      exten => 100,3,Hangup
      exten => 100,4(there),NoOp(there)
    `,
      profile,
    );
    it.call('100');
    it.run();
    expect(it.said()).toEqual(['there']);
  });

  test('an unknown label ends the call, an unknown place is an invalid extension', () => {
    const it = bench(`
      [phones]
      exten => 100,1,Goto(nowhere)
      exten => 101,1,Goto(other|7|1)
      [other]
      exten => i,1,NoOp(invalid \${INVALID_EXTEN})
    `);
    it.call('100');
    it.call('101');
    it.run();
    expect(it.said()).toEqual(['invalid 7']);
    expect(it.happened).toEqual([{ what: 'noPlace', server: 0, context: 'other', exten: '7', isContext: true }]);
    expect(it.services.ended.map(({ channel }) => channel)).toEqual([1, 2]);
  });
});

test('variables, substrings, functions and globals', () => {
  const it = bench(
    String.raw`
    [globals]
    TRUNK => Zap/g1
    [phones]
    exten => 100,1,Set(var1=sip:1002@10.10.10.63:5060)
    same => n,NoOp(${'$'}{var1:4} ${'$'}{var1:-4} ${'$'}{var1:4:4} ${'$'}{var1:0:-5} ${'$'}{nothing}|${'$'}{TRUNK})
    same => n,NoOp(${'$'}{EXTEN} ${'$'}{CONTEXT} ${'$'}{PRIORITY} ${'$'}{CHANNEL} ${'$'}{CALLERID(num)} ${'$'}{UNIQUEID})
    same => n,Set(x=ar1)
    same => n,NoOp(${'$'}{v${'$'}{x}:4:4} ${'$'}{LEN(${'$'}{x})} ${'$'}{IF($[1 > 0]?yes:no)} ${'$'}{ISNULL(${'$'}{nothing})} ${'$'}{EXISTS(${'$'}{x})} ${'$'}{DB(a/b)}.)
    same => n,Set(CALLERID(num)=2000)
    same => n,NoOp(${'$'}{CALLERID(num)} ${'$'}{CUT(var1,@,2)} ${'$'}{FIELDQTY(var1,:)} $5 ${'$'}{x})
    `,
    'asterisk-16',
  );
  it.call('100');
  it.run();
  expect(it.said()).toEqual([
    '1002@10.10.10.63:5060 5060 1002 sip:1002@10.10.10.63 |Zap/g1',
    '100 phones 3 SIP/1001-1 1001 1143000000.1',
    '1002 3 yes 1 1 .',
    '2000 10.10.10.63:5060 3 $5 ar1',
  ]);
});

test('1.2: variables without regard to case, CALLERIDNUM, several at once, and nothing after a lone dollar', () => {
  const it = bench(String.raw`
    [phones]
    exten => 100,1,Set(Var=1|other=2)
    exten => 100,2,NoOp(${'$'}{VAR} ${'$'}{OTHER} ${'$'}{CALLERIDNUM} ${'$'}{Var:0:-1})
    exten => 100,3,NoOp($5 ${'$'}{VAR})
  `);
  it.call('100');
  it.run();
  expect(it.said()).toEqual(['1 2 1001 1', '$5 ${VAR}']);
});

describe('n+101', () => {
  const text = `
    [phones]
    exten => 100,1,Dial(SIP/1|10|j)
    exten => 100,2,NoOp(next)
    exten => 100,102,NoOp(jumped)
  `;
  test.each([
    ['asterisk-1.2', 'BUSY', 'jumped'],
    ['asterisk-1.2', 'CHANUNAVAIL', 'jumped'],
    ['asterisk-1.2', 'NOANSWER', 'next'],
    ['asterisk-16', 'BUSY', 'next'],
  ] as const)('%s, %s: %s', (profile, status, expected) => {
    const it = bench(profile === 'asterisk-16' ? text.replaceAll('|', ',') : text, profile);
    it.services.outcomes.set('SIP/1', { status });
    it.call('100');
    it.run();
    expect(it.said()).toEqual([expected]);
  });

  test('not without the option, but by [general]', () => {
    const without = text.replace('|j', '|t');
    for (const [general, expected] of [
      ['priorityjumping=no', 'next'],
      ['priorityjumping=yes', 'jumped'],
    ] as const) {
      const it = bench(`[general]\n${general.replace('priorityjumping', 'priorityJumping')}\n${without}`);
      it.services.outcomes.set('SIP/1', { status: 'BUSY' });
      it.call('100');
      it.run();
      expect(it.said()).toEqual([expected]);
    }
  });

  test('ChanIsAvail with j and no step n+101 hangs up', () => {
    const it = bench('[phones]\nexten => 100,1,ChanIsAvail(SIP/1|j)\nexten => 100,2,NoOp(next)');
    it.call('100');
    it.run();
    expect(it.said()).toEqual([]);
  });
});

test('ChanIsAvail of 16 tells and does not jump', () => {
  const it = bench(
    `
    [phones]
    exten => 100,1,ChanIsAvail(SIP/1&SIP/2,s)
    same => n,NoOp(\${AVAILCHAN} \${AVAILORIGCHAN} \${AVAILSTATUS} \${AVAILCAUSECODE})
    same => n,ChanIsAvail(SIP/1,s)
    same => n,NoOp(\${AVAILCHAN}.\${AVAILSTATUS})
  `,
    'asterisk-16',
  );
  it.services.devices.set('SIP/2', { state: 1 });
  it.call('100');
  it.run();
  expect(it.said()).toEqual(['SIP/2-0001 SIP/2 5&1 0', '.5']);
});

describe('how a plan ends', () => {
  test.each([
    ['CONGESTION', 'congestion', 34],
    ['CHANUNAVAIL', 'congestion', 34],
    ['BUSY', 'busy', 17],
  ] as const)(
    'auto fallthrough after %s: an error at once, or a tone of 10 s for who was answered',
    (status, tone, cause) => {
      for (const [first, tones] of [
        ['Set(x=1)', 0],
        ['Answer', 10 * SECOND],
      ] as const) {
        const it = bench(
          `[phones]\nexten => 100,1,${first}\nexten => 100,2,Dial(SIP/1,10)\nexten => h,1,NoOp(\${HANGUPCAUSE})`,
          'asterisk-16',
        );
        it.services.outcomes.set('SIP/1', { status, after: SECOND });
        it.call('100');
        it.run();
        expect(it.lines()).toContain(`Auto fallthrough, channel 'SIP/1001-1' status is '${status}'`);
        expect(it.services.calls).toEqual(['dial SIP/1 10 ', tone]);
        expect(it.services.ended[0]!.at).toBe(tones + SECOND + 3000);
        expect(it.said()).toEqual(tones === 0 ? [String(cause)] : ['0']);
      }
    },
  );

  test('the caller hangs up while it rings: h runs, then the channel goes', () => {
    const it = bench(
      '[phones]\nexten => 100,1,Dial(SIP/1|60)\nexten => h,1,NoOp(end ${DIALSTATUS})\nexten => h,2,NoOp(bye)',
    );
    const channel = it.call('100');
    it.run(5 * SECOND);
    it.machine.hangUp(channel);
    it.run();
    expect(it.services.calls).toEqual(['dial SIP/1 60 ', 'stopDial']);
    expect(it.said()).toEqual(['end CANCEL', 'bye']);
    expect(it.services.ended).toHaveLength(1);
    expect(it.machine.get(channel)).toBeUndefined();
  });

  test('h leaks into a switch in 1.2, and is not asked for a channel that is hung up', () => {
    for (const hangsUp of [false, true]) {
      const it = bench('[phones]\nexten => 100,1,Wait(5)\nexten => 100,2,Hangup\nswitch => DUNDi/priv');
      const channel = it.call('100');
      it.lookups.takes = SECOND;
      it.run(2 * SECOND);
      if (hangsUp) it.machine.hangUp(channel);
      it.run();
      expect(it.lookups.done.map(({ number }) => number)).toEqual(['h']);
      expect(it.services.ended[0]!.at).toBe(hangsUp ? 2 * SECOND : 6 * SECOND + 2000);
    }
  });

  test('without autofallthrough it waits for digits, then t', () => {
    const it = bench(
      '[general]\nautofallthrough=no\n[phones]\nexten => s,1,NoOp(menu)\nexten => 1,1,NoOp(one)\nexten => t,1,NoOp(time out)\nexten => t,2,Hangup',
    );
    it.call('s');
    it.run();
    expect(it.said()).toEqual(['menu', 'time out']);
    expect(it.services.ended[0]!.at).toBeGreaterThan(10 * SECOND);
  });

  test('the absolute time-out leads to T', () => {
    const it = bench(
      '[phones]\nexten => 100,1,AbsoluteTimeout(3)\nexten => 100,2,Wait(60)\nexten => T,1,NoOp(too long)',
    );
    it.call('100');
    it.run();
    expect(it.said()).toEqual(['too long']);
  });
});

describe('macros', () => {
  const text = `
    [phones]
    exten => 100,1,Macro(dial|SIP/1|20)
    exten => 100,2,NoOp(back \${ARG1}.\${MACRO_EXTEN})
    exten => 101,1,Macro(leave)
    exten => 101,2,NoOp(not here)
    exten => 200,1,NoOp(left)
    [macro-dial]
    exten => s,1,NoOp(\${ARG1} \${ARG2} \${MACRO_EXTEN} \${MACRO_CONTEXT} \${EXTEN})
    exten => s,2,MacroExit
    exten => s,3,NoOp(never)
    [macro-leave]
    exten => s,1,Goto(phones|200|1)
  `;

  test('arguments in, the place and the old arguments back', () => {
    const it = bench(text);
    it.call('100');
    it.run();
    expect(it.said()).toEqual(['SIP/1 20 100 phones s', 'back .']);
  });

  test('a Goto out of a macro leaves it', () => {
    const it = bench(text);
    it.call('101');
    it.run();
    expect(it.said()).toEqual(['left']);
    expect(it.lines()).toContain("Channel 'SIP/1001-1' jumping out of macro 'leave'");
  });

  test('a call that ends inside ends the plan outside', () => {
    const it = bench('[phones]\nexten => 100,1,Macro(d)\nexten => 100,2,NoOp(no)\n[macro-d]\nexten => s,1,Hangup');
    it.call('100');
    it.run();
    expect(it.lines().slice(-2)).toEqual([
      "Spawn extension (macro-d, s, 1) exited non-zero on 'SIP/1001-1' in macro 'd'",
      "Spawn extension (macro-d, s, 1) exited non-zero on 'SIP/1001-1'",
    ]);
  });

  test('the usual macro-dundi-priv: s goes to the number, the number to the switch', () => {
    const it = bench(
      '[phones]\nexten => 1002,1,Macro(dundi-priv|${EXTEN})\nexten => 1002,2,NoOp(${DIALSTATUS})\n' +
        '[macro-dundi-priv]\nexten => s,1,Goto(${ARG1}|1)\nswitch => DUNDi/priv',
    );
    it.lookups.knows('1002', 'priv@b/1002');
    it.services.outcomes.set('IAX2/priv@b/1002', { status: 'CHANUNAVAIL' });
    it.call('1002');
    it.run();
    // Then priority 2 of the number, which one answer does not have: the macro ends.
    expect(it.lookups.done.map(({ number, purpose }) => `${number} ${purpose}`)).toEqual([
      '1002 find',
      '1002 find',
      '1002 exec',
      '1002 find',
    ]);
    expect(it.said()).toEqual(['CHANUNAVAIL']);
  });
});

describe('Gosub', () => {
  test('16: arguments, a return value, and ARG1 of the caller back', () => {
    const it = bench(
      `
      [phones]
      exten => 100,1,Gosub(sub,s,1(a,b))
      same => n,NoOp(back \${GOSUB_RETVAL} \${ARG1}.)
      [sub]
      exten => s,1,NoOp(\${ARG1} \${ARG2} \${ARGC})
      same => n,Gosub(inner,1(c))
      same => n,NoOp(again \${ARG1} \${ARG2})
      same => n,Return(v)
      exten => inner,1,NoOp(\${ARG1}\${ARG2})
      same => n,Return()
    `,
      'asterisk-16',
    );
    it.call('100');
    it.run();
    expect(it.said()).toEqual(['a b 2', 'c', 'again a b', 'back v .']);
  });

  test('1.2: a return address and nothing else; StackPop forgets it', () => {
    const it = bench(`
      [phones]
      exten => 100,1,Gosub(sub|s|1)
      exten => 100,2,NoOp(back)
      exten => 100,3,Return
      [sub]
      exten => s,1,NoOp(in)
      exten => s,2,Return
    `);
    it.call('100');
    it.run();
    expect(it.said()).toEqual(['in', 'back']);
    expect(it.lines().at(-1)).toContain('exited non-zero');
  });
});

test('16 prints where it executes', () => {
  const it = bench('[phones]\nexten => _1XXX,1,Goto(other,${EXTEN},1)\n[other]\nexten => _X.,1,NoOp', 'asterisk-16');
  it.call('1002');
  it.run();
  expect(it.services.lines).toEqual([
    '    -- Executing [1002@phones:1] Goto("SIP/1001-1", "other,1002,1") in new stack',
    '    -- Goto (other,1002,1)',
    '    -- Executing [1002@other:1] NoOp("SIP/1001-1", "") in new stack',
    "    -- Auto fallthrough, channel 'SIP/1001-1' status is 'UNKNOWN'",
  ]);
});

test('a second answer is a second priority; after the last the number is asked for again', () => {
  const it = bench('[phones]\nswitch => DUNDi/priv\nexten => i,1,NoOp(invalid)');
  it.lookups.knows('1002', 'a', 'b');
  it.services.outcomes.set('IAX2/a', { status: 'CHANUNAVAIL' }).set('IAX2/b', { status: 'CONGESTION' });
  it.call('1002');
  it.run();
  expect(it.services.calls).toEqual(['dial IAX2/a 0 ', 'dial IAX2/b 0 ', 'congestion']);
});

test('a switch that has no endpoint calls nobody, and the story of the call says so', () => {
  for (const switchNeedsEndpoint of [true, false]) {
    const it = bench('[phones]\nswitch => DUNDi/priv', 'asterisk-16', { switchNeedsEndpoint });
    it.lookups.knows('1002', 'a');
    it.call('1002');
    it.run();
    const none = [{ what: 'switchCallsNobody', server: 0, number: '1002' }];
    expect([it.services.calls, it.happened]).toEqual(switchNeedsEndpoint ? [[], none] : [['dial IAX2/a 0 '], []]);
  }
});

test('playing takes its time and answers; an unmodelled application takes a step', () => {
  const it = bench('[phones]\nexten => 100,1,MixMonitor(x.wav)\nexten => 100,2,Playback(hello)\nexten => 100,3,Hangup');
  it.call('100');
  it.run();
  expect(it.services.calls).toEqual(['playback hello']);
  expect(it.services.answered.size).toBe(1);
  expect(it.services.ended[0]!.at).toBe(3 * SECOND + 3000);
});

test('a plan that goes round and waits for nothing is not run without end: its caller hangs up', () => {
  const it = bench('[phones]\nexten => 100,1,NoOp\nexten => 100,2,Goto(1)', 'asterisk-16');
  const channel = it.call('100');
  it.run(60 * SECOND);
  const before = it.sim.eventsRun;
  it.run(600 * SECOND);
  expect(it.sim.eventsRun).toBe(before);
  expect(it.notModelled).toEqual(['more than 10000 steps that wait for nothing at 2']);
  it.machine.hangUp(channel);
  it.run(601 * SECOND);
  expect(it.services.ended).toHaveLength(1);
});

test('a long plan that waits now and then goes on', () => {
  const it = bench(
    '[phones]\nexten => 100,1,Set(N=0)\nexten => 100,2,Set(N=$[${N} + 1])\nexten => 100,3,ExecIf($[${N} % 2000 = 0]?Wait(1))\nexten => 100,4,GotoIf($[${N} < 12000]?2)\nexten => 100,5,NoOp(${N})',
    'asterisk-16',
  );
  it.call('100');
  it.run();
  expect([it.said(), it.notModelled]).toEqual([['12000'], []]);
});

test('a crash forgets all channels', () => {
  const it = bench('[phones]\nexten => 100,1,Wait(10)\nswitch => DUNDi/priv');
  it.call('100');
  it.call('999');
  it.run(1);
  it.finder.restart(it.plan);
  it.machine.restart(it.plan);
  it.run();
  expect(it.services.ended).toEqual([]);
  expect(it.lock.held).toBe(false);
});

describe('functions that take a number apart', () => {
  test.each([
    ['FILTER(0-9,+49 (30) 1002)', '49301002'],
    ['FILTER(\\,0-9,1,002)', '1,002'],
    ['FILTER(\\x30-\\x39*,*78#)', '*78'],
    ['FILTER(8-1,1829)', '189'],
    ['FILTER(0-9,)', ''],
    ['CUT(CHANNEL,-,1)', 'SIP/1001'],
    ['CUT(TRUNK,/,2)', 'g1'],
    ['CUT(CALLERID(num),0,1-)', '1001'],
    ['CUT(EXTEN,0)', ''],
    ['FIELDQTY(TRUNK,/)', '2'],
    ['FIELDQTY(CALLERID(num),0)', '3'],
  ])('%s', (written, expected) => {
    const it = bench(
      `
      [globals]
      TRUNK => DAHDI/g1
      [phones]
      exten => 100,1,NoOp(\${${written}})
    `,
      'asterisk-16',
    );
    it.call('100');
    it.run();
    expect(it.said()).toEqual([expected]);
  });
});

test.each([
  ['asterisk-1.2', "Timeout, but no rule 't' in context 'phones'"],
  ['asterisk-16', "Timeout, but no rule 't' or 'e' in context 'phones'"],
] as const)('%s: a wait for digits that nobody ends is told', (profile, expected) => {
  const it = bench('[general]\nautofallthrough=no\n[phones]\nexten => 100,1,NoOp(x)\nexten => 1001,1,NoOp(y)', profile);
  it.call('100');
  it.run();
  expect(it.services.lines.some((line) => line.endsWith(expected))).toBe(true);
});
