import { describe, expect, it } from 'vitest';
import type { PhoneId } from '../../../../src/model/ids.ts';
import { ACK, BYE, CANCEL } from '../../../../src/model/protocol/sip.ts';
import { phoneConfig } from '../../laboratory.ts';
import { HERE, SipLab } from '../sipLab.ts';

const FILE = {
  realtime: false,
  staticPeers: [
    { name: '1001', context: 'office', host: 'dynamic', qualifyMs: 0, callLimit: 0, directMedia: true, regExten: [] },
  ],
};
const statuses = (lab: SipLab): readonly unknown[] =>
  lab.wire.all('response to INVITE').map(({ fields }) => fields['status']);

/** INVITE, 401, INVITE with the digest. */
function invited(lab: SipLab, fields: object = {}, phone = 0): SipLab {
  lab.invite(phone, fields);
  lab.pass(0.1);
  lab.invite(phone, { nonce: 1, ...fields });
  return lab.pass(0.1);
}

describe('an INVITE of a phone', () => {
  it('is challenged, then tried, and gets a channel', () => {
    const lab = invited(new SipLab());
    expect(lab.wire.all('response to INVITE').map(({ fields }) => [fields['status'], fields['nonce']])).toEqual([
      [401, 1],
      [100, 0],
    ]);
    expect(lab.opened).toEqual([{ server: 0, dialog: 1, exten: '1002', context: 'phones', phone: 0 }]);
    expect(lab.searches).toMatchObject([{ context: 'phones', exten: '1002', priority: 1, action: 'match' }]);
    expect(lab.peers.inUse.get(lab.row(0))).toBe(1);
  });

  it('is that of a guest, or of nobody, where the database fails the row of the caller', () => {
    for (const allowGuest of [true, false]) {
      const lab = new SipLab({ sip: { allowGuest } });
      lab.databaseFails = true;
      expect(statuses(invited(lab))).toEqual(allowGuest ? [100, 100] : [401, 403]);
      expect(lab.opened.map(({ phone }) => phone)).toEqual(allowGuest ? [-1] : []);
    }
  });

  it('is refused with 404 for a number that the plan does not have, with 403 for a wrong secret or a stranger', () => {
    expect(statuses(invited(new SipLab(), { to: '9' }))).toEqual([401, 404]);
    expect(statuses(invited(new SipLab(), { credentials: 'wrongSecret' }))).toEqual([401, 403]);
    const noGuests = { allowGuest: false };
    expect(statuses(invited(new SipLab({ sip: noGuests }), { from: 'nobody' }))).toEqual([401, 403]);
    expect(statuses(invited(new SipLab({ sip: { ...FILE, ...noGuests } }), {}, 1))).toEqual([401, 403]);
    const lab = invited(new SipLab(), { to: '9' });
    expect([lab.opened, lab.row(0) < 0 ? 0 : lab.peers.inUse.get(lab.row(0))]).toEqual([[], 0]);
  });

  it('is refused with 480 before any search where its phone has as many calls as its call-limit allows', () => {
    for (const [callLimit, rtCacheFriends, status, searched] of [
      [2, true, 480, 0],
      [3, true, 100, 1],
      [0, true, 100, 1],
      [2, false, 100, 1], // Each call has a peer of its own, which is in no call.
    ] as const) {
      const lab = new SipLab({ sip: { callLimit, rtCacheFriends } }).registered(0);
      lab.devices.use(HERE, 0 as PhoneId, 1);
      lab.devices.use(HERE, 0 as PhoneId, 1);
      expect([statuses(invited(lab)), lab.searches.length]).toEqual([[401, status], searched]);
      const noted = { what: 'callLimit', server: 0, phone: 0, limit: 2, direction: 'from' };
      expect(lab.noted).toMatchObject(status === 480 ? [noted] : []);
    }
  });

  it.each([
    ['asterisk-1.2', {}, ['match', 'canmatch'], 484],
    ['asterisk-16', {}, ['match', 'match', 'canmatch'], 484],
    ['asterisk-16', { allowOverlap: 'dtmf' }, ['match', 'match', 'canmatch'], 404],
    ['asterisk-16', { allowOverlap: 'no' }, ['match', 'match'], 404],
  ] as const)(
    '%s, %o: a number that an extension begins with is looked for by %o: %i',
    (profile, sip, actions, status) => {
      const lab = invited(new SipLab({ profile, sip }), { to: '10' });
      expect(lab.searches.map(({ action }) => action)).toEqual(actions);
      expect(statuses(lab)).toEqual([401, status]);
      expect(lab.noted).toMatchObject([{ what: 'noExtension', exten: '10', status }]);
    },
  );

  it('a section of its own says whether its number is incomplete; whether that is looked for, [general]', () => {
    const answer = (own: string, general: string) => {
      const staticPeers = [{ ...FILE.staticPeers[0]!, allowOverlap: own }];
      const sip = { ...FILE, staticPeers, allowOverlap: general } as never;
      return statuses(invited(new SipLab({ profile: 'asterisk-16', sip }), { to: '10' })).at(-1);
    };
    expect([answer('yes', 'yes'), answer('no', 'yes'), answer('yes', 'dtmf'), answer('yes', 'no')]).toEqual([
      484, 404, 484, 404,
    ]);
  });

  it('each search waits for the dialplan lock', () => {
    const lab = new SipLab({ profile: 'asterisk-16' });
    lab.locked = true;
    lab.invite(0, { nonce: 1, to: '10' });
    lab.pass(0.1);
    lab.unlock();
    lab.pass(0.1);
    expect([lab.searches.length, statuses(lab), lab.sip.blockOf(HERE)]).toEqual([3, [484], undefined]);
  });

  it('is that of a guest for a stranger: not challenged, in the context of [general], no phone in use', () => {
    const lab = new SipLab({ sip: FILE });
    lab.invite(1);
    lab.pass(0.1);
    expect(statuses(lab)).toEqual([100]);
    expect(lab.opened).toMatchObject([{ context: 'phones', phone: -1, exten: '1002' }]);
    expect(lab.row(1)).toBe(-1);
  });

  it('begins in the context of its section in sip.conf', () => {
    expect(invited(new SipLab({ sip: FILE })).opened[0]!.context).toBe('office');
  });

  it('that comes again is one call: 100 while it is under way, nothing when it is over', () => {
    const lab = invited(new SipLab());
    lab.invite(0, { nonce: 1 });
    lab.pass(0.1);
    expect([statuses(lab), lab.opened.length]).toEqual([[401, 100, 100], 1]);
    lab.inDialog(CANCEL, 1);
    lab.pass(0.1);
    lab.invite(0, { nonce: 1 });
    lab.pass(0.1);
    expect([statuses(lab).length, lab.opened.length]).toEqual([3, 1]);
  });

  it('takes a SELECT for its row each time, until rtcachefriends keeps it', () => {
    const cached = invited(new SipLab({ databaseMs: 5 }));
    expect(cached.statements.map(([, , kind, purpose]) => `${kind} ${purpose}`)).toEqual(['select invite']);
    const uncached = invited(new SipLab({ sip: { rtCacheFriends: false } }));
    expect(uncached.statements).toHaveLength(2);
    expect(invited(new SipLab({ sip: FILE })).statements).toEqual([]);
    expect(invited(new SipLab({ sip: { allowGuest: false } }), { from: 'nobody' }).statements).toHaveLength(2);
  });

  it('waits for the dialplan lock, the SIP thread with it, and what waits long is in its story', () => {
    const lab = new SipLab();
    lab.locked = true;
    lab.invite(0, { nonce: 1 });
    lab.pass(0.05);
    expect(lab.sip.blockOf(HERE)).toEqual({ by: 'lock', waiting: 0 });
    lab.invite(1, { nonce: 1, dialog: 2, call: 2 });
    lab.pass(1);
    expect([statuses(lab), lab.sip.blockOf(HERE)]).toEqual([[], { by: 'lock', waiting: 1 }]);
    lab.unlock();
    lab.pass(0.1);
    expect([statuses(lab), lab.opened.length, lab.sip.blockOf(HERE)]).toEqual([[100, 100], 2, undefined]);
    expect(lab.noted).toEqual([{ what: 'threadWaited', server: 0, since: 51_000, holder: undefined }]);
  });

  it('a wait of less than 100 ms is not worth a line', () => {
    const lab = new SipLab({ databaseMs: 90 });
    lab.invite(0);
    lab.invite(1, { dialog: 2 });
    expect(lab.pass(1).noted).toEqual([]);
    const other = new SipLab({ databaseMs: 110 });
    other.invite(0);
    other.invite(1, { dialog: 2 });
    expect(other.pass(1).noted).toHaveLength(1);
  });

  it('shows the caller id of its row, and with insecure=invite is not challenged, whatever its secret', () => {
    const row = { callerId: { name: 'Ann', number: '201' }, insecureInvite: true } as never;
    const lab = new SipLab({ phones: [phoneConfig('1001', { row }), phoneConfig('1002'), phoneConfig('1003')] });
    lab.invite(0, { credentials: 'wrongSecret' });
    lab.invite(1, { dialog: 2, call: 2 });
    lab.pass(0.1);
    expect([statuses(lab), lab.callerIds]).toEqual([[100, 401], [{ name: 'Ann', number: '201' }]]);
  });

  it('keeps the SIP thread until its channel is made and the thread of that is started', () => {
    const lab = new SipLab();
    lab.channelMs = 5;
    lab.threadMs = 2;
    lab.invite(0, { nonce: 1 });
    lab.pass(0.001);
    lab.invite(1, { dialog: 2, call: 2 });
    lab.inDialog(CANCEL, 1);
    lab.pass(0.1);
    // 1 ms of way, 1 ms to read each message.
    const at = lab.wire.all('response to INVITE').map(({ fields, at: when }) => [fields['status'], when]);
    expect(at).toEqual([
      [100, 0.007],
      [401, 0.01],
    ]);
    expect([lab.begun, lab.toChannels]).toEqual([[9], ['hangUp 0 1']]);
  });

  it('a refusal takes no channel', () => {
    const lab = new SipLab();
    lab.channelMs = 50;
    lab.invite(0, { nonce: 1, to: '9' });
    lab.invite(1, { dialog: 2, call: 2 });
    lab.pass(0.01);
    expect(statuses(lab)).toEqual([404, 401]);
  });

  it('a crash while its channel is made leaves none', () => {
    const lab = new SipLab();
    lab.channelMs = 50;
    lab.invite(0, { nonce: 1 });
    lab.pass(0.02);
    lab.crash(HERE);
    lab.restart(HERE);
    lab.invite(1, { dialog: 2, call: 2 });
    lab.pass(0.1);
    expect([statuses(lab), lab.opened, lab.row(0) < 0 ? 0 : lab.peers.inUse.get(lab.row(0))]).toEqual([[401], [], 0]);
  });

  it('is forgotten by a crash, in whatever it was', () => {
    const lab = new SipLab({ databaseMs: 100 });
    lab.invite(0);
    lab.until(0.05);
    lab.crash(HERE);
    lab.until(0.5);
    lab.restart(HERE);
    expect(statuses(lab.pass(1))).toEqual([]);
    lab.databaseMs = 0;
    lab.locked = true;
    lab.invite(0, { nonce: 1 });
    lab.pass(0.1);
    lab.crash(HERE);
    lab.unlock();
    lab.pass(0.1);
    lab.restart(HERE);
    expect(statuses(invited(lab))).toEqual([401, 100]);
  });
});

describe('what follows in its dialog', () => {
  it('CANCEL and BYE hang the channel up, ACK tells it', () => {
    const lab = invited(new SipLab());
    for (const message of [ACK, CANCEL, BYE]) {
      lab.inDialog(message, 1);
      lab.pass(0.1);
    }
    expect(lab.toChannels).toEqual(['ack 0 1', 'hangUp 0 1', 'hangUp 0 1']);
  });
});
