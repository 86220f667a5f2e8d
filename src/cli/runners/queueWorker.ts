import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Cell, CellResult, Source } from '../../experiment/grid/cell.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { openRedis, queueKey, queueName, QueueStore, type QueuedCell } from './queueStore.ts';

/** A worker that says nothing for so long is taken for dead, and its cells are given to others. */
const LOCK_MS = 5_000;
/** A cell that has ended this number of workers is not tried again. */
const MOST_DEATHS = 10;

/**
 * Runs one cell without standing in this thread's way: locks are renewed by it, and a cell takes longer than a lock
 * lasts.
 */
export type RunCell = (cell: Cell) => Promise<CellResult>;

/** Takes cells from the queue, a fixed number at a time, until it is closed. */
export class QueueWorker {
  private readonly redis: Redis;
  private readonly store: QueueStore;
  private readonly worker: Worker;
  private readonly run: RunCell;
  private readonly done: () => void;
  private readonly busy: (cells: number) => void;
  private readonly takesUp: (scenario: string) => void;
  private inWork = 0;
  private readonly sources = new Map<string, Source>();

  private constructor(redis: Redis, Made: typeof Worker, of: WorkerOptions) {
    this.redis = redis;
    this.store = new QueueStore(redis);
    this.run = of.run;
    this.done = of.done;
    this.busy = of.busy;
    this.takesUp = of.takesUp;
    this.worker = new Made(queueName(), async (job: Job) => this.watched(job.data as QueuedCell), {
      connection: redis,
      concurrency: of.concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS,
      maxStalledCount: MOST_DEATHS,
    });
    this.worker.on('error', () => {}); // Redis is away: it connects again.
  }

  static async open(url: string, of: WorkerOptions): Promise<QueueWorker> {
    const redis = await openRedis(url, of.say);
    const { Worker: Made } = await import('bullmq');
    const opened = new QueueWorker(redis, Made, of);
    await opened.worker.waitUntilReady();
    return opened;
  }

  /** Ends the cells in work first. */
  async close(): Promise<void> {
    await this.worker.close();
    this.redis.disconnect();
  }

  private async watched(queued: QueuedCell): Promise<void> {
    this.busy(++this.inWork);
    try {
      await this.process(queued);
    } finally {
      this.busy(--this.inWork);
    }
  }

  private async process({ experiment, sourceId, cell }: QueuedCell): Promise<void> {
    const key = queueKey(cell);
    if (!(await this.store.wants(experiment, key))) return;
    const source = this.sources.get(sourceId) ?? (await this.store.source(sourceId));
    if (source === undefined) return; // Nobody has waited for it for a week.
    if (!this.sources.has(sourceId)) this.takesUp(source.path);
    this.sources.clear();
    this.sources.set(sourceId, source);
    try {
      await this.store.put(experiment, key, { result: await this.run({ ...cell, source }) });
    } catch (error) {
      if (!(error instanceof UserMistakes)) throw error;
      await this.store.put(experiment, key, { mistakes: error.remarks });
    }
    this.done();
  }
}

export interface WorkerOptions {
  /** What the user should know: Redis is away. */
  readonly say: (text: string) => void;
  /** Cells at a time. */
  readonly concurrency: number;
  readonly run: RunCell;
  /** Whenever a cell begins or ends: how many are in work. */
  busy(cells: number): void;
  /** A cell of another scenario than the one before begins; its file, as it was named. */
  takesUp(scenario: string): void;
  /** After each cell whose outcome was written. */
  done(): void;
}
