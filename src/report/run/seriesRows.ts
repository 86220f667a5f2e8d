import { SECOND, type Micros } from '../../kernel/units.ts';
import { ratio } from '../../measure/figures.ts';
import { OUTCOMES } from '../../measure/outcomes.ts';
import { column, type Column } from '../column.ts';
import type { Cell } from '../csvRows.ts';
import { quantileOf, type Bin } from './series.ts';

/** More servers than this are shown by their sum and their extremes, or the file would be all servers. */
const MOST_SERVERS = 12;

const EACH_SERVER = [
  ['registered', 'number', 'Live registrations at the end of the bin, as the server counts them.'],
  ['lock_held_ratio', '0 to 1', 'Share of the bin in which the dialplan lock was held.'],
] as const;

/**
 * Columns of series.csv for the named servers. A call is lost where it was offered, but where it was cut if it was
 * dropped: the columns add up to the document.
 */
export function seriesColumns(serverNames: readonly string[]): readonly Column[] {
  const servers =
    serverNames.length <= MOST_SERVERS
      ? EACH_SERVER.flatMap(([prefix, unit, says]) =>
          serverNames.map((name) => column(`${prefix}_${name}`, unit, says)),
        )
      : MANY_SERVERS;
  return [...SERIES_COLUMNS, ...servers];
}

/** Of every series.csv. */
export const SERIES_COLUMNS: readonly Column[] = [
  column('from_s', 's', 'Virtual time at which the bin begins.'),
  column('seconds', 's', 'Length of the bin: 1, or more in runs of over 1,000 s.'),
  column('offered', 'number', 'Call attempts offered in the bin.'),
  ...OUTCOMES.map((outcome) => column(outcome, 'number', `Of those: ended as "${outcome}", whenever that was.`)),
  column('saved', 'number', 'Of those: answered by direct dial after a failure.'),
  column('lost', 'number', 'Lost calls: offered in the bin, or cut in it if they were dropped.'),
  column('dropped', 'number', 'Calls cut by a fault in the bin.'),
  column('ringing', 'number', 'Of the calls offered in the bin: those whose phone rang.'),
  column('post_dial_delay_p50_ms', 'ms', 'Median of their post-dial delay; empty: none rang.'),
  column('post_dial_delay_p90_ms', 'ms', '90th percentile of it, by nearest rank.'),
  column('post_dial_delay_p95_ms', 'ms', '95th percentile of it.'),
  column('post_dial_delay_p99_ms', 'ms', '99th percentile of it.'),
  column('post_dial_delay_max_ms', 'ms', 'Greatest of it.'),
  column('registers_granted', 'number', 'REGISTER transactions that were granted in the bin.'),
  column('registers_failed', 'number', 'Those that timed out or were rejected.'),
  column('lookups_network', 'number', 'DUNDi lookups that asked a peer.'),
  column('lookups_cached', 'number', 'Those answered from the cache or a hint alone.'),
  column('statements', 'number', 'Statements of the database that ended in the bin.'),
  column('statement_wait_mean_ms', 'ms', 'Mean of the time that they waited before service; empty: none ended.'),
];

/** Instead of a column for each server, where there are more than twelve. */
const MANY_SERVERS: readonly Column[] = [
  column('registered_all', 'number', 'Live registrations of all servers.'),
  column('registered_least', 'number', 'Those of the server with fewest.'),
  column('registered_most', 'number', 'Those of the server with most.'),
  column(
    'lock_held_ratio_mean',
    '0 to 1',
    'Share of the bin in which the dialplan lock was held, mean of all servers.',
  ),
  column('lock_held_ratio_most', '0 to 1', 'The same, of the server with the greatest share.'),
];

function milliseconds(length: Micros): Cell {
  return length < 0 ? undefined : (length / 1000).toFixed(3);
}

/** One row of series.csv. */
export function seriesRow(bin: Bin): readonly Cell[] {
  const delay = (perMille: number): Cell => milliseconds(quantileOf(bin.delays, perMille) ?? -1);
  return [
    bin.from / SECOND,
    (bin.until - bin.from) / SECOND,
    bin.offered,
    ...OUTCOMES.map((outcome) => bin.outcomes[outcome]),
    bin.saved,
    bin.lost,
    bin.dropped,
    bin.delays.length,
    delay(500),
    delay(900),
    delay(950),
    delay(990),
    delay(1000),
    bin.registersGranted,
    bin.registersFailed,
    bin.lookupsNetwork,
    bin.lookupsCached,
    bin.statements,
    bin.statements === 0 ? undefined : milliseconds(bin.statementWait),
    ...serverCells(bin),
  ];
}

function serverCells(bin: Bin): readonly Cell[] {
  const registered = Array.from({ length: bin.servers }, (_, server) => bin.registeredAt(server));
  const lockHeldRatio = registered.map((_, server) => bin.lockHeldRatioOf(server));
  if (registered.length <= MOST_SERVERS) return [...registered, ...lockHeldRatio.map((held) => ratio(held, 1))];
  const all = sum(registered);
  return [
    all,
    least(registered),
    most(registered),
    ratio(sum(lockHeldRatio), lockHeldRatio.length),
    ratio(most(lockHeldRatio), 1),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function least(values: readonly number[]): number {
  return values.reduce((found, value) => Math.min(found, value));
}

function most(values: readonly number[]): number {
  return values.reduce((found, value) => Math.max(found, value));
}
