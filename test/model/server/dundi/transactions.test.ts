import { describe, expect, it } from 'vitest';
import { Net, type Wire } from './net.ts';

const PAIR = { asker: { peers: ['answerer'] }, answerer: { peers: ['asker'], numbers: ['1002'] } } as const;

/** Does something to the n-th packet of that title, from 1, and nothing to the others. */
function nth(title: string, n: number, later: readonly number[]): (packet: Wire) => readonly number[] {
  let seen = 0;
  return (packet) => (packet.title === title && ++seen === n ? later : [0]);
}

function met(meets: Net['meets'], members: ConstructorParameters<typeof Net>[0] = PAIR): Net {
  const net = new Net(members);
  net.meets = meets;
  return net;
}

const EXCHANGE = ['asker DPDISCOVER answerer', 'answerer ACK asker', 'answerer DPRESPONSE asker', 'asker ACK answerer'];

describe('an undisturbed exchange', () => {
  it('is four packets, and leaves nothing open', () => {
    const net = new Net(PAIR);
    expect(net.lookup('asker', '1002')).toMatchObject({ found: ['answerer'], record: { datagrams: 4 } });
    net.pass(10_000);
    expect(net.packets()).toEqual(EXCHANGE);
    expect(open(net)).toBe(0);
  });

  it('numbers its packets and acknowledges them in every header (handle_frame)', () => {
    const net = new Net(PAIR);
    net.lookup('asker', '1002');
    const headers = net.wire.map(({ fields: { sequence, expects } }) => [sequence, expects]);
    expect(headers).toEqual([
      [0, 0],
      [0, 1],
      [0, 1],
      [1, 1],
    ]);
    const [question, ack] = net.wire.map(({ fields }) => fields);
    expect(question!.destination).toBe(0);
    expect(ack!.destination).toBe(question!.source);
    const [, , answer, last] = net.wire.map(({ fields }) => fields);
    expect([answer!.destination, last!.destination]).toEqual([question!.source, answer!.source]);
  });
});

describe('interference', () => {
  it('a lost DPDISCOVER is sent again after 1 s', () => {
    expect(met(nth('DPDISCOVER', 1, [])).lookup('asker', '1002')).toMatchObject({ ms: 1000.2, found: ['answerer'] });
  });

  it('a lost ACK does no harm: the DPRESPONSE acknowledges too', () => {
    const net = met(nth('ACK', 1, []));
    expect(net.lookup('asker', '1002').ms).toBe(0.2);
    expect(net.pass(5000).packets()).toEqual(EXCHANGE);
  });

  it('a lost final ACK: the DPRESPONSE comes again, is of no known transaction, and INVALID ends it', () => {
    const net = met(nth('ACK', 2, []));
    net.lookup('asker', '1002');
    expect(net.pass(10_000).packets(1)).toEqual([
      'answerer DPRESPONSE asker',
      'asker INVALID answerer',
      'answerer CANCEL asker',
      'asker INVALID answerer',
    ]);
    expect(open(net)).toBe(0);
  });

  it('a duplicate DPDISCOVER is acknowledged and not answered twice', () => {
    const net = met(nth('DPDISCOVER', 1, [0, 0.05]));
    net.lookup('asker', '1002');
    expect(
      net
        .pass(10_000)
        .packets()
        .filter((packet) => packet === 'answerer DPRESPONSE asker'),
    ).toHaveLength(1);
    expect(net.packets().filter((packet) => packet === 'answerer ACK asker')).toHaveLength(2);
  });

  it('a DPDISCOVER that comes after its exchange is a new question, whose answer nobody takes', () => {
    const net = met(nth('DPDISCOVER', 1, [0, 500]));
    net.lookup('asker', '1002');
    expect(net.pass(400).packets()).toHaveLength(4);
    expect(net.pass(10_000).packets(400).slice(0, 2)).toEqual(['answerer ACK asker', 'answerer DPRESPONSE asker']);
    expect(open(net)).toBe(0);
  });

  it('a late DPRESPONSE: the lookup has ended without it, and it is not cached', () => {
    const net = met(({ title }) => (title === 'DPRESPONSE' ? [3000] : [0]));
    expect(net.lookup('asker', '1002')).toMatchObject({
      ms: 2400,
      found: [],
      record: { silent: [1], budgetEnded: true },
    });
    net.pass(10_000);
    expect(net.dundi.nodes[0]!.cache.rows(String)).toEqual([]);
    expect(open(net)).toBe(0);
  });

  it('a DPRESPONSE after the CANCEL is thrown away and ended by INVALID', () => {
    const net = met(({ title }) => (title === 'DPRESPONSE' ? [2399.85] : [0]));
    net.lookup('asker', '1002');
    expect(net.pass(1000).packets(2400)).toEqual([
      'asker CANCEL answerer',
      'asker ACK answerer', // The DPRESPONSE comes while the asker waits for the ACK of its CANCEL.
      'answerer ACK asker',
      'answerer INVALID asker',
      'asker INVALID answerer',
    ]);
    expect(net.dundi.nodes[0]!.cache.rows(String)).toEqual([]);
    expect(open(net)).toBe(0);
  });

  it('a CANCEL ends the search of the answerer for the asker: its result is thrown away', () => {
    const members = {
      asker: { peers: ['hub'] },
      hub: { peers: ['asker', 'slow'], ttl: 9 },
      slow: { peers: ['hub'], numbers: ['1002'] },
    } as const;
    const net = met(({ title, from }) => (title === 'DPRESPONSE' && from === 'slow' ? [2150] : [0]), members);
    net.dundi.lookups.channelHungUp(net.ask('asker', '1002'));
    net.pass(10_000);
    expect(net.packets()).toContain('asker CANCEL hub');
    expect(net.packets()).not.toContain('hub DPRESPONSE asker');
  });

  it('a CANCEL is sent five times in all', () => {
    const net = met(({ title }) => (title === 'CANCEL' || title === 'DPRESPONSE' ? [] : [0]));
    net.lookup('asker', '1002');
    net.pass(10_000);
    expect(net.packets().filter((packet) => packet === 'asker CANCEL answerer')).toHaveLength(5);
  });
});

it('a packet of an unknown transaction gets INVALID, and INVALID never another', () => {
  const net = met(nth('ACK', 1, [3000]));
  net.lookup('asker', '1002');
  net.pass(10_000);
  expect(net.packets(3000)).toEqual(['asker INVALID answerer']);
});

it('an asker that crashed is answered all the same: nobody but itself knows', () => {
  const net = new Net(PAIR);
  net.ask('asker', '1002');
  net.pass(0.05).crash('asker');
  net.pass(10_000);
  expect(net.packets().filter((packet) => packet === 'answerer DPRESPONSE asker')).toHaveLength(5);
  expect(open(net)).toBe(0);
});

it('the ACK lifts autokill: the answer may take longer', () => {
  const net = met(({ title }) => (title === 'DPRESPONSE' ? [2100] : [0]));
  expect(net.lookup('asker', '1002')).toMatchObject({ found: ['answerer'], ms: 2100.2 });
});

it('without autokill nothing ends it but the time of the lookup', () => {
  const asker = { peers: [{ name: 'answerer', qualifyMs: 0 }], autokillMs: 0 };
  const net = met(({ title }) => (title === 'DPDISCOVER' ? [] : [0]), { ...PAIR, asker });
  expect(net.lookup('asker', '1002').ms).toBe(2400);
});

it('what a server has not read yet is lost with it, and with no other', () => {
  const net = new Net({ ...PAIR, other: {} }, { reads: 10 });
  expect(net.lookup('asker', '1002')).toMatchObject({ found: ['answerer'], ms: 20.2 });
  net.ask('asker', '1003');
  net.pass(5).crash('other').pass(100);
  expect(net.lookupsOf('asker')).toHaveLength(2);
  net.ask('asker', '1004');
  net.pass(5).crash('answerer').restart('answerer').pass(500);
  expect([net.packets(0).filter((packet) => packet === 'answerer DPRESPONSE asker').length, open(net)]).toEqual([2, 1]);
});

it('without an ACK autokill ends it after the qualify threshold', () => {
  expect(met(({ title }) => (title === 'DPDISCOVER' ? [] : [0])).lookup('asker', '1002').ms).toBe(2000);
});

function open(net: Net): number {
  let count = 0;
  net.dundi.transactions.each(() => count++);
  return count;
}
