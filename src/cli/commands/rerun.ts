import { dirname, join, resolve } from 'node:path';
import { sourceOf, type Source } from '../../experiment/cell.ts';
import { scenarioOf } from '../../experiment/cellRunner.ts';
import { neededFolders } from '../../scenario/index.ts';
import { readCsv } from '../csv.ts';
import type { StoredExperiment } from '../experiments/write.ts';
import { mistakeIn, readFolder, readText } from '../files.ts';
import type { ExitCode, Io } from '../io.ts';
import { isShipped, shippedPath } from '../places.ts';
import type { Run } from '../runners/here.ts';
import { version } from '../version.ts';
import { runOne } from './run.ts';

export interface RerunOptions {
  readonly row: string;
  readonly trace?: boolean;
  readonly json?: boolean;
  readonly out?: string;
}

/** `dundisim rerun`: the scenario as it was then, which experiment.json keeps, with the row's parameters and seed. */
export async function rerun(csv: string, options: RerunOptions, io: Io): Promise<ExitCode> {
  const row = rowOf(csv, options.row, io);
  const stored = storedBeside(csv, io);
  if (stored.version !== version()) io.err(`Warning: the row is of version ${stored.version}, this is ${version()}; it may run differently\n`);
  const overrides = [...(stored.overrides[Number(row['point'])] ?? []), ...(stored.stagger === null || stored.stagger === undefined ? [] : [`${stored.stagger.path}=${row[stored.stagger.path]}`])];
  const source = withShippedFolders(stored.source, overrides);
  const scenario = scenarioOf(source, overrides, row['seed']);
  const check = ({ document }: Run): void => {
    if (document.fingerprint === row['fingerprint']) return;
    const why = stored.version !== version() ? `the row is of version ${stored.version}, this is ${version()}` : scenario.hash === row['scenarioHash'] ? undefined : 'the program\'s own configuration folders have changed since';
    if (why === undefined) throw new Error(`row ${options.row} has the fingerprint ${row['fingerprint']}, its run once more ${document.fingerprint}`);
    throw mistakeIn(csv, `row ${options.row} has the fingerprint ${row['fingerprint']}, its run once more ${document.fingerprint}: ${why}`);
  };
  const folder = resolve(io.cwd, options.out ?? join(dirname(csv), `row-${Number(options.row)}`));
  const { until } = source;
  const typed = { file: source.path, set: [...source.sets, ...overrides], seed: scenario.seed, ...(until === undefined ? {} : { until }) };
  const code = await runOne(scenario, folder, { ...options, ...typed }, async () => '', io, check);
  io.err(`The same fingerprint as in row ${options.row}: ${row['fingerprint']}\n`);
  return code;
}

function rowOf(csv: string, text: string, io: Io): Readonly<Record<string, string>> {
  const rows = readCsv(readText(csv, io.cwd));
  for (const column of ['row', 'point', 'seed', 'fingerprint', 'scenarioHash']) {
    if (rows.length > 0 && rows[0]![column] === undefined) throw mistakeIn(csv, `has no column "${column}": it is no cells.csv`);
  }
  const row = rows.find((one) => one['row'] === text.trim());
  if (row === undefined) throw mistakeIn(`--row ${text}`, rows.length === 0 ? `${csv} has no rows` : `${csv} has the rows ${rows[0]!['row']} to ${rows.at(-1)!['row']}`);
  return row;
}

function storedBeside(csv: string, io: Io): StoredExperiment {
  const path = join(dirname(csv), 'experiment.json');
  try {
    const stored = JSON.parse(readText(path, io.cwd)) as StoredExperiment;
    if (Array.isArray(stored.overrides) && typeof stored.source?.text === 'string') return stored;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw mistakeIn(path, 'is no description of an experiment; it stands beside every cells.csv that dundisim writes');
}

/** Folders that come with the program are not stored. */
function withShippedFolders(stored: StoredExperiment['source'], overrides: readonly string[]): Source {
  const needed = neededFolders({ path: stored.path, text: stored.text, sets: [...stored.sets, ...overrides] });
  const shipped = needed.filter(isShipped).map((name) => [name, readFolder(shippedPath(name)) ?? []] as const);
  return sourceOf({ ...stored, folders: [...stored.folders, ...shipped] });
}
