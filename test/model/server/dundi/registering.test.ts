import { describe, expect, it } from 'vitest';
import { Net } from './net.ts';

const DYNAMIC = { name: 'branch', host: 'dynamic' };
const TO_HUB = { name: 'hub', registers: true };

/** A hub that does not know where its branch is, and the branch, which tells it. */
function net(hub: object = {}, branch: object = {}) {
  const members = {
    hub: { peers: [{ ...DYNAMIC, ...hub }] },
    branch: { peers: [{ ...TO_HUB, ...branch }], numbers: ['1002'] },
  };
  return new Net(members).load('hub').load('branch');
}

const found = (it: Net): readonly string[] => it.lookup('hub', '1002', true).found;
const requests = (it: Net): readonly number[] =>
  it.wire.filter(({ title }) => title === 'DPREGREQ').map(({ at }) => Math.round(at));

describe('a peer with host = dynamic', () => {
  it('is not asked before it has registered, 2 s after its start, and each minute from then on', () => {
    const it = net();
    expect(found(it.pass(1900))).toEqual([]);
    expect(found(it.pass(200))).toEqual(['branch']);
    it.pass(130_000);
    expect(requests(it)).toEqual([2000, 62_000, 122_000]);
    expect(it.packets().slice(0, 4)).toEqual([
      'branch DPREGREQ hub',
      'hub DPREGRESPONSE branch',
      'branch ACK hub',
      'hub DPDISCOVER branch',
    ]);
    expect(it.wire[1]!.fields).toMatchObject({ expiration: 60, cause: 0, encrypted: true });
    let open = 0;
    it.dundi.transactions.each(() => open++);
    expect(open).toBe(0);
  });

  it('is forgotten 70 s after the last request, and known again after the next', () => {
    const it = net().pass(3000);
    it.meets = ({ from }) => (from === 'branch' ? [] : [0]);
    expect(found(it.pass(68_900))).toEqual([]); // Nothing comes from it.
    it.meets = ({ title }) => (title === 'DPREGREQ' ? [] : [0]);
    const late = net().pass(3000);
    late.meets = it.meets;
    expect(found(late.pass(68_900))).toEqual(['branch']);
    expect(found(late.pass(300))).toEqual([]);
    late.meets = () => [0];
    expect(found(late.pass(51_000))).toEqual(['branch']);
  });

  it('is probed 5 s after it has registered', () => {
    const it = net().pass(20_000);
    expect(it.wire.filter(({ title, from }) => title === 'NULL' && from === 'hub').map(({ at }) => at)).toEqual([
      7000.1,
    ]);
  });

  it('that has not answered is in the record of the lookup, also when its address ran out meanwhile', () => {
    const it = net().pass(3000);
    it.meets = ({ title }) => (title === 'DPREGREQ' ? [] : [0]);
    it.pass(68_000);
    it.meets = ({ from }) => (from === 'branch' ? [] : [0]);
    const { record } = it.lookup('hub', '1002');
    expect([record.took > 1_100_000, record.asked, record.silent]).toEqual([
      true,
      [it.id('branch')],
      [it.id('branch')],
    ]);
  });

  it('asks again and again while nobody answers, and is refused where it is not dynamic', () => {
    const silent = net();
    silent.meets = ({ to }) => (to === 'hub' ? [] : [0]);
    silent.pass(10_000);
    expect(requests(silent)).toEqual([2000, 3000, 4000, 5000, 6000]);
    const fixed = net({ host: 'branch' }).pass(3000);
    expect(fixed.wire.find(({ title }) => title === 'DPREGRESPONSE')!.fields).toMatchObject({ cause: 'noAuth' });
  });

  it('is not taken in clear where it has a key', () => {
    const it = net({}, { inKey: '', outKey: '' }).pass(10_000);
    expect(it.wire.filter(({ title }) => title === 'DPREGRESPONSE')).toEqual([]);
    expect(found(it)).toEqual([]);
    // The branch has one until it asks again.
    let open = 0;
    it.pass(300_000).dundi.transactions.each(() => open++);
    expect(open).toBe(1);
  });

  it('is taken in clear where neither has a key, at once', () => {
    const it = net({ inKey: '', outKey: '' }, { inKey: '', outKey: '' });
    expect(found(it.pass(2100))).toEqual(['branch']);
    expect(requests(it)).toEqual([2000]);
  });

  it('whose requests are lost says nothing of the hub: that is what probes are for', () => {
    const it = net();
    it.meets = ({ title }) => (title === 'DPREGREQ' ? [] : [0]);
    const marks = it.pass(30_000).heard.marks.filter(({ server }) => server === it.id('branch'));
    expect(marks.map(({ status }) => status)).toEqual(['OK']);
  });

  it('sends its key anew to a hub that was restarted, which has forgotten its address', () => {
    const it = net().pass(10_000).crash('hub').restart('hub');
    expect(found(it.pass(1000))).toEqual([]);
    const from = it.pass(51_500).now;
    expect(found(it)).toEqual([]); // It was probed in vain, and is unreachable until the next probe.
    expect(found(it.pass(5000))).toEqual(['branch']);
    expect(it.packets(from - 1000).filter((packet) => /REG|ENC/.test(packet))).toEqual([
      'branch DPREGREQ hub',
      'hub ENCREJ branch',
      'branch DPREGREQ hub',
      'hub DPREGRESPONSE branch',
    ]);
  });

  it('is known at the start of a run in which all have been up for long', () => {
    const members = { hub: { peers: [DYNAMIC] }, branch: { peers: [TO_HUB], numbers: ['1002'] } };
    const it = new Net(members);
    it.dundi.registering.settle(() => it.sim.stream('start/dundiRegistration'));
    it.dundi.keys.knowAll();
    expect(found(it)).toEqual(['branch']);
    expect(found(it.pass(180_000))).toEqual(['branch']);
    expect(requests(it)).toHaveLength(3);
  });
});
