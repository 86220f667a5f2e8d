import { describe, expect, it } from 'vitest';
import type { PhoneId } from '../../../../src/model/ids.ts';
import { EXTENSION, IN_MEMORY, REGISTERED } from '../../../../src/model/server/registrar/sipPeers.ts';
import { SECOND } from '../../../../src/kernel/units.ts';
import { phoneConfig } from '../../laboratory.ts';
import { HERE, SipLab } from '../sipLab.ts';

const PHONE = 0 as PhoneId;

describe('another machine in the place of a server', () => {
  it.each([
    ['with the old disk revives the registration in 1.2', false, 1],
    ['with a disk of its own knows of none', true, 0],
  ])('%s', (_, isEmpty, registered) => {
    const lab = new SipLab().registered(0);
    lab.crash(HERE);
    if (isEmpty) lab.registrations.loseDisk(HERE);
    lab.restart(HERE);
    lab.registrations.load(HERE, PHONE);
    expect(lab.heard.registered[0]).toBe(registered);
  });
});

describe('a row whose time is over', () => {
  const RECENT = { profile: 'asterisk-16', rules: { expiryBlanksRow: true } } as const;

  function loaded(options: ConstructorParameters<typeof SipLab>[0], hasContact = true): SipLab {
    const lab = new SipLab(options).until(100);
    lab.table.write(PHONE, 50, hasContact);
    return lab;
  }

  it('is said to be over, and blanked', () => {
    const lab = loaded(RECENT);
    expect([lab.registrations.endExpired(HERE, PHONE), lab.table.hasAddress(PHONE)]).toEqual([true, false]);
    expect(lab.registrations.endExpired(HERE, PHONE)).toBe(false); // Nothing is there any more.
  });

  it.each([
    ['ignoreregexpire', { ...RECENT, sip: { ignoreRegExpire: true } }],
    ['sip.conf', { ...RECENT, sip: { realtime: false } }],
    [
      'a release that does not read the address',
      { ...RECENT, rules: { expiryBlanksRow: true, realtimeLoadsAddress: false } },
    ],
  ])('with %s nobody looks at it', (_, options) => {
    const lab = loaded(options);
    expect([lab.registrations.endExpired(HERE, PHONE), lab.table.hasFullContact(PHONE)]).toEqual([false, true]);
  });

  it.each([
    ['without rtupdate', { ...RECENT, sip: { rtUpdate: false } }, true],
    ['without a contact', RECENT, false],
    ['where the rule says so', { ...RECENT, rules: { expiryBlanksRow: false } }, true],
  ])('is over, and not blanked %s', (_, options, hasContact) => {
    const lab = loaded(options, hasContact);
    expect([lab.registrations.endExpired(HERE, PHONE), lab.table.hasAddress(PHONE)]).toEqual([true, true]);
    expect(lab.statements).toEqual([]);
  });

  it('at its very second is not over yet', () => {
    const lab = new SipLab(RECENT).until(50);
    lab.table.write(PHONE, 50, true);
    expect(lab.registrations.endExpired(HERE, PHONE)).toBe(false);
  });
});

describe('the address in the local database', () => {
  /** When the 200 came, s; a write takes 200 ms. */
  function grantedAt(options: ConstructorParameters<typeof SipLab>[0], hasContact: boolean): number {
    const lab = new SipLab(options);
    if (hasContact) lab.table.write(PHONE, 1000, true);
    lab.diskMs = 200.2;
    lab.register(0);
    lab.until(0.5);
    lab.register(0, { nonce: 101 });
    lab.until(2);
    expect(lab.answers().at(-1)).toEqual([200, 300]);
    return lab.wire.times('response to REGISTER').at(-1)!;
  }

  it.each([
    ['is written before the 200, by the SIP thread', {}, false, 0.702],
    ['is not, where the row of the table holds it', {}, true, 0.502],
    ['is, where nothing is written to the row', { sip: { rtUpdate: false } }, true, 0.702],
  ])('%s', (_, options, hasContact, at) => {
    expect(grantedAt(options, hasContact)).toBe(at);
  });

  it('keeps others waiting, and ends with the program', () => {
    const lab = new SipLab();
    lab.diskMs = 500.2;
    lab.register(0, { nonce: 7 });
    lab.register(1);
    lab.until(0.4);
    expect([lab.answers(), lab.sip.blockOf(HERE)]).toEqual([[], { by: 'disk', waiting: 1 }]);
    lab.crash(HERE);
    lab.until(2);
    expect([lab.answers(), lab.peers.has(lab.row(0), REGISTERED)]).toEqual([[], false]);
  });
});

describe('a number that two phones share', () => {
  const SECOND_PHONE = 1 as PhoneId;
  const phones = [phoneConfig('1001'), { ...phoneConfig('1001'), account: 0 }];

  /** At the middle of a day: each registered for 300 s, that many seconds ago. The phone that the server calls. */
  function settled(first: number, second: number, options: ConstructorParameters<typeof SipLab>[0] = {}): SipLab {
    const lab = new SipLab({ phones, ...options });
    lab.registrations.settle(HERE, PHONE, 300, first * SECOND, 0);
    lab.registrations.settle(HERE, SECOND_PHONE, 300, second * SECOND, 0);
    lab.registrations.settleServer(HERE);
    return lab;
  }

  it.each([
    ['the second, which came later', 200, 10, 1, 290],
    ['the first, which came later', 10, 200, 0, 290],
    ['the second, of the same moment', 10, 10, 1, 290],
  ])('belongs to %s', (_, first, second, device, until) => {
    const lab = settled(first, second);
    const row = lab.row(0);
    expect([lab.peers.deviceOf(row), lab.table.deviceOf(PHONE), lab.table.regSecondsOf(PHONE)]).toEqual([
      device,
      device,
      until,
    ]);
    expect([lab.peers.granted.get(row), lab.heard.registered[0], lab.peers.has(row, EXTENSION)]).toEqual([
      300,
      1,
      true,
    ]);
  });

  it('settles the same phone twice without another registration', () => {
    const lab = settled(10, 200);
    lab.registrations.settle(HERE, PHONE, 300, 5 * SECOND, 0);
    expect([lab.heard.registered[0], lab.table.regSecondsOf(PHONE)]).toEqual([1, 295]);
  });

  it('comes from the row into the memory of a server with the phone that wrote it', () => {
    const lab = new SipLab({ phones, profile: 'asterisk-16' });
    lab.table.write(PHONE, 1000, true, SECOND_PHONE);
    const row = lab.registrations.load(HERE, PHONE);
    expect([lab.peers.deviceOf(row), lab.peers.has(row, REGISTERED), lab.peers.has(row, IN_MEMORY)]).toEqual([
      1,
      true,
      true,
    ]);
  });
});

describe('a registration that is granted anew', () => {
  it.each([
    ['longer', 300, 60],
    ['as long', 60, 60],
    ['shorter', 20, 60],
  ])('%s: %i s, while one of %i s runs, end at their own time', (_, seconds, before) => {
    const lab = new SipLab({ profile: 'asterisk-16', sip: { minExpiry: 1 } });
    const row = lab.peers.findOrAdd(HERE, PHONE);
    lab.registrations.begin(HERE, row, before);
    lab.until(30);
    lab.registrations.begin(HERE, row, seconds);
    const end = 30 + seconds + 10; // The grace of chan_sip: 10 s.
    lab.until(end - 1);
    expect([lab.heard.registered[0], lab.sim.pending]).toEqual([1, 1]);
    lab.until(end + 1);
    expect(lab.heard.registered[0]).toBe(0);
  });
});

describe('a registration that ends', () => {
  it('with its server is not ended once more at its time', () => {
    const lab = new SipLab().registered(0);
    lab.crash(HERE);
    lab.restart(HERE);
    const due = lab.sim.pending;
    expect([lab.heard.registered[0], due]).toEqual([0, 0]);
  });

  it.each([
    [
      'asterisk-1.2',
      [
        "-- SIP Seeding peer from astdb: '1001' at 1001@10.0.1.1:5060 for 300",
        "-- Added extension '1001' priority 1 to sipregistration",
      ],
    ],
    ['asterisk-16', []],
  ] as const)('with a restart, and counts again: said by %s', (profile, lines) => {
    const lab = new SipLab({ profile, rules: { restartRevives: true } }).registered(0);
    lab.crash(HERE);
    lab.restart(HERE);
    lab.heard.lines.length = 0;
    lab.registrations.load(HERE, PHONE);
    expect(lab.heard.lines.filter((line) => /Seeding|Added/.test(line))).toEqual(lines);
  });
});
