import { expect, it } from 'vitest';
import type { Discover } from '../../../../src/model/protocol/dundi.ts';
import { Net } from './net.ts';

const PAIR = { a: { peers: ['b'] }, b: { peers: ['a'], numbers: ['1002'] } } as const;

/** Whether the questions of a carried its session key. */
function withKey(net: Net): readonly boolean[] {
  return net.wire.filter(({ title }) => title === 'DPDISCOVER').map(({ fields }) => (fields as Discover).withKey);
}

it('the first question carries the session key, later ones do not', () => {
  const net = new Net(PAIR);
  net.lookup('a', '1002');
  net.pass(2000).lookup('a', '1002');
  expect(withKey(net)).toEqual([true, false]);
});

it('a restarted peer has lost it: ENCREJ, its ACK, and the question anew with the key', () => {
  const net = new Net(PAIR);
  net.dundi.keys.knowAll();
  net.crash('b').restart('b');
  expect(net.lookup('a', '1002')).toMatchObject({ found: ['b'], ms: 0.4, record: { datagrams: 7 } });
  expect(net.packets()).toEqual([
    'a DPDISCOVER b',
    'b ENCREJ a',
    'a ACK b',
    'a DPDISCOVER b',
    'b ACK a',
    'b DPRESPONSE a',
    'a ACK b',
  ]);
  expect(withKey(net)).toEqual([false, true]);
  const [first, , , second] = net.wire.map(({ fields }) => fields);
  expect(second!.source).not.toBe(first!.source);
});

it('the asker that was restarted makes a new key, which the peer takes', () => {
  const net = new Net(PAIR);
  net.dundi.keys.knowAll();
  net.crash('a').restart('a').lookup('a', '1002');
  expect(withKey(net)).toEqual([true]);
});

it('a lost ENCREJ is sent again', () => {
  const net = new Net(PAIR);
  net.dundi.keys.knowAll();
  net.crash('b').restart('b');
  let seen = 0;
  net.meets = ({ title }) => (title === 'ENCREJ' && ++seen === 1 ? [] : [0]);
  expect(net.lookup('a', '1002')).toMatchObject({ found: ['b'], ms: 1000.4 });
});
