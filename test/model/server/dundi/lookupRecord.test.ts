import { describe, expect, it } from 'vitest';
import type { LookupReply } from '../../../../src/model/observations.ts';
import type { Lookup } from '../../../../src/model/server/dundi/lookup.ts';
import { replyOf, silentOf } from '../../../../src/model/server/dundi/lookupRecord.ts';
import type { Peer } from '../../../../src/model/server/dundi/peer.ts';
import { Net } from './net.ts';

const STAR = {
  a: { peers: ['hub'] },
  b: { peers: ['hub'] },
  c: { peers: ['hub'], numbers: ['1002'] },
  hub: { peers: ['a', 'b', 'c'], mappings: [{ localContext: '' }] },
} as const;

it('a lookup says when it began, how long it took, whom it asked and what it cost', () => {
  const net = new Net(STAR);
  net.pass(7);
  expect(net.lookup('a', '1002').record).toMatchObject({
    server: net.id('a'),
    number: '1002',
    context: 'priv',
    purpose: 'cli',
    at: 7000,
    took: 400,
    answers: [net.id('c')],
    asked: [net.id('hub')],
    silent: [],
    cacheHits: 0,
    hintHits: 0,
    budgetEnded: false,
    datagrams: 4,
  });
  expect(net.lookupsOf('hub')[0]).toMatchObject({ purpose: 'relay', datagrams: 8 });
});

it('answers that do not exist there are none', () => {
  const mappings = [{ noPartial: false, weight: 3 }];
  const net = new Net({ a: { peers: ['b'] }, b: { peers: ['a'], numbers: ['1002'], mappings } });
  const { record } = net.lookup('a', '10');
  expect([record.answers, record.replies[0]!.found]).toEqual([[], false]);
});

it('a relay that asks nobody and knows nothing is not worth a record', () => {
  const net = new Net(STAR);
  net.lookup('a', '1002');
  expect(['a', 'b', 'c', 'hub'].map((name) => net.lookupsOf(name).length)).toEqual([1, 0, 0, 1]);
});

it('a relay that has it in its cache is', () => {
  const net = new Net({ ...STAR, hub: { ...STAR.hub, cacheTime: 60 }, c: { ...STAR.c, cacheTime: 60 } });
  net.lookup('a', '1002');
  net.lookup('b', '1002');
  expect(net.lookupsOf('hub').map(({ asked, cacheHits }) => [asked.length, cacheHits])).toEqual([
    [2, 0],
    [1, 2], // c has it, b does not.
  ]);
});

describe('who is silent', () => {
  const peer = (host: number): Peer => ({ lastHost: host }) as Peer;
  const reply = (from: number, source: 'network' | 'cache'): LookupReply => ({ from, source }) as LookupReply;
  const silent = (asked: readonly number[], replies: readonly LookupReply[]): readonly number[] =>
    silentOf({ asked: asked.map(peer), replies } as unknown as Lookup);

  it.each([
    ['in the order of the questions', [1, 2, 3], []],
    ['in the opposite order', [3, 2, 1], []],
    ['of the last alone', [3], [1, 2]],
    ['of the last and then the first', [3, 1], [2]],
    ['of nobody', [], [1, 2, 3]],
  ])('replies %s', (_, from, expected) => {
    const replies = from.map((host) => reply(host, 'network'));
    expect(silent([1, 2, 3], replies)).toEqual(expected);
  });

  it('a reply in the cache is none of the network', () => {
    expect(silent([1, 2], [reply(1, 'cache'), reply(2, 'network')])).toEqual([1]);
    expect(silent([1], [reply(1, 'cache'), reply(1, 'network')])).toEqual([]);
  });
});

it('what a peer says later changes nothing in the record of an earlier lookup', () => {
  const asked = { peer: { lastHost: 4, said: undefined } } as unknown as Parameters<typeof replyOf>[0];
  const says = (exists: boolean, cause: number, expiration: number): LookupReply =>
    replyOf(asked, { answers: [{ exists }], cause, expiration } as unknown as Parameters<typeof replyOf>[1]);
  const all = [says(true, 0, 5), says(true, 0, 5), says(false, 2, 5), says(true, 0, 5), says(true, 0, 9)];
  expect(all.map(({ found, refused, holds }) => [found, refused, holds])).toEqual([
    [true, false, 5],
    [true, false, 5],
    [false, true, 5],
    [true, false, 5],
    [true, false, 9],
  ]);
});
