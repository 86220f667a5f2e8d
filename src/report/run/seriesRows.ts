import { SECOND } from '../../kernel/units.ts';
import { ratio } from '../../measure/figures.ts';
import { OUTCOMES } from '../../measure/outcomes.ts';
import type { Cell } from '../csvRows.ts';
import { milliseconds } from './recordRows.ts';
import { quantileOf, type Bin } from './series.ts';

/** More servers than this are told by their sum and their extremes, or the file would be all servers. */
const MOST_SERVERS = 12;

/**
 * Columns of series.csv for the named servers. A call is lost where it was offered, but where it was cut if it was
 * dropped: the columns add up to the document.
 */
export function seriesColumns(serverNames: readonly string[]): readonly string[] {
  const each = (prefix: string): string[] => serverNames.map((name) => `${prefix}_${name}`);
  const servers =
    serverNames.length <= MOST_SERVERS
      ? [...each('registered'), ...each('lock_held_ratio')]
      : ['registered_all', 'registered_least', 'registered_most', 'lock_held_ratio_mean', 'lock_held_ratio_most'];
  return [
    'from_s',
    'seconds',
    'offered',
    ...OUTCOMES,
    'saved',
    'lost',
    'dropped',
    'ringing',
    'post_dial_delay_p50_ms',
    'post_dial_delay_p90_ms',
    'post_dial_delay_p95_ms',
    'post_dial_delay_p99_ms',
    'post_dial_delay_max_ms',
    'registers_granted',
    'registers_failed',
    'lookups_network',
    'lookups_cached',
    'statements',
    'statement_wait_mean_ms',
    ...servers,
  ];
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

function serverCells({ registered, lockHeldRatio }: Bin): readonly Cell[] {
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
