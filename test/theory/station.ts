import { draw, drawMicros } from '../../src/kernel/random/draw.ts';
import { exponential, type Distribution } from '../../src/kernel/random/distributions.ts';
import { Lock } from '../../src/kernel/resource/lock.ts';
import { Station } from '../../src/kernel/resource/station.ts';
import { Simulation } from '../../src/kernel/clock/simulation.ts';

/** All times here in microseconds; a mean service of a second makes rounding to whole ones immaterial. */
export const SERVICE_MEAN = 1_000_000;

export interface StationShape {
  readonly servers: number;
  /** Arrivals per mean service time, of each priority; Poisson. */
  readonly load: readonly [number] | readonly [number, number];
  readonly service: Distribution;
  /** Jobs that find this many in the system are lost. */
  readonly room?: number;
}

export interface Seen {
  /** Mean wait before service, by priority. */
  readonly wait: readonly number[];
  /** Share of jobs that waited. */
  readonly waited: number;
  /** Share of jobs that were lost. */
  readonly lost: number;
  /** Mean number in the system over time. */
  readonly inSystem: number;
  /** Mean time in the system of those who were not lost. */
  readonly sojourn: number;
  /** Jobs taken per microsecond. */
  readonly rate: number;
}

/** Tens of times what the slowest station here takes to forget how it began. */
const WARM_UP = 1_000 * SERVICE_MEAN;

/** One replication of about so many jobs, through the public kernel alone; the first part is not counted. */
export function observe(station: StationShape, seed: string, jobs: number): Seen {
  const length = Math.round((jobs * SERVICE_MEAN) / station.load.reduce((sum, load) => sum + load, 0));
  const sim = new Simulation({ seed });
  const server = new Station(sim, 'station', station.servers);
  const between = station.load.map((load) => exponential(SERVICE_MEAN / load));
  const arrivalStreams = station.load.map((_, priority) => sim.stream(`arrivals/${priority}`));
  const services = sim.stream('services');
  const sums = { wait: [0, 0], jobs: [0, 0], waited: 0, lost: 0, area: 0, sojourn: 0 };
  let lastChange = WARM_UP;
  const counts = () => sim.now >= WARM_UP;
  const account = () => {
    if (!counts()) return;
    sums.area += (server.busy + server.waiting) * (sim.now - lastChange);
    lastChange = sim.now;
  };
  const arrives = sim.on('job.arrives', (priority: number) => {
    sim.after(drawMicros(between[priority]!, arrivalStreams[priority]!), arrives, priority, 0);
    account();
    if (server.busy + server.waiting >= (station.room ?? Infinity)) sums.lost += counts() ? 1 : 0;
    else server.serve(drawMicros(station.service, services), isDone, priority, 0, priority as 0 | 1);
  });
  const isDone = sim.on('job.isDone', (priority: number) => {
    if (!counts()) return;
    // The event runs when the job has left: until now it was here.
    sums.area += (sim.now - lastChange) * (server.busy + server.waiting + 1);
    lastChange = sim.now;
    sums.jobs[priority]!++;
    sums.wait[priority]! += server.lastWait;
    sums.waited += server.lastWait > 0 ? 1 : 0;
    sums.sojourn += server.lastWait + server.lastService;
  });
  station.load.forEach((_, priority) => sim.after(0, arrives, priority, 0));
  sim.run(WARM_UP + length);
  const served = sums.jobs[0]! + sums.jobs[1]!;
  return {
    wait: station.load.map((_, priority) => sums.wait[priority]! / sums.jobs[priority]!),
    waited: sums.waited / served,
    lost: sums.lost / (sums.lost + served),
    inSystem: sums.area / length,
    sojourn: sums.sojourn / served,
    rate: served / length,
  };
}

/** The same for one job at a time, with a lock instead of a server: the mean wait, and the mean square wait. */
export function observeLock(
  load: number,
  service: Distribution,
  order: 'fifo' | 'random',
  seed: string,
  jobs: number,
): { wait: number; square: number } {
  const sim = new Simulation({ seed });
  const lock = new Lock(sim, 'lock', order === 'fifo' ? order : sim.stream('order'));
  const arrivals = sim.stream('arrivals');
  const services = sim.stream('services');
  const cameAt = new Float64Array(2 * jobs);
  const sums = { wait: 0, square: 0, count: 0 };
  const arrives = sim.on('job.arrives', (job) => {
    if (job + 1 < jobs) sim.after(Math.round(draw(exponential(SERVICE_MEAN / load), arrivals)), arrives, job + 1, 0);
    cameAt[job] = sim.now;
    if (lock.acquire(hasLock, job, 0)) begin(job);
  });
  const hasLock = sim.on('job.hasLock', (job) => begin(job));
  const isDone = sim.on('job.isDone', () => lock.release());
  const begin = (job: number) => {
    sim.after(drawMicros(service, services), isDone, job, 0);
    if (sim.now < WARM_UP) return;
    const wait = sim.now - cameAt[job]!;
    sums.wait += wait;
    sums.square += wait * wait;
    sums.count++;
  };
  sim.after(0, arrives, 0, 0);
  sim.run(Number.MAX_SAFE_INTEGER);
  return { wait: sums.wait / sums.count, square: sums.square / sums.count };
}
