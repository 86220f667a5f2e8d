import { availableParallelism } from 'node:os';
import { withoutPassword } from '../../text/passwords.ts';
import type { Cell, CellResult } from '../../experiment/grid/cell.ts';
import { mistakeIn } from '../files/textFiles.ts';
import type { Io } from '../io.ts';

/**
 * Where cells run: this thread, all cores, or other machines. A cell gives the same bytes on each of them, and the driver
 * gives cells puts the results in order; so nobody can tell from the results where they ran.
 */
export interface Runner {
  /**
   * Runs them in whatever order; `each` is called once for every cell, in the order in which they end. What `each`
   * has seen is finished, whatever happens afterwards.
   * @throws Interrupted after Ctrl-C, UserMistakes when a scenario refuses a cell's overrides
   */
  run(cells: readonly Cell[], each: (result: CellResult) => void): Promise<void>;
  /** Ends threads and connections. */
  close(): Promise<void>;
  /** The same before everything has come back: what others have done for us stays where it is, for the next start. */
  leave?(): Promise<void>;
}

export interface RunnerOptions {
  /** `--workers`: threads; all cores where it says nothing. */
  readonly workers?: string | undefined;
  /** `--queue redis://…`: other machines instead. */
  readonly queue?: string | undefined;
}

/** More than any machine has cores; each takes memory and a second of compiling. */
const MOST_THREADS = 1024;

/** @throws UserMistakes when the options make no sense */
export async function openRunner({ workers, queue }: RunnerOptions, io: Io): Promise<Runner> {
  if (queue !== undefined)
    return (await import('./queue.ts')).QueueRunner.open(queue, io.interrupted, (text) =>
      io.err(`${io.watched ? '\r\u001b[K' : ''}${text}`),
    );
  const threads = threadsOf(workers);
  if (threads === 1) return new (await import('./thisThread.ts')).ThisThread(io.interrupted);
  return new (await import('./pool.ts')).Pool(threads, io.interrupted);
}

/** Mistakes are reported before anything is written, and also when nothing is left to run. @throws UserMistakes */
export function checkRunner({ workers, queue }: RunnerOptions): void {
  threadsOf(workers);
  if (queue !== undefined) checkQueue(queue);
}

/** `--queue`. @throws UserMistakes unless it is an address of a Redis */
export function checkQueue(url: string): void {
  if (!/^rediss?:\/\//.test(url) || !URL.canParse(url))
    throw mistakeIn(`--queue ${withoutPassword(url)}`, 'expected an address such as redis://10.0.0.5:6379');
}

/** `--workers`. @throws UserMistakes */
export function threadsOf(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > MOST_THREADS)
    throw mistakeIn(`--workers ${text}`, `expected a number of threads, 1 to ${MOST_THREADS}`);
  return Number(text);
}
