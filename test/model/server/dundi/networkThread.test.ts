import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import type { HostId, ServerId } from '../../../../src/model/ids.ts';
import { NetworkThreads } from '../../../../src/model/server/dundi/networkThread.ts';
import { Net } from './net.ts';

const DEAD_AND_LIVING = {
  hub: { peers: ['dead', 'living'] },
  dead: { peers: ['hub'] },
  living: { peers: ['hub'], numbers: ['1002'] },
} as const;

/** The hub asks a peer that is off; each 150 ms again, the last round trip having been 2 ms. */
function dead(members: ConstructorParameters<typeof Net>[0] = { hub: { peers: ['dead'] }, dead: {} }): Net {
  const net = new Net(members);
  net.dundi.threads.begin(net.id('hub')); // Its thread falls asleep now, for a second.
  return net.crash('dead').setLastMs('hub', 'dead', 2);
}

describe('a dead peer that is sent the question each 150 ms', () => {
  it.each([
    ['just as the thread fell asleep: first resend after 1 s, the overdue one at once, then each 150 ms', 0, 1450],
    ['in the middle of the sleep', 500, 950],
    ['shortly before it wakes', 850, 750],
  ])('%s', (_, asleep, ms) => {
    expect(dead().pass(asleep).lookup('hub', '1002').ms).toBe(ms);
  });

  it('is sent the question 5 times: the thread wakes after 1000 ms, two of them are due', () => {
    const net = dead();
    net.lookup('hub', '1002');
    expect(net.wire.map(({ at }) => at)).toEqual([0, 1000, 1000, 1150, 1300]);
  });

  it('asked together with a living one, whose ACK wakes the thread, ends on time', () => {
    expect(dead(DEAD_AND_LIVING).lookup('hub', '1002').ms).toBe(750);
  });

  it('any datagram wakes the thread, and then it is late by no more than that', () => {
    const net = dead();
    const lookup = net.ask('hub', '1002');
    net.pass(300);
    net.dundi.qualify.settle(
      net.id('hub'),
      () => 10_000,
      () => 2,
    );
    net.pass(1000);
    expect(net.dundi.consoleLookups.take(lookup)?.ended).toBe(true);
    expect(net.heard.lookups[0]!.took).toBe(760_000);
  });
});

it.each([
  [0, 1000],
  [499, 501],
  [600, 500],
])('autokill of 500 ms, asked %i ms into the sleep, ends after %i ms', (asleep, ms) => {
  const members = { hub: { peers: [{ name: 'dead', qualifyMs: 0 }], autokillMs: 500 }, dead: {} };
  expect(dead(members).pass(asleep).lookup('hub', '1002').ms).toBe(ms);
});

it('timers of a second and more are exact: the thread sleeps no longer', () => {
  expect(dead().setLastMs('hub', 'dead', 1).lookup('hub', '1002').ms).toBe(2000);
});

it('timers that the thread sets itself are exact: a probe is sent again each 150 ms', () => {
  const net = dead();
  net.dundi.qualify.settle(
    net.id('hub'),
    () => 300_000,
    () => 2,
  );
  net.pass(2000);
  expect(net.wire.map(({ at }) => at)).toEqual([300, 450, 600, 750, 900]);
  expect(net.heard.marks.map(({ at, status }) => [at, status])).toEqual([[1050, 'UNREACHABLE']]);
});

it('a thread that never sleeps is never late', () => {
  const net = new Net({ hub: { peers: ['dead'] }, dead: {} }, { rules: { networkThreadSleep: 0 } });
  expect(net.crash('dead').setLastMs('hub', 'dead', 2).lookup('hub', '1002').ms).toBe(750);
});

it('threads of different servers fell asleep at different moments before the start', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const net = new Net({ ...Object.fromEntries(names.map((name) => [name, { peers: ['dead'] }])), dead: {} });
  net.crash('dead');
  for (const name of names) {
    net.setLastMs(name, 'dead', 2);
    net.ask(name, '1002');
  }
  net.pass(1001);
  const first = names.map((name) => net.wire.filter(({ from }) => from === name)[1]!.at);
  expect(new Set(first).size).toBe(5);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(150);
});

describe('a timer in the row of one that was cancelled unseen', () => {
  const SERVER = 0 as ServerId;

  /** A thread that has just fallen asleep, for a second; `ran`: what its timers were about, and when, in ms. */
  function asleep() {
    const sim = new Simulation({ seed: 'timers' });
    const ran: [number, number][] = [];
    const due = sim.on<number, HostId>('timer', (about) => void ran.push([about, sim.now / 1000]));
    const threads = new NetworkThreads(sim, 1, 1_000_000);
    threads.begin(SERVER);
    const first = threads.setUnseen(SERVER, due, 1, 100_000);
    threads.cancel(first);
    return { sim, ran, due, threads, first };
  }

  it('keeps its own time', () => {
    const { sim, ran, due, threads, first } = asleep();
    expect(threads.set(SERVER, due, 2, 700_000)).toBe(first);
    sim.run(50_000);
    threads.wakes(SERVER);
    sim.run(2_000_000);
    expect(ran).toEqual([[2, 700]]);
  });

  it('runs once when it is unseen too', () => {
    const { sim, ran, due, threads, first } = asleep();
    expect(threads.setUnseen(SERVER, due, 2, 300_000)).toBe(first);
    sim.run(200_000);
    threads.wakes(SERVER); // From here on it knows of it.
    sim.run(2_000_000);
    expect(ran).toEqual([[2, 300]]);
  });
});
