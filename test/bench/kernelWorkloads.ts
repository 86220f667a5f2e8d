import type { EventType, Simulation } from '../../src/kernel/clock/simulation.ts';
import type { Kernel } from './builds.ts';

/** Names of the queues of this checkout, and of older ones. */
export type QueueName = NonNullable<ConstructorParameters<typeof Simulation>[0]['queue']>;

/** A workload of the kernel alone. Its twin in C++ is in peers/ns3.cc. */
export interface KernelWorkload {
  /** Sets up a run. `more` runs at least that number of further events. */
  start(kernel: Kernel, queue: QueueName | undefined): { readonly sim: Simulation; more(events: number): void };
  /** Events run before the clock is read, and while it is. */
  readonly warmUp: number;
  readonly measured: number;
}

/** `pending` events, each of which schedules one more after an exponential delay with a mean of 1 s. */
export function hold(pending: number): KernelWorkload {
  return {
    warmUp: Math.max(4 * pending, 1_000_000),
    measured: 2_000_000,
    start({ Simulation, exponential, drawMicros }, queue) {
      const sim = new Simulation({ seed: 'hold', ...(queue === undefined ? {} : { queue }) });
      const delay = exponential(1_000_000);
      const stream = sim.stream('delays');
      const again: EventType = sim.on('hold.again', (a, b) => {
        sim.after(drawMicros(delay, stream), again, a, b + 1);
      });
      for (let i = 0; i < pending; i++) sim.after(drawMicros(delay, stream), again, i, 0);
      return { sim, more: (events) => void sim.runSome(Number.MAX_SAFE_INTEGER, events) };
    },
  };
}

/** Phones of the storm. */
export const STORM_PHONES = 100_000;
const REFRESH = 300_000_000;
const NETWORK = 1_000;
const DATABASE_SERVERS = 8;
const STATEMENT_MEAN = 2_000;
/** Of a transaction, cancelled by the reply. */
const TIMEOUT = 32_000_000;

/**
 * 100,000 phones register every 300 s: a request over 1 ms of network, a statement of 2 ms (exponential) at a database
 * that does eight at a time, a reply, which cancels the time-out and arms the next refresh. 4 events each.
 */
export function storm(): KernelWorkload {
  return {
    warmUp: 1_000_000,
    measured: 4_000_000,
    start({ Simulation, Station, NOT_SCHEDULED, exponential, drawMicros }, queue) {
      const sim = new Simulation({ seed: 'storm', ...(queue === undefined ? {} : { queue }) });
      const statement = exponential(STATEMENT_MEAN);
      const phases = sim.stream('phases');
      const statements = sim.stream('statements');
      const timeouts = new Float64Array(STORM_PHONES).fill(NOT_SCHEDULED);
      const database = new Station(sim, 'database', DATABASE_SERVERS);
      const refreshDue = sim.on('phone.refreshDue', (phone) => {
        timeouts[phone] = sim.after(TIMEOUT, timeoutEnds, phone, 0);
        sim.after(NETWORK, requestArrives, phone, 0);
      });
      const requestArrives = sim.on('server.requestArrives', (phone) => {
        database.serve(drawMicros(statement, statements), statementEnds, phone, 0);
      });
      const statementEnds = sim.on('server.statementEnds', (phone) => void sim.after(NETWORK, replyArrives, phone, 0));
      const replyArrives = sim.on('phone.replyArrives', (phone) => {
        sim.cancel(timeouts[phone]!);
        sim.after(REFRESH, refreshDue, phone, 0);
      });
      const timeoutEnds = sim.on('phone.timeoutEnds', (phone) => void sim.after(0, refreshDue, phone, 0));
      for (let phone = 0; phone < STORM_PHONES; phone++) sim.after(phases.integer(REFRESH), refreshDue, phone, 0);
      return { sim, more: (events) => void sim.runSome(Number.MAX_SAFE_INTEGER, events) };
    },
  };
}
