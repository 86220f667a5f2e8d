import { dirname, join, resolve } from 'node:path';
import { sourceOf, type Source } from '../../experiment/grid/cell.ts';
import { staggerOverrides } from '../../experiment/grid/stagger.ts';
import { scenarioOf } from '../../experiment/grid/cellRunner.ts';
import { neededFolders } from '../../scenario/index.ts';
import { sha256 } from '../../text/sha256.ts';
import { readCsv } from '../files/csv.ts';
import { isExperimentFile } from '../experiments/stored.ts';
import type { StoredExperiment } from '../experiments/write.ts';
import { checkJunit } from '../files/junitFile.ts';
import { readFolder } from '../files/confFiles.ts';
import { mistakeIn, readText } from '../files/textFiles.ts';
import type { ExitCode, Io } from '../io.ts';
import { isShipped, shippedPath } from '../files/places.ts';
import type { Run } from '../runners/here.ts';
import { version } from '../version.ts';
import { NO_OTHERS, runOne } from './run.ts';

/** Half a million rows: what one string can hold. */
const LARGEST_TABLE = 400 * 1024 * 1024;

export interface RerunOptions {
  readonly row: string;
  readonly trace?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
  readonly out?: string;
}

/** `dundisim rerun`: the scenario as it was then, which experiment.json keeps, with the row's parameters and seed. */
export async function rerun(csv: string, options: RerunOptions, io: Io): Promise<ExitCode> {
  if (options.out === '') throw mistakeIn('--out', 'expected a folder');
  checkJunit(options.junit);
  const text = readText(csv, io.cwd, 'a cells.csv', LARGEST_TABLE);
  const row = rowOf(csv, text, options.row);
  const stored = storedBeside(csv, io);
  if (stored.version !== version())
    io.err(`Warning: the row is of version ${stored.version}, this is ${version()}; it may run differently\n`);
  const overrides = [
    ...pointOf(csv, row, stored),
    ...(stored.stagger === null || stored.stagger === undefined || (row[stored.stagger.path] ?? '') === ''
      ? []
      : staggerOverrides(stored.stagger, row[stored.stagger.path]!)),
  ];
  const source = withShippedFolders(stored.source, overrides);
  const scenario = scenarioOf(source, overrides, row['seed']);
  const check = ({ document }: Run): void => {
    if (document.fingerprint === row['fingerprint']) return;
    const what = `row ${options.row} has the fingerprint ${row['fingerprint']}, its run once more ${document.fingerprint}`;
    if (stored.version !== version())
      throw mistakeIn(csv, `${what}: the row is of version ${stored.version}, this is ${version()}`);
    if (sha256(text) !== stored.cellsSha256)
      throw mistakeIn(csv, `${what}: this file or its experiment.json was changed after they were written`);
    if (scenario.hash !== row['scenarioHash'])
      throw mistakeIn(csv, `${what}: the program's own configuration folders have changed since`);
    throw new Error(what);
  };
  const folder = resolve(io.cwd, options.out ?? join(dirname(csv), `row-${Number(options.row)}`));
  const { until } = source;
  const typed = {
    file: source.path,
    set: [...source.sets, ...overrides],
    seed: scenario.seed,
    ...(until === undefined ? {} : { until }),
  };
  const code = await runOne(scenario, folder, { ...options, ...typed }, async () => NO_OTHERS, io, check);
  (options.json === true ? io.err : io.out)(`The same fingerprint as in row ${options.row}: ${row['fingerprint']}\n`);
  return code;
}

type Row = Readonly<Record<string, string>>;

const NEEDED = ['row', 'point', 'seed', 'fingerprint', 'scenarioHash'] as const;

function rowOf(csv: string, text: string, wanted: string): Row {
  const rows = readCsv(text);
  if (rows.length === 0) throw mistakeIn(csv, 'has no rows');
  for (const column of NEEDED)
    if (rows[0]![column] === undefined) throw mistakeIn(csv, `has no column "${column}": it is no cells.csv`);
  const row = rows.find((one) => one['row'] === wanted.trim());
  if (row === undefined)
    throw mistakeIn(`--row ${wanted}`, `${csv} has the rows ${rows[0]!['row']} to ${rows.at(-1)!['row']}`);
  for (const column of NEEDED)
    if (row[column] === '') throw mistakeIn(csv, `row ${wanted} is damaged: it has no ${column}`);
  return row;
}

/** The overrides of the row's point. A parameter that was changed in the table is not what ran. */
function pointOf(csv: string, row: Row, { axes, overrides }: StoredExperiment): readonly string[] {
  const own = overrides[Number(row['point'])];
  if (own === undefined)
    throw mistakeIn(
      csv,
      `row ${row['row']} is of point ${row['point']}; its experiment.json has the points 0 to ${overrides.length - 1}`,
    );
  for (const [i, { path }] of axes.entries()) {
    const ran = path === 'with' ? own.join(' ') : own[i]?.slice(path.length + 1);
    if (row[path] !== ran)
      throw mistakeIn(
        csv,
        `row ${row['row']} says ${path}=${row[path] ?? ''}, but what ran is ${path}=${ran}: the file was changed`,
      );
  }
  return own;
}

function storedBeside(csv: string, io: Io): StoredExperiment {
  const path = join(dirname(csv), 'experiment.json');
  try {
    const stored: unknown = JSON.parse(readText(path, io.cwd, 'a description of an experiment', LARGEST_DESCRIPTION));
    if (isExperimentFile(stored)) return stored as StoredExperiment;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw mistakeIn(path, 'does not describe an experiment; every cells.csv of dundisim has one beside it');
}

/** Bytes of an experiment.json, which has the .conf files in it. */
const LARGEST_DESCRIPTION = 128 * 1024 * 1024;

/** Folders that come with the program are not stored. */
function withShippedFolders(stored: StoredExperiment['source'], overrides: readonly string[]): Source {
  const needed = neededFolders({ path: stored.path, text: stored.text, sets: [...stored.sets, ...overrides] });
  const shipped = needed.filter(isShipped).map((name) => [name, readFolder(shippedPath(name)) ?? []] as const);
  return sourceOf({ ...stored, folders: [...stored.folders, ...shipped] });
}
