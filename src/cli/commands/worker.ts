import { setTimeout } from 'node:timers/promises';
import { durationExpected, parseDuration } from '../../text/duration.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { ProgressLine } from '../progressLine.ts';
import { threadsOf } from '../runners/runner.ts';
import { Pool } from '../runners/pool.ts';
import { QueueWorker } from '../runners/queueWorker.ts';

/** Between two looks at Ctrl-C and at the clock. */
const LOOK_MS = 100;

export interface WorkerOptions {
  readonly queue: string;
  readonly workers?: string;
  readonly idle?: string;
}

/**
 * `dundisim worker`: runs cells from the queue until Ctrl-C, which lets those in work end; or until there is nothing to
 * do.
 */
export async function worker(options: WorkerOptions, io: Io): Promise<ExitCode> {
  const idleMs = options.idle === undefined ? Infinity : idleOf(options.idle);
  let [done, inWork, since] = [0, 0, Date.now()];
  const threads = threadsOf(options.workers);
  const say = (text: string): void => io.err(`${io.watched ? '\r\u001b[K' : ''}${text}`);
  const progress = new ProgressLine(io);
  const text = (): string => `${done} cells done, ${inWork} in work`;
  progress.show(text);
  // Ctrl-C lets the cells in work end, so the pool does not hear of it.
  const pool = new Pool(threads, new AbortController().signal);
  const opened = await QueueWorker.open(options.queue, {
    concurrency: threads,
    say,
    run: async (cell) =>
      new Promise((resolve, reject) => {
        pool.run([cell], resolve).catch(reject);
      }),
    busy: (cells) => {
      inWork = cells;
      if (cells > 0) since = Infinity;
      else since = Date.now();
    },
    done: () => {
      done += 1;
      progress.show(text);
    },
    takesUp: (scenario) => say(`runs cells of ${scenario}\n`),
  });
  say(`waits for cells, runs ${threads} at a time\n`);
  while (!io.interrupted.aborted && Date.now() - since < idleMs) await setTimeout(LOOK_MS);
  await opened.close();
  await pool.close();
  progress.end();
  say(`${done} cells done\n`);
  return io.interrupted.aborted ? EXIT.interrupted : EXIT.fine;
}

function idleOf(text: string): number {
  const micros = parseDuration(text);
  if (micros === undefined) throw mistakeIn(`--idle ${text}`, `expected ${durationExpected(text)}`);
  return micros / 1000;
}
