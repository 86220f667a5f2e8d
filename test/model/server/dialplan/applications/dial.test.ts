import { describe, expect, test } from 'vitest';
import { bench, type Bench } from '../fake.ts';

type Profile = 'asterisk-1.2' | 'asterisk-16';
type Outcome = Parameters<Bench['services']['outcomes']['set']>[1];

/** What comes after a Dial of SIP/1: NoOp says the priority and the status. */
function dialled(args: string, outcome: Outcome, profile: Profile = 'asterisk-16'): Bench {
  const it = bench(
    `[phones]\nexten => 100,1,Dial(${args})\nexten => 100,2,NoOp(next \${DIALSTATUS} \${HANGUPCAUSE} \${ANSWEREDTIME})\nexten => 100,102,NoOp(n+101 \${DIALSTATUS})`,
    profile,
  );
  it.services.outcomes.set('SIP/1', outcome);
  it.call('100');
  it.run();
  return it;
}

const FAILED = { status: 'BUSY', answered: false, cause: 17 } as const;
const ANSWERED = { status: 'ANSWER', answered: true, cause: 16, talkSeconds: 60, dialSeconds: 5 } as const;

describe('what comes after a Dial', () => {
  test.each([
    ['that failed', 'SIP/1', FAILED, ['next BUSY 17 ']],
    ['that nobody answered in time', 'SIP/1,20', { ...FAILED, status: 'NOANSWER', cause: 0 }, ['next NOANSWER 0 ']],
    ['that was answered: the end', 'SIP/1', ANSWERED, []],
    ['that was answered, with g', 'SIP/1,,g', ANSWERED, ['next ANSWER 16 60']],
    ['that the caller ended', 'SIP/1', { ...FAILED, status: 'CANCEL' }, []],
  ] as const)('%s', (_, args, outcome, said) => {
    expect(dialled(args, outcome).said()).toEqual(said);
  });

  test.each([
    ['BUSY', ['n+101 BUSY']],
    ['CONGESTION', ['n+101 CONGESTION']],
    ['CHANUNAVAIL', ['n+101 CHANUNAVAIL']],
    ['NOANSWER', ['next NOANSWER 17 ']],
  ] as const)('n+101 of 1.2, with j: after %s', (status, said) => {
    expect(dialled('SIP/1||j', { ...FAILED, status }, 'asterisk-1.2').said()).toEqual(said);
    expect(dialled('SIP/1,,j', { ...FAILED, status }).said()).toEqual([`next ${status} 17 `]);
  });
});

describe('what is dialled', () => {
  test('each device, for the seconds that it says, with its options', () => {
    const first = (args: string): string => dialled(args, FAILED).services.calls[0]!;
    expect(first('SIP/1&IAX2/2,12.5,tr')).toBe('dial SIP/1&IAX2/2 12.5 tr');
    expect([first('SIP/1,-3'), first('SIP/1,never')]).toEqual(['dial SIP/1 0 ', 'dial SIP/1 0 ']);
  });

  test('what is no device ends the call, and is told', () => {
    const it = dialled('SIP', FAILED);
    expect([it.said(), it.services.calls]).toEqual([[], []]);
    expect(it.lines().some((line) => line.includes('Dial argument takes format (technology/resource)'))).toBe(true);
  });
});
