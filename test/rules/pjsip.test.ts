import { expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { Lab, type Edit } from '../conformance/lab.ts';
import { about, describeRule, inFile, PJSIP, type Make } from './rule.ts';

/** Contacts in each server's own astdb. */
const RTDB: Edit = inFile('sorcery.conf', 'contact=realtime,ps_contacts', '');
/** Of regpbx2: the contacts of phones are asked whether they answer. */
const QUALIFY = { servers: { 'regpbx1..5': { minimum_expiration: '2', qualify_frequency: '60' } } };
const QUIET = { start: { expiryPhase: '30s', qualifyPhase: '59s' } };

function phone(more: object = {}): object {
  return { moving: { numbers: '1002', home: 'regpbx2', expires: '3600s', powered: 'no', ...more } };
}

/** 1002 has just registered at regpbx2. */
function registered(make: Make, edits: readonly Edit[] = [], more: object = {}, scenario: object = {}): Lab {
  const lab = make({ edits, scenario: { ...QUIET, phones: phone(more), ...scenario } });
  lab.register('1002', 'regpbx2');
  lab.pass(1);
  return lab;
}

describeRule(
  'channelDriver',
  'the technology that a phone is called by',
  { 'whitepaper': 'SIP', 'asterisk-1.2': 'SIP', 'asterisk-16': 'SIP', 'asterisk-22': 'PJSIP' },
  (make) => make({ scenario: { phones: phone() } }).cluster.parts.devices.tech,
  PJSIP,
);

describeRule(
  'oldModules',
  'Macro() is there',
  { 'whitepaper': true, 'asterisk-1.2': true, 'asterisk-16': true, 'asterisk-22': false },
  (make) => {
    const plan = inFile(
      'extensions.conf',
      '[incoming]',
      '[macro-m]\nexten => s,1,NoOp()\n[default](+)\nexten => 7,1,Macro(m)\nexten => 7,2,Answer()\nexten => 7,3,Wait(5)\n[incoming]',
    );
    const calls = [{ at: '5s', from: '1001', to: '7', talk: '1s' }];
    const lab = make({ edits: [plan], scenario: { phones: { a: { numbers: '1001', home: 'regpbx1' } }, calls } });
    lab.until(60);
    return lab.heard.calls[0]!.status === 200;
  },
  { ...PJSIP, existsTestBeforeSpawn: 'no' },
);

describeRule(
  'inviteFirstResend',
  'seconds until the second INVITE to a phone that says nothing',
  { 'whitepaper': 1, 'asterisk-1.2': 1, 'asterisk-16': 1, 'asterisk-22': 0.5 },
  (make) => {
    const lab = make({
      scenario: {
        ...QUIET,
        start: { refreshPhase: '1000s' },
        phones: { here: { numbers: '1001, 1002', home: 'regpbx2', expires: '3600s' } },
        calls: [{ at: '5s', from: '1001', to: '1002', patience: '60s' }],
      },
    });
    const { network } = lab.cluster.parts;
    lab.until(4.9);
    lab.powerOff('1002');
    lab.until(5.3);
    const before = network.sent;
    while (network.sent === before) lab.pass(0.01);
    return about(lab.now / SECOND - 5);
  },
);

describeRule(
  'cancelAwaitsResponse',
  'CANCELs to a phone without power, which has not answered the INVITE when the caller hangs up',
  { 'whitepaper': 1, 'asterisk-1.2': 1, 'asterisk-16': 0 },
  (make) => {
    const lab = make({
      scenario: {
        ...QUIET,
        start: { refreshPhase: '1000s' },
        phones: { here: { numbers: '1001, 1002', home: 'regpbx2', expires: '3600s' } },
        calls: [{ at: '5s', from: '1001', to: '1002', patience: '3s' }],
      },
    });
    lab.until(4.9);
    lab.powerOff('1002');
    const to = lab.cluster.parts.hosts.ofPhone(lab.phone('1002'));
    let cancels = 0;
    lab.cluster.sim.observe((_, name, __, host) => {
      if (name === 'sip.cancel' && host === to) cancels += 1;
    });
    lab.until(60);
    return cancels;
  },
);

describeRule(
  'registerWaitsForLock',
  'a first REGISTER waits for the dialplan lock',
  { 'whitepaper': true, 'asterisk-1.2': true, 'asterisk-16': true, 'asterisk-22': false },
  (make) => {
    const lab = make({ scenario: { ...QUIET, phones: phone() } });
    const release = lab.lockDialplan('regpbx2');
    lab.register('1002', 'regpbx2');
    lab.pass(0.4);
    const waits = lab.heard.registrations.length === 0;
    const early = lab.isAdvertised('1002', 'regpbx2');
    release();
    lab.pass(0.1);
    if (early || !lab.isAdvertised('1002', 'regpbx2')) throw new Error('the extension does not wait for the lock');
    return waits;
  },
  PJSIP,
);

describeRule(
  'expiryCheck',
  'seconds until an expired extension is gone, with a check due at 30 s',
  { 'whitepaper': -1, 'asterisk-1.2': -1, 'asterisk-16': -1, 'asterisk-22': 30 },
  (make) => {
    const lab = registered(make, [RTDB], { expires: '5s' });
    lab.powerOff('1002');
    while (lab.isAdvertised('1002', 'regpbx2') && lab.now < 100 * SECOND) lab.pass(0.01);
    return lab.isAdvertised('1002', 'regpbx2') ? -1 : about(lab.now / SECOND, 0);
  },
  PJSIP,
);

describeRule(
  'regextenFollowsQualify',
  'a qualified phone that does not answer OPTIONS is advertised',
  { 'whitepaper': true, 'asterisk-1.2': true, 'asterisk-16': true, 'asterisk-22': false },
  (make) => {
    const lab = registered(make, [RTDB], {}, QUALIFY);
    lab.powerOff('1002');
    lab.pass(70);
    return lab.isAdvertised('1002', 'regpbx2');
  },
  PJSIP,
);

describeRule(
  'sameRowRemoves',
  'two refreshes within one second leave the contact',
  { 'whitepaper': true, 'asterisk-1.2': true, 'asterisk-16': true, 'asterisk-22': false },
  (make) => {
    const lab = registered(make, [], {}, { start: { wallSecond: '100ms', expiryPhase: '30s' } });
    lab.refresh('1002');
    lab.pass(0.2);
    lab.refresh('1002');
    lab.pass(0.2);
    return lab.isAdvertised('1002', 'regpbx2');
  },
  PJSIP,
);

describeRule(
  'failedWriteRegisters',
  'a phone whose INSERT fails is advertised',
  { 'whitepaper': true, 'asterisk-1.2': true, 'asterisk-16': true, 'asterisk-22': false },
  (make) => {
    // Endpoints in pjsip.conf: only the INSERT needs the database, which stops while it runs.
    const lab = make({
      edits: [inFile('sorcery.conf', /^(endpoint|auth|aor)=.*$/gm, '')],
      scenario: {
        ...QUIET,
        phones: phone({ static: 'yes' }),
        database: { other: '1s', select: '1ms' },
        faults: [{ at: '500ms', stopDatabase: 'yes' }],
      },
    });
    lab.register('1002', 'regpbx2');
    lab.pass(3);
    return lab.isAdvertised('1002', 'regpbx2');
  },
  PJSIP,
);

describeRule(
  'failedSelectIsUnknown',
  'what a phone is told that no cache knows, without the database',
  { 'whitepaper': 403, 'asterisk-1.2': 403, 'asterisk-16': 403, 'asterisk-22': 401 },
  (make) => {
    const lab = make({ scenario: { ...QUIET, phones: phone(), faults: [{ at: '1ms', stopDatabase: 'yes' }] } });
    lab.pass(0.1);
    lab.register('1002', 'regpbx2');
    lab.pass(1);
    return lab.heard.registrations.at(-1)?.sends === 2 ? 401 : 403;
  },
  PJSIP,
);

describeRule(
  'bootReads',
  'SELECTs at the start of a server, three phones',
  { 'whitepaper': 0, 'asterisk-1.2': 0, 'asterisk-16': 0, 'asterisk-22': 6 },
  (make) => {
    const phones = { three: { numbers: '1001..1003', home: 'regpbx1', expires: '3600s' } };
    const lab = make({ scenario: { ...QUIET, phones } });
    lab.pass(1);
    lab.crash('regpbx2');
    lab.restart('regpbx2', 5);
    lab.pass(1);
    return lab.heard.statements.filter(({ purpose }) => purpose === 'boot').length;
  },
  PJSIP,
);

/** REGISTERs of regpbx2 that are granted while one INVITE waits there for the lock; they come 0.1 s after it, or later. */
function grantedBeside(make: Make, after: number): number {
  const phones = {
    caller: { numbers: '1001', home: 'regpbx2', expires: '3600s' },
    others: { numbers: '1011..1016', home: 'regpbx2', expires: '3600s' },
  };
  const start = { refreshPhase: '1000s', expiryPhase: '30s', qualifyPhase: '59s' };
  const calls = [{ at: '1s', from: '1001', to: '1011', talk: '1s', patience: '20s' }];
  const lab = make({ scenario: { phones, calls, start } });
  lab.until(0.9);
  lab.lockDialplan('regpbx2');
  lab.until(1 + after);
  // Of serializers of their own; that of 1011 and 1012 is one.
  for (const number of ['1013', '1014', '1015', '1016']) {
    lab.refresh(number);
    lab.pass(0.05);
  }
  lab.pass(0.1);
  return lab.heard.registrations.filter(({ result }) => result === 'granted').length;
}

describeRule(
  'sipThreads',
  'of four refreshes those that pass an INVITE which waits: the first is put behind it',
  { 'whitepaper': 0, 'asterisk-1.2': 0, 'asterisk-16': 0, 'asterisk-22': 3 },
  (make) => grantedBeside(make, 0.1),
  PJSIP,
);

describeRule(
  'resendStopsReader',
  'of four refreshes those that pass an INVITE which waits, once it has been sent again',
  { 'whitepaper': 3, 'asterisk-1.2': 3, 'asterisk-16': 3, 'asterisk-22': 0 },
  (make) => grantedBeside(make, 0.6),
  { ...PJSIP, sipThreads: 4 },
);

it('a reader that is stopped leaves what comes in the socket, which holds no more than sipSocketHolds', () => {
  const lost = (holds: number): number => {
    const phones = {
      caller: { numbers: '1001', home: 'regpbx2', expires: '3600s' },
      others: { numbers: '1011..1040', home: 'regpbx2', expires: '3600s' },
    };
    const start = { refreshPhase: '1000s', expiryPhase: '30s', qualifyPhase: '59s' };
    const calls = [{ at: '1s', from: '1001', to: '1011', talk: '1s', patience: '20s' }];
    const rules = { ...PJSIP, resendStopsReader: 'yes', sipSocketHolds: holds };
    const lab = new Lab({ folder: 'lab-22', scenario: { profile: 'asterisk-22', rules, phones, calls, start } });
    lab.until(0.9);
    lab.lockDialplan('regpbx2');
    lab.until(1.6); // The copy of the INVITE has come.
    const before = lab.cluster.parts.network.lost;
    for (let number = 1011; number <= 1040; number++) lab.refresh(String(number));
    lab.pass(0.1);
    return lab.cluster.parts.network.lost - before;
  };
  expect([lost(0), lost(10), lost(92)]).toEqual([0, 20, 0]);
});

describeRule(
  'switchNeedsEndpoint',
  'a call by switch => DUNDi over IAX2, without a word of it in dundi.conf',
  { 'whitepaper': 200, 'asterisk-1.2': 200, 'asterisk-16': 200, 'asterisk-22': 603 },
  (make) => {
    const phones = {
      here: { numbers: '1001', home: 'regpbx1', expires: '3600s' },
      there: { numbers: '1002', home: 'regpbx2', expires: '3600s', answerAfter: '1s' },
    };
    const calls = [{ at: '5s', from: '1001', to: '81002', talk: '1s' }];
    const lab = make({
      edits: [inFile('dundi.conf', 'outgoing_sip_tech=SIP\n', '')],
      scenario: { ...QUIET, phones, calls },
    });
    lab.until(60);
    return lab.heard.calls[0]!.status;
  },
  PJSIP,
);
