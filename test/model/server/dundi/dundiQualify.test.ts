import { describe, expect, it } from 'vitest';
import { statusOf } from '../../../../src/model/server/dundi/dundiQualify.ts';
import type { Peer } from '../../../../src/model/server/dundi/peer.ts';
import { Net } from './net.ts';

const PAIR = { a: { peers: ['b'] }, b: { peers: [] } } as const;

/** Both have been up for long; a probes b in 1 s, then each minute. */
function settled(delay = 0.1, members: ConstructorParameters<typeof Net>[0] = PAIR): Net {
  const net = new Net(members, { delay });
  net.dundi.qualify.settle(
    net.id('a'),
    () => 1_000_000,
    () => 1,
  );
  return net;
}

/** Seconds at which a probed b, resends included. */
function probes(net: Net): readonly number[] {
  return net.wire.filter(({ title }) => title === 'NULL').map(({ at }) => at / 1000);
}

function marks(net: Net): readonly (readonly [number, string])[] {
  return net.heard.marks.map(({ at, status }) => [at / 1000, status]);
}

it('a probe is a NULL and its ACK, each 60 s', () => {
  const net = settled().pass(125_000);
  expect(net.packets()).toEqual(Array.from({ length: 3 }, () => ['a NULL b', 'b ACK a']).flat());
  expect(probes(net)).toEqual([1, 61, 121]);
  expect([marks(net), net.heard.lines]).toEqual([[], []]); // Nothing has changed.
  expect(net.wire.every(({ fields }) => fields.call === 0)).toBe(true); // A probe is of no call.
});

it('a peer that never answered becomes UNREACHABLE from unknown', () => {
  const net = new Net(PAIR);
  net.dundi.qualify.load(net.id('a'));
  net.crash('b').pass(20_000);
  expect(marks(net)).toEqual([[10, 'UNREACHABLE']]);
  expect(net.heard.lines).toEqual([
    "NOTICE: pbx_dundi.c destroy_trans: Peer '00:00:00:00:00:01' has become UNREACHABLE!",
  ]);
});

it.each([
  [0.1, 1],
  [0.9, 1],
  [1.2, 2],
  [50, 100],
])('a way of %d ms makes lastms %d', (delay, ms) => {
  const net = settled(delay).pass(2000);
  expect(net.dundi.nodes[0]!.peers[0]!.lastMs).toBe(ms);
});

it('after a load the first probe goes out after 5 s, and until then the peer is unknown', () => {
  const net = new Net(PAIR);
  net.dundi.qualify.load(net.id('a'));
  expect(net.dundi.nodes[0]!.peers[0]!.lastMs).toBe(0);
  expect(probes(net.pass(6000))).toEqual([5]);
});

describe('a peer that died', () => {
  it('is UNREACHABLE after five probes and one interval more', () => {
    const net = settled().crash('b').pass(10_000);
    expect(probes(net)).toEqual([1, 2, 3, 4, 5]);
    expect(marks(net)).toEqual([[6, 'UNREACHABLE']]);
  });

  it('is tried again 60 s after the probe that failed, then each 10 s', () => {
    const net = settled().crash('b').pass(85_000);
    expect(probes(net).filter((_, i) => i % 5 === 0)).toEqual([1, 61, 71, 81]);
  });

  it('and came back is skipped until then', () => {
    const net = settled().crash('b').pass(10_000);
    net.restart('b').pass(60_000);
    expect(marks(net)).toEqual([
      [6, 'UNREACHABLE'],
      [61.0002, 'OK'],
    ]);
  });
});

it('one that answers too late is LAGGED', () => {
  const net = settled(1100, { a: { peers: [{ name: 'b', qualifyMs: 2000 }] }, b: {} });
  expect(marks(net.pass(5000))).toEqual([[3.2, 'LAGGED']]);
});

it('an unmonitored peer is not probed', () => {
  expect(probes(settled(0.1, { a: { peers: [{ name: 'b', qualifyMs: 0 }] }, b: {} }).pass(100_000))).toEqual([]);
});

it('a crashed server probes nobody', () => {
  expect(probes(settled().crash('a').pass(100_000))).toEqual([]);
});

describe('a module that is loaded again', () => {
  it('probes 5 s later, and what is known of peers stays', () => {
    const net = settled().pass(2000);
    net.dundi.qualify.reload(net.id('a'));
    expect(net.dundi.nodes[0]!.peers[0]!.lastMs).toBe(1);
    expect(probes(net.pass(60_000))).toEqual([1, 7]);
  });

  it('leaves the probes of other servers alone', () => {
    const net = new Net({ a: { peers: ['b'] }, b: { peers: ['a'] } });
    for (const name of ['a', 'b'])
      net.dundi.qualify.settle(
        net.id(name),
        () => 1_000_000,
        () => 1,
      );
    net.pass(2000).dundi.qualify.reload(net.id('a'));
    net.pass(60_000);
    const sent = net.wire.filter(({ title }) => title === 'NULL').map(({ at, from }) => `${from} ${at / 1000}`);
    expect(sent).toEqual(['a 1', 'b 1', 'a 7', 'b 61']);
  });

  it('does not probe a peer that its file does not have yet; that is unknown', () => {
    const net = new Net(PAIR);
    net.dundi.nodes[0]!.withhold([net.id('b')]);
    net.dundi.qualify.settle(
      net.id('a'),
      () => 1_000_000,
      () => 1,
    );
    expect([probes(net.pass(10_000)), net.dundi.nodes[0]!.all[0]!.lastMs]).toEqual([[], 0]);
    net.dundi.nodes[0]!.reload([net.id('b')]);
    net.dundi.qualify.reload(net.id('a'));
    expect(probes(net.pass(10_000))).toEqual([15]);
  });
});

it('a probe that is under way when the address changes is dropped: the time so far is its round trip, the next in 5 s', () => {
  const net = settled();
  net.meets = ({ title }) => (title === 'ACK' ? [] : [0]);
  net.pass(1500);
  const [peer] = net.dundi.nodes[0]!.peers;
  net.dundi.qualify.addressChanged(peer!);
  expect([peer!.lastMs, probes(net.pass(5500))]).toEqual([500, [1, 6.5]]);
});

it('a server that starts again probes its peers anew, from the state unknown', () => {
  const net = settled().pass(2000).crash('a').pass(1000).restart('a');
  expect(net.dundi.nodes[0]!.peers[0]!.lastMs).toBe(0);
  expect(probes(net.pass(70_000))).toEqual([1, 8, 68]);
});

it('the console says what becomes of a peer', () => {
  const net = settled();
  net.crash('b').pass(70_000).restart('b').pass(20_000);
  net.meets = ({ title }) => (title === 'ACK' ? [2500] : [0]);
  net.pass(60_000);
  expect(net.heard.lines).toEqual([
    "NOTICE: pbx_dundi.c destroy_trans: Peer '00:00:00:00:00:01' has become UNREACHABLE!",
    "NOTICE: pbx_dundi.c destroy_trans: Peer '00:00:00:00:00:01' has become REACHABLE!",
    "NOTICE: pbx_dundi.c destroy_trans: Peer '00:00:00:00:00:01' has become TOO LAGGED (2500 ms)",
  ]);
});

it.each([
  [0, 2000, 'UNKNOWN'],
  [-1, 2000, 'UNREACHABLE'],
  [1999, 2000, 'OK'],
  [2000, 2000, 'LAGGED'],
])('lastms %i of a threshold of %i is %s', (lastMs, qualifyMs, status) => {
  expect(statusOf({ qualifyMs, lastMs } as Peer)).toBe(status);
});
