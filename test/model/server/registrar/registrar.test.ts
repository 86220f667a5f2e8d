import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { PhoneId } from '../../../../src/model/ids.ts';
import { IN_ASTDB, IN_MEMORY, REGISTERED, ROW_HAD_CONTACT } from '../../../../src/model/server/registrar/sipPeers.ts';
import { HERE, SipLab, THERE, type SipOptionsOfLab } from '../sipLab.ts';

const NO_CACHE = { rtCacheFriends: false };
const FILE = { realtime: false };
const ROW = { context: 'phones', host: 'dynamic', qualifyMs: 0, callLimit: 0, directMedia: true, regExten: [] };
const PHONE = 0 as PhoneId;

/** For what each statement of that kind was. */
const purposes = (lab: SipLab, kind: string): readonly string[] =>
  lab.statements.filter(([, , what]) => what === kind).map(([, , , purpose]) => purpose);

describe('a registration', () => {
  it('is challenged, written, advertised, and granted', () => {
    const lab = new SipLab().registered(0);
    expect(lab.wire.all('response to REGISTER').map(({ fields }) => fields)).toEqual([
      { branch: 100, status: 401, nonce: 101, stale: false, expires: 0 },
      { branch: 101, status: 200, nonce: 0, stale: false, expires: 300 },
    ]);
    expect(lab.statements.map(([, server, kind, purpose]) => [server, kind, purpose])).toEqual([
      [0, 'select', 'register'],
      [0, 'update', 'register'],
    ]);
    expect([[...lab.extensions[0]!], lab.heard.registered]).toEqual([['1001'], [1, 0]]);
    expect([lab.table.hasFullContact(PHONE), lab.table.regSecondsOf(PHONE)]).toEqual([true, 300]);
    expect(lab.heard.lines).toEqual([
      "-- Registered SIP '1001' at 10.0.1.1 port 5060 expires 300",
      "-- Added extension '1001' priority 1 to sipregistration",
    ]);
    expect(lab.peers.has(lab.row(0), REGISTERED | IN_MEMORY | IN_ASTDB)).toBe(true);
  });

  it('of 16 is told in its words', () => {
    expect(new SipLab({ profile: 'asterisk-16' }).registered(0).heard.lines).toEqual([
      "-- Registered SIP '1001' at 10.0.1.1:5060",
    ]);
  });

  it.each([
    ['what is asked for', 300, 300],
    ['at least minexpiry', 30, 60],
    ['at most maxexpiry', 9999, 3600],
    ['the default where nothing is asked for', -1, 120],
  ])('grants %s', (_, asked, granted) => {
    const lab = new SipLab().registered(0, asked);
    expect(lab.answers().at(-1)).toEqual([200, granted]);
    expect(lab.table.regSecondsOf(PHONE)).toBe(granted);
  });

  it('ends after the granted time and the grace, with its extension; the row keeps its contact', () => {
    const lab = new SipLab().registered(0).until(310);
    expect([...lab.extensions[0]!, lab.heard.registered[0]]).toEqual(['1001', 1]);
    lab.until(311);
    expect([lab.extensions[0]!.size, lab.heard.registered[0], lab.table.hasFullContact(PHONE)]).toEqual([0, 0, true]);
    expect(lab.peers.has(lab.row(0), REGISTERED)).toBe(false);
  });

  it('a refresh begins its time anew, and is no news', () => {
    const lab = new SipLab().registered(0).until(200).registered(0);
    expect(purposes(lab, 'update')).toEqual(['register', 'refresh']);
    expect([lab.heard.lines.length, lab.heard.registered[0]]).toEqual([2, 1]);
    lab.until(509);
    expect(lab.heard.registered[0]).toBe(1);
    lab.until(511);
    expect(lab.heard.registered[0]).toBe(0);
  });

  it('an expiry that waited in the queue does not end a registration refreshed meanwhile', () => {
    const lab = new SipLab();
    lab.databaseMs = 1;
    lab.registered(0).until(309);
    lab.databaseMs = 4000; // The refresh of 1002 keeps the thread beyond the end of 1001, whose own refresh is first behind it.
    lab.register(1, { nonce: 7 });
    lab.pass(0.5);
    lab.databaseMs = 1;
    lab.register(0, { nonce: 8 });
    lab.until(320);
    expect(lab.heard.registered[0]).toBe(2);
    expect([...lab.extensions[0]!].toSorted()).toEqual(['1001', '1002']);
  });

  it('every REGISTER waits for the one before it', () => {
    const lab = new SipLab({ databaseMs: 100 });
    lab.register(0);
    lab.register(1);
    lab.until(1);
    expect(lab.wire.times('response to REGISTER')).toEqual([0.102, 0.203]);
  });

  it('a nonce is made for each REGISTER, the same for its copies, and is not 0', () => {
    const lab = new SipLab();
    for (const branch of [0, 0, 1]) lab.register(0, { branch });
    lab.until(1);
    expect(lab.wire.all('response to REGISTER').map(({ fields }) => fields['nonce'])).toEqual([1, 1, 2]);
  });
});

describe('a REGISTER that is not welcome', () => {
  it.each(['wrongSecret', 'unknownUser'] as const)(
    '%s: 403 after the challenge, and nothing is written',
    (credentials) => {
      const lab = new SipLab();
      lab.register(0, { credentials });
      lab.pass(0.1);
      lab.register(0, { credentials, nonce: 5 });
      lab.pass(0.1);
      expect(lab.answers()).toEqual([
        [401, 0],
        [403, 0],
      ]);
      expect([purposes(lab, 'update'), lab.heard.registered[0], lab.extensions[0]!.size]).toEqual([[], 0, 0]);
      expect(new Set(purposes(lab, 'select'))).toEqual(new Set([credentials]));
      expect(lab.row(0) >= 0 && lab.peers.has(lab.row(0), IN_MEMORY)).toBe(credentials === 'wrongSecret');
      expect(lab.registered(1).answers().at(-1)).toEqual([200, 300]); // The thread is free for others.
    },
  );

  it('sip.conf admits the phones that it names, and no other', () => {
    const lab = new SipLab({ sip: { ...FILE, staticPeers: [{ ...ROW, name: '1001' }] } });
    lab.registered(0);
    lab.registered(1);
    expect(lab.answers()).toEqual([
      [401, 0],
      [200, 300],
      [401, 0],
      [403, 0],
    ]);
    expect([lab.statements, [...lab.extensions[0]!]]).toEqual([[], ['1001']]);
  });

  it('a nonce counts once in 16: the copy of a REGISTER whose 200 is lost is stale', () => {
    const lab = new SipLab({ profile: 'asterisk-16' }).registered(0);
    lab.register(0, { branch: 101, nonce: 101 });
    lab.pass(0.1);
    expect(lab.wire.last('response to REGISTER').fields).toMatchObject({ status: 401, stale: true, nonce: 102 });
    expect(purposes(lab, 'update')).toEqual(['register']);
    lab.register(0, { branch: 102, nonce: 102 });
    lab.pass(0.1);
    expect(lab.answers().at(-1)).toEqual([200, 300]);
    lab.register(1, { branch: 300, nonce: 102, callId: 1 }); // Another Call-ID.
    lab.pass(0.1);
    expect(lab.answers().at(-1)).toEqual([200, 300]);
  });

  it('and more often in 1.2', () => {
    const lab = new SipLab().registered(0);
    lab.register(0, { branch: 101, nonce: 101 });
    lab.pass(0.1);
    expect(lab.answers().at(-1)).toEqual([200, 300]);
  });
});

describe('the end of a registration by the phone', () => {
  it('is granted with 0 seconds, told, and takes the extension away', () => {
    const lab = new SipLab().registered(0).registered(0, 0);
    expect(lab.answers().at(-1)).toEqual([200, 0]);
    expect([lab.heard.lines.at(-1), lab.extensions[0]!.size, lab.heard.registered[0]]).toEqual([
      "-- Unregistered SIP '1001'",
      0,
      0,
    ]);
    expect(lab.pass(400).heard.registered[0]).toBe(0);
  });

  it('is what the message says, whatever the phone does meanwhile: no ghost is left', () => {
    const lab = new SipLab({ databaseMs: 1 }).registered(0);
    lab.databaseMs = 500;
    lab.register(1, { nonce: 7 }); // Keeps the thread.
    lab.register(0, { nonce: 8, expires: 0 });
    lab.pass(0.1);
    lab.databaseMs = 1;
    lab.registered(0, 300, THERE); // The phone has moved.
    lab.pass(3);
    expect(
      lab.wire
        .all('response to REGISTER')
        .filter(({ from, fields }) => from === HERE && fields['expires'] === 0 && fields['status'] === 200),
    ).toHaveLength(1);
    expect([lab.peers.has(lab.row(0), REGISTERED), lab.peers.has(lab.row(0, THERE), REGISTERED)]).toEqual([
      false,
      true,
    ]);
    expect([...lab.extensions.map((all) => all.has('1001'))]).toEqual([false, true]);
  });

  it('leaves a row without a contact at its loading and blanks one that had it, where it is as an expiry', () => {
    const rules = { expiryBlanksRow: true, unregisterBlanksRow: 'asExpiry' } as const;
    const lab = new SipLab({ rules }).registered(0).registered(0, 0);
    expect(purposes(lab, 'update')).toEqual(['register']); // Loaded from a blank row.
    const other = new SipLab({ rules });
    other.table.write(PHONE, 1000, true);
    other.registered(0).registered(0, 0);
    expect(purposes(other, 'update')).toEqual(['register', 'unregister']);
    expect(other.table.hasFullContact(PHONE)).toBe(false);
  });

  it('always blanks the row in 1.2', () => {
    const lab = new SipLab().registered(0).registered(0, 0);
    expect(purposes(lab, 'update')).toEqual(['register', 'unregister']);
    expect(lab.table.hasFullContact(PHONE)).toBe(false);
  });
});

describe('an expiry', () => {
  it('blanks a row that had a contact when it was loaded, where the rule says so; also one written since', () => {
    for (const expiryBlanksRow of [true, false]) {
      const lab = new SipLab({ rules: { expiryBlanksRow } });
      lab.table.write(PHONE, 1000, true);
      lab.registered(0).until(309);
      lab.table.write(PHONE, 2000, true);
      lab.until(312);
      expect(lab.table.hasFullContact(PHONE)).toBe(!expiryBlanksRow);
      expect(purposes(lab, 'update')).toEqual(expiryBlanksRow ? ['register', 'expire'] : ['register']);
      expect(lab.heard.registered[0]).toBe(0);
    }
  });

  it('without rtcachefriends ends the row only: the extension stays for ever, and no grace is given', () => {
    const lab = new SipLab({ sip: NO_CACHE, rules: { expiryBlanksRow: true } }).registered(0).until(301);
    expect([lab.heard.registered[0], [...lab.extensions[0]!], purposes(lab, 'update')]).toEqual([
      0,
      ['1001'],
      ['register'],
    ]);
    expect(lab.peers.has(lab.row(0), IN_MEMORY)).toBe(false);
  });

  it('waits for the dialplan lock, and the SIP thread with it', () => {
    const lab = new SipLab().registered(0);
    lab.locked = true;
    lab.until(311);
    lab.register(1);
    lab.pass(5);
    expect([lab.answers().length, lab.sip.blockOf(HERE)]).toEqual([2, { by: 'lock', waiting: 1 }]);
    lab.unlock();
    lab.pass(0.1);
    expect([lab.extensions[0]!.size, lab.answers().length, lab.heard.registered[0]]).toEqual([0, 3, 0]);
  });
});

describe('the regcontext', () => {
  it('is changed under the dialplan lock', () => {
    const lab = new SipLab();
    lab.locked = true;
    lab.registered(0).pass(5);
    expect([lab.answers(), lab.extensions[0]!.size]).toEqual([[[401, 0]], 0]);
    lab.unlock();
    lab.pass(0.1);
    expect([lab.answers().at(-1), [...lab.extensions[0]!], lab.changing]).toEqual([[200, 300], ['1001'], 0]);
    lab.registered(1);
    expect([lab.extensions[0]!.size, lab.changing]).toEqual([2, 0]);
  });

  it.each([
    ['a refresh in 1.2', 'asterisk-1.2', 2, 'refresh'],
    ['a refresh in 16', 'asterisk-16', 1, 'refresh'],
    ['a registration without rtcachefriends in 16', 'asterisk-16', 1, 'first'],
  ] as const)('%s takes the lock or not', (_, profile, granted, what) => {
    const lab = new SipLab({ profile, sip: what === 'first' ? NO_CACHE : {} });
    if (what === 'refresh') lab.registered(0);
    lab.locked = true;
    lab.registered(0).pass(5);
    expect(lab.answers().filter((answer) => (answer as number[])[0] === 200)).toHaveLength(granted);
  });

  it('is not there where sip.conf names none', () => {
    const lab = new SipLab({ sip: { regContext: '' } });
    lab.locked = true;
    lab.registered(0);
    expect([lab.answers().at(-1), lab.extensions[0]!.size]).toEqual([[200, 300], 0]);
    expect(lab.heard.lines).toHaveLength(1);
  });
});

describe('statements', () => {
  const counted = (options: SipOptionsOfLab, expires = 300): readonly (readonly string[])[] => {
    const lab = new SipLab(options).registered(0);
    lab.statements.length = 0;
    lab.registered(0, expires);
    return [purposes(lab, 'select'), purposes(lab, 'update')];
  };

  it('a peer in memory is not asked for', () => {
    expect(counted({})).toEqual([[], ['refresh']]);
    expect(counted({ profile: 'asterisk-16' })).toEqual([[], ['refresh']]);
  });

  it('without rtcachefriends it is, also after the change of device state in 16', () => {
    expect(counted({ sip: NO_CACHE })).toEqual([['refresh', 'refresh'], ['refresh']]);
    expect(counted({ sip: NO_CACHE, profile: 'asterisk-16' })).toEqual([
      ['refresh', 'refresh', 'refresh', 'deviceState', 'deviceState'],
      ['refresh'],
    ]);
    expect(counted({ sip: NO_CACHE, profile: 'asterisk-16' }, 0)).toEqual([
      ['refresh', 'refresh', 'unregister', 'deviceState', 'deviceState', 'deviceState'],
      ['unregister'],
    ]);
  });

  it('without rtupdate nothing is written', () => {
    expect(counted({ sip: { rtUpdate: false } })).toEqual([[], []]);
  });

  it('nothing is asked of a database that sip.conf does not name', () => {
    expect(counted({ sip: { ...FILE, staticPeers: [{ ...ROW, name: '1001' }] } })).toEqual([[], []]);
  });
});

describe('a database that fails', () => {
  it('leaves the row of a phone in memory as it was, and the registration is granted all the same', () => {
    const lab = new SipLab().registered(0);
    lab.registered(0, 0);
    lab.databaseFails = true;
    lab.registered(0);
    expect([lab.answers().at(-1), lab.heard.registered[0], [...lab.extensions[0]!]]).toEqual([[200, 300], 1, ['1001']]);
    expect([lab.table.hasFullContact(PHONE), lab.table.hasAddress(PHONE)]).toEqual([false, false]);
  });

  it('has no row of a phone that is not in memory: its server knows nobody of that name', () => {
    const lab = new SipLab();
    lab.databaseFails = true;
    lab.registered(0);
    expect([lab.answers().at(-1), lab.heard.registered[0], [...lab.extensions[0]!]]).toEqual([[403, 0], 0, []]);
    lab.databaseFails = false;
    lab.registered(0);
    expect([lab.answers().at(-1), lab.heard.registered[0]]).toEqual([[200, 300], 1]);
  });

  it('does not blank it at the end of a registration either', () => {
    const lab = new SipLab().registered(0);
    lab.databaseFails = true;
    lab.registered(0, 0);
    expect([lab.answers().at(-1), lab.heard.registered[0], lab.table.hasFullContact(PHONE)]).toEqual([
      [200, 0],
      0,
      true,
    ]);
  });
});

describe('a crash', () => {
  it('in the middle of a statement: its answer is nothing, and the thread reads again', () => {
    for (const phase of [0.05, 0.15]) {
      const lab = new SipLab({ databaseMs: 100 });
      lab.register(0);
      lab.until(phase - 0.01);
      if (phase > 0.1) lab.register(0, { nonce: 5 });
      lab.until(phase);
      lab.crash(HERE);
      lab.until(1);
      lab.restart(HERE);
      lab.registered(1).pass(1);
      expect([lab.answers().at(-1), lab.heard.registered]).toEqual([
        [200, 300],
        [1, 0],
      ]);
      expect(lab.peers.has(lab.row(0), REGISTERED)).toBe(false);
    }
  });

  it('memory is gone: the peer is loaded again, and its registration revived by the local database in 1.2', () => {
    const lab = new SipLab().registered(0);
    lab.crash(HERE);
    expect([lab.heard.registered[0], lab.peers.has(lab.row(0), REGISTERED | IN_MEMORY | ROW_HAD_CONTACT)]).toEqual([
      0,
      false,
    ]);
    lab.until(1000);
    lab.restart(HERE);
    expect(lab.extensions[0]!.size).toBe(0);
    lab.registrations.load(HERE, PHONE);
    expect([[...lab.extensions[0]!], lab.heard.registered[0]]).toEqual([['1001'], 1]);
    expect(lab.heard.lines.at(-2)).toBe("-- SIP Seeding peer from astdb: '1001' at 1001@10.0.1.1:5060 for 300");
    lab.until(1309);
    expect(lab.heard.registered[0]).toBe(1);
    expect(lab.until(1312).heard.registered[0]).toBe(0);
  });

  it('is not revived in 16', () => {
    const lab = new SipLab({ profile: 'asterisk-16' }).registered(0);
    lab.crash(HERE);
    lab.until(1000);
    lab.restart(HERE);
    lab.registrations.load(HERE, PHONE);
    expect([lab.extensions[0]!.size, lab.heard.registered[0]]).toEqual([0, 0]);
  });

  it('a phone of sip.conf is registered as it was when the server is back', () => {
    const lab = new SipLab({ sip: { ...FILE, staticPeers: [{ ...ROW, name: '1001' }] } }).registered(0);
    lab.registered(1);
    lab.crash(HERE);
    lab.restart(HERE);
    expect([[...lab.extensions[0]!], lab.heard.registered[0]]).toEqual([['1001'], 1]);
  });

  it('what has run out before it is not revived', () => {
    const lab = new SipLab().registered(0).until(400);
    lab.crash(HERE);
    lab.restart(HERE);
    lab.registrations.load(HERE, PHONE);
    expect(lab.heard.registered[0]).toBe(0);
  });
});

describe('a row of the shared table that is loaded', () => {
  it('brings its address into memory in 16, until its second', () => {
    for (const [until, registered] of [
      [50, false],
      [100, false],
      [101, true],
    ] as const) {
      const lab = new SipLab({ profile: 'asterisk-16' }).until(100.5);
      lab.table.write(PHONE, until, true);
      lab.registrations.load(HERE, PHONE);
      expect([until, lab.peers.has(lab.row(0), REGISTERED)]).toEqual([until, registered || until === 100]);
    }
  });

  it('of a registration that is over is blanked where the rule says so', () => {
    for (const expiryBlanksRow of [true, false]) {
      const lab = new SipLab({ profile: 'asterisk-16', rules: { expiryBlanksRow } }).until(100);
      lab.table.write(PHONE, 50, true);
      lab.registrations.load(HERE, PHONE);
      expect([lab.table.hasFullContact(PHONE), purposes(lab, 'update')]).toEqual([
        !expiryBlanksRow,
        expiryBlanksRow ? ['expire'] : [],
      ]);
    }
  });

  it('brings none in 1.2', () => {
    const lab = new SipLab().until(1);
    lab.table.write(PHONE, 500, true);
    lab.registrations.load(HERE, PHONE);
    expect([
      lab.peers.has(lab.row(0), REGISTERED),
      lab.peers.has(lab.row(0), IN_MEMORY),
      lab.peers.has(lab.row(0), ROW_HAD_CONTACT),
    ]).toEqual([false, true, true]);
  });
});

describe('at the start', () => {
  it('a phone has been registered for a while, with all that follows', () => {
    const lab = new SipLab();
    lab.registrations.settle(HERE, PHONE, 300, 100 * SECOND, 0);
    lab.registrations.settleServer(HERE);
    expect([[...lab.extensions[0]!], lab.heard.registered[0], lab.table.regSecondsOf(PHONE)]).toEqual([
      ['1001'],
      1,
      200,
    ]);
    expect([
      lab.table.hasFullContact(PHONE),
      lab.peers.has(lab.row(0), ROW_HAD_CONTACT),
      lab.peers.granted.get(0),
    ]).toEqual([true, true, 300]);
    expect(lab.until(209).heard.registered[0]).toBe(1);
    expect(lab.until(211).heard.registered[0]).toBe(0);
  });

  it('it is not written where the database is not, and not advertised where it would not be', () => {
    const lab = new SipLab({ sip: { rtUpdate: false } });
    lab.registrations.settle(HERE, PHONE, 300, 0, 0);
    lab.registrations.settleServer(HERE);
    expect(lab.table.hasAddress(PHONE)).toBe(false);
    const recent = new SipLab({ profile: 'asterisk-16', sip: NO_CACHE });
    recent.registrations.settle(HERE, PHONE, 300, 0, 0);
    recent.registrations.settleServer(HERE);
    expect([recent.extensions[0]!.size, recent.table.hasFullContact(PHONE)]).toEqual([0, true]);
    const old = new SipLab({ sip: NO_CACHE });
    old.registrations.settle(HERE, PHONE, 300, 0, 0);
    old.registrations.settleServer(HERE);
    expect([old.extensions[0]!.size, old.table.hasFullContact(PHONE), old.table.hasAddress(PHONE)]).toEqual([
      1,
      false,
      true,
    ]);
  });
});
