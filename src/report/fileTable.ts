import { LOGGED_COLUMNS } from './run/besideLog.ts';
import { CALL_COLUMNS, LOOKUP_COLUMNS, REGISTRATION_COLUMNS } from './run/recordRows.ts';
import { SERIES_COLUMNS } from './run/seriesRows.ts';
import { SUMMARY_COLUMNS, WHICH_COLUMNS } from './experiment/cellRows.ts';
import { FRONTIER_COLUMNS } from './experiment/frontierText.ts';
import { column, type Column } from './column.ts';
import { TRADEOFF_COLUMNS } from './tradeoff/tradeoffCsv.ts';

/** A file that a command writes. */
export interface FileText {
  readonly name: string;
  readonly by: string;
  readonly says: string;
  /** Of a table its columns, of a JSON document its keys. */
  readonly columns?: readonly Column[];
  /** Columns that depend on what was asked. */
  readonly further?: string;
}

const key = column;
const EXPERIMENTS = 'run --replications, sweep, compare, tradeoff';

/** Every file of every command; a test compares it with what they write. */
export const FILES: readonly FileText[] = [
  { name: 'summary.txt', by: 'all', says: 'The answer as it was printed; its first sentence is the answer in short.' },
  {
    name: 'run.json',
    by: 'run, rerun',
    says: 'Everything that makes this run and no other, and its figures.',
    columns: [
      key('command', 'text', 'Typed again, it gives the same bytes.'),
      key('scenario', 'text', 'Name of the scenario: its file without folder and ending.'),
      key('seed', 'text', 'Seed.'),
      key('overrides', 'list of text', 'Every --set, in order.'),
      key('until', 'time or null', '--until.'),
      key(
        'scenarioHash',
        '64 hex digits',
        'Of the expanded scenario and the .conf files; seed, titles and expectations are not in it.',
      ),
      key('version', 'text', 'Version of the program.'),
      key(
        'fingerprint',
        '16 hex digits',
        'Of the trajectory: the same scenario, seed and version give the same one on every Node version.',
      ),
      key(
        'expectations',
        'list',
        'Each with text, holds (true, false, or absent: nothing to measure), value and bound.',
      ),
      key('result', 'document', 'The document of --json, below.'),
      key('expanded', 'mapping', 'The scenario with ranges written out and defaults filled in: what --set addresses.'),
    ],
  },
  {
    name: 'calls.csv',
    by: 'run, rerun',
    says: 'A row for each call attempt, in order of ending.',
    columns: CALL_COLUMNS,
  },
  {
    name: 'logged.csv',
    by: 'run, rerun',
    says: 'A row for each call of a file of calls that says what a real log has of it, beside what the simulation says.',
    columns: LOGGED_COLUMNS,
  },
  {
    name: 'registrations.csv',
    by: 'run, rerun',
    says: 'A row for each REGISTER transaction, in order of ending.',
    columns: REGISTRATION_COLUMNS,
  },
  {
    name: 'lookups.csv',
    by: 'run, rerun',
    says: 'A row for each DUNDi lookup, in order of ending. A relay that had no peer to ask and nothing cached has none.',
    columns: LOOKUP_COLUMNS,
  },
  {
    name: 'series.csv',
    by: 'run, rerun',
    says: 'A row for each second, or for each of at most 1,000 bins.',
    columns: SERIES_COLUMNS,
    further:
      'For each of up to twelve servers `registered_NAME` (live registrations at the end of the bin) and `lock_held_ratio_NAME` (share of the bin in which its dialplan lock was held, 0 to 1); for more servers `registered_all`, `registered_least`, `registered_most`, `lock_held_ratio_mean` and `lock_held_ratio_most`.',
  },
  { name: 'calls.svg', by: 'run, rerun', says: 'Chart: calls by outcome over time; lost ones below the line.' },
  { name: 'delay.svg', by: 'run, rerun', says: 'Chart: post-dial delay over time.' },
  { name: 'load.svg', by: 'run, rerun', says: 'Chart: dialplan locks, lookups and the database over time.' },
  { name: 'phones.svg', by: 'run, rerun', says: 'Chart: registrations over time.' },
  {
    name: 'report.html',
    by: 'any with --report',
    says: 'The answer, charts, worst calls and recovery times on one page, which needs no other file.',
  },
  {
    name: 'SHA256SUMS',
    by: 'run, rerun',
    says: 'SHA-256 sums of calls.csv, registrations.csv and lookups.csv, which are not committed here.',
  },
  {
    name: 'trace/SERVER.log',
    by: 'run --trace, rerun --trace',
    says: 'The console of a server at verbosity 3, each line with its virtual time.',
  },
  {
    name: 'cells.csv',
    by: `${EXPERIMENTS}, plan`,
    says: 'A row for each run, in order of points and replications.',
    columns: WHICH_COLUMNS,
    further:
      'Then a column for each varied path, with the value of the row, and for --stagger; then one for each measure of the document without `*`, and for each --measure. Of `plan`: the varied path, `fault` (empty: none), and for each objective its count and the count that it is a share of.',
  },
  {
    name: 'summary.csv',
    by: EXPERIMENTS,
    says: 'A row for each figure of each point.',
    columns: [column('point', 'number', 'Number of the combination of values, from 0.'), ...SUMMARY_COLUMNS],
    further: 'Behind `point`, a column for each varied path.',
  },
  {
    name: 'experiment.json',
    by: `${EXPERIMENTS}, plan`,
    says: 'What "dundisim rerun" needs to repeat any row.',
    columns: [
      key('command', 'text', 'Typed again, it gives the same bytes.'),
      key('files', 'list of text', 'All files that were written.'),
      key('cellsSha256', '64 hex digits', 'Of cells.csv.'),
      key('version', 'text', 'Version of the program.'),
      key('seed', 'text', 'Seed of the experiment; replication n has SEED/rn.'),
      key('axes', 'list', 'Each with path and values.'),
      key('overrides', 'list of lists', 'path=value, by point.'),
      key('stagger', 'mapping or null', '--stagger: path, from and until.'),
      key('until', 'time', '--until; not of plan.'),
      key('level', '0 to 1', 'Confidence level of the intervals; not of plan.'),
      key('wants', 'mapping', 'Measures, warm-up, bins and control variate of every run; not of plan.'),
      key('replications', 'list of numbers', 'By point; not of plan.'),
      key('warnings', 'list', 'point and warning; not of plan.'),
      key(
        'source',
        'mapping',
        "The scenario as it was: path, text, overrides, folders that are not the program's own.",
      ),
    ],
  },
  { name: 'NAME.svg', by: 'sweep', says: 'Charts: a measure along the first varied path.' },
  {
    name: 'questions.csv',
    by: 'tradeoff',
    says: 'Seconds from the start, and by profile the lookups of the lookup server in that step, at the cachetime that the chart shows.',
  },
  {
    name: 'tradeoff.csv',
    by: 'tradeoff',
    says: 'A row for each profile and cachetime, as in the tables of the answer.',
    columns: TRADEOFF_COLUMNS,
  },
  { name: 'tradeoff.svg', by: 'tradeoff', says: 'Chart: what a cachetime saves and what it costs, by profile.' },
  {
    name: 'pairs.json',
    by: 'compare',
    says: 'The verdict, and every measure of both with the interval of its difference.',
    columns: [
      key('verdict', 'text', 'The verdict in a sentence.'),
      key('seed', 'text', 'Seed of the experiment.'),
      key('level', '0 to 1', 'Confidence level of the intervals.'),
      key('version', 'text', 'Version of the program.'),
      key('replications', 'number', 'Pairs of runs.'),
      key('pairs', 'list', 'Each with path, both means, and the mean difference with its interval.'),
    ],
  },
  {
    name: 'plan.json',
    by: 'plan',
    says: 'The answer as data: the range found, the objective that binds, every value that was tried.',
  },
  {
    name: 'frontier.csv',
    by: 'plan --over',
    says: 'A row for each value of the second path, which is the first column; the plan of each is in a folder of its own below.',
    columns: FRONTIER_COLUMNS,
  },
  {
    name: 'frontier.json',
    by: 'plan --over',
    says: 'The same as data: path, goal, over, and rows with value, size (servers and phones) and answer (as in plan.json).',
  },
  {
    name: 'FILE-worst.yaml',
    by: 'hunt',
    says: 'A scenario beside the given one: the least schedule of faults with the harm that was found, and its seed.',
  },
  {
    name: 'cells.journal',
    by: `${EXPERIMENTS}, plan, hunt`,
    says: 'Finished runs, each on a line with a checksum: with it the same command continues where it was stopped. Not committed here.',
  },
  {
    name: 'shard-I-of-N/',
    by: 'any with --shard',
    says: 'A shard of an experiment: shard.json and a journal, for "dundisim merge".',
  },
];
