import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, LOCK } from './folderLock.ts';
import { mistakeIn } from './textFiles.ts';

/** Every file that a single run may write, but for the consoles of its servers. */
export const RUN_FILES = [
  'SHA256SUMS',
  'calls.csv',
  'calls.svg',
  'delay.svg',
  'load.svg',
  'logged.csv',
  'lookups.csv',
  'phones.svg',
  'registrations.csv',
  'report.html',
  'run.json',
  'series.csv',
  'summary.txt',
] as const;

const [RUN, EXPERIMENT, JOURNAL] = ['run.json', 'experiment.json', 'cells.journal'];
/** The table of `plan --over`, whose rows are in folders below. */
export const FRONTIER = 'frontier.json';

/** Whatever a description says, only what lies in its own folder. */
const OURS = /^(trace\/)?[\w@-][\w.@-]*$/;

/**
 * What an earlier start of the same command wrote into this folder, by its own description: the new results take the
 * place of all of it, and nothing else is touched.
 */
export function formerFiles(folder: string): readonly string[] {
  const run = described(join(folder, RUN)) as { readonly expanded?: { readonly servers?: object } } | undefined;
  const traces = Object.keys(run?.expanded?.servers ?? {}).map((server) => `trace/${server}.log`);
  const others = [EXPERIMENT, FRONTIER].flatMap(
    (name) => (described(join(folder, name)) as { readonly files?: readonly string[] } | undefined)?.files ?? [],
  );
  return [...(run === undefined ? [] : [...RUN_FILES, ...traces]), ...others].filter((name) => OURS.test(name));
}

/** Files that a start of ours was writing when it was killed, by their names: what a process that lives writes is not. */
export function abandonedFiles(folder: string): readonly string[] {
  return [...namesIn(folder), ...namesIn(join(folder, 'trace')).map((name) => `trace/${name}`)].filter((name) => {
    const writer = TEMPORARY.exec(name)?.[1];
    return writer !== undefined && OURS.test(name) && !isRunning(Number(writer));
  });
}

const TEMPORARY = /\.([1-9]\d{0,9})\.tmp$/;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** One of them is in every folder of results, finished or not. */
const MARKS: readonly string[] = [RUN, EXPERIMENT, FRONTIER, JOURNAL, 'shard.json', LOCK];

/** @throws UserMistakes when this folder holds files, and no results of ours */
function refuseStranger(folder: string, shown: string): void {
  const names = filesIn(folder).filter((name) => !name.startsWith('.') && !TEMPORARY.test(name));
  if (names.length === 0 || names.some((name) => MARKS.includes(name))) return;
  throw mistakeIn(
    shown,
    `holds files that are no results of dundisim (${names[0]}): name another folder with --out, a new or an empty one`,
  );
}

function filesIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  } catch {
    return []; // It is to be made, or writing into it says why not.
  }
}

/** One run is not worth the hours of an experiment. @throws UserMistakes when this folder holds one, or no results */
export function refuseExperiment(folder: string, shown: string): void {
  const found = [EXPERIMENT, FRONTIER, JOURNAL].find((name) => existsSync(join(folder, name)));
  if (found !== undefined)
    throw mistakeIn(
      shown,
      `holds the results of an experiment (${found}), which a single run would replace: name another folder with --out`,
    );
  refuseStranger(folder, shown);
}

/** @throws UserMistakes when this folder holds a single run, or files that are no results */
export function refuseRun(folder: string, shown: string): void {
  if (existsSync(join(folder, RUN)))
    throw mistakeIn(shown, `holds the results of a single run (${RUN}): name another folder with --out`);
  refuseStranger(folder, shown);
}

/** A description that we wrote; undefined: there is none, or another program wrote it. */
function described(path: string): unknown {
  try {
    const found = JSON.parse(readFileSync(path, 'utf8')) as { readonly command?: unknown } | null;
    return typeof found?.command === 'string' && found.command.startsWith('dundisim ') ? found : undefined;
  } catch {
    return undefined;
  }
}
