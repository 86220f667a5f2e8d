import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
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
  kind: 'plan' | 'frontier' | 'hunt',
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

/** Who hears of the cells that a search asks for. */
export interface SearchWatch {
  /** It was run by an earlier start of the command. */
  known?(cell: CellResult): void;
  /** It has run here. */
  ran(cell: CellResult): void;
}

/**
 * Drives a search to its end. Whatever ends goes to the journal at once: after Ctrl-C, a kill or a full disk the same
 * command continues from there.
 */
export async function driven<Answer>(
  going: Search<Answer>,
  place: SearchPlace,
  options: RunnerOptions,
  io: Io,
  watch: SearchWatch,
): Promise<Searched<Answer>> {
  checkRunner(options);
  const { interrupted } = io; // From here on Ctrl-C is heard, and answered.
  const journal = Journal.open(join(place.folder, JOURNAL), place.shown, place.identity);
  const results = new Map(journal.finished.map((result) => [result.key, result]));
  if (results.size > 0)
    io.err(`${counted(results.size, 'run')} of it ${results.size === 1 ? 'is' : 'are'} there already\n`);
  const keep = (result: CellResult): void => {
    journal.add(result);
    results.set(result.key, result);
    watch.ran(result);
  };
  let runner: Runner | undefined;
  try {
    let step = going.next();
    while (step.done !== true) {
      await setImmediate(); // Lets a signal in, also while all that is asked for is there already.
      if (interrupted.aborted) throw new Interrupted();
      for (const { key } of step.value) if (results.has(key)) watch.known?.(results.get(key)!);
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
