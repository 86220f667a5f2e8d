import { resolve } from 'node:path';
import type { Listener } from '../../measure/listener.ts';
import { charts } from '../../report/charts/charts.ts';
import { RecordRows } from '../../report/recordRows.ts';
import { binned } from '../../report/series.ts';
import { seriesColumns, seriesRow } from '../../report/seriesRows.ts';
import { summary } from '../../report/summary.ts';
import { Traces } from '../../report/traces.ts';
import type { Scenario } from '../../scenario/index.ts';
import { formatRemark } from '../../text/mistake.ts';
import { sha256 } from '../../text/sha256.ts';
import { judge, verdictLine, type Judged } from '../expectations.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { loadScenario } from '../load.ts';
import { shortest, shownPlaces } from '../places.ts';
import { Progress } from '../progress.ts';
import { Results, type ResultFile } from '../results.ts';
import { runHere, type Run } from '../runners/here.ts';

export interface RunOptions {
  readonly seed?: string;
  readonly set: readonly string[];
  readonly until?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly trace?: boolean;
}

/** More rows than this of the series tell a reader nothing, and results are kept with the sources. */
const SERIES_ROWS = 1_000;

/** `dundisim run`. */
export async function run(file: string, options: RunOptions, argv: readonly string[], io: Io): Promise<ExitCode> {
  const scenario = loadScenario(file, options, io);
  sayRisks(scenario, io);
  const folder = folderFor(scenario, options, io);
  const results = new Results(folder, shortest(folder, io.cwd));
  const progress = io.watched ? new Progress(scenario.config.duration, io.err) : undefined;
  try {
    const listeners = recorders(scenario, results, options.trace === true);
    const done = await runHere(scenario, { listeners, interrupted: io.interrupted, progress: (now, events) => progress?.show(now, events) });
    progress?.end();
    const judged = judge(scenario, done);
    writeResults(scenario, done, judged, results, options, argv);
    results.publish();
    if (options.json) io.out(`${JSON.stringify(done.document, null, 2)}\n`);
    else io.out(`${summary(done.measures, done.document)}${expectationsText(judged)}\nFiles in ${shortest(folder, io.cwd)}/\n`);
    if (options.json) for (const line of judged.filter(({ verdict }) => verdict.holds === false).map(verdictLine)) io.err(`${line}\n`);
    return judged.every(({ verdict }) => verdict.holds !== false) ? EXIT.fine : EXIT.unmet;
  } catch (error) {
    progress?.end();
    results.discard();
    throw error;
  }
}

function sayRisks(scenario: Scenario, io: Io): void {
  for (const remark of scenario.remarks) if (remark.severity === 'risk') io.err(`${formatRemark(shownPlaces(remark, io.cwd))}\n`);
}

/** `results/<name>`, and beside it `results/<name>@<8 hex>` for every variation of it. */
function folderFor(scenario: Scenario, options: RunOptions, io: Io): string {
  if (options.out !== undefined) return resolve(io.cwd, options.out);
  const changed = options.set.length > 0 || options.seed !== undefined || options.until !== undefined;
  const variation = changed ? `@${sha256(`${scenario.hash} ${scenario.seed}`).slice(0, 8)}` : '';
  return resolve(io.cwd, 'results', scenario.name + variation);
}

function recorders(scenario: Scenario, results: Results, trace: boolean): readonly Listener[] {
  const { config } = scenario;
  const sinks = { calls: results.open('calls.csv'), registrations: results.open('registrations.csv'), lookups: results.open('lookups.csv') };
  const rows = new RecordRows(config, sinks);
  if (!trace) return [rows];
  const names = config.servers.map(({ name }) => name);
  const files = new Map<string, ResultFile>(names.map((name) => [name, results.open(`trace/${name}.log`)]));
  return [rows, new Traces(names, (server, text) => files.get(server)!.write(text))];
}

function writeResults(scenario: Scenario, { measures, document }: Run, judged: readonly Judged[], results: Results, options: RunOptions, argv: readonly string[]): void {
  const { duration, servers } = scenario.config;
  const tables = ['calls.csv', 'registrations.csv', 'lookups.csv'];
  const sums = results.sumsSoFar();
  results.add('SHA256SUMS', tables.map((name) => `${sums.get(name)}  ${name}\n`).join(''));
  const series = results.open('series.csv');
  results.attempt(() => {
    series.row(seriesColumns(servers.map(({ name }) => name)));
    for (const bin of binned(measures, duration, SERIES_ROWS)) series.row(seriesRow(bin));
  });
  results.add('summary.txt', summary(measures, document) + expectationsText(judged));
  for (const chart of charts(measures, duration)) results.add(chart.file, chart.svg);
  const { seed, hash, name, expanded } = scenario;
  const facts = {
    command: ['dundisim', ...argv].map(quoted).join(' '), scenario: name, seed, overrides: options.set, until: options.until ?? null, scenarioHash: hash, version: document.version,
    fingerprint: document.fingerprint,
    expectations: judged.map(({ expectation: { text }, verdict }) => ({ text, ...verdict })),
    result: document, expanded,
  };
  results.add('run.json', `${JSON.stringify(facts, null, 2)}\n`);
}

function expectationsText(judged: readonly Judged[]): string {
  return judged.length === 0 ? '' : `\nExpected\n${judged.map((one) => `  ${verdictLine(one)}\n`).join('')}`;
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./=:@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
