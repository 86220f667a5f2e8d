import { setMaxListeners } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Piscina } from 'piscina';
import type { Cell, CellResult } from '../../experiment/grid/cell.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { Interrupted } from '../io.ts';
import type { Outcome } from './poolTask.ts';
import type { Runner } from './runner.ts';

/** Sources run through tsx, compiled files as they are. */
const IS_SOURCE = import.meta.url.endsWith('.ts');

/** Threads on this machine, each with a simulation of its own. */
export class Pool implements Runner {
  private readonly threads: number;
  private readonly piscina: Piscina<Cell, Outcome>;
  private readonly interrupted: AbortSignal;

  constructor(threads: number, interrupted: AbortSignal) {
    this.threads = threads;
    this.interrupted = interrupted;
    setMaxListeners(0, interrupted); // One for each cell in work.
    this.piscina = new Piscina({
      filename: fileURLToPath(new URL(IS_SOURCE ? './poolTask.ts' : './poolTask.js', import.meta.url)),
      minThreads: 1,
      maxThreads: threads,
      idleTimeout: Infinity, // Else a thread ends, with all that it has compiled, whenever it waits for the next batch.
      ...(IS_SOURCE
        ? { execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] }
        : {}),
    });
  }

  async run(cells: readonly Cell[], each: (result: CellResult) => void): Promise<void> {
    let next = 0;
    let failed = false;
    // As many lanes as threads, and one cell more, so that no thread waits for this one to hand it work.
    const lane = async (): Promise<void> => {
      while (next < cells.length && !failed && !this.interrupted.aborted) {
        const outcome = await this.piscina.run(cells[next++]!, { signal: this.interrupted });
        if ('mistakes' in outcome) throw new UserMistakes(outcome.mistakes);
        each(outcome);
      }
    };
    const lanes = Array.from({ length: Math.min(cells.length, this.threads + 1) }, async () =>
      lane().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    );
    const ends = await Promise.allSettled(lanes); // Cells in work when one fails are finished, and kept.
    if (this.interrupted.aborted) throw new Interrupted();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  async close(): Promise<void> {
    await this.piscina.destroy();
  }
}
