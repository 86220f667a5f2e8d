import { describe, expect, it } from 'vitest';
import type { PhoneId } from '../../../src/model/ids.ts';
import { DEVICE } from '../../../src/model/server/devices.ts';
import { IN_MEMORY, REGISTERED, UNREACHABLE } from '../../../src/model/server/registrar/sipPeers.ts';
import { phoneConfig } from '../laboratory.ts';
import { HERE, SipLab, type SipOptionsOfLab } from './sipLab.ts';

const FILE = {
  realtime: false,
  staticPeers: [
    { name: '1001', context: 'phones', host: 'dynamic', qualifyMs: 0, callLimit: 2, directMedia: true, regExten: [] },
  ],
};
const NO_CACHE = { rtCacheFriends: false };
const PHONE = 0 as PhoneId;

describe('a device by name', () => {
  it('is a phone of the table, by address the phone that has it', () => {
    const { devices } = new SipLab();
    const bare = { host: -1, fromUser: '', digest: undefined, directMedia: true, isUnreachable: false };
    expect(
      ['1002', '1002/x', 'nobody', '10.0.1.2', '1009@10.0.1.2:5060', '10.0.1.2:5061', '1@10.0.9.9'].map((name) =>
        devices.parse(HERE, name),
      ),
    ).toEqual([
      { resource: '1002', phone: 1, byAddress: false },
      { resource: '1002/x', phone: 1, byAddress: false },
      { resource: 'nobody', phone: -1, byAddress: false },
      { resource: '10.0.1.2', phone: 1, byAddress: true },
      { resource: '1009@10.0.1.2:5060', phone: 1, byAddress: true },
      {
        resource: '10.0.1.2:5061',
        phone: -1,
        byAddress: true,
        fixed: { ...bare, name: '10.0.1.2:5061', exten: '' },
      },
      {
        resource: '1@10.0.9.9',
        phone: -1,
        byAddress: true,
        fixed: { ...bare, name: '10.0.9.9', exten: '1' },
      },
    ]);
  });
});

describe('what a server knows of it', () => {
  const state = (lab: SipLab, name = '1001'): readonly unknown[] => {
    const device = lab.devices.parse(HERE, name);
    return [lab.devices.state(HERE, device), lab.devices.canCall(HERE, device), lab.devices.isKnown(HERE, device)];
  };

  it('an address is always there, an unknown name never', () => {
    expect([state(new SipLab(), '10.0.9.9'), state(new SipLab(), 'nobody')]).toEqual([
      [DEVICE.unknown, true, true],
      [DEVICE.invalid, false, false],
    ]);
  });

  it('a phone that is registered can be called; one that is not, or is unreachable, cannot', () => {
    const lab = new SipLab();
    expect(state(lab)).toEqual([DEVICE.unavailable, false, true]);
    lab.registered(0);
    expect(state(lab)).toEqual([DEVICE.unknown, true, true]);
    lab.peers.set(lab.row(0), UNREACHABLE, true);
    expect(state(lab)).toEqual([DEVICE.unavailable, false, true]);
  });

  it('is known of sip.conf only when it names it', () => {
    const lab = new SipLab({ sip: FILE });
    expect([state(lab, '1001')[2], state(lab, '1002')]).toEqual([true, [DEVICE.invalid, false, false]]);
  });

  it('its call-limit and directmedia are those of its row, where it has one', () => {
    const row = { callLimit: 1, directMedia: false } as never;
    const phones = [phoneConfig('1001', { row }), phoneConfig('1002')];
    const lab = new SipLab({ phones }).registered(0).registered(1);
    for (const phone of [0, 1] as PhoneId[]) lab.devices.use(HERE, phone, 1);
    expect([state(lab)[0], state(lab, '1002')[0]]).toEqual([DEVICE.busy, DEVICE.unknown]);
    expect([0, 1].map((phone) => lab.devices.directMedia(HERE, phone as PhoneId))).toEqual([false, true]);
  });

  it('its state by call-limit: not in use, in use, busy', () => {
    for (const [sip, limit] of [
      [{ callLimit: 2 }, 2],
      [FILE, 2],
      [{ callLimit: 0 }, 0],
    ] as const) {
      const lab = new SipLab({ sip }).registered(0);
      const seen = [0, 1, 2].map(() => {
        const [now] = state(lab);
        lab.devices.use(HERE, PHONE, 1);
        return now;
      });
      expect(seen).toEqual(limit === 0 ? [0, 0, 0] : [DEVICE.notInUse, DEVICE.inUse, DEVICE.busy]);
      for (let i = 0; i < 3; i++) lab.devices.use(HERE, PHONE, -1);
      expect(() => lab.devices.use(HERE, PHONE, -1)).toThrow('is in -1 calls');
    }
  });

  it('without rtcachefriends, and in 16 before it is loaded, is what its row says until its second', () => {
    for (const [options, reads] of [
      [{ sip: NO_CACHE }, true],
      [{ profile: 'asterisk-16' }, true],
      [{}, false],
    ] as [SipOptionsOfLab, boolean][]) {
      const lab = new SipLab(options).until(1);
      lab.table.write(PHONE, 10, true);
      expect(state(lab)[1]).toBe(reads);
      lab.until(10.5);
      expect(state(lab)[1]).toBe(reads);
      lab.until(11);
      expect(state(lab)[1]).toBe(false);
      lab.table.blank(PHONE);
      expect(state(lab)[1]).toBe(false);
    }
  });
});

describe('SELECTs until it is known', () => {
  it.each([
    ['1.2, cached', {}, [1, 1]],
    ['1.2, not cached', { sip: NO_CACHE }, [2, 1]],
    ['16, cached', { profile: 'asterisk-16' }, [2, 1]],
    ['sip.conf', { sip: FILE }, [0, 0]],
  ] as [string, SipOptionsOfLab, number[]][])('%s', (_, options, counts) => {
    const lab = new SipLab(options);
    const count = (name: string): number[] =>
      (['ask', 'call'] as const).map((what) => lab.devices.selects(HERE, lab.devices.parse(HERE, name), what).length);
    expect([count('1001'), count('10.0.1.1')]).toEqual([counts, [0, 0]]);
    lab.devices.loaded(HERE, lab.devices.parse(HERE, '1001'));
    const kept = options.sip === undefined;
    expect([lab.row(0) >= 0 && lab.peers.has(lab.row(0), IN_MEMORY), count('1001')]).toEqual([
      kept,
      kept ? [0, 0] : counts,
    ]);
  });

  it('nothing is loaded for an address or an unknown name', () => {
    const lab = new SipLab();
    for (const name of ['10.0.1.1', 'nobody']) lab.devices.loaded(HERE, lab.devices.parse(HERE, name));
    expect([lab.peers.count, lab.peers.has(lab.row(0), REGISTERED)]).toEqual([0, false]);
  });
});
