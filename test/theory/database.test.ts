import { describe, expect, it } from 'vitest';
import { constant, erlang, exponential, type Distribution } from '../../src/kernel/random/distributions.ts';
import { drawMicros } from '../../src/kernel/random/draw.ts';
import { meanOf, varianceOf } from '../../src/kernel/random/distributionMoments.ts';
import { MILLISECOND, SECOND } from '../../src/kernel/units.ts';
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
      rules: { sipSocketHolds: 0 },
      start: { state: 'cold', refreshPhase: '10s' },
      database: { select: '0ms', update: 'constant 1.5ms', connect: '0ms', other: '0ms' },
      phones: { office: { numbers: '1001..1300', home: 'regpbx1' } },
    });
    new Cluster(config, { seed: 'storm', observations: new Storm() }).sim.run(20 * SECOND);
    expect(took).toEqual(Array.from({ length: 300 }, (_, n) => 1.5 * (n + 1)));
  });
});

describe('a dialplan that never disconnects', () => {
  // Each server keeps one connection for realtime; the next connect after the limit is the first to be refused.
  it('fills the connection limit in (limit - servers) / rate', () => {
    const [limit, rate] = [40, 5];
    const config = quiet({
      database: { connectionLimit: limit, select: '0ms', update: '0ms', connect: '0ms', other: '0ms' },
      phones: { one: { numbers: '1001', home: 'regpbx1' } },
    });
    class Refused extends Listener {
      at = 0;
      override statementEnded({ failed }: StatementRecord): void {
        if (failed && this.at === 0) this.at = this.now;
      }
    }
    const seconds = Array.from({ length: 60 }, (_, i) => {
      const refused = new Refused();
      const { sim, parts } = new Cluster(config, { seed: `leak/${i}`, observations: refused });
      refused.follow(sim);
      const gaps = sim.stream('theory/gaps');
      const done = sim.on('theory.connectEnds', () => {});
      const connects = sim.on('theory.connects', (n: number) => {
        parts.database.private((1 + (n % 5)) as ServerId, 'connect', NO_CONNECTION, done, 0, 0);
        sim.after(drawMicros(exponential(SECOND / rate), gaps), connects, n + 1, 0);
      });
      sim.after(drawMicros(exponential(SECOND / rate), gaps), connects, 0, 0);
      sim.run(60 * SECOND);
      return refused.at / SECOND;
    });
    expectTheory(seconds, (limit - config.servers.length + 1) / rate, 0.15, 'time until a connect is refused');
  });
});
