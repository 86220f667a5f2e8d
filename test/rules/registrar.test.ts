import { SECOND } from '../../src/kernel/units.ts';
import type { Registrations } from '../../src/model/server/registrar/registrations.ts';
import type { Edit, Lab } from '../conformance/lab.ts';
import { about, describeRule, inFile, type Make } from './rule.ts';

const NO_CACHE: Edit = inFile('sip.conf', 'rtcachefriends=yes', 'rtcachefriends=no');
const QUALIFY: Edit = inFile('sip.conf', 'rtcachefriends=yes', 'rtcachefriends=yes\nqualify=yes');

function phone(more: object = {}): object {
  return { moving: { numbers: '1002', home: 'regpbx2', expires: '3600s', powered: 'no', ...more } };
}

/** 1002 has just registered at regpbx2. */
function registered(make: Make, edits: readonly Edit[] = [], more: object = {}, scenario: object = {}): Lab {
  const lab = make({ edits, scenario: { phones: phone(more), ...scenario } });
  lab.register('1002', 'regpbx2');
  lab.pass(1);
  return lab;
}

describeRule(
  'minExpiry',
  'seconds granted to who asks for 30',
  { 'whitepaper': 30, 'asterisk-1.2': 30, 'asterisk-16': 60 },
  (make) =>
    registered(make, [inFile('sip.conf', 'minexpiry=2\n', '')], { expires: '30s' }).heard.registrations[0]!.granted,
);

describeRule(
  'registrationGrace',
  'the extension goes so long after the granted 20 s',
  { 'whitepaper': 0, 'asterisk-1.2': 10, 'asterisk-16': 10, 'asterisk-22': 0 },
  (make) => {
    const lab = registered(make, [], { expires: '20s' });
    lab.powerOff('1002');
    while (lab.isAdvertised('1002', 'regpbx2')) lab.pass(0.01);
    return about(lab.now / SECOND - 20, 0);
  },
);

describeRule(
  'reloadForgetsPhones',
  'a registered phone of the database is advertised after sip reload',
  { 'whitepaper': false, 'asterisk-1.2': false, 'asterisk-16': false, 'asterisk-22': true },
  (make) => {
    const lab = registered(make, [], {}, { faults: [{ at: '5s', reload: { server: 'regpbx2', module: 'sip' } }] });
    lab.pass(10);
    return lab.isAdvertised('1002', 'regpbx2');
  },
);

describeRule(
  'regextenOnRefresh',
  'a refresh waits for the dialplan lock',
  { 'whitepaper': false, 'asterisk-1.2': false, 'asterisk-16': true, 'asterisk-22': false },
  (make) => {
    const lab = registered(make);
    const release = lab.lockDialplan('regpbx2');
    lab.refresh('1002');
    lab.pass(0.4);
    const waits = lab.heard.registrations.length === 1;
    release();
    lab.pass(0.1);
    return waits;
  },
);

describeRule(
  'sipSocketHolds',
  'of 150 first REGISTERs to a server that waits for the dialplan lock, so many are not lost',
  { 'whitepaper': 150, 'asterisk-1.2': 49, 'asterisk-16': 92 },
  (make) => {
    const many = { numbers: '2001..2150', home: 'regpbx1', powered: 'no' };
    const lab = make({ scenario: { phones: { ...phone(), many } } });
    const server = lab.server('regpbx2');
    lab.lockDialplan('regpbx2');
    lab.register('1002', 'regpbx2');
    lab.pass(0.1);
    for (let number = 2001; number <= 2150; number++) lab.register(String(number), 'regpbx2');
    lab.pass(0.1);
    return lab.cluster.parts.sip.waiting(server);
  },
);

describeRule(
  'regextenWithoutCache',
  'without rtcachefriends a registered phone is advertised',
  { 'whitepaper': true, 'asterisk-1.2': true, 'asterisk-16': false, 'asterisk-22': true },
  (make) => registered(make, [NO_CACHE]).isAdvertised('1002', 'regpbx2'),
);

describeRule(
  'realtimeRoundTrips',
  'ms of a refresh with the database 10 ms away',
  { 'whitepaper': 20, 'asterisk-1.2': 60, 'asterisk-16': 60, 'asterisk-22': 20 },
  (make) => {
    const lab = registered(
      make,
      [],
      {},
      {
        network: { delay: '0ms', links: [{ between: ['regpbx2', 'database'], delay: '10ms' }] },
        database: { select: '0.1ms', update: '0.1ms' },
      },
    );
    lab.refresh('1002');
    lab.pass(1);
    return Math.floor(lab.heard.registrations.at(-1)!.took / 10_000) * 10;
  },
);

describeRule(
  'realtimeLoadsAddress',
  'ChanIsAvail of a phone that registered elsewhere',
  { 'whitepaper': 'dundi', 'asterisk-1.2': 'dundi', 'asterisk-16': 'local' },
  (make) => {
    const phones = {
      here: { numbers: '1001', home: 'regpbx1', expires: '3600s' },
      there: { numbers: '1002', home: 'regpbx2', expires: '3600s', answerAfter: '1s' },
    };
    const lab = make({ scenario: { phones, calls: [{ at: '5s', from: '1001', to: '1002', talk: '1s' }] } });
    lab.until(60);
    return lab.heard.calls[0]!.outcome;
  },
);

describeRule(
  'expiryBlanksRow',
  'a row that had a fullcontact has one after the expiry',
  { 'whitepaper': true, 'asterisk-1.2': true, 'asterisk-16': false },
  (make) => {
    const lab = make({ scenario: { phones: phone({ expires: '5s' }) } });
    lab.writeRow('1002');
    lab.register('1002', 'regpbx2');
    lab.pass(1);
    lab.powerOff('1002');
    lab.pass(20);
    return lab.cluster.parts.table.hasFullContact(lab.phone('1002'));
  },
);

describeRule(
  'unregisterBlanksRow',
  'a row that had no fullcontact when it was loaded has one after the unregistration',
  { 'whitepaper': true, 'asterisk-1.2': false, 'asterisk-16': true },
  (make) => {
    const lab = make({ scenario: { phones: phone({ expires: '60s' }) } });
    lab.register('1002', 'regpbx2');
    lab.pass(1);
    lab.unregister('1002');
    lab.pass(1);
    return lab.cluster.parts.table.hasFullContact(lab.phone('1002'));
  },
);

describeRule(
  'fullcontactAlways',
  'without rtcachefriends the UPDATE has the fullcontact',
  { 'whitepaper': true, 'asterisk-1.2': false, 'asterisk-16': true },
  (make) => {
    const lab = registered(make, [NO_CACHE]);
    return lab.cluster.parts.table.hasFullContact(lab.phone('1002'));
  },
);

describeRule(
  'statementCounts',
  'SELECTs of a REGISTER without rtcachefriends',
  { 'whitepaper': 2, 'asterisk-1.2': 2, 'asterisk-16': 5, 'asterisk-22': 5 },
  (make) => registered(make, [NO_CACHE]).heard.statements.filter(({ kind }) => kind === 'select').length,
);

describeRule(
  'restartRevives',
  'the first reference after a restart advertises a phone that is gone',
  { 'whitepaper': false, 'asterisk-1.2': true, 'asterisk-16': false, 'asterisk-22': true },
  (make) => {
    const lab = registered(make);
    lab.powerOff('1002');
    lab.crash('regpbx2');
    lab.restart('regpbx2', 5);
    const registrations = lab.cluster.parts.registrations as Registrations; // Of chan_sip.
    registrations.load(lab.server('regpbx2'), lab.phone('1002'));
    return lab.isAdvertised('1002', 'regpbx2');
  },
  { realtimeLoadsAddress: 'no' },
);

describeRule(
  'qualifyOnRegister',
  'OPTIONS and its answer follow a refresh from the same address',
  { 'whitepaper': 0, 'asterisk-1.2': 0, 'asterisk-16': 2, 'asterisk-22': 0 },
  (make) => {
    const lab = registered(make, [QUALIFY]);
    const { network } = lab.cluster.parts;
    const before = network.sent;
    const statements = lab.heard.statements.length;
    lab.refresh('1002');
    lab.pass(0.3);
    const ofDatabase = 2 * (lab.heard.statements.length - statements);
    return network.sent - before - ofDatabase - 4; // REGISTER, 401, REGISTER, 200.
  },
);

/** Seconds that a call without a time limit goes on when its callee has died. */
function givenUpAfter(make: Make, edits: readonly Edit[]): number {
  const plan = inFile(
    'extensions.conf',
    '[lookuplocal_fix]',
    '[for_ever]\nexten => _XXXX,1,Dial(SIP/${EXTEN})\n[phones](+)\nexten => _5XXXX,1,Goto(for_ever,${EXTEN:1},1)\n[lookuplocal_fix]',
  );
  const phones = { here: { numbers: '1001, 1002', home: 'regpbx1', expires: '3600s' } };
  const lab = make({
    edits: [plan, ...edits],
    scenario: {
      phones,
      calls: [{ at: '5s', from: '1001', to: '51002', patience: '200s' }],
      start: { refreshPhase: '1000s' },
    },
  });
  lab.until(4.9);
  lab.powerOff('1002');
  let last = 0;
  while (lab.heard.calls.length === 0 && lab.now < 200 * SECOND) lab.pass(0.01);
  last = lab.now / SECOND - 5;
  return last;
}

describeRule(
  'inviteGiveUp',
  'seconds until an INVITE to a dead phone is given up, T1 500 ms',
  { 'whitepaper': 32, 'asterisk-1.2': 64, 'asterisk-16': 32 },
  (make) => about(givenUpAfter(make, []), 0),
);

describeRule(
  't1Min',
  'seconds until it is given up when the phone was probed at 1 ms, 64 × T1',
  { 'whitepaper': 0.1, 'asterisk-1.2': 0.1, 'asterisk-16': 6.4, 'asterisk-22': 32 },
  (make) => about(givenUpAfter(make, [QUALIFY])),
  { inviteGiveUp: 64 },
);

describeRule(
  'nonceOnce',
  'UPDATEs of one REGISTER whose UPDATE takes 1.2 s, so that the phone sends it twice',
  { 'whitepaper': 2, 'asterisk-1.2': 2, 'asterisk-16': 1, 'asterisk-22': 2 },
  (make) => {
    const lab = make({ scenario: { phones: phone(), database: { update: '1.2s' } } });
    lab.register('1002', 'regpbx2');
    lab.pass(6);
    return lab.heard.statements.filter((statement) => statement.kind === 'update').length;
  },
);
