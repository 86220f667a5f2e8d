import { describe, expect, it } from 'vitest';
import { constant, erlang, exponential, type Distribution } from '../../src/kernel/random/distributions.ts';
import { drawMicros } from '../../src/kernel/random/draw.ts';
import { meanOf, varianceOf } from '../../src/kernel/random/moments.ts';
import { MILLISECOND, SECOND } from '../../src/kernel/units.ts';
import { Station } from '../../src/kernel/resource/station.ts';
import { Simulation } from '../../src/kernel/clock/simulation.ts';
import { Listener } from '../../src/measure/listener.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ServerId } from '../../src/model/ids.ts';
import { NO_CONNECTION } from '../../src/model/protocol/mysql.ts';
import type { RegistrationRecord, StatementRecord } from '../../src/model/observations.ts';
import { quiet } from '../model/quiet.ts';
import { expectTheory } from './interval.ts';

class Waits extends Listener {
  count = 0;
  sum = 0;

  override statementEnded({ kind, wait }: StatementRecord): void {
    if (kind !== 'select' || this.now < 20 * SECOND) return;
    this.count++;
    this.sum += wait;
  }
}

/**
 * Mean square of a service over twice its mean, times the share of time that it is under way: what an arrival finds of
 * it.
 */
function residual(load: number, service: Distribution): number {
  const mean = meanOf(service);
  return (load * (varianceOf(service) + mean * mean)) / (2 * mean);
}

const SELECTS: readonly (readonly [string, string, Distribution])[] = [
  ['constant', 'constant 10ms', constant(10 * MILLISECOND)],
  ['exponential', 'exponential 10ms', exponential(10 * MILLISECOND)],
  ['Erlang 3', 'erlang 3 10ms', erlang(3, 10 * MILLISECOND)],
];

/** [lookupmysql] of five servers: their SELECTs, each over a connection of its own, at a database of one thread. */
describe.each(SELECTS)('SELECTs of %s service at a database with one thread', (name, select, service) => {
  it.each([0.3, 0.7])('wait by Pollaczek and Khinchine at %f of its capacity', (load) => {
    const config = quiet({
      database: { threads: 1, select, update: '0ms', connect: '0ms', other: '0ms' },
      phones: { one: { numbers: '1001', home: 'regpbx1' } },
    });
    const means = Array.from({ length: 20 }, (_, i) => {
      const waits = new Waits();
      const { sim, parts } = new Cluster(config, { seed: `select/${name}/${load}/${i}`, observations: waits });
      waits.follow(sim);
      const gaps = sim.stream('theory/gaps');
      const between = exponential(meanOf(service) / load);
      const done = sim.on('theory.selectEnds', () => {});
      const begins = sim.on('theory.selectBegins', (n: number) => {
        parts.database.private((1 + (n % 5)) as ServerId, 'select', NO_CONNECTION, done, 0, 0);
        sim.after(drawMicros(between, gaps), begins, n + 1, 0);
      });
      sim.after(0, begins, 0, 0);
      sim.run(170 * SECOND);
      return waits.sum / waits.count;
    });
    expectTheory(means, residual(load, service) / (1 - load), 0.3, 'mean wait');
  });
});

describe('a REGISTER storm at one server', () => {
  // One SIP thread, which waits for each UPDATE: the n-th of those who come together has its 200 after n of them (facts
  // B3).
  // All are served within T1, so that nobody sends again.
  it('takes as many UPDATEs one after the other', () => {
    const took: number[] = [];
    class Storm extends Listener {
      override registrationEnded(registration: RegistrationRecord): void {
        took.push(registration.took / MILLISECOND);
      }
    }
    const config = quiet({
      start: { state: 'cold', refreshPhase: '10s' },
      database: { select: '0ms', update: 'constant 1.5ms', connect: '0ms', other: '0ms' },
      phones: { office: { numbers: '1001..1300', home: 'regpbx1' } },
    });
    new Cluster(config, { seed: 'storm', observations: new Storm() }).sim.run(20 * SECOND);
    expect(took).toEqual(Array.from({ length: 300 }, (_, n) => 1.5 * (n + 1)));
  });
});

/**
 * Facts F: voice before database packets on one Ethernet segment of 10 Mbit/s, and on two. The model's network has no
 * shared segment: this is the kernel's server with the paper's packets.
 */
describe('voice and database packets on Ethernet segments', () => {
  const byte = 0.8; // Microseconds at 10 Mbit/s.
  const voice = constant(218 * byte);
  const packet = erlang(2, 600 * byte);

  function meanWait(voiceLoad: number, databaseLoad: number, seed: string): number {
    const sim = new Simulation({ seed });
    const segment = new Station(sim, 'segment', 1);
    const kinds = [
      { service: voice, load: voiceLoad },
      { service: packet, load: databaseLoad },
    ];
    const streams = kinds.map((_, priority) => sim.stream(`packets/${priority}`));
    const sizes = sim.stream('sizes');
    let [sum, count] = [0, 0];
    const arrives = sim.on('packet.arrives', (priority: number) => {
      const { service, load } = kinds[priority]!;
      segment.serve(drawMicros(service, sizes), isSent, priority, 0, priority as 0 | 1);
      sim.after(drawMicros(exponential(meanOf(service) / load), streams[priority]!), arrives, priority, 0);
    });
    const isSent = sim.on('packet.isSent', (priority: number) => {
      if (priority === 0 || sim.now < SECOND) return;
      sum += segment.lastWait;
      count++;
    });
    kinds.forEach(({ load }, priority) => load > 0 && sim.after(0, arrives, priority, 0));
    sim.run(21 * SECOND);
    return sum / count;
  }

  const [voiceLoad, databaseLoad] = [0.5, 0.3];

  it('on one, a database packet waits R / ((1 - ρv)(1 - ρv - ρd))', () => {
    const means = Array.from({ length: 20 }, (_, i) => meanWait(voiceLoad, databaseLoad, `one/${i}`));
    const remaining = residual(voiceLoad, voice) + residual(databaseLoad, packet);
    expectTheory(means, remaining / ((1 - voiceLoad) * (1 - voiceLoad - databaseLoad)), 0.15, 'wait on one segment');
  });

  it('on a segment of its own, R / (1 - ρd)', () => {
    const means = Array.from({ length: 20 }, (_, i) => meanWait(0, databaseLoad, `two/${i}`));
    expectTheory(means, residual(databaseLoad, packet) / (1 - databaseLoad), 0.1, 'wait on two');
  });

  it('10 Mbit/s carry at most 114 one-way streams of G.711', () => {
    expect(Math.floor(SECOND / (50 * meanOf(voice)))).toBe(114);
  });
});
