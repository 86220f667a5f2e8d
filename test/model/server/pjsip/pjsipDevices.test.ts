import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../../src/kernel/units.ts';
import type { PhoneId } from '../../../../src/model/ids.ts';
import { DEVICE } from '../../../../src/model/server/devices.ts';
import type { PjsipDevices } from '../../../../src/model/server/pjsip/pjsipDevices.ts';
import { phoneConfig } from '../../laboratory.ts';
import { CACHED, HERE, IN_TABLES, PjsipLab, THERE, type PjsipLabOptions } from './pjsipLab.ts';

const [FIRST, OTHER] = [0, 1] as [PhoneId, PhoneId];

function made(options: PjsipLabOptions = {}) {
  const phones = [phoneConfig('1001'), phoneConfig('1002', { address: '10.20.0.2', port: 5070 })];
  const lab = new PjsipLab({ phones, ...options });
  const devices = lab.driver.devices as PjsipDevices;
  return { lab, devices, named: (resource: string, server = HERE) => devices.parse(server, resource) };
}

describe('a device', () => {
  it.each([
    ['1001', 0, false],
    ['1002', 1, false],
    ['77', -1, false],
    ['1001/sip:1002@10.20.0.2:5070', 1, true],
    ['1002/sip:10.0.1.1', 0, true],
    ['1002/sips:1001@10.0.1.1:5060;transport=tls', 0, true],
    ['1001/sip:1002@10.20.0.2', -1, true],
    ['1001/1002', -1, false],
    ['/sip:1001@10.0.1.1', 0, true],
  ])('%s is of phone %i', (resource, phone, byAddress) => {
    expect(made().named(resource)).toMatchObject({ resource, phone, byAddress });
  });

  it('at an address that is no phone is another host, for whom the user part of the URI is', () => {
    const { named } = made();
    expect(named('1001/sip:1002@10.20.0.2').fixed).toMatchObject({ name: '1001', host: -1, exten: '1002' });
    expect(['1001', '1001/1002', '77/sip:1002@10.20.0.2'].map((one) => named(one).fixed)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is called where its contact is, and not without one', () => {
    const { lab, devices, named } = made();
    expect([devices.canCall(HERE, named('1001')), devices.hostOf(HERE, named('1001'))]).toEqual([false, -1]);
    lab.registered(0);
    expect([devices.canCall(HERE, named('1001')), devices.hostOf(HERE, named('1001'))]).toEqual([true, lab.host(0)]);
    expect([devices.canCall(THERE, named('1001')), devices.hostOf(THERE, named('1001'))]).toEqual([false, -1]);
    expect([devices.canCall(HERE, named('77')), devices.hostOf(HERE, named('77'))]).toEqual([false, -1]);
  });

  it('by an address is called there, registered or not, when its endpoint is there', () => {
    const { lab, devices, named } = made();
    const cases = ['1001/sip:x@10.20.0.2:5070', '1001/sip:x@10.0.1.1', '1001/sip:x@9.9.9.9', '77/sip:x@10.0.1.1'];
    expect(cases.map((one) => [devices.canCall(HERE, named(one)), devices.hostOf(HERE, named(one))])).toEqual([
      [true, lab.host(1)],
      [true, lab.host(0)],
      [true, -1],
      [false, lab.host(0)],
    ]);
  });

  it('counts calls of its own phone alone', () => {
    const { devices, named } = made();
    const cases = ['1001', '1001/sip:x@10.0.1.1', '1001/sip:x@10.20.0.2:5070', '77', '77/sip:x@9.9.9.9'];
    expect(cases.map((one) => devices.counts(named(one)))).toEqual([true, true, false, false, false]);
  });

  it('is local where the server has its registration', () => {
    const { lab, devices, named } = made();
    lab.registered(0);
    const at = [named('1001'), named('1002'), named('77')].map((device) => devices.isLocal(HERE, device));
    expect([at, devices.isLocal(THERE, named('1001'))]).toEqual([[true, false, false], false]);
  });

  it('has the row of its endpoint', () => {
    const { lab, devices, named } = made();
    lab.registered(0);
    const row = lab.peers.find(HERE, FIRST);
    expect(row).toBeGreaterThanOrEqual(0);
    expect(
      ['1001', '1001/sip:x@10.20.0.2:5070', '77', '77/sip:x@10.0.1.1'].map((one) => devices.rowOf(HERE, named(one))),
    ).toEqual([row, row, -1, -1]);
  });

  it('takes context and media from its endpoint, or the defaults', () => {
    const { devices } = made({ row: { context: 'office', directMedia: false } });
    expect([devices.contextOf(HERE, FIRST), devices.directMedia(HERE, FIRST), devices.directMedia(HERE, -1)]).toEqual([
      'office',
      false,
      true,
    ]);
    expect(made({ pjsip: { endpoints: [] } }).devices.contextOf(HERE, FIRST)).toBe('default');
  });
});

describe('the state of a device', () => {
  it('is that of its endpoint in the view of the server', () => {
    const { lab, devices, named } = made({ row: { busyAt: 2 } });
    const state = (): number => devices.state(HERE, named('1001'));
    expect([state(), devices.state(HERE, named('77'))]).toEqual([DEVICE.unavailable, DEVICE.invalid]);
    lab.registered(0);
    expect([state(), devices.state(THERE, named('1001'))]).toEqual([DEVICE.notInUse, DEVICE.unavailable]);
    const seen = [1, 1, -1, -1].map((by) => {
      devices.use(HERE, FIRST, by as 1 | -1);
      return state();
    });
    expect(seen).toEqual([DEVICE.inUse, DEVICE.busy, DEVICE.inUse, DEVICE.notInUse]);
    expect(devices.state(HERE, named('1001/sip:x@10.20.0.2:5070'))).toBe(DEVICE.notInUse);
  });

  it('is never busy without device_state_busy_at', () => {
    const { lab, devices, named } = made();
    lab.registered(0);
    devices.use(HERE, FIRST, 1);
    devices.use(HERE, FIRST, 1);
    expect(devices.state(HERE, named('1001'))).toBe(DEVICE.inUse);
  });

  it('is on hold where each of its calls is', () => {
    const { lab, devices, named } = made();
    lab.registered(0);
    const state = (): number => devices.state(HERE, named('1001'));
    devices.use(HERE, FIRST, 1);
    devices.holds(HERE, FIRST, 1);
    expect(state()).toBe(DEVICE.onHold);
    devices.use(HERE, FIRST, 1);
    expect(state()).toBe(DEVICE.inUse);
    devices.use(HERE, FIRST, -1);
    devices.holds(HERE, FIRST, -1);
    expect(state()).toBe(DEVICE.inUse);
    expect(() => devices.holds(HERE, FIRST, -1)).toThrow('phone 0 has -1 calls on hold on server 0');
  });

  it('cannot count fewer than no calls', () => {
    expect(() => made().devices.use(HERE, OTHER, -1)).toThrow('phone 1 is in -1 calls on server 0');
  });

  it('that changes is asked for with the endpoint, while the server is up', () => {
    const { lab, devices } = made({ pjsip: { stores: IN_TABLES } });
    devices.use(HERE, FIRST, 1);
    devices.stateChanges(HERE, -1);
    expect(lab.selects()).toEqual(Array(2).fill('ps_endpoints for deviceState'));
    lab.crash(HERE);
    devices.stateChanges(HERE, FIRST);
    expect(lab.statements).toHaveLength(2);
  });
});

describe('SELECTs until the server knows a device', () => {
  const [ENDPOINT, AOR, CONTACTS] = ['ps_endpoints', 'ps_aors', 'ps_contacts'];

  it.each([
    ['1001', 'call', [ENDPOINT, AOR, CONTACTS]],
    ['1001', 'ask', [ENDPOINT, ENDPOINT, AOR, CONTACTS]],
    ['1001/sip:x@10.20.0.2:5070', 'call', [ENDPOINT]],
    ['1001/sip:x@10.20.0.2:5070', 'ask', [ENDPOINT, ENDPOINT]],
    ['77', 'call', [ENDPOINT]],
  ] as const)('%s, to %s', (resource, what, tables) => {
    const { devices, named } = made({ pjsip: { stores: IN_TABLES } });
    expect(devices.selects(HERE, named(resource), what)).toEqual(tables);
  });

  it('are kept by the caches: endpoint and AOR of a device, of one by address its endpoint alone', () => {
    const { devices, named } = made({ pjsip: { stores: CACHED } });
    devices.loaded(HERE, named('1001'));
    devices.loaded(HERE, named('1002/sip:x@10.0.1.1'));
    devices.loaded(HERE, named('77'));
    const left = (resource: string): unknown => devices.selects(HERE, named(resource), 'call');
    expect([left('1001'), left('1002')]).toEqual([[CONTACTS], [AOR, CONTACTS]]);
    const state = made({ pjsip: { stores: CACHED } });
    state.devices.stateLoaded(HERE, state.named('1001'));
    expect(state.devices.selects(HERE, state.named('1001'), 'call')).toEqual([AOR, CONTACTS]);
  });

  it('remove the contacts whose time is over', () => {
    const { lab, devices, named } = made({ pjsip: { expiryCheck: 0 } });
    lab.registered(0, 60).until(100);
    expect(lab.heard.registered[0]).toBe(1);
    devices.loaded(HERE, named('1001/sip:x@10.0.1.1'));
    expect(lab.heard.registered[0]).toBe(1);
    devices.loaded(HERE, named('1001'));
    expect(lab.heard.registered[0]).toBe(0);
  });
});

it('a phone that does not answer OPTIONS is called no more', () => {
  const { lab, devices, named } = made({ aor: { qualifyFrequency: 60 * SECOND } });
  lab.answersOptions = false;
  lab.registered(0).until(10);
  expect([devices.canCall(HERE, named('1001')), devices.contactsOf(HERE, FIRST)]).toEqual([false, []]);
  lab.answersOptions = true;
  lab.until(70);
  expect(devices.canCall(HERE, named('1001'))).toBe(true);
});
