import { expect, it } from 'vitest';
import { Net } from './net.ts';

it('the result of a lookup waits until it is read, once', () => {
  const net = new Net({ a: { peers: ['b'] }, b: { peers: ['a'], numbers: ['1002'] } });
  const id = net.ask('a', '1002');
  expect(net.dundi.consoleLookups.take(id)).toBeUndefined();
  net.pass(10);
  expect(net.dundi.consoleLookups.take(id)?.answers).toHaveLength(1);
  expect(net.dundi.consoleLookups.take(id)).toBeUndefined();
  expect(net.heard.lookups.at(-1)).toMatchObject({ purpose: 'cli', channel: 0, call: 0, at: 0, took: 200 });
});

it('bypass reads no cache', () => {
  const net = new Net({ a: { peers: ['b'], cacheTime: 60 }, b: { peers: ['a'], numbers: ['1002'], cacheTime: 60 } });
  net.lookup('a', '1002');
  expect(net.lookup('a', '1002').record).toMatchObject({ asked: [], cacheHits: 1 });
  expect(net.lookup('a', '1002', true).record).toMatchObject({ asked: [1], cacheHits: 0, hintHits: 0 });
});
