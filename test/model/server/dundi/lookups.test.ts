import { describe, expect, it } from 'vitest';
import { NO_EIDS } from '../../../../src/model/protocol/eidList.ts';
import type { LookupId } from '../../../../src/model/ids.ts';
import { freshHint } from '../../../../src/model/server/dundi/answer.ts';
import { Net } from './net.ts';

/** Three servers and a hub. 1002 is at c. */
const STAR = {
  a: { peers: ['hub'], numbers: ['1001'] },
  b: { peers: ['hub'], numbers: ['1003'] },
  c: { peers: ['hub'], numbers: ['1002'] },
  hub: { peers: ['a', 'b', 'c'], mappings: [{ localContext: '' }] },
} as const;

describe('a lookup through a hub', () => {
  it('asks the hub, which asks all others at once', () => {
    const net = new Net(STAR);
    expect(net.lookup('a', '1002')).toMatchObject({ found: ['c'], answers: ['c/1002 0'], ms: 0.4 });
    const questions = net.packets().filter((packet) => packet.includes('DPDISCOVER'));
    expect(questions).toEqual(['a DPDISCOVER hub', 'hub DPDISCOVER b', 'hub DPDISCOVER c']);
  });

  it('is recorded: who was asked, who said what from where, who was silent', () => {
    const net = new Net(STAR, { wallSecond: 100_000 });
    net.crash('b');
    net.lookup('a', '1002');
    const [b, c, hub] = ['b', 'c', 'hub'].map((name) => net.id(name));
    expect(net.lookupsOf('hub')[0]).toMatchObject({
      purpose: 'relay',
      channel: 0,
      asked: [b, c],
      replies: [{ from: c, source: 'network', found: true, refused: false, holds: 5 }],
      silent: [b],
    });
    expect(net.lookupsOf('a')[0]).toMatchObject({ asked: [hub], replies: [{ from: hub, holds: 5 }], silent: [] });
    net.lookup('a', '1002');
    expect(net.lookupsOf('a')[1]!.replies).toEqual([
      { from: hub, source: 'cache', found: true, refused: false, prefix: '', holds: 1 },
    ]);
  });

  it('notes the hints that kept it from asking, with prefix and time', () => {
    const net = new Net(STAR, { wallSecond: 100_000 });
    net.lookup('a', '2002');
    net.pass(3000);
    net.lookup('b', '2003');
    const [a, b, c] = ['a', 'b', 'c'].map((name) => net.id(name));
    expect(net.lookupsOf('hub')[1]).toMatchObject({ hintHits: 2, cacheHits: 0 });
    expect(net.lookupsOf('hub')[1]!.replies).toMatchObject([
      { from: c, source: 'hint', found: false, prefix: '2', holds: 2 },
      { from: b, source: 'hint', found: false, prefix: '2', holds: 2 },
      { from: a, source: 'network', found: false, holds: 5 },
    ]);
  });
});

describe('what a reply may be used for', () => {
  /** x has two peers, so its questions name the other one: an avoid list that is not empty. */
  const TWO_WAYS = {
    x: { peers: ['hub', 'other'] },
    y: { peers: ['hub'] },
    other: { peers: ['x'] },
    hub: { peers: ['x', 'y', 'c'], mappings: [{ localContext: '' }], cacheTime: 60 },
    c: { peers: ['hub'], numbers: ['1002'], cacheTime: 60 },
  } as const;

  it('a relay uses the entries that are for everybody, whatever its asker asks itself', () => {
    const net = new Net(TWO_WAYS);
    net.lookup('y', '1002');
    expect(net.lookup('x', '1002').found).toEqual(['c']);
    expect(net.packets().filter((packet) => packet === 'hub DPDISCOVER c')).toHaveLength(1);
  });
});

it('of each peer is cached what its own reply added', () => {
  const net = new Net({
    a: { peers: ['b', 'c'] },
    b: { peers: ['a'], numbers: ['1002'] },
    c: { peers: ['a'], numbers: ['1002'] },
  });
  expect(net.lookup('a', '1002').found).toEqual(['b', 'c']);
  const rows = net.dundi.nodes[0]!.cache.rows((eid) => net.dundi.eids.text(eid));
  expect(rows.map(({ key, value }) => [key.split('/')[3]!.slice(-1), value.match(/EXISTS|[bc]\/1002/g)])).toEqual([
    ['1', ['b/1002']],
    ['1', ['b/1002']],
    ['2', ['c/1002']],
    ['2', ['c/1002']],
  ]);
});

it('a hint lives as long as its reply says: not at all at cachetime 0', () => {
  const net = new Net({ a: { peers: ['b'], cacheTime: 60 }, b: { peers: ['a'], cacheTime: 0 } });
  net.lookup('a', '2002');
  expect(net.lookup('a', '2003').record).toMatchObject({ asked: [net.id('b')], hintHits: 0 });
});

describe('a lookup ends', () => {
  it('when the slowest has answered, though the first knew it (lookupEnds: allAnswered)', () => {
    const net = new Net(STAR);
    net.meets = ({ title, from }) => (title === 'DPRESPONSE' && from === 'b' ? [700] : [0]);
    expect(net.lookup('a', '1002')).toMatchObject({ found: ['c'], ms: 700.4 });
  });

  it('at the first answer under the rule firstAnswer, and cancels the others', () => {
    const net = new Net(STAR, { rules: { lookupEnds: 'firstAnswer' } });
    net.meets = ({ title, from }) => (title === 'DPRESPONSE' && from === 'b' ? [700] : [0]);
    expect(net.lookup('a', '1002')).toMatchObject({ found: ['c'], ms: 0.4 });
    expect(net.packets()).toContain('hub CANCEL b');
  });

  it('after 2000 + 200 × ttl ms with what came: the hub, one hop on, 200 ms before', () => {
    const net = new Net(STAR);
    net.meets = ({ title, from }) => (title === 'DPRESPONSE' && from === 'b' ? [9000] : [0]);
    expect(net.lookup('a', '1002')).toMatchObject({ found: ['c'], ms: 2200.2, record: { budgetEnded: false } });
    expect(net.lookupsOf('hub')[0]).toMatchObject({ budgetEnded: true, took: 2_200_000, silent: [net.id('b')] });
  });

  it('100 ms at most after its channel hung up', () => {
    const net = new Net(STAR);
    net.meets = ({ title, from }) => (title === 'DPRESPONSE' && from === 'b' ? [9000] : [0]);
    const id = net.ask('a', '1002');
    net.pass(333);
    net.dundi.lookups.channelHungUp(id);
    net.pass(1000);
    expect(net.lookupsOf('a')[0]!.took).toBe(400_000);
  });
});

describe('what it leaves', () => {
  it('AvgTime: the time of each question, where storehistory says so', () => {
    for (const storeHistory of [true, false]) {
      const net = new Net({ a: { peers: ['b'], storeHistory }, b: { peers: ['a'] } }, { delay: 50 });
      net.pass(700).lookup('a', '1002');
      expect(net.dundi.nodes[0]!.peers[0]!.history).toEqual(storeHistory ? [100] : []);
    }
  });

  it('a reply that says nothing of its life does not shorten that of the others', () => {
    const net = new Net({
      a: { peers: ['hub'] },
      hub: { peers: ['a', 'c'], mappings: [{ localContext: '' }], cacheTime: 60 },
      c: { peers: ['hub'], numbers: ['1002'], cacheTime: 0 },
    });
    net.lookup('a', '1002');
    expect(net.wire.findLast(({ title }) => title === 'DPRESPONSE')!.fields).toMatchObject({ expiration: 60 });
  });

  it('nothing of a channel that was hung up before it began: no question, no record', () => {
    const net = new Net(STAR);
    const ended: number[] = [];
    const done = net.sim.on<number, LookupId>('test.done', (a, id) => {
      expect(net.dundi.lookups.result(id)!.answers).toEqual([]);
      ended.push(a, net.sim.now);
    });
    const request = {
      server: net.id('a'),
      number: '1002',
      context: 'priv',
      spelling: net.dundi.nodes[net.id('a')]!.spellings.of('1002', 'priv'),
      ttl: 2,
      bypass: false,
      purpose: 'find',
    } as const;
    const more = {
      channel: 0,
      call: 0,
      hungUp: true,
      avoid: NO_EIDS,
      direct: new Set<number>(),
      hint: freshHint(),
    } as const;
    net.dundi.lookups.begin({ ...request, ...more }, done, 7);
    net.pass(100);
    expect([ended, net.wire, net.heard.lookups, net.dundi.lookups.size]).toEqual([[7, 0], [], [], 0]);
  });

  it('a lookup that a hang-up ends counts its packets, those that it cancels by too', () => {
    const net = new Net(STAR);
    net.meets = ({ title, from }) => (title === 'DPRESPONSE' && from === 'hub' ? [9000] : [0]);
    net.dundi.lookups.channelHungUp(net.ask('a', '1002'));
    net.pass(1000);
    expect(net.lookupsOf('a')[0]).toMatchObject({ datagrams: 2, silent: [net.id('hub')], budgetEnded: false });
  });

  it('a hang-up after its end changes nothing', () => {
    const net = new Net(STAR);
    const id = net.ask('a', '1002');
    net.pass(50);
    net.dundi.lookups.channelHungUp(id);
    net.pass(1000);
    expect([net.lookupsOf('a').length, net.dundi.consoleLookups.take(id)?.answers.length]).toEqual([1, 1]);
  });
});

describe('lookups of one number', () => {
  it('that waits for another waits no longer than its own time, and asks then', () => {
    const net = new Net(STAR);
    net.meets = ({ title, from }) => (title === 'ACK' || from === 'hub' ? [] : [0]);
    net.dundi.nodes[net.id('a')]!.peers[0]!.lastMs = 0;
    const first = net.ask('a', '1002');
    const second = net.ask('a', '1002');
    expect(net.dundi.lookups.pendingOf(net.id('a'))).toHaveLength(1);
    net.pass(1999);
    expect(net.dundi.consoleLookups.take(first)).toBeUndefined();
    net.pass(2002); // autokill ends the first after 2 s; the second asks then, for 2 s more.
    expect([
      net.dundi.consoleLookups.take(first)?.asked.length,
      net.dundi.consoleLookups.take(second)?.asked.length,
    ]).toEqual([1, 1]);
    expect(net.lookupsOf('a').map(({ took }) => took)).toEqual([2_000_000, 4_000_000]);
  });

  it('of two askers: the second waits for the cache of the first, and asks only whom that did not ask', () => {
    const net = new Net(STAR, { wallSecond: 100_000 });
    net.ask('a', '1002');
    net.ask('b', '1002');
    net.pass(1000);
    const [first, second] = net.lookupsOf('hub');
    expect([first!.asked.length, second!.replies.map(({ source }) => source)]).toEqual([
      2,
      ['cache', 'cache', 'network'],
    ]);
    expect(net.lookupsOf('b')[0]!.answers).toEqual([net.id('c')]);
  });

  it('that may wait for less time than the one before it asks for itself when its own is over, once', () => {
    const net = new Net({ ...STAR, a: { ...STAR.a, ttl: 9 } });
    net.meets = ({ title, from }) => (title === 'DPRESPONSE' && from === 'c' ? [] : [0]);
    net.ask('a', '1002'); // The hub may wait for 2000 + 200 × 8 ms.
    net.ask('b', '1002'); // 2000 + 200 × 1 ms.
    net.pass(10_000);
    const asked = net.wire.filter(({ title, from, to }) => title === 'DPDISCOVER' && from === 'hub' && to === 'c');
    expect(asked.map(({ at }) => Math.round(at))).toEqual([0, 2200]);
  });

  it('of the same root by two ways: the second is a duplicate, refused and not cached', () => {
    const diamond = {
      root: { peers: ['left', 'right'] },
      left: { peers: ['root', 'end'], mappings: [{ localContext: '' }] },
      right: { peers: ['root', 'end'], mappings: [{ localContext: '' }] },
      end: { peers: ['left', 'right', 'leaf'], mappings: [{ localContext: '' }] },
      leaf: { peers: ['end'], numbers: ['1002'] },
    } as const;
    const net = new Net({ ...diamond, root: { ...diamond.root, ttl: 5 } });
    net.meets = ({ title, from }) => (title === 'DPRESPONSE' && from === 'leaf' ? [50] : [0]);
    expect(net.lookup('root', '1002').found).toEqual(['leaf']);
    const refused = net.heard.lookups.flatMap(({ server, replies }) =>
      replies.filter((reply) => reply.refused).map(({ from }) => [net.names[server], net.names[from]]),
    );
    expect(refused).toEqual([['right', 'end']]);
  });
});

it('a crash of the asker forgets its lookups', () => {
  const net = new Net(STAR);
  const id = net.ask('a', '1002');
  net.pass(0.1).crash('a').pass(5000);
  expect(net.dundi.consoleLookups.take(id)).toBeUndefined();
  expect(net.dundi.lookups.size).toBe(0);
});

it('a lookup waits for those that have not answered; one that is over for nobody', () => {
  const net = new Net(STAR);
  const id = net.ask('a', '1002');
  net.pass(0.3);
  expect(net.dundi.lookups.waitsFor(id)).toEqual([net.id('hub')]);
  net.pass(100);
  net.dundi.consoleLookups.take(id);
  expect(net.dundi.lookups.waitsFor(id)).toEqual([]);
});
