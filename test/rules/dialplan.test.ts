import { about, describeRule, inFile, type Make } from './rule.ts';
import { SECOND } from '../../src/kernel/units.ts';
import type { Heard } from '../conformance/lab.ts';

const PHONES = {
  here: { numbers: '1001..1006', home: 'regpbx1', expires: '3600s' },
  there: { numbers: '1101..1106', home: 'regpbx2', expires: '3600s', answerAfter: '2s' },
};

describeRule(
  'dialect',
  'Goto(context|number|1) goes there',
  { 'whitepaper': 'dundi', 'asterisk-1.2': 'dundi', 'asterisk-16': 'lost' },
  (make) => {
    const edits = [
      inFile(
        'extensions.conf',
        /^[^]*$/,
        '[general]\nautofallthrough=yes\n[phones]\nexten => _XXXX,1,Goto(remote|${EXTEN}|1)\n[remote]\nswitch => DUNDi/priv\n[incomingdundi]\nexten => _XXXX,1,Dial(SIP/${EXTEN})\n',
      ),
    ];
    const lab = make({
      edits,
      scenario: { phones: PHONES, calls: [{ at: '5s', from: '1001', to: '1101', talk: '1s' }] },
    });
    lab.until(60);
    const [call] = lab.heard.calls;
    return call!.outcome === 'dundi' ? 'dundi' : 'lost';
  },
);

describeRule(
  'dialNeedsResource',
  'the fallback reads a fullcontact that is NULL and dials SIP/: the final status',
  { 'whitepaper': 480, 'asterisk-1.2': 480, 'asterisk-16': 603 },
  (make) => {
    const lab = make({
      scenario: {
        phones: { ...PHONES, off: { numbers: '1999', home: 'regpbx1', powered: 'no', row: { fullcontact: 'NULL' } } },
        calls: [{ at: '5s', from: '1001', to: '81999', talk: '1s' }],
      },
    });
    lab.until(60);
    return lab.heard.calls[0]!.status;
  },
);

describeRule(
  'hangUpIsNoAnswer',
  'Dial of a Local channel whose plan hangs up at once: the final status, by DIALSTATUS',
  { 'whitepaper': 486, 'asterisk-1.2': 486, 'asterisk-16': 480 },
  (make) => {
    const plan =
      '[phones]\nexten => 600,1,Dial(Local/601@phones)\nexten => 600,2,GotoIf($["${DIALSTATUS}" = "NOANSWER"]?4)\nexten => 600,3,Busy()\nexten => 600,4,Hangup(19)\nexten => 601,1,Hangup()\n';
    const lab = make({
      edits: [inFile('extensions.conf', /^[^]*$/, plan)],
      scenario: { phones: PHONES, calls: [{ at: '5s', from: '1001', to: '600', talk: '1s' }] },
    });
    lab.until(60);
    return lab.heard.calls[0]!.status;
  },
);

/** A phone that nobody answers refuses with 480 after a minute: 503 is congestion, 486 busy, 480 no answer. */
describeRule(
  'sipRefusals',
  'Dial of a phone that refuses with 480: the final status, by DIALSTATUS',
  { 'whitepaper': 503, 'asterisk-1.2': 503, 'asterisk-16': 486, 'asterisk-22': 480 },
  (make) => {
    const lab = make({
      edits: [inFile('extensions.conf', /^[^]*$/, '[phones]\nexten => 1101,1,Dial(SIP/1101)\n')],
      scenario: {
        phones: { ...PHONES, there: { ...PHONES.there, home: 'regpbx1', answerProbability: '0%' } },
        calls: [{ at: '5s', from: '1001', to: '1101', patience: '200s' }],
      },
    });
    lab.until(100);
    return lab.heard.calls[0]!.status;
  },
  { hangUpIsNoAnswer: 'yes' },
);

describeRule(
  'overlapDialling',
  'the final status of 100, where 1001 and more are extensions',
  { 'whitepaper': 484, 'asterisk-1.2': 484, 'asterisk-16': 484 },
  (make) => shortNumber(make, '[phones]\nexten => _1XXX,1,Hangup()\n').calls[0]!.status,
);

describeRule(
  'destinationSearches',
  'lookups by the switch for a number of nobody, before it is refused',
  { 'whitepaper': 2, 'asterisk-1.2': 2, 'asterisk-16': 4, 'asterisk-22': 2 },
  (make) =>
    shortNumber(make, '[phones]\nswitch => DUNDi/priv\n').lookups.filter(({ purpose }) => purpose === 'find').length,
);

/** 1001 calls 100 at regpbx1. */
function shortNumber(make: Make, plan: string): Heard {
  const lab = make({
    edits: [inFile('extensions.conf', /^[^]*$/, plan)],
    scenario: { phones: PHONES, calls: [{ at: '5s', from: '1001', to: '100', talk: '1s' }] },
  });
  lab.until(60);
  return lab.heard;
}

describeRule(
  'priorityJumping',
  'ChanIsAvail with j and nobody there jumps to n+101',
  { 'whitepaper': 'jumps', 'asterisk-1.2': 'jumps', 'asterisk-16': 'goes on' },
  (make) => {
    const plan =
      '[phones]\nexten => _XXXX,1,ChanIsAvail(SIP/${EXTEN}|sj)\nexten => _XXXX,2,Hangup(17)\nexten => _XXXX,102,Dial(SIP/1002)\n';
    const lab = make({
      edits: [inFile('extensions.conf', /^[^]*$/, plan)],
      scenario: {
        phones: { ...PHONES, off: { numbers: '1999', home: 'regpbx1', powered: 'no' } },
        calls: [{ at: '5s', from: '1001', to: '1999', talk: '1s' }],
      },
    });
    lab.until(60);
    return lab.heard.calls[0]!.ringingAt >= 0 ? 'jumps' : 'goes on';
  },
  { dialect: '1.2' },
);

const FAR = { network: { delay: '0ms', links: [{ between: ['regpbx1', 'regpbx2'], delay: '50ms' }] } };

/**
 * Six calls over IAX2 at once, by the function, so that no lock holds them back; the way is so long that all are
 * challenged before one answers.
 */
describeRule(
  'maxAuthReq',
  'calls of six at once that are refused',
  { 'whitepaper': 0, 'asterisk-1.2': 0, 'asterisk-16': 3 },
  (make) => {
    const calls = [1, 2, 3, 4, 5, 6].map((n) => ({ at: '5s', from: `100${n}`, to: `9110${n}`, talk: '1s' }));
    const lab = make({ scenario: { phones: PHONES, calls, ...FAR } });
    lab.until(60);
    return lab.heard.calls.filter(({ ringingAt }) => ringingAt < 0).length;
  },
);

/** The way to regpbx2 takes 50 ms: NEW, AUTHREQ, AUTHREP, and with it CALLTOKEN and NEW again, before it rings. */
describeRule(
  'callToken',
  'ways there and back before the phone rings',
  { 'whitepaper': 3, 'asterisk-1.2': 3, 'asterisk-16': 5 },
  (make) => {
    const lab = make({
      scenario: { phones: PHONES, calls: [{ at: '5s', from: '1001', to: '91101', talk: '1s' }], ...FAR },
    });
    lab.until(60);
    const [call] = lab.heard.calls;
    return about((call!.ringingAt - call!.offeredAt) / (0.05 * SECOND), 0);
  },
);

/**
 * regpbx2's dialplan is locked for 3 s while calls come in. A thread that waits for the lock with one call reads
 * nothing
 * else; with nine more, each call is challenged as soon as the lock is free.
 */
describeRule(
  'iaxThreads',
  'threads of regpbx2 that wait for its lock with a NEW each',
  { 'whitepaper': 6, 'asterisk-1.2': 1, 'asterisk-16': 6 },
  (make) => {
    const calls = [1, 2, 3, 4, 5, 6].map((n) => ({
      at: '5s',
      from: `100${n}`,
      to: `9110${n}`,
      talk: '1s',
      patience: '60s',
    }));
    const lab = make({ scenario: { phones: PHONES, calls, ...FAR } });
    lab.until(5.08);
    lab.lockDialplan('regpbx2');
    lab.until(7);
    return lab.cluster.parts.finders[lab.server('regpbx2')]!.waitingForLock;
  },
  { maxAuthReq: 0, callToken: 'no' },
);

/** 1001 calls 1101, which rings for ever; regpbx1 dies. How many seconds old the call is when regpbx2 forgets it. */
function forgottenAt(make: Make, diesAt: number, bootsAt?: number): number {
  const lab = make({
    edits: [inFile('extensions.conf', /,20,tr/g, ',300,tr')],
    scenario: {
      phones: { ...PHONES, there: { ...PHONES.there, answerAfter: '30m' } },
      calls: [{ at: '5s', from: '1001', to: '1101', talk: '1s', patience: '30m' }],
      ...FAR,
    },
  });
  const { faults, iaxRows } = lab.cluster.parts;
  lab.until(6);
  let bornAt = 0;
  iaxRows.called.each((row) => (bornAt = row.bornAt));
  lab.until(5 + diesAt);
  faults.crash(lab.server('regpbx1'));
  if (bootsAt !== undefined) {
    lab.until(5 + bootsAt);
    faults.up(lab.server('regpbx1'));
  }
  let now = 5 + (bootsAt ?? diesAt);
  while (iaxRows.called.size > 0 && now < 200) lab.until((now += 0.25));
  return Math.floor(now - bornAt / SECOND);
}

describeRule(
  'iaxPing',
  'seconds after which a call is forgotten whose other server died at 20.6 s: asked at 30 s, or by PING at 21 s',
  { 'whitepaper': 62, 'asterisk-1.2': 62, 'asterisk-16': 53 },
  (make) => forgottenAt(make, 20.6),
  { realtimeLoadsAddress: 'no' },
);

describeRule(
  'iaxInval',
  'seconds after which a call is forgotten whose other server died at 3 s and has booted at 8 s',
  { 'whitepaper': 10, 'asterisk-1.2': 10, 'asterisk-16': 42 },
  (make) => forgottenAt(make, 3, 8),
  { realtimeLoadsAddress: 'no' },
);

describeRule(
  'realtimeSwitchCache',
  'a number that the table of the database has is asked for, and run at once: the SELECTs of the call',
  { 'whitepaper': 8, 'asterisk-1.2': 10, 'asterisk-16': 5 },
  (make) => {
    const lab = make({
      edits: [
        inFile('extensions.conf', /^[^]*$/, '[phones]\nswitch => Realtime/\nexten => h,1,NoOp\n'),
        inFile('extconfig.conf', /$/, '\nextensions => mysql,asterisk,plan\n'),
      ],
      scenario: {
        phones: PHONES,
        calls: [{ at: '5s', from: '1001', to: '700', talk: '1s' }],
        database: { tables: { plan: [{ context: 'phones', exten: '700', app: 'NoOp' }] } },
      },
    });
    lab.until(60);
    return lab.heard.statements.filter(({ table }) => table === 'extensions').length;
  },
);
