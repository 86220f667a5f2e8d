import { join, resolve } from 'node:path';
import type { Cell, CellResult } from '../../experiment/grid/cell.ts';
import { sha256 } from '../../text/sha256.ts';
import { counted } from '../../report/format.ts';
import type { Place } from '../experiments/conduct.ts';
import { Journal, JOURNAL } from '../experiments/journal.ts';
import { mistakeIn } from '../files/textFiles.ts';
import { Interrupted, type Io } from '../io.ts';
import { refuseRun } from '../files/leftovers.ts';
import { shortest } from '../files/places.ts';
import { checkRunner, openRunner, type Runner, type RunnerOptions } from '../runners/runner.ts';
import { version } from '../version.ts';

/** Asks for cells, is given their results in the same order, and ends with an answer. */
export type Search<Answer> = Generator<readonly Cell[], Answer, readonly CellResult[]>;

/** Where a search lies, and which one it is. */
export interface SearchPlace extends Place {
  /**
   * 64 hex digits of all that its cells depend on: a search with more replications or other values is the same search.
   */
  readonly identity: string;
}

/**
 * `results/<name>-<kind>@<8 hex>`, or the user's own folder. `what`: all that a cell's result depends on, but its key.
 * @throws UserMistakes when a single run lies there
 */
export function searchPlace(
  kind: 'plan' | 'hunt',
  name: string,
  what: readonly unknown[],
  out: string | undefined,
  io: Io,
): SearchPlace {
  if (out === '') throw mistakeIn('--out', 'expected a folder');
  const identity = sha256(JSON.stringify([kind, version(), ...what]));
  const folder = resolve(io.cwd, out ?? `results/${name}-${kind}@${identity.slice(0, 8)}`);
  const shown = shortest(folder, io.cwd);
  refuseRun(folder, shown);
  return { folder, shown, identity };
}

export interface Searched<Answer> {
  readonly answer: Answer;
  /** By key; those of an earlier and longer search too. */
  readonly results: ReadonlyMap<string, CellResult>;
}

/**
 * Drives a search to its end. Whatever ends goes to the journal at once: after Ctrl-C, a kill or a full disk the same
 * command continues from there. `after`: a cell has run; the number of cells run in this process.
 */
export async function driven<Answer>(
  going: Search<Answer>,
  place: SearchPlace,
  options: RunnerOptions,
  io: Io,
  after: (cell: CellResult, ran: number) => void,
): Promise<Searched<Answer>> {
  checkRunner(options);
  const journal = Journal.open(join(place.folder, JOURNAL), place.shown, place.identity);
  const results = new Map(journal.finished.map((result) => [result.key, result]));
  if (results.size > 0)
    io.err(`${counted(results.size, 'run')} of it ${results.size === 1 ? 'is' : 'are'} there already\n`);
  let ran = 0;
  const keep = (result: CellResult): void => {
    journal.add(result);
    results.set(result.key, result);
    after(result, ++ran);
  };
  let runner: Runner | undefined;
  try {
    let step = going.next();
    while (step.done !== true) {
      const missing = step.value.filter(({ key }) => !results.has(key));
      if (missing.length > 0) await (runner ??= await openRunner(options, io)).run(missing, keep);
      step = going.next(step.value.map(({ key }) => results.get(key)!));
    }
    await runner?.close();
    return { answer: step.value, results };
  } catch (error) {
    await (runner?.leave?.() ?? runner?.close());
    if (error instanceof Interrupted)
      io.err(`Stopped. What is finished is kept in ${place.shown}/: the same command continues from there.\n`);
    throw error;
  } finally {
    journal.close();
  }
}
