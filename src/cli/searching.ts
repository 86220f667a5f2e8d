import { setImmediate } from 'node:timers/promises';
import { dirname, resolve } from 'node:path';
import { sourceOf, type Cell, type CellResult, type Source } from '../experiment/cell.ts';
import { CellRunner } from '../experiment/cellRunner.ts';
import { neededFolders, type FolderFile } from '../scenario/index.ts';
import { readFolder, readText } from './files.ts';
import { Interrupted, type Io } from './io.ts';
import { isShipped, shippedPath } from './places.ts';
import { quoted } from './runFiles.ts';
import { version } from './version.ts';

/** Events between two looks at Ctrl-C. */
const SLICE = 20_000;

/** Runs cells and gives their results in the same order. @throws Interrupted */
export type RunCells = (cells: readonly Cell[]) => Promise<readonly CellResult[]>;

/** A scenario with every folder that it names, as plain data. @throws UserMistakes */
export function readSourceOf(file: string, { set, until }: { readonly set: readonly string[]; readonly until?: string | undefined }, io: Io): Source {
  const text = readText(file, io.cwd);
  const base = dirname(resolve(io.cwd, file));
  const folders = neededFolders({ path: file, text, sets: set }).flatMap((name): [string, readonly FolderFile[]][] => {
    const files = readFolder(isShipped(name) ? shippedPath(name) : resolve(base, name));
    return files === undefined ? [] : [[name, files]];
  });
  return sourceOf({ path: file, text, sets: set, folders, ...(until === undefined ? {} : { until }) });
}

/** One cell after the other. */
export function inThisThread(io: Io): RunCells {
  const runner = new CellRunner(version());
  return async (cells) => {
    const results: CellResult[] = [];
    for (const cell of cells) {
      const running = runner.begin(cell);
      for (let result; result === undefined; ) {
        result = running.goOn(SLICE);
        if (result !== undefined) results.push(result);
        await setImmediate(); // Lets a signal in.
        if (io.interrupted.aborted) throw new Interrupted();
      }
    }
    return results;
  };
}

/** A generator that asks for cells, driven to its end. */
export async function driven<Answer>(going: Generator<readonly Cell[], Answer, readonly CellResult[]>, run: RunCells, after: () => void = () => {}): Promise<Answer> {
  let step = going.next();
  while (step.done !== true) {
    step = going.next(await run(step.value));
    after();
  }
  return step.value;
}

/** For a POSIX shell. */
export function commandLine(words: readonly string[]): string {
  return ['dundisim', ...words].map(quoted).join(' ');
}
