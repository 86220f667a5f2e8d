import { describe, expect, it } from 'vitest';
import type { DiscoverResponse } from '../../../../src/model/protocol/dundi.ts';
import type { Member } from './members.ts';
import { Net } from './net.ts';

/** The DPRESPONSE of b to a question of a. */
function reply(
  number: string,
  b: Member,
  a: Member = {},
  more: Readonly<Record<string, Member>> = {},
): DiscoverResponse {
  const net = new Net({ a: { peers: ['b'], ...a }, b: { peers: ['a'], ...b }, ...more });
  net.lookup('a', number);
  const sent = net.wire.find(({ title, from, to }) => title === 'DPRESPONSE' && from === 'b' && to === 'a')!;
  return sent.fields as DiscoverResponse;
}

function answers({ answers: list }: DiscoverResponse): readonly string[] {
  return list.map(({ destination, weight, exists, canMatch, matchMore }) =>
    [destination, weight, exists && 'EXISTS', canMatch && 'CANMATCH', matchMore && 'MATCHMORE']
      .filter((part) => part !== '' && part !== false)
      .join(' '),
  );
}

const TWO = ['1001', '1006'];

describe('hint: the shortest beginning that nothing of the mapping can match', () => {
  it.each([
    ['1002', TWO, '1002'],
    ['1102', TWO, '11'],
    ['2002', TWO, '2'],
    ['1002', [], '1'],
    ['1001', TWO, ''],
    ['', TWO, ''],
  ])('asked for "%s with %j: %j', (number, numbers, prefix) => {
    expect(reply(number, { numbers }).hint).toMatchObject({ prefix, dontAsk: prefix !== '', unaffected: true });
  });

  it.each([
    ['the last asked', [{ destination: 'x' }, { localContext: 'empty' }]],
    ['the first asked', [{ localContext: 'empty' }, { destination: 'x' }]],
  ])('of several mappings the longest counts, also of %s', (_, mappings) => {
    expect(reply('1102', { numbers: TWO, mappings }).hint.prefix).toBe('11');
  });

  it('a relay passes the longest of its own and of those that it asked', () => {
    const b = { peers: ['a', 'c'], numbers: [] };
    expect(reply('1102', b, {}, { c: { peers: ['b'], numbers: TWO } }).hint).toMatchObject({
      prefix: '11',
      dontAsk: true,
    });
  });

  it('one peer that could match something takes "do not ask" back', () => {
    const b = { peers: ['a', 'c', 'd'], numbers: [] };
    const more = { c: { peers: ['b'], numbers: ['11025'] }, d: { peers: ['b'] } };
    expect(reply('1102', b, {}, more).hint).toMatchObject({ prefix: '', dontAsk: false });
  });

  it('of silent peers nothing is known: the longest of those that answered, however little they know', () => {
    const net = new Net({
      a: { peers: ['b'] },
      b: { peers: ['a', 'c', 'd'], numbers: [] },
      c: { peers: ['b'], numbers: ['1074', '1075'] },
      d: { peers: ['b'], numbers: ['1090'] },
    });
    net.crash('c').lookup('a', '1074');
    const sent = net.wire.findLast(({ title, from }) => title === 'DPRESPONSE' && from === 'b')!;
    expect(sent.fields).toMatchObject({ answers: [], hint: { prefix: '107', dontAsk: true } });
  });

  it('a silent peer does not: the relay claims what it cannot know', () => {
    const net = new Net({
      a: { peers: ['b'] },
      b: { peers: ['a', 'c', 'd'], numbers: [] },
      c: { peers: ['b'], numbers: ['1102'] },
      d: { peers: ['b'] },
    });
    net.crash('c').lookup('a', '1102');
    const sent = net.wire.findLast(({ title, from }) => title === 'DPRESPONSE' && from === 'b')!;
    expect(sent.fields).toMatchObject({ answers: [], hint: { prefix: '1', dontAsk: true }, expiration: 5 });
  });
});

it('one walk tells what seven searches tell, and counts as many tests', () => {
  const numbers = ['1001', '1006', '10011', '2', '20', '3000'];
  for (const number of [
    '1001',
    '1002',
    '1',
    '10',
    '100',
    '10011',
    '10012',
    '2',
    '20',
    '21',
    '200',
    '3',
    '4',
    '40',
    '1*',
  ])
    for (const mappings of [
      [{}],
      [{ noPartial: false, weight: 3 }],
      [{ localContext: 'empty' }, {}],
      [{ localContext: '' }, {}],
    ]) {
      const [walked, searched] = [true, false].map((walks) => {
        const net = new Net({ a: { peers: ['b'] }, b: { peers: ['a', 'c'], numbers, mappings }, c: { peers: ['b'] } });
        net.walks = walks;
        const { answers: found } = net.lookup('a', number);
        return { found, tests: net.tests, wire: net.wire };
      });
      expect(walked, number).toEqual(searched);
    }
});

describe('answers of a mapping', () => {
  it('nopartial: EXISTS alone, or nothing; what could match still takes "do not ask" back', () => {
    expect(answers(reply('1001', { numbers: TWO }))).toEqual(['b/1001 0 EXISTS']);
    expect(reply('10', { numbers: TWO })).toMatchObject({ answers: [], hint: { dontAsk: false } });
  });

  it('else also what can match, without a destination while nothing exists', () => {
    const mappings = [{ noPartial: false, weight: 3 }];
    expect(answers(reply('1001', { numbers: TWO, mappings }))).toEqual(['b/1001 3 EXISTS CANMATCH']);
    expect(answers(reply('10', { numbers: TWO, mappings }))).toEqual(['3 CANMATCH MATCHMORE']);
    expect(answers(reply('10011', { numbers: TWO, mappings }))).toEqual([]);
  });

  it('come in the order of the mappings, the last line of the file first', () => {
    const mappings = [{ destination: 'x' }, { destination: 'y', localContext: 'more' }];
    expect(answers(reply('1001', { numbers: TWO, mappings }))).toEqual(['y 0 EXISTS', 'x 0 EXISTS']);
  });

  it('carry the own secret, address and EID', () => {
    const mappings = [{ destination: 'priv:${SECRET}@${IPADDR}/${NUMBER}?${EID}' }];
    const [answer] = reply('1001', { numbers: TWO, mappings }).answers;
    expect(answer!.destination).toBe('priv:secret-of-b@b/1001?00:00:00:00:00:01');
  });
});

describe('a weight that is a variable', () => {
  it.each([
    ['of [globals]', '100', 100],
    ['that begins with a number', '7x', 7],
    ['that is no number: the last', 'often', 59_999],
    ['that is not set: the last', undefined, 59_999],
  ])('%s', (_, value, weight) => {
    const net = new Net({
      a: { peers: ['b'] },
      b: { peers: ['a'], numbers: ['1002'], mappings: [{ weightText: '${LOADWEIGHT}' }] },
    });
    if (value !== undefined) net.globals.set('LOADWEIGHT', value);
    expect(net.lookup('a', '1002').answers).toEqual([`b/1002 ${weight}`]);
  });

  it('is read at each answer', () => {
    const net = new Net({
      a: { peers: ['b'] },
      b: { peers: ['a'], numbers: ['1002'], mappings: [{ weightText: '${LOAD}', destination: '${LOAD}' }] },
    });
    net.globals.set('LOAD', '1');
    net.lookup('a', '1002');
    net.globals.set('LOAD', '2');
    expect(net.pass(2000).lookup('a', '1002').answers).toEqual(['2 2']);
  });
});

describe('who is asked further', () => {
  const C = { c: { peers: ['b'], numbers: ['1001'] } } as const;

  it.each([
    ['weight 0, canonical: nobody', 0, ['b/1001 0 EXISTS']],
    ['weight 1: the peers too', 1, ['b/1001 1 EXISTS', 'c/1001 0 EXISTS']],
  ])('%s', (_, weight, list) => {
    const b = { peers: ['a', 'c'], numbers: TWO, mappings: [{ weight }] };
    expect(answers(reply('1001', b, {}, C))).toEqual(list);
  });

  it('a partial answer of weight 0 is canonical, too', () => {
    const b = { peers: ['a', 'c'], numbers: ['10012'], mappings: [{ noPartial: false }] };
    expect(answers(reply('1001', b, {}, C))).toEqual(['0 CANMATCH MATCHMORE']);
  });
});

describe('expiration: the least of', () => {
  const C = { c: { peers: ['b'], numbers: ['1002'], cacheTime: 20 } } as const;

  it.each([
    ['the own cachetime', 10, 10],
    ['that of a reply it used', 60, 20],
  ])('%s', (_, cacheTime, seconds) => {
    expect(reply('1002', { peers: ['a', 'c'], numbers: [], cacheTime }, {}, C).expiration).toBe(seconds);
  });

  it('an empty reply counts as much as an answer', () => {
    expect(reply('1999', { peers: ['a', 'c'], numbers: [], cacheTime: 60 }, {}, C).expiration).toBe(20);
  });
});

describe('no answer but a cause', () => {
  it.each([
    ['of an unknown EID', { peers: [] }],
    ['of a peer that may not ask', { peers: [{ name: 'a', inKey: '', permit: [{ context: 'priv', allow: false }] }] }],
    ['of a peer of an outbound model', { peers: [{ name: 'a', inKey: '', model: 'outbound' as const }] }],
    ['for a context that is not mapped', { peers: [{ name: 'a', inKey: '' }], mappings: [] }],
  ])('to a question %s: one packet, which acknowledges too, and nothing cached', (_, b) => {
    const net = new Net({ a: { peers: [{ name: 'b', inKey: '' }] }, b: { ...b, numbers: ['1002'] } });
    expect(net.lookup('a', '1002')).toMatchObject({ found: [], ms: 0.2 });
    net.pass(5000);
    expect(net.packets()).toEqual(['a DPDISCOVER b', 'b DPRESPONSE a', 'a ACK b']);
    expect(net.dundi.nodes[0]!.cache.rows(String)).toEqual([]);
    expect(net.heard.lookups[0]!.replies).toMatchObject([{ refused: true, found: false }]);
  });
});

describe('a dialplan whose lock is held', () => {
  const PAIR = { a: { peers: ['b'] }, b: { peers: ['a'], numbers: ['1002'] }, c: {} } as const;

  /** b has been asked, and waits for its lock. */
  function waiting(number = '1002'): Net {
    const net = new Net(PAIR);
    net.locked = true;
    net.ask('a', number);
    return net.pass(100);
  }
  const replies = (net: Net): number => net.wire.filter(({ title }) => title === 'DPRESPONSE').length;

  it('answers nothing; the question is acknowledged all the same', () => {
    const net = waiting();
    expect(net.packets()).toEqual(['a DPDISCOVER b', 'b ACK a']);
    expect(replies(net.unlock())).toBe(1);
    expect(net.pass(10).lookupsOf('a')[0]!.answers).toEqual([net.id('b')]);
  });

  it.each([
    ['1002', 3],
    ['2002', 4], // And one for the beginning 2.
    ['1102', 5], // And two, for 1 and 11.
  ])('is needed by each test of %s: %i times', (number, times) => {
    const net = waiting(number);
    for (let turn = 1; turn < times; turn++) expect(replies(net.unlock(true))).toBe(0);
    expect(replies(net.unlock(true))).toBe(1);
  });

  it('a crash ends what waits for it on that server, and nothing elsewhere', () => {
    expect(replies(waiting().crash('c').unlock())).toBe(1);
    const net = waiting().crash('b');
    expect(replies(net.restart('b').unlock().pass(10_000))).toBe(0);
  });
});

it('an answer is sent again after twice the round trip to the asker, 1 s where that is not known', () => {
  for (const [lastMs, times] of [
    [100, [0, 200, 400, 600, 800]],
    [0, [0, 1000, 2000, 3000, 4000]],
  ] as const) {
    const net = new Net(
      { a: { peers: ['b'] }, b: { peers: ['a'], numbers: ['1002'] } },
      { rules: { networkThreadSleep: 0 } },
    );
    net.setLastMs('b', 'a', lastMs);
    net.ask('a', '1002');
    net.pass(0.15).crash('a').pass(10_000);
    expect(net.wire.filter(({ title }) => title === 'DPRESPONSE').map(({ at }) => Math.round(at))).toEqual(times);
  }
});

it('bypass is passed on: a relay reads no cache either', () => {
  const hub = { peers: ['a', 'c'], mappings: [{ localContext: '' }], cacheTime: 60 };
  const net = new Net({ a: { peers: ['hub'] }, hub, c: { peers: ['hub'], numbers: ['1002'], cacheTime: 60 } });
  net.lookup('a', '1002');
  net.lookup('a', '1002', true);
  expect(net.packets().filter((packet) => packet === 'hub DPDISCOVER c')).toHaveLength(2);
});

describe('how far a relay may ask', () => {
  it.each([
    ['one less than the question came with', 'received', 5, 1, 4],
    ['no further than its own ttl, where the rule says so', 'ownLimit', 5, 1, 1],
    ['nor further than the question may', 'ownLimit', 3, 9, 2],
  ] as const)('%s', (_, forwardTtl, asked, own, ttl) => {
    const hub = { peers: ['a', 'c'], mappings: [{ localContext: '' }], ttl: own };
    const net = new Net({ a: { peers: ['hub'], ttl: asked }, hub, c: { peers: ['hub'] } }, { rules: { forwardTtl } });
    net.lookup('a', '1002');
    expect(net.wire.find(({ title, from }) => title === 'DPDISCOVER' && from === 'hub')!.fields).toMatchObject({ ttl });
  });
});

it('of one destination from two peers the lower weight counts', () => {
  const net = new Net({
    a: { peers: ['b', 'c'] },
    b: { peers: ['a'], numbers: ['1002'], mappings: [{ weight: 5, destination: 'same' }] },
    c: { peers: ['a'], numbers: ['1002'], mappings: [{ weight: 2, destination: 'same' }] },
  });
  expect(net.lookup('a', '1002').answers).toEqual(['same 2']);
});
