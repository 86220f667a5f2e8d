import type { Listener } from '../../measure/listener.ts';
import { RecordRows } from '../../report/run/recordRows.ts';
import { resultFiles, writeSeries } from '../../report/resultFiles.ts';
import { Traces } from '../../report/run/traces.ts';
import type { Scenario } from '../../scenario/index.ts';
import type { Judged } from '../options/expectations.ts';
import type { ResultFile, Results } from './resultFolder.ts';
import type { Run } from '../runners/here.ts';

/** What makes this run and no other; how it is shown and where it is written is left out. */
export interface Typed {
  readonly file: string;
  readonly set: readonly string[];
  readonly seed?: string;
  readonly until?: string;
  readonly ignoreMissing?: boolean;
}

/** Files with a row for every record: too long to be kept with the sources, so their sums are. */
const TABLES = ['calls.csv', 'registrations.csv', 'lookups.csv'] as const;

/** Who writes down what happens, while it happens. */
export function recorders(scenario: Scenario, results: Results, trace: boolean): readonly Listener[] {
  const { config } = scenario;
  const [calls, registrations, lookups] = TABLES.map((name) => results.open(name)) as [
    ResultFile,
    ResultFile,
    ResultFile,
  ];
  const rows = new RecordRows(config, { calls, registrations, lookups });
  if (!trace) return [rows];
  const names = config.servers.map(({ name }) => name);
  const files = new Map(names.map((name) => [name, results.open(`trace/${name}.log`)]));
  return [rows, new Traces(names, (server, text) => files.get(server)!.write(text))];
}

/** Everything else of a run's results; `text` is the summary as it was printed. */
export function writeSmallFiles(
  scenario: Scenario,
  { measures, document }: Run,
  judged: readonly Judged[],
  text: string,
  typed: Typed,
  results: Results,
): void {
  const sums = results.sumsSoFar();
  results.add('SHA256SUMS', TABLES.map((name) => `${sums.get(name)}  ${name}\n`).join(''));
  writeSeries(measures, document, results.open('series.csv'));
  for (const file of resultFiles(measures, document))
    results.add(file.name, file.name === 'summary.txt' ? text : file.text);
  const { seed, hash, name, expanded } = scenario;
  const facts = {
    command: commandOf(typed),
    scenario: name,
    seed,
    overrides: typed.set,
    until: typed.until ?? null,
    scenarioHash: hash,
    version: document.version,
    fingerprint: document.fingerprint,
    expectations: judged.map(({ expectation, verdict }) => ({ text: expectation.text, ...verdict })),
    result: document,
    expanded,
  };
  results.add('run.json', `${JSON.stringify(facts, null, 2)}\n`);
}

/** Typed again, it gives the same. */
function commandOf({ file, set, seed, until, ignoreMissing }: Typed): string {
  const words = ['dundisim', 'run', file, ...set.flatMap((one) => ['--set', one])];
  if (seed !== undefined) words.push('--seed', seed);
  if (until !== undefined) words.push('--until', until);
  if (ignoreMissing === true) words.push('--ignore-missing');
  return words.map(quoted).join(' ');
}

/** For a POSIX shell. */
export function quoted(word: string): string {
  return /^[\w./=:@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
