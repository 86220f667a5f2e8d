import { SECOND } from '../../../src/kernel/units.ts';
import type { RandomStream } from '../../../src/kernel/random/randomStream.ts';
import { Station } from '../../../src/kernel/resource/station.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import { Histogram } from '../../../src/measure/histogram.ts';

/** What one replication of M/M/1 saw after its warm-up. */
export interface QueueSeen {
  /** Mean number in the system over time. */
  readonly inSystem: number;
  /** Of everybody who left: time in the system, micros. */
  readonly sojourns: Histogram;
}

/**
 * One server with a mean service of 1 s, Poisson arrivals at `load` per second. It begins empty: `warmUp` seconds do
 * not count.
 */
export function queue(load: number, seconds: number, warmUp: number, seed: string): QueueSeen {
  const sim = new Simulation({ seed });
  const server = new Station(sim, 'station', 1);
  const [arriving, serving] = ['arrivals', 'service'].map((name) => sim.stream(name)) as [RandomStream, RandomStream];
  const sojourns = new Histogram();
  let [area, last] = [0, warmUp * SECOND];
  const account = (inSystem: number): void => {
    if (sim.now <= last) return;
    area += inSystem * (sim.now - last);
    last = sim.now;
  };
  const leaves = sim.on('job.leaves', () => {
    account(server.busy + server.waiting + 1); // The event runs when the job has left: until now it was here.
    if (sim.now > warmUp * SECOND) sojourns.record(server.lastWait + server.lastService);
  });
  const arrives = sim.on('job.arrives', () => {
    account(server.busy + server.waiting);
    server.serve(Math.round(serving.exponential() * SECOND), leaves, 0, 0);
    sim.after(Math.round((arriving.exponential() / load) * SECOND), arrives, 0, 0);
  });
  sim.after(0, arrives, 0, 0);
  sim.run((warmUp + seconds) * SECOND);
  account(server.busy + server.waiting);
  return { inSystem: area / (seconds * SECOND), sojourns };
}

/**
 * Lookups of one number at a cache whose entries live `life` seconds; Poisson at `rate` per second; about so many
 * count. A
 * life is nearly as long as the next: the phase at which counting begins is drawn, or every replication would meet the
 * same one.
 */
export function cache(
  life: number,
  rate: number,
  lookups: number,
  seed: string,
): { readonly hits: number; readonly lookups: number } {
  const sim = new Simulation({ seed });
  const gaps = sim.stream('gaps');
  const begins = (20 / rate + 3 * life + sim.stream('phase').next() * (life + 1 / rate)) * SECOND;
  let [hits, asked, expires] = [0, 0, -1];
  const asks = sim.on('cache.isAsked', () => {
    const [isHit, counts] = [sim.now < expires, sim.now >= begins];
    if (counts) asked += 1;
    if (counts && isHit) hits += 1;
    if (!isHit) expires = sim.now + life * SECOND;
    sim.after(Math.round((gaps.exponential() / rate) * SECOND), asks, 0, 0);
  });
  sim.after(0, asks, 0, 0);
  sim.run(Math.round(begins + (lookups / rate) * SECOND));
  return { hits, lookups: asked };
}

/** A Poisson number. */
export function poisson(mean: number, stream: RandomStream): number {
  let k = 0;
  for (let time = stream.exponential(); time < mean; time += stream.exponential()) k += 1;
  return k;
}

/** A normal number, nearly: Irwin and Hall's sum of twelve. */
export function normal(stream: RandomStream): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += stream.next();
  return sum;
}
