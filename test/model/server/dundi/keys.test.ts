import { describe, expect, it } from 'vitest';
import type { DundiKeys } from '../../../../src/model/config.ts';
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

it('two that are strangers again ask with the key, and each alone', () => {
  const all = ['a', 'b', 'c'];
  const net = new Net(Object.fromEntries(all.map((name) => [name, { peers: all.filter((other) => other !== name) }])));
  const { keys } = net.dundi;
  keys.knowAll();
  keys.strangers(net.id('b'), net.id('c'));
  const along = all.flatMap((asker) =>
    all
      .filter((other) => other !== asker && keys.goesAlong(net.id(asker), net.id(other)))
      .map((other) => asker + other),
  );
  expect(along).toEqual(['bc', 'cb']);
  const sealing = { withKey: false, signedBy: 'dundi', sealedFor: 'dundi' };
  const reads = (answerer: string, asker: string): boolean =>
    keys.canRead(net.id(answerer), net.id(asker), net.dundi.nodes[net.id(asker)]!.self, sealing);
  expect([reads('b', 'c'), reads('c', 'b'), reads('a', 'c'), reads('c', 'a'), reads('b', 'a')]).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
  expect(
    all.flatMap((asker) => all.filter((other) => other !== asker && keys.goesAlong(net.id(asker), net.id(other)))),
  ).toEqual([]);
});

it('a crash forgets the keys of its server, both ways, and no others', () => {
  const all = ['a', 'b', 'c'];
  const net = new Net(Object.fromEntries(all.map((name) => [name, { peers: all.filter((other) => other !== name) }])));
  const { keys } = net.dundi;
  keys.knowAll();
  keys.crash(net.id('b'));
  const sealing = { withKey: false, signedBy: 'dundi', sealedFor: 'dundi' };
  const reads = (answerer: string, asker: string): boolean =>
    keys.canRead(net.id(answerer), net.id(asker), net.dundi.nodes[net.id(asker)]!.self, sealing);
  expect([reads('b', 'a'), reads('b', 'c'), reads('a', 'b'), reads('a', 'c'), reads('c', 'a')]).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
  expect([keys.goesAlong(net.id('b'), net.id('a')), keys.goesAlong(net.id('a'), net.id('b'))]).toEqual([true, false]);
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

describe('keys by name', () => {
  type Keys = { readonly inKey?: string; readonly outKey?: string };
  const A = { public: ['b'], private: ['a'] };

  /** a asks b, each with its own pair: `inkey` is the other's public key, `outkey` the own private one. */
  function pair(a: Keys, b: Keys, keys: DundiKeys | undefined = undefined): Net {
    return new Net({
      a: { peers: [{ name: 'b', inKey: 'b', outKey: 'a', ...a }], keys },
      b: { peers: [{ name: 'a', inKey: 'a', outKey: 'b', ...b }], numbers: ['1002'] },
    });
  }

  it.each([
    ['each has its own pair', {}, {}, undefined],
    ['and all the files of it', {}, {}, A],
    ['neither encrypts', { inKey: '' }, { inKey: '' }, undefined],
  ])('%s: answered', (_, a, b, keys) => {
    expect(pair(a, b, keys).lookup('a', '1002')).toMatchObject({ found: ['b'], ms: 0.2 });
  });

  it.each([
    ['the peer checks another signature', {}, { inKey: 'x' }],
    ['the peer has another private key', {}, { outKey: 'x' }],
    ['the peer does not encrypt', {}, { inKey: '' }],
    ['the key is encrypted for another pair', { inKey: 'x' }, {}],
  ])('%s: unreadable, at once and not cached', (_, a, b) => {
    const net = pair(a, b);
    expect(net.lookup('a', '1002')).toMatchObject({ found: [], ms: 0.2, record: { replies: [], silent: [1] } });
    net.pass(5000);
    expect(net.packets()).toEqual(['a DPDISCOVER b', 'b ENCREJ a', 'a ACK b']);
    expect(net.dundi.nodes[0]!.cache.rows(String)).toEqual([]);
  });

  it('a peer that knows no such EID cannot read it either', () => {
    const net = new Net({ a: { peers: ['b'] }, b: { numbers: ['1002'] } });
    expect(net.lookup('a', '1002')).toMatchObject({ found: [], ms: 0.2 });
    expect(net.packets()).toContain('b ENCREJ a');
  });

  it('a question in clear to a peer that encrypts is refused', () => {
    const net = pair({ inKey: '' }, {});
    expect(net.lookup('a', '1002')).toMatchObject({ found: [], ms: 0.2, record: { replies: [{ refused: true }] } });
  });

  it.each([
    ['public', { public: [], private: ['a'] }],
    ['private', { public: ['b'], private: [] }],
  ])('without the file of its %s key nothing leaves, until the question is sent again in clear', (_, keys) => {
    const net = pair({}, {}, keys);
    expect(net.lookup('a', '1002')).toMatchObject({ found: [], ms: 1000.2, record: { replies: [{ refused: true }] } });
    expect(net.packets()).toEqual(['a DPDISCOVER b', 'b DPRESPONSE a', 'a ACK b']);
  });

  it('an answer in clear to an asker that encrypts counts for nothing', () => {
    const net = pair({}, { inKey: '' }, { public: [], private: [] });
    expect(net.lookup('a', '1002')).toMatchObject({ found: [], ms: 1000.2, record: { replies: [] } });
  });

  it('do not matter for qualify', () => {
    const net = pair({}, { inKey: 'x' });
    net.dundi.qualify.load(net.id('a'));
    net.pass(10_000);
    expect(net.heard.marks.map(({ status }) => status)).toEqual(['OK']);
  });
});
