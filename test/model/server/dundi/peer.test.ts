import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import type { DundiPeerConfig } from '../../../../src/model/config.ts';
import {
  autokillTime,
  FIRST_QUALIFY,
  hasPermission,
  isDynamic,
  isMonitored,
  isSkipped,
  nextQualify,
  remember,
  RETRANSMIT_DEFAULT,
  retransmitTime,
  newPeer,
  type Peer,
} from '../../../../src/model/server/dundi/peer.ts';

function peer(lastMs: number, qualifyMs = 2000, host = '10.0.0.1'): Peer {
  const it = newPeer({ host, qualifyMs } as DundiPeerConfig, 1, 1 as Peer['host'], undefined);
  it.lastMs = lastMs;
  return it;
}

describe('a peer is skipped', () => {
  it.each([
    ['unreachable', -1, 2000, true],
    ['lagged, at the threshold', 2000, 2000, true],
    ['just below it', 1999, 2000, false],
    ['unknown', 0, 2000, false],
    ['unreachable, but not monitored', -1, 0, false],
    ['slow, but not monitored', 5000, 0, false],
  ])('when it is %s', (_, lastMs, qualifyMs, skipped) => {
    expect(isSkipped(peer(lastMs, qualifyMs))).toBe(skipped);
    expect(isMonitored(peer(lastMs, qualifyMs))).toBe(qualifyMs > 0);
  });
});

describe('a packet is sent again after twice the last round trip, 150 ms to 1 s', () => {
  it.each([
    [1, 1000],
    [2, 150],
    [75, 150],
    [76, 152],
    [499, 998],
    [501, 1000],
    [0, 1000],
    [-1, 1000],
  ])('of %i ms: %i ms', (lastMs, ms) => {
    expect(retransmitTime(peer(lastMs))).toBe(ms * MILLISECOND);
  });

  it('of a peer that is not monitored, or not known: 1 s', () => {
    expect(retransmitTime(peer(76, 0))).toBe(SECOND);
    expect(RETRANSMIT_DEFAULT).toBe(SECOND);
  });
});

it('a question without an ACK lives as long as the threshold of the peer, else as autokill says', () => {
  expect(autokillTime(peer(1, 700), 2000)).toBe(700 * MILLISECOND);
  expect(autokillTime(peer(1, 0), 2000)).toBe(2000 * MILLISECOND);
  expect(autokillTime(peer(1, 0), 0)).toBe(0);
});

it('the next probe comes 60 s later, 10 s to a peer that is unreachable, the first one 5 s after the load', () => {
  expect([-1, 0, 1, 2500].map((lastMs) => nextQualify(peer(lastMs)) / SECOND)).toEqual([10, 60, 60, 60]);
  expect(FIRST_QUALIFY).toBe(5 * SECOND);
});

describe('permission', () => {
  const [all, priv, noPriv, noAll] = [
    { context: 'ALL', allow: true },
    { context: 'Priv', allow: true },
    { context: 'priv', allow: false },
    { context: 'all', allow: false },
  ];

  it.each([
    ['nothing listed', [], false],
    ['the context, whatever its case', [priv], true],
    ['another context', [{ context: 'other', allow: true }], false],
    ['all', [all], true],
    ['the last line that matches: yes', [noAll, priv], true],
    ['the last line that matches: no', [all, noPriv], false],
    ['a later line of another context decides nothing', [priv, { context: 'other', allow: false }], true],
  ])('%s', (_, list, allowed) => {
    expect(hasPermission(list as (typeof all)[] as never, 'priv')).toBe(allowed);
  });
});

it('AvgTime looks back on the last ten lookups, the newest first, in whole milliseconds', () => {
  const one = peer(1);
  for (let ms = 1; ms <= 12; ms++) remember(one, ms * MILLISECOND + 999);
  expect(one.history).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
});

it('host = dynamic: the address is registered', () => {
  expect([isDynamic(peer(1, 0, 'dynamic')), isDynamic(peer(1))]).toEqual([true, false]);
});

describe('key files', () => {
  it.each([
    ['all that are named are taken to be there', {}, undefined, true],
    ['both are there', {}, { public: ['in'], private: ['out'] }, true],
    ['the public one is not there', {}, { public: ['out'], private: ['out'] }, false],
    ['the private one is not there', {}, { public: ['in'], private: ['in'] }, false],
    ['the section names no inkey', { inKey: '' }, undefined, false],
    ['the section names no outkey', { outKey: '' }, undefined, false],
  ])('%s', (_, different, keys, has) => {
    const config = { inKey: 'in', outKey: 'out', ...different } as DundiPeerConfig;
    expect(newPeer(config, 1, 1 as Peer['host'], keys).hasKeys).toBe(has);
  });
});
