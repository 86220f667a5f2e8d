import { describe, expect, it } from 'vitest';
import type { PhoneId } from '../../../../src/model/ids.ts';
import { REGISTERED } from '../../../../src/model/server/registrar/sipPeers.ts';
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
