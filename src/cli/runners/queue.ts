import { setTimeout } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Cell, CellResult } from '../../experiment/grid/cell.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { Interrupted } from '../io.ts';
import type { Runner } from './runner.ts';
import { experimentOf, openRedis, queueKey, queueName, QueueStore, type QueuedCell } from './queueStore.ts';

/** Between two looks for results. */
const POLL_MS = 100;
/** Jobs to a round trip. */
const AT_ONCE = 500;
/** Looks without news until it is asked whether the jobs are still there. */
const LOOKS_PER_CHECK = 30;

/**
 * Runs cells on whatever workers (`dundisim worker`) look at the same Redis. The job's id is the cell's key, so a cell
 * cannot be queued twice; its outcome is written once, under its key; and who asks for it again finds it there.
 */
export class QueueRunner implements Runner {
  private readonly redis: Redis;
  private readonly store: QueueStore;
  private readonly queue: Queue;
  private readonly interrupted: AbortSignal;
  private readonly experiments = new Set<string>();
  private readonly say: (text: string) => void;
  private brokenOff = false;
  private saidAlone = false;

  private constructor(redis: Redis, queue: Queue, interrupted: AbortSignal, say: (text: string) => void) {
    this.redis = redis;
    this.say = say;
    this.store = new QueueStore(redis);
    this.queue = queue;
    this.interrupted = interrupted;
  }

  /** `say`: what the user should know while waiting. @throws UserMistakes when no Redis answers */
  static async open(
    url: string,
    interrupted: AbortSignal,
    say: (text: string) => void = () => {},
  ): Promise<QueueRunner> {
    const redis = await openRedis(url, say);
    const { Queue: Jobs } = await import('bullmq');
    const queue = new Jobs(queueName(), { connection: redis, defaultJobOptions: { removeOnComplete: true } });
    queue.on('error', () => {}); // Redis is away, which is said once; without a listener each error is printed.
    return new QueueRunner(redis, queue, interrupted, say);
  }

  /**
   * In the order in which they come back; `each` is called once for every cell. @throws UserMistakes, Interrupted.
   * After Ctrl-C workers pass over the cells that nobody has begun; results of those in work are found when it is
   * started again.
   */
  async run(cells: readonly Cell[], each: (result: CellResult) => void): Promise<void> {
    if (cells.length === 0) return;
    this.brokenOff = true;
    await this.wait(cells, each);
    this.brokenOff = false;
  }

  private async wait(cells: readonly Cell[], each: (result: CellResult) => void): Promise<void> {
    const experiment = experimentOf(cells[0]!);
    this.experiments.add(experiment);
    await this.add(experiment, cells);
    const waiting = new Set(cells.map(queueKey));
    let seen = 0;
    for (let quiet = 0; waiting.size > 0;) {
      const keys = await this.store.doneFrom(experiment, seen);
      seen += keys.length;
      const fresh = keys.filter((key) => waiting.delete(key));
      for (const outcome of await this.store.outcomesOf(experiment, fresh)) each(resultOf(outcome));
      if (this.interrupted.aborted) {
        await this.store.abandon(experiment);
        throw new Interrupted();
      }
      quiet = keys.length > 0 ? 0 : quiet + 1;
      if (quiet === 0) continue;
      if (quiet % LOOKS_PER_CHECK === 0) {
        await this.mend(
          experiment,
          cells.filter((cell) => waiting.has(queueKey(cell))),
        );
        await this.sayIfAlone();
        seen = 0; // Of a Redis that was emptied the list begins anew.
      }
      await setTimeout(POLL_MS);
    }
  }

  /** Else a user waits, and does not know for what. */
  private async sayIfAlone(): Promise<void> {
    if (this.saidAlone || (await this.queue.getWorkersCount()) > 0) return;
    this.saidAlone = true;
    this.say('No worker of this version looks at the queue yet: start "dundisim worker --queue ..." somewhere\n');
  }

  /** Forgets what has come back whole. What was broken off stays where it is, for who starts the same again. */
  async close(): Promise<void> {
    if (!this.brokenOff) for (const experiment of this.experiments) await this.store.forget(experiment);
    await this.queue.close();
    this.redis.disconnect();
  }

  private async add(experiment: string, cells: readonly Cell[]): Promise<void> {
    await this.store.open(experiment, cells[0]!.source);
    for (let from = 0; from < cells.length; from += AT_ONCE) {
      const some = cells.slice(from, from + AT_ONCE);
      const outcomes = await this.store.outcomesOf(experiment, some.map(queueKey));
      const jobs = some
        .filter((_, i) => outcomes[i] === undefined)
        .map(({ source, ...cell }) => ({
          name: 'cell',
          data: { experiment, sourceId: source.id, cell } satisfies QueuedCell,
          opts: { jobId: jobId(experiment, queueKey(cell)) },
        }));
      if (jobs.length > 0) await this.queue.addBulk(jobs);
    }
  }

  /**
   * A cell whose workers die again and again is given up by BullMQ; so is the experiment. A job that is no longer there
   * (a Redis that was emptied, or another command that asked for the same and was done sooner) is queued again.
   */
  private async mend(experiment: string, cells: readonly Cell[]): Promise<void> {
    for (const job of await this.queue.getFailed(0, 100)) {
      if ((job.data as QueuedCell).experiment !== experiment) continue;
      await job.remove();
      const { key } = (job.data as QueuedCell).cell;
      if (/stalled/.test(job.failedReason))
        throw mistakeIn(`cell ${key}`, 'every worker that ran it died: is there enough memory?');
      throw new Error(`cell ${key} failed on a worker: ${job.failedReason}`);
    }
    await this.add(experiment, cells);
  }
}

/** BullMQ wants no colon in it. */
function jobId(experiment: string, key: string): string {
  return `${experiment}/${key}`;
}

function resultOf(outcome: Awaited<ReturnType<QueueStore['outcomesOf']>>[number]): CellResult {
  if (outcome !== undefined && 'result' in outcome) return outcome.result;
  if (outcome !== undefined) throw new UserMistakes(outcome.mistakes);
  throw mistakeIn('', 'the queue has lost a result; start again');
}
