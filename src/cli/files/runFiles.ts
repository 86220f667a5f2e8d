import type { Listener } from '../../measure/listener.ts';
import { ladderOf } from '../../report/ladder/buildLadder.ts';
import { CallWatch } from '../../report/ladder/callWatch.ts';
import { MessageTraces } from '../../report/run/messageTraces.ts';
import { RecordRows } from '../../report/run/recordRows.ts';
import { resultFiles, writeSeries } from '../../report/resultFiles.ts';
import { BesideLog, hasLog } from '../../report/run/besideLog.ts';
import { Traces } from '../../report/run/traces.ts';
import type { Ladder } from '../../report/ladder/ladder.ts';
import { hostName } from '../../report/ladder/scene.ts';
import type { Scenario, Table } from '../../scenario/index.ts';
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

/** What records a run beside its measures. */
export interface Recorders {
  readonly listeners: readonly Listener[];
  /** Undefined: too many calls to show each. */
  readonly watch: CallWatch | undefined;
  /** Undefined: no call of the scenario is in a log. */
  readonly beside: BesideLog | undefined;
}

/** Who writes down what happens, while it happens. */
export function recorders(scenario: Scenario, results: Results, trace: boolean): Recorders {
  const { config } = scenario;
  const tables: Partial<Record<Table, ResultFile>> = {};
  for (const name of scenario.tables) tables[name] = results.open(`${name}.csv`);
  const rows = new RecordRows(config, tables);
  const watch = hasFewCalls(scenario) ? new CallWatch([1, 2]) : undefined;
  const beside = hasLog(config) ? new BesideLog(config, results.open('logged.csv')) : undefined;
  const usual = [rows, watch, beside].filter((one) => one !== undefined);
  if (!trace) return { listeners: usual, watch, beside };
  const names = config.servers.map(({ name }) => name);
  const files = new Map(names.map((name) => [name, results.open(`trace/${name}.log`)]));
  const write = (server: string, text: string): void => files.get(server)!.write(text);
  const nameOf = (host: number): string => hostName(config, host);
  return { listeners: [...usual, new Traces(names, write), new MessageTraces(names, nameOf, write)], watch, beside };
}

/** One or two planned calls: each is shown message by message. */
function hasFewCalls({ config }: Scenario): boolean {
  return config.calls.length > 0 && config.calls.length <= 2 && config.calls.every(({ kind }) => kind === 'planned');
}

function laddersOf({ config, name, seed }: Scenario, watch: CallWatch | undefined): readonly Ladder[] {
  if (watch === undefined) return [];
  return [1, 2].flatMap((call) => {
    const watched = watch.of(call);
    return watched === undefined ? [] : [ladderOf({ config, scenario: name, seed }, watched)];
  });
}

/** Everything else of a run's results; `text` is the summary as it was printed. */
export function writeSmallFiles(
  scenario: Scenario,
  { measures, document }: Run,
  judged: readonly Judged[],
  text: string,
  typed: Typed,
  results: Results,
  watch: CallWatch | undefined,
): void {
  // The tables are too long to be kept with the sources, so their sums are.
  const sums = results.sumsSoFar();
  const tables = scenario.tables.map((name) => `${name}.csv`);
  results.add('SHA256SUMS', tables.map((name) => `${sums.get(name)}  ${name}\n`).join(''));
  writeSeries(measures, document, results.open('series.csv'));
  for (const file of resultFiles(measures, document, laddersOf(scenario, watch)))
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

/** Typed again, it gives the same; or shows a call of it. */
export function commandOf({ file, set, seed, until, ignoreMissing }: Typed, call?: number): string {
  const what = call === undefined ? ['run', file] : ['call', file, `${call}`];
  const words = ['dundisim', ...what, ...set.flatMap((one) => ['--set', one])];
  if (seed !== undefined) words.push('--seed', seed);
  if (until !== undefined) words.push('--until', until);
  if (ignoreMissing === true) words.push('--ignore-missing');
  return words.map(quoted).join(' ');
}

/** For a POSIX shell. */
export function quoted(word: string): string {
  return /^[\w./=:@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
