import { expect, it } from 'vitest';
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
