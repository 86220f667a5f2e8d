import { describe, expect, it } from 'vitest';
import { MILLISECOND } from '../../../../src/kernel/units.ts';
import { BYE } from '../../../../src/model/protocol/sip.ts';
import type { Leg } from '../../../../src/model/server/channels/channelRows.ts';
import { HERE, SipLab, THERE } from '../sipLab.ts';

describe('a leg to a phone', () => {
  it('is asked for, rings, is answered, and acknowledged', () => {
    const lab = new SipLab();
    const leg = lab.leg();
    lab.client.call(leg);
    for (const status of [100, 180, 200]) {
      lab.respond(leg, status);
      lab.pass(1);
    }
    expect(lab.wire.last('INVITE').fields).toEqual({
      dialog: -1,
      call: 1,
      from: '1009',
      to: '1001',
      credentials: 'right',
      nonce: 0,
    });
    expect(lab.changed).toEqual(['1.002 1 ringing 0', '2.002 1 answered 0']);
    expect([leg.rang, lab.wire.all('INVITE').length, lab.wire.last('ACK').fields['dialog']]).toEqual([true, 1, -1]);
  });

  it('is asked for again after 1, 3, 7 s … and given up after 64 s in 1.2, 32 s in 16', () => {
    for (const [profile, until, times] of [
      ['asterisk-1.2', 64, [0, 1, 3, 7, 15, 31, 63]],
      ['asterisk-16', 32, [0, 1, 3, 7, 15, 31]],
    ] as const) {
      const lab = new SipLab({ profile });
      const leg = lab.leg();
      lab.client.call(leg);
      lab.until(200);
      expect(lab.wire.times('INVITE')).toEqual(times);
      expect(lab.changed).toEqual([`${until} 1 ended 18`]);
    }
  });

  it.each([100, 180, 200, 486])('is not asked for again after %i', (status) => {
    const lab = new SipLab();
    const leg = lab.leg();
    lab.client.call(leg);
    lab.respond(leg, status);
    expect(lab.until(200).wire.all('INVITE')).toHaveLength(1);
    expect(lab.changed.length).toBe(status === 100 ? 0 : 1);
  });

  it.each([
    ['asterisk-1.2', 486, 17, 'busy'],
    ['asterisk-1.2', 480, 38, 'congestion'],
    ['asterisk-1.2', 502, 27, 'hangUp'],
    ['asterisk-16', 480, 19, 'busy'],
    ['asterisk-16', 502, 27, 'congestion'],
    ['asterisk-16', 404, 1, 'hangUp'],
  ] as const)('%s: is refused with %i: acknowledged, cause %i, by %s', (profile, status, cause, endsBy) => {
    const lab = new SipLab({ profile });
    const leg = lab.leg();
    lab.client.call(leg);
    lab.respond(leg, status);
    lab.pass(1);
    expect([lab.changed, lab.wire.all('ACK').length]).toEqual([[`0.002 1 ended ${cause}`], 1]);
    expect(leg.endsBy).toBe(endsBy);
  });

  it('stays as it is after 487 in 1.2, and is not asked for again', () => {
    const lab = new SipLab();
    const leg = lab.leg();
    lab.client.call(leg);
    lab.respond(leg, 487);
    expect([lab.until(200).changed, lab.wire.all('ACK').length, lab.wire.all('INVITE').length]).toEqual([[], 1, 1]);
  });

  it('is cancelled before an answer, ended after it', () => {
    for (const [status, title] of [
      [180, 'CANCEL'],
      [200, 'BYE'],
    ] as const) {
      const lab = new SipLab();
      const leg = lab.leg();
      lab.client.call(leg);
      lab.respond(leg, status);
      lab.pass(1);
      lab.client.hangUp(leg);
      expect([lab.wire.titles().at(-1), leg.state]).toEqual([title, 'ended']);
      expect(lab.until(200).wire.all('INVITE')).toHaveLength(1);
    }
  });

  describe('that nothing has answered when the Dial ends', () => {
    const hungUp = (profile: 'asterisk-1.2' | 'asterisk-16') => {
      const lab = new SipLab({ profile });
      const leg = lab.leg();
      lab.client.call(leg);
      lab.pass(0.3);
      lab.client.hangUp(leg);
      lab.legs.close(leg.id);
      return { lab, leg };
    };

    it('is cancelled at once in 1.2, and asked for no more', () => {
      const { lab } = hungUp('asterisk-1.2');
      expect(lab.until(200).wire.titles()).toEqual(['INVITE', 'CANCEL']);
    });

    it.each([
      [100, ['INVITE', 'INVITE', 'CANCEL']],
      [180, ['INVITE', 'INVITE', 'CANCEL']],
      [200, ['INVITE', 'INVITE', 'ACK', 'BYE']],
      [401, ['INVITE', 'INVITE', 'ACK']],
      [486, ['INVITE', 'INVITE', 'ACK']],
    ])('is asked for once more in 16, and what follows its %i is %j', (status, titles) => {
      const { lab, leg } = hungUp('asterisk-16');
      lab.pass(1);
      for (const again of [1, 2]) {
        lab.respond(leg, status);
        lab.pass(again);
      }
      const sent = lab
        .until(200)
        .wire.titles()
        .filter((title) => title !== 'response to INVITE');
      expect(sent).toEqual(titles);
    });

    it('is given up after 64 T1 in 16, without a CANCEL; a response that comes then changes nothing', () => {
      const { lab, leg } = hungUp('asterisk-16');
      lab.until(32);
      lab.respond(leg, 180);
      expect(lab.until(200).wire.times('INVITE')).toEqual([0, 1, 3, 7, 15, 31]);
      expect([lab.wire.all('CANCEL'), lab.changed]).toEqual([[], []]);
    });

    it('is forgotten when its server dies', () => {
      const { lab, leg } = hungUp('asterisk-16');
      lab.client.crash(THERE);
      lab.client.crash(HERE);
      lab.respond(leg, 180);
      expect(
        lab
          .until(200)
          .wire.titles()
          .filter((title) => title !== 'response to INVITE'),
      ).toEqual(['INVITE']);
    });
  });

  it('ends by the BYE of the phone', () => {
    const lab = new SipLab();
    const leg = lab.leg();
    lab.client.call(leg);
    lab.respond(leg, 200);
    lab.pass(1);
    lab.inDialog(BYE, -leg.id);
    lab.pass(1);
    expect([lab.changed.at(-1), lab.toChannels]).toEqual(['1.002 1 ended 16', []]);
  });

  it('rings once; a 180 after the answer, a second 200, and what comes after its end change nothing', () => {
    const lab = new SipLab();
    const leg = lab.leg();
    lab.client.call(leg);
    for (const status of [180, 180, 200, 180, 200]) {
      lab.respond(leg, status);
      lab.pass(1);
    }
    expect(lab.changed.map((line) => line.split(' ')[2])).toEqual(['ringing', 'answered']);
    expect(lab.wire.all('ACK')).toHaveLength(2); // A 200 that is repeated is acknowledged again.
    lab.client.hangUp(leg);
    lab.respond(leg, 486);
    lab.inDialog(BYE, -leg.id);
    lab.pass(1);
    expect(lab.changed).toHaveLength(2);
  });

  it('to an address of nobody goes nowhere, and is given up', () => {
    const lab = new SipLab();
    const leg = lab.leg({ host: -1, phone: -1 });
    lab.client.call(leg);
    lab.until(65);
    expect([lab.wire.seen, lab.changed]).toEqual([[], ['64 1 ended 18']]);
    const other = lab.leg({ host: -1, phone: -1 });
    lab.client.hangUp(other);
    expect(lab.wire.seen).toEqual([]);
  });

  it('by address is asked for as it was dialled', () => {
    const lab = new SipLab();
    lab.client.call(lab.leg({ phone: -1, number: '1001@10.0.1.1' }));
    expect(lab.wire.last('INVITE').fields['to']).toBe('1001@10.0.1.1');
  });

  it('T1 is the last round trip of a qualified phone, not less than the rule says', () => {
    const times = [0, 40, 300].map((lastMs) =>
      (['asterisk-1.2', 'asterisk-16'] as const).map(
        (profile) => new SipLab({ profile }).client.t1For(lastMs) / MILLISECOND,
      ),
    );
    expect(times).toEqual([
      [500, 500],
      [40, 100],
      [300, 300],
    ]);
  });
});

describe('a leg to another server', () => {
  const DIGEST = { userName: 'us', secret: 's' };
  const trunk = (lab: SipLab, more: Partial<Leg> = {}): Leg => {
    const leg = lab.leg({ phone: -1, host: THERE, toServer: true, number: '1002', digest: DIGEST, ...more });
    lab.client.call(leg);
    return leg;
  };
  const challenge = (leg: Leg, nonce: number) => ({ dialog: -leg.id, call: leg.call, status: 401, nonce });

  it('answers each challenge with its user name and secret, three times at most', () => {
    const lab = new SipLab();
    const leg = trunk(lab);
    for (let nonce = 1; nonce <= 3; nonce++) {
      lab.client.answered(HERE, challenge(leg, nonce));
      expect(lab.wire.last('INVITE').fields).toMatchObject({ nonce, digest: DIGEST });
    }
    expect(leg.state).toBe('calling');
    lab.client.answered(HERE, challenge(leg, 4));
    expect([leg.state, leg.cause, leg.endsBy]).toEqual(['ended', 16, 'congestion']);
    expect(lab.noted).toMatchObject([{ what: 'legEnded', cause: 29, misrouted: false }]);
  });

  it('ends in congestion when it has no user name', () => {
    const lab = new SipLab();
    const leg = trunk(lab, { digest: undefined });
    lab.client.answered(HERE, challenge(leg, 1));
    expect([leg.state, leg.endsBy, lab.wire.all('INVITE').length]).toEqual(['ended', 'congestion', 1]);
  });

  it('hears only its own server', () => {
    const lab = new SipLab();
    const leg = trunk(lab);
    lab.client.answered(THERE, { dialog: -leg.id, call: leg.call, status: 200, nonce: 0 });
    expect([leg.state, lab.client.isHungUp(THERE, { dialog: -leg.id, call: leg.call })]).toEqual(['calling', false]);
  });

  it('is misrouted where the number is not, and where nobody answers', () => {
    const lab = new SipLab();
    lab.client.answered(HERE, { ...challenge(trunk(lab), 0), status: 404 });
    lab.client.answered(HERE, { ...challenge(trunk(lab), 0), status: 484 });
    lab.client.answered(HERE, { ...challenge(trunk(lab), 0), status: 486 });
    expect(lab.noted.filter(({ what }) => what === 'legEnded')).toMatchObject([
      { misrouted: true, cause: 1 },
      { misrouted: true, cause: 16 },
      { misrouted: false, cause: 17 },
    ]);
  });
});
