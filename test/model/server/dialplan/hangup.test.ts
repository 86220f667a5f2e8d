import { expect, test } from 'vitest';
import fc from 'fast-check';
import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import { bench } from './fake.ts';

/** One of everything that can be waited for: the lock, a lookup, a function, a statement, a dial, silence, a macro. */
const PLAN = `
  [phones]
  exten => 1,1,Dial(SIP/1|5)
  exten => 1,2,Macro(m|3)
  exten => 1,3,Wait(2)
  exten => 2,1,MYSQL(Connect c 10.0.0.1 user password db)
  exten => 2,2,MYSQL(Query r \${c} SELECT fullcontact FROM sip WHERE name=2)
  exten => 2,3,MYSQL(Fetch f \${r} v)
  exten => 2,4,MYSQL(Disconnect \${c})
  exten => 2,5,Playback(\${DUNDILOOKUP(2|priv)})
  exten => 3,1,Goto(switched|1002|1)
  exten => 4,1,Busy
  exten => h,1,NoOp(\${DIALSTATUS})
  [switched]
  switch => DUNDi/priv
  exten => i,1,VoiceMail(u3)
  [macro-m]
  exten => s,1,Wait(\${ARG1})
  exten => s,2,Gosub(sub|1)
  exten => sub,1,Return
`;

const call = fc.record({
  exten: fc.constantFrom('1', '2', '3', '4', '9'),
  at: fc.integer({ min: 0, max: 3000 }),
  hangsUpAfter: fc.option(fc.integer({ min: 0, max: 9000 })),
});
const setting = fc.record({
  calls: fc.array(call, { minLength: 1, maxLength: 8 }),
  profile: fc.constantFrom('whitepaper', 'asterisk-1.2', 'asterisk-16'),
  lookupTakes: fc.constantFrom(0, 10, 2000),
  known: fc.boolean(),
});

test('whoever hangs up whenever, each channel ends once and nothing stays locked', () => {
  fc.assert(
    fc.property(setting, ({ calls, profile, lookupTakes, known }) => {
      const text = profile === 'asterisk-16' ? PLAN.replaceAll('|', ',') : PLAN;
      const it = bench(text, profile);
      it.lookups.takes = lookupTakes * MILLISECOND;
      if (known) it.lookups.knows('1002', 'a', 'b');
      const hangsUp = it.sim.on('test.hangsUp', (channel) => it.machine.hangUp(channel as never));
      for (const { exten, at, hangsUpAfter } of calls) {
        const channel = it.call(exten, 'phones', at * MILLISECOND);
        // Busy waits for ever.
        const after = hangsUpAfter ?? (exten === '4' ? 9000 : undefined);
        if (after !== undefined) it.sim.at((at + after) * MILLISECOND, hangsUp, channel, 0);
      }
      it.run(600 * SECOND);
      expect(it.services.ended.map(({ channel }) => channel).sort()).toEqual(calls.map((_, index) => index + 1));
      expect([...it.machine.all()]).toEqual([]);
      expect(it.lock.held).toBe(false);
      expect(it.sim.pending).toBe(0);
    }),
    { numRuns: 400 },
  );
});

test('a caller who hangs up while his channel waits for the lock: the application still runs, then h', () => {
  const it = bench(
    '[phones]\nexten => 1,1,NoOp(ran)\nexten => 1,2,NoOp(no)\nexten => h,1,NoOp(h)\n[switched]\nswitch => DUNDi/priv',
  );
  it.lookups.takes = 2 * SECOND;
  it.call('1002', 'switched');
  const waiting = it.call('1', 'phones', SECOND);
  it.run(1.5 * SECOND);
  it.machine.hangUp(waiting);
  it.run();
  expect(it.said()).toEqual(['ran', 'h']);
});
