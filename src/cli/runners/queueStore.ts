import type { Redis } from 'ioredis';
import type { Cell, CellResult, Source } from '../../experiment/grid/cell.ts';
import type { Remark } from '../../text/mistake.ts';
import { sha256 } from '../../text/sha256.ts';
import { withoutPassword } from '../../text/passwords.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { checkQueue } from './runner.ts';
import { version } from '../version.ts';

/**
 * Results and sources are forgotten so long after the last of them was written: who died before reading them had a
 * week.
 */
const KEPT_SECONDS = 7 * 24 * 3600;

/** Workers of another version do not see the cells of this one: their results might differ. */
export function queueName(): string {
  return `dundisim-${version()}`;
}

/** A cell as it travels: its source, which all have in common, goes once. */
export interface QueuedCell {
  readonly experiment: string;
  readonly sourceId: string;
  readonly cell: Omit<Cell, 'source'>;
}

/** What came of a cell; a mistake of the user's in one (a value that its scenario refuses) is a result as well. */
export type Outcome = { readonly result: CellResult } | { readonly mistakes: readonly Remark[] };

/**
 * Writes the outcome of a cell unless there is one, and then its key to the list of those that are done. A cell that
 * ran
 * twice, because its worker was taken for dead, appears once.
 */
const WRITE_ONCE = `
if redis.call('hsetnx', KEYS[1], ARGV[1], ARGV[2]) == 1 then redis.call('rpush', KEYS[2], ARGV[1]) end
redis.call('expire', KEYS[1], ARGV[3])
redis.call('expire', KEYS[2], ARGV[3])`;

/** Sources and outcomes on Redis, beside BullMQ's own keys. */
export class QueueStore {
  private readonly redis: Redis;

  constructor(redis: Redis) {
    this.redis = redis;
  }

  /** Somebody waits for this experiment's cells. */
  async open(experiment: string, source: Source): Promise<void> {
    await this.redis.set(`${queueName()}:source:${source.id}`, JSON.stringify(source), 'EX', KEPT_SECONDS);
    await this.redis.set(wanted(experiment), '1', 'EX', KEPT_SECONDS);
  }

  async source(id: string): Promise<Source | undefined> {
    const text = await this.redis.get(`${queueName()}:source:${id}`);
    return text === null ? undefined : (JSON.parse(text) as Source);
  }

  /** False when the cell has its outcome (its last worker wrote it, and died), or nobody waits for it any more. */
  async wants(experiment: string, key: string): Promise<boolean> {
    return (
      (await this.redis.exists(wanted(experiment))) === 1 && (await this.redis.hexists(outcomes(experiment), key)) === 0
    );
  }

  async put(experiment: string, key: string, outcome: Outcome): Promise<void> {
    await this.redis.eval(
      WRITE_ONCE,
      2,
      outcomes(experiment),
      done(experiment),
      key,
      JSON.stringify(outcome),
      KEPT_SECONDS,
    );
  }

  /** Keys of cells that are done, in the order in which they became so, from the n-th on. */
  async doneFrom(experiment: string, n: number): Promise<readonly string[]> {
    return this.redis.lrange(done(experiment), n, n + 999);
  }

  async outcomesOf(experiment: string, keys: readonly string[]): Promise<readonly (Outcome | undefined)[]> {
    if (keys.length === 0) return [];
    const texts = await this.redis.hmget(outcomes(experiment), ...keys);
    return texts.map((text) => (text === null ? undefined : (JSON.parse(text) as Outcome)));
  }

  /** Nobody waits any more; what was done stays. */
  async abandon(experiment: string): Promise<void> {
    await this.redis.del(wanted(experiment));
  }

  async forget(experiment: string): Promise<void> {
    await this.redis.del(wanted(experiment), outcomes(experiment), done(experiment));
  }
}

/** Cells of one source that want the same measures belong together: who starts the same again finds what is done. */
export function experimentOf({ source, wants }: Cell): string {
  return sha256(JSON.stringify([source.id, wants])).slice(0, 16);
}

/**
 * The cell's key, and a mark of all that it depends on: another grid over the same scenario has the same keys for other
 * cells.
 */
export function queueKey({ key, overrides, seed }: Omit<Cell, 'source'>): string {
  return `${key}@${sha256(JSON.stringify([overrides, seed])).slice(0, 8)}`;
}

/**
 * Opens Redis. When it goes away later (a restart), `say` hears of it once, however often it is tried again.
 * @throws UserMistakes when nobody answers there
 */
export async function openRedis(url: string, say: (text: string) => void = () => {}): Promise<Redis> {
  checkQueue(url);
  const { Redis: Client } = await import('ioredis');
  const redis = new Client(url, {
    maxRetriesPerRequest: null,
    lazyConnect: true,
    retryStrategy: (times) => Math.min(200 * times, 5000),
  });
  let last: NodeJS.ErrnoException | undefined;
  redis.on('error', (error: NodeJS.ErrnoException) => {
    last = error;
  }); // Said below at the start; afterwards it connects again.
  try {
    await Promise.race([redis.connect(), tooLong()]);
    sayWhenAway(redis, `The Redis at ${withoutPassword(url)} does not answer; waiting for it to come back\n`, say);
    return redis;
  } catch (error) {
    redis.disconnect();
    const why = last ?? (error as NodeJS.ErrnoException);
    // Of several addresses only the code says why.
    throw mistakeIn(
      `--queue ${withoutPassword(url)}`,
      `no Redis answers there (${why.message || why.code || 'it says no more'})`,
    );
  }
}

/** The client says "reconnecting" before every attempt, and "ready" after the one that succeeds. */
function sayWhenAway(redis: Redis, text: string, say: (text: string) => void): void {
  let away = false;
  redis.on('reconnecting', () => {
    if (!away) say(text);
    away = true;
  });
  redis.on('ready', () => {
    away = false;
  });
}

const PATIENCE_MS = 10_000;

async function tooLong(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('no answer in 10 s')), PATIENCE_MS).unref();
  });
}

function wanted(experiment: string): string {
  return `${queueName()}:wanted:${experiment}`;
}

function outcomes(experiment: string): string {
  return `${queueName()}:results:${experiment}`;
}

function done(experiment: string): string {
  return `${queueName()}:done:${experiment}`;
}
