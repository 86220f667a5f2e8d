import { assert, broken, BrokenAssertion } from '../assert.ts';
import { LadderQueue } from './ladder/ladderQueue.ts';
import { Fingerprint, hashOf } from './fingerprint.ts';
import { HeapQueue } from './heapQueue.ts';
import type { Micros } from '../units.ts';
import { NOTHING_DUE, type EventQueue } from './eventQueue.ts';
import { isForward, isSchedulable, refuseBackward, refuseTime } from './timeOrder.ts';
import { RandomStream } from '../random/randomStream.ts';
import { EventRows, NOT_SCHEDULED, slotOf, type Scheduled } from './eventRows.ts';

export { NOT_SCHEDULED, slotOf, type Scheduled };

declare const takes: unique symbol;

/** A small number which knows, at compile time only, what its events are about: an A and a B. */
export type EventType<A extends number = number, B extends number = number> = number & {
  readonly [takes]: (a: A, b: B) => void;
};

type Handler = (a: number, b: number) => void;

/** Until when an event waits, µs, once its time has come. */
type Deadline = (a: number, b: number) => Micros;

/** Gets every event just before it runs: its time, the name of its type, and its two numbers. It must change nothing. */
export type EventObserver = (time: Micros, name: string, a: number, b: number) => void;

/** In place of an event type, before the first event of a run. */
const NO_EVENT = -1;

/**
 * Cancelled events are swept out of the queue when they are at least this number, and a quarter of the pending ones: each
 * registration cancels two. At "as many as pending" the queue and its rows took 65 bytes more a phone (100,000 that only register).
 */
const SWEEP_AT = 1024;
const SWEEP_SHARE = 4;

export interface SimulationOptions {
  /** Any text. Equal seeds give equal runs. */
  readonly seed: string;
  /** `buckets`, the default: the ladder queue. `heap`: simple and slower, for tests. Both run the same events in order. */
  readonly queue?: 'buckets' | 'heap';
  /** Pending events for which there is room from the start; more are as welcome, and cost time while the room grows. */
  readonly room?: number;
}

/**
 * The clock, the pending events, and the random streams of one run.
 *
 * An event is a time, a type and two whole numbers a and b (32 bits, usually entity numbers). Events run in order of
 * time and, at equal times, in the order in which they were scheduled. The simulation does not know what they mean.
 */
export class Simulation {
  readonly seed: string;
  private clock: Micros = 0;
  private run_ = 0;
  /** Slot (`slotOf`) of the event that runs; its handler reads it before it schedules anything. */
  runningSlot = 0;
  private state: 'declaring' | 'between' | 'running' = 'declaring';
  private readonly names = new Map<string, number>();
  private readonly handlers: Handler[] = [];
  /** By event type; undefined: its events run when their time comes. */
  private readonly deadlines: (Deadline | undefined)[] = [];
  private observer: EventObserver | undefined;
  private readonly nameHashes: number[] = [];
  private readonly rows: EventRows;
  private readonly queue: EventQueue;
  private readonly trajectory = new Fingerprint();
  private readonly streams = new Map<string, RandomStream>();

  constructor(options: SimulationOptions) {
    const { seed, queue, room = 0 } = options;
    this.seed = seed;
    this.rows = new EventRows(room);
    this.queue = queue === 'heap' ? new HeapQueue(this.rows) : new LadderQueue(this.rows, room);
  }

  /** The virtual time: that of the running event, or where the last run ended. */
  get now(): Micros {
    return this.clock;
  }

  /** Events run so far. */
  get eventsRun(): number {
    return this.run_;
  }

  /** Events scheduled, neither run nor cancelled. */
  get pending(): number {
    return this.queue.size - this.rows.cancelled;
  }

  /**
   * Declares an event type, named `part.whatHappens`. Names are unique; all are declared before the run begins.
   * The handler gets the two numbers that were scheduled.
   */
  on<A extends number = number, B extends number = number>(
    name: string,
    handler: (a: A, b: B) => void,
  ): EventType<A, B> {
    assert(this.state === 'declaring', `event type ${name} was declared after the run began`);
    assert(!this.names.has(name), `event type ${name} was declared twice`);
    const type = this.handlers.length;
    this.names.set(name, type);
    this.handlers.push(this.observed(name, handler as Handler));
    this.deadlines.push(undefined);
    this.nameHashes.push(hashOf(name));
    return type as EventType<A, B>;
  }

  /**
   * As `on`, for the end of what is prolonged again and again, as a registration is. An event whose time has come while
   * `deadline` is later waits until then, and nobody sees it: to prolong is to write the later deadline down. An earlier
   * deadline needs another event. With 100,000 phones that only register this saves a tenth of the CPU time, and the
   * memory of the cancelled events.
   */
  onDeadline<A extends number = number, B extends number = number>(
    name: string,
    deadline: (a: A, b: B) => Micros,
    handler: (a: A, b: B) => void,
  ): EventType<A, B> {
    const type = this.on(name, handler);
    this.deadlines[type] = deadline as Deadline;
    return type;
  }

  /**
   * From now on `observer` gets every event, for a debug trace. The trajectory and the fingerprint stay the same. It is
   * put around the handlers, so a run without an observer pays nothing for it. At most one.
   */
  observe(observer: EventObserver): void {
    assert(this.observer === undefined, 'the events of a simulation were observed twice');
    this.observer = observer;
    for (const [name, type] of this.names) this.handlers[type] = this.observed(name, this.handlers[type]!);
  }

  /** Schedules an event after `delay` whole microseconds; 0 is after everything already scheduled for now. */
  after<A extends number, B extends number>(
    delay: Micros,
    type: EventType<A, B>,
    a: NoInfer<A>,
    b: NoInfer<B>,
  ): Scheduled {
    // All in one function: should the compiler call it instead of inlining it, the delay is passed without being boxed.
    const time = this.clock + delay;
    if (!isSchedulable(delay, time)) refuseTime(this.nameOf(type), { time, now: this.clock });
    const { rows } = this;
    const slot = rows.take(type, a, b);
    this.queue.push(time, slot);
    return rows.handleOf(slot);
  }

  /** Schedules an event at a time, in whole microseconds, that is not over. */
  at<A extends number, B extends number>(time: Micros, type: EventType<A, B>, a: NoInfer<A>, b: NoInfer<B>): Scheduled {
    return this.after(time - this.clock, type, a, b);
  }

  /** Takes an event back. Harmless when it has run, when it was cancelled before, and for NOT_SCHEDULED. */
  cancel(scheduled: Scheduled): void {
    if (!this.rows.isPending(scheduled)) return;
    this.rows.cancel(scheduled);
    if (this.rows.cancelled >= SWEEP_AT && SWEEP_SHARE * this.rows.cancelled > this.pending) this.queue.sweep();
  }

  /** True while the event is still to run. */
  isPending(scheduled: Scheduled): boolean {
    return this.rows.isPending(scheduled);
  }

  /** Runs every event whose time is at most `until`; then it is `until`. */
  run(until: Micros): void {
    this.runSome(until, Infinity);
  }

  /** As `run`, but at most `maxEvents` events. True when `until` was reached; else the next call continues there. */
  runSome(until: Micros, maxEvents: number): boolean {
    assert(this.state !== 'running', 'run was called by an event handler');
    if (!(until >= this.clock)) broken(`run until ${until}, but it is ${this.clock} already`);
    this.state = 'running';
    try {
      return this.runEvents(until, this.run_ + maxEvents);
    } finally {
      this.state = 'between';
    }
  }

  /**
   * Runs an event at once, inside the running one, instead of scheduling it after 0: counted and fingerprinted like any
   * other. For kernel parts, as the last thing that their own handler does.
   */
  runNow<A extends number, B extends number>(type: EventType<A, B>, a: NoInfer<A>, b: NoInfer<B>): void {
    try {
      this.runEvent(type, a, b);
    } catch (error) {
      throw this.withMoment(error, type, a, b);
    }
  }

  /** The random stream of that name; its draws depend on the seed and the name alone. */
  stream(name: string): RandomStream {
    let stream = this.streams.get(name);
    if (stream === undefined) {
      stream = new RandomStream(`${this.seed}/${name}`);
      this.streams.set(name, stream);
    }
    return stream;
  }

  /** 16 hexadecimal digits that depend on each event run: its time, the name of its type, a and b. */
  fingerprint(): string {
    return this.trajectory.toString();
  }

  private nameOf(type: number): string {
    for (const [name, number] of this.names) if (number === type) return name;
    return `unknown event type ${type}`;
  }

  private runEvents(until: Micros, stopAt: number): boolean {
    const { rows, queue } = this;
    let type = NO_EVENT;
    let a = 0;
    let b = 0;
    try {
      while (this.run_ < stopAt) {
        const slot = queue.pop(until);
        if (slot === NOTHING_DUE) {
          this.clock = until;
          return true;
        }
        if (rows.isCancelled(slot)) {
          rows.discard(slot);
          continue;
        }
        type = rows.type(slot);
        a = rows.a(slot);
        b = rows.b(slot);
        const time = queue.poppedTime;
        if (!isForward(time, this.clock)) refuseBackward(time, this.clock);
        const deadline = this.deadlines[type]?.(a, b);
        if (deadline !== undefined && deadline > time) {
          queue.push(deadline, slot);
          continue;
        }
        this.clock = time;
        rows.release(slot);
        this.runningSlot = slot;
        this.runEvent(type, a, b);
      }
      return false;
    } catch (error) {
      throw this.withMoment(error, type, a, b);
    }
  }

  private observed(name: string, handler: Handler): Handler {
    const { observer } = this;
    if (observer === undefined) return handler;
    return (a, b) => {
      observer(this.clock, name, a, b);
      handler(a, b);
    };
  }

  /**
   * Adds the running event to a broken assertion that does not name one yet. A TypeError or RangeError of a handler is a
   * bug of the program too, and becomes a broken assertion with that error as its cause. Other errors stay as they are.
   */
  private withMoment(error: unknown, type: number, a: number, b: number): unknown {
    if (type === NO_EVENT) return error;
    const isUnplaced = error instanceof BrokenAssertion && error.moment === undefined;
    if (!isUnplaced && !(error instanceof TypeError) && !(error instanceof RangeError)) return error;
    const what = error instanceof BrokenAssertion ? error.what : `${error.name}: ${error.message}`;
    const moment = { seed: this.seed, time: this.clock, event: this.nameOf(type), a, b };
    return new BrokenAssertion(what, moment, { cause: error });
  }

  private runEvent(type: number, a: number, b: number): void {
    this.run_++;
    this.trajectory.add(this.clock, this.nameHashes[type]!, a, b);
    this.handlers[type]!(a, b);
  }
}
