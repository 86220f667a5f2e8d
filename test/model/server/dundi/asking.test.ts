import { describe, expect, it } from 'vitest';
import type { Discover, DiscoverResponse } from '../../../../src/model/protocol/dundi.ts';
import type { Member } from './members.ts';
import { Net } from './net.ts';

type Members = Readonly<Record<string, Member>>;

/** EIDs of the questions that went from one server to another, by name; `*`: direct. */
function eids(net: Net, from: string, to: string): readonly (readonly string[])[] {
  return net.wire
    .filter((packet) => packet.title === 'DPDISCOVER' && packet.from === from && packet.to === to)
    .map(({ fields }) => {
      const { eids: list, direct } = fields as unknown as Discover;
      return list
        .toArray()
        .map((eid) => `${net.names[net.dundi.nodes[0]!.serverOf(eid)]}${direct.has(eid) ? '*' : ''}`);
    });
}

function asked(net: Net, server: string): readonly string[] {
  return net.packets().flatMap((packet) => {
    const [from, title, to] = packet.split(' ');
    return from === server && title === 'DPDISCOVER' ? [to!] : [];
  });
}

const CHAIN: Members = {
  a: { peers: ['hub'], ttl: 5 },
  hub: { peers: ['a', 'c', 'd'], mappings: [{ localContext: '' }] },
  c: { peers: ['hub', 'e'] },
  d: { peers: ['hub'] },
  e: { peers: ['c'], numbers: ['1002'] },
};

describe('the list of those that need not be asked', () => {
  it('begins with the sender; a question of its own to one peer names nobody else', () => {
    const net = new Net(CHAIN);
    net.lookup('a', '1002');
    expect(eids(net, 'a', 'hub')).toEqual([['a*']]);
  });

  it('ends with the true root, whoever relays', () => {
    const net = new Net(CHAIN);
    expect(net.lookup('a', '1002').found).toEqual(['e']);
    expect(eids(net, 'hub', 'c')).toEqual([['hub*', 'd*', 'a*']]);
    expect(eids(net, 'c', 'e')).toEqual([['c*', 'hub*', 'd', 'a']]);
  });

  it('names the peers that the sender asks itself, and then its own EID as root', () => {
    const net = new Net({ a: { peers: ['b', 'c'] }, b: { peers: ['a'] }, c: { peers: ['a'] } });
    net.lookup('a', '1002');
    expect(eids(net, 'a', 'b')).toEqual([['a*', 'c*', 'a*']]);
  });

  it('of who asks others itself has its EID once: it is dropped at the head, where it stands twice', () => {
    const net = new Net({
      a: { peers: ['b', 'c'], ttl: 5 },
      b: { peers: ['a', 'd'] },
      c: { peers: ['a'] },
      d: { peers: ['b'] },
    });
    net.lookup('a', '1002');
    expect(eids(net, 'a', 'b')).toEqual([['a*', 'c*', 'a*']]);
    expect(eids(net, 'b', 'd')).toEqual([['b*', 'c', 'a*']]);
  });

  it('names no peer of a later order, which is not asked', () => {
    const net = new Net({ a: { peers: ['b', { name: 'c', order: 1 }] }, b: { peers: ['a'] }, c: { peers: ['a'] } });
    net.lookup('a', '1002');
    expect(eids(net, 'a', 'b')).toEqual([['a*']]);
  });

  it.each([
    ['names unreachable peers under 1.2', true, ['a*', 'c*', 'a*']],
    ['leaves them out since ASTERISK-19309', false, ['a*']],
  ])('%s', (_, avoidUnreachable, list) => {
    const net = new Net(
      { a: { peers: ['b', 'c'] }, b: { peers: ['a'] }, c: { peers: ['a'] } },
      { rules: { avoidUnreachable } },
    );
    net.setLastMs('a', 'c', -1).lookup('a', '1002');
    expect(eids(net, 'a', 'b')).toEqual([list]);
  });

  it('keeps a relay from asking whom it names, and the asker itself', () => {
    const net = new Net({ ...CHAIN, a: { peers: ['hub', 'd'], ttl: 5 }, d: { peers: ['hub', 'a'] } });
    net.lookup('a', '1002');
    expect(asked(net, 'hub')).toEqual(['c']);
  });

  it('a reply that might have been another without an entry the sender only heard of is not for everybody', () => {
    const net = new Net({
      ...CHAIN,
      c: { peers: ['hub', 'e', 'd'] },
      d: { peers: ['hub', 'c'] },
    });
    net.lookup('a', '1002');
    const ofC = net.wire.find(({ title, from, to }) => title === 'DPRESPONSE' && from === 'c' && to === 'hub')!;
    expect(ofC.fields).toMatchObject({ hint: { unaffected: true } });
    const further = new Net({ ...CHAIN, e: { peers: ['c', 'd'], numbers: [] }, d: { peers: ['hub', 'e'] } });
    further.lookup('a', '1002');
    const ofE = further.wire.find(
      ({ title, from, fields }) => title === 'DPRESPONSE' && from === 'e' && (fields as DiscoverResponse).cause === 0,
    )!;
    expect(ofE.fields).toMatchObject({ hint: { unaffected: false } });
  });
});

describe('who is asked', () => {
  const NETS = (peers: Member['peers']): Net =>
    new Net({ a: { peers: peers! }, b: { peers: ['a'] }, c: { peers: ['a'], numbers: ['1002'] } });

  it('peers of the file in its order (the list is built at its head, and so are the transactions)', () => {
    const net = NETS(['b', 'c']);
    net.lookup('a', '1002');
    expect(asked(net, 'a')).toEqual(['b', 'c']);
  });

  it.each([
    ['unreachable', -1, []],
    ['lagged', 2000, []],
    ['unknown', 0, ['b']],
    ['slow, but within the threshold', 1999, ['b']],
  ])('a monitored peer that is %s', (_, lastMs, list) => {
    const net = NETS(['b']).setLastMs('a', 'b', lastMs);
    net.lookup('a', '1002');
    expect(asked(net, 'a')).toEqual(list);
  });

  it('an unmonitored peer is asked, whatever its last round trip', () => {
    const net = NETS([{ name: 'b', qualifyMs: 0 }]).setLastMs('a', 'b', -1);
    net.lookup('a', '1002');
    expect(asked(net, 'a')).toEqual(['b']);
  });

  it.each([
    ['inbound', []],
    ['none', []],
    ['outbound', ['b']],
    ['symmetric', ['b']],
  ] as const)('a peer of model %s', (model, list) => {
    const net = NETS([{ name: 'b', model }]);
    net.lookup('a', '1002');
    expect(asked(net, 'a')).toEqual(list);
  });

  it('of the last matching include or noinclude line', () => {
    const net = NETS([
      {
        name: 'b',
        include: [
          { context: 'all', allow: true },
          { context: 'PRIV', allow: false },
        ],
      },
      {
        name: 'c',
        include: [
          { context: 'priv', allow: false },
          { context: 'all', allow: true },
        ],
      },
    ]);
    net.lookup('a', '1002');
    expect(asked(net, 'a')).toEqual(['c']);
  });

  it('a secondary only when no primary was asked or cached', () => {
    const orders: Member['peers'] = ['b', { name: 'c', order: 1 }];
    const net = NETS(orders);
    expect(net.lookup('a', '1002').found).toEqual([]);
    expect(NETS(orders).setLastMs('a', 'b', -1).lookup('a', '1002').found).toEqual(['c']);
    net.lookup('a', '1002');
    expect(asked(net, 'a')).toEqual(['b']);
  });
});

it('ttl 0 throws away even what the cache had, and says so', () => {
  const net = new Net({
    a: { peers: ['hub'], ttl: 1 },
    hub: { peers: ['a', 'c'], mappings: [{ localContext: '' }], cacheTime: 60 },
    c: { peers: ['hub'], numbers: ['1002'], cacheTime: 60 },
  });
  net.lookup('hub', '1002');
  expect(net.lookup('a', '1002').found).toEqual([]);
  const reply = net.wire.findLast(({ title, from }) => title === 'DPRESPONSE' && from === 'hub')!;
  expect(reply.fields).toMatchObject({ answers: [], expiration: 60, hint: { ttlExpired: true } });
});

it('what was cached of a peer that has no address now is of the server with its EID', () => {
  const net = new Net({ a: { peers: [{ name: 'b', host: 'nowhere' }] }, b: {} });
  const [node] = net.dundi.nodes;
  const [peer] = node!.peers;
  const asker = { spelling: node!.spellings.of('1002', 'priv'), avoidSum: 0, root: -1 };
  node!.cache.save(peer!.eid, asker, [], true, 60);
  expect(net.lookup('a', '1002').record.replies).toMatchObject([{ from: net.id('b'), source: 'cache', found: false }]);
});

it('a relay passes on that the ttl was over further away', () => {
  const relay = { mappings: [{ localContext: '' }] };
  const net = new Net({
    a: { peers: ['near'], ttl: 2 },
    near: { peers: ['a', 'far'], ...relay },
    far: { peers: ['near', 'c'], ...relay },
    c: { peers: ['far'], numbers: ['1002'] },
  });
  expect(net.lookup('a', '1002').found).toEqual([]);
  const hints = net.wire
    .filter(({ title }) => title === 'DPRESPONSE')
    .map(({ from, fields }) => [from, (fields as DiscoverResponse).hint.ttlExpired]);
  expect(hints).toEqual([
    ['far', true],
    ['near', true],
  ]);
});
