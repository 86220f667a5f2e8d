import { Fifo } from '../../../kernel/resource/fifo.ts';

/** A serializer whose tasks wait: the pool runs those of one serializer one after another. */
export interface Serializer<T> {
  readonly tasks: Fifo<T>;
  /** It waits for a worker, or has one. */
  isScheduled: boolean;
}

/** A thread, and the serializers that wait for it. */
interface Worker<T> {
  readonly queue: Fifo<Serializer<T>>;
  running: Serializer<T> | undefined;
  /** Tasks that this turn of the serializer still has: what comes meanwhile waits for its next turn. */
  left: number;
}

/** Tasks that wait for one worker until the pool grows (res_pjsip.c: growth_threshold, TASKPROCESSOR_HIGH_WATER_LEVEL / 2). */
const LONG_QUEUE = 250;

/**
 * The threads of one server's res_pjsip, and what waits for each (taskpool.c).
 *
 * A serializer goes to the first worker whose queue is empty, though it may be busy (taskpool_least_full_selector): what
 * comes first after a task that waits is put behind it. It does not know what a task does, nor how long that takes.
 */
export class TaskPool<T> {
  private readonly workers: Worker<T>[];
  private readonly most: number;
  private readonly growBy: number;
  private readonly begin: (task: T) => void;
  /** Tasks that have not begun. */
  waiting = 0;

  /** @param begin runs a task: `done` follows, at once or later */
  constructor(
    size: { readonly atStart: number; readonly most: number; readonly growBy: number },
    begin: (task: T) => void,
  ) {
    this.workers = Array.from({ length: size.atStart }, newWorker<T>);
    this.most = size.most === 0 ? Infinity : size.most;
    this.growBy = size.growBy;
    this.begin = begin;
  }

  get threads(): number {
    return this.workers.length;
  }

  push(serializer: Serializer<T>, task: T): void {
    serializer.tasks.push(task);
    this.waiting++;
    if (!serializer.isScheduled) this.schedule(serializer);
  }

  /** The task that the serializer's worker ran is done. */
  done(serializer: Serializer<T>): void {
    const worker = this.workers.find(({ running }) => running === serializer)!;
    worker.left--;
    this.goOn(worker);
  }

  private schedule(serializer: Serializer<T>): void {
    serializer.isScheduled = true;
    const worker = this.choose();
    worker.queue.push(serializer);
    if (worker.running === undefined) this.next(worker);
  }

  private choose(): Worker<T> {
    let best = this.workers[0]!;
    let isLong = false;
    for (const worker of this.workers) {
      const { length } = worker.queue;
      if (length === 0) return worker;
      isLong ||= length >= LONG_QUEUE;
      if (length < best.queue.length) best = worker;
    }
    return isLong ? this.grow(best) : best;
  }

  private grow(otherwise: Worker<T>): Worker<T> {
    const count = Math.min(this.growBy, this.most - this.workers.length);
    if (count <= 0) return otherwise;
    const added = Array.from({ length: count }, newWorker<T>);
    this.workers.push(...added);
    return added[0]!;
  }

  private next(worker: Worker<T>): void {
    const serializer = worker.queue.shift();
    worker.running = serializer;
    if (serializer === undefined) return;
    worker.left = serializer.tasks.length;
    this.goOn(worker);
  }

  private goOn(worker: Worker<T>): void {
    const serializer = worker.running!;
    if (worker.left > 0) {
      this.waiting--;
      this.begin(serializer.tasks.shift()!);
      return;
    }
    worker.running = undefined;
    serializer.isScheduled = false;
    if (serializer.tasks.length > 0) this.schedule(serializer);
    if (worker.running === undefined) this.next(worker);
  }
}

export function newSerializer<T>(): Serializer<T> {
  return { tasks: new Fifo<T>(), isScheduled: false };
}

function newWorker<T>(): Worker<T> {
  return { queue: new Fifo<Serializer<T>>(), running: undefined, left: 0 };
}
