import { channelsFor, erlangB, extendedErlangB } from '../../kernel/resource/erlang.ts';
import type { ResultDocument } from '../../measure/document.ts';
import type { TrunkPeriod, TrunkPool } from '../../measure/trunkMeasures.ts';
import { count, counted, percent, span, trimmed } from '../format.ts';
import { SECOND } from '../../kernel/units.ts';
import { prose, table } from '../textTable.ts';
import type { Section } from './section.ts';

/** The grade of service that trunks are planned for (ITU-T E.521). */
const GRADE = 0.01;
/** Fewer calls say nothing of a load. */
const LEAST_CALLS = 100;

/** How many channels keep 99 of 100 calls, for a headline; empty: too few calls wanted a trunk. */
export function trunkAnswer({ trunks }: ResultDocument): string {
  const pools = (trunks?.pools ?? []).filter((pool) => callsOf(pool) >= LEAST_CALLS);
  return pools.map((pool) => `${needText(pool)}; ${blockedText(pool)}`).join('; ');
}

function blockedText(pool: TrunkPool): string {
  return pool.periods
    .filter(({ freshCalls }) => freshCalls >= LEAST_CALLS)
    .map(
      (period) =>
        `with ${counted(period.channels, 'channel')} in service, ${percent(period.blocked, period.attempts)} of the attempts were blocked (theory ${percent(theory(pool, period), 1)})`,
    )
    .join(', ');
}

function theory(pool: TrunkPool, { channels, offeredErlangs }: TrunkPeriod): number {
  return extendedErlangB(channels, offeredErlangs, pool.againRatio).blocking;
}

/** The closed forms for the load that was offered. */
function needText(pool: TrunkPool): string {
  const load = offered(pool);
  const [again, down] = [pool.againRatio, pool.spanChannels];
  const retried = channelsFor(GRADE, load, again);
  return [
    `${pool.groups.join(' and ')}: ${trimmed(load, 1)} erlangs need ${count(channelsFor(GRADE, load))} channels for 1 % blocking (Erlang B)`,
    ...(again === 0
      ? []
      : [`${count(retried)} when ${percent(again, 1)} of the blocked attempts are repeated (extended Erlang B)`]),
    ...(down === 0 ? [] : [`${count(retried + down)} for that with a span of ${count(down)} down`]),
  ].join(', ');
}

function callsOf({ periods }: TrunkPool): number {
  return periods.reduce((sum, { freshCalls }) => sum + freshCalls, 0);
}

function offered(pool: TrunkPool): number {
  const seconds = pool.periods.reduce((sum, period) => sum + period.seconds, 0);
  return (callsOf(pool) * pool.meanHoldingSeconds) / seconds;
}

/** Groups, the load of each pool by its channels in service, and the channels that it needs. */
export function trunkSection({ trunks }: ResultDocument): Section {
  const pools = (trunks?.pools ?? []).filter((pool) => callsOf(pool) > 0);
  if (trunks === undefined || pools.length === 0) return { heading: '', lines: [] };
  const all = Object.entries(trunks.groups).flatMap(([server, groups]) =>
    Object.entries(groups).map(([name, group]) => [`${server} ${name}`, group] as const),
  );
  const groups = all.map(([name, group]) => [
    name,
    ...[group.channels, group.spans, group.seizures, group.overflows].map(count),
    trimmed(group.carriedErlangs, 2),
    count(group.busyMax),
  ]);
  return {
    heading: 'Trunks',
    lines: [
      ...table([['group', 'channels', 'spans', 'seizures', 'overflows', 'erlangs carried', 'most taken'], ...groups]),
      ...pools.flatMap(poolLines),
    ],
  };
}

function poolLines(pool: TrunkPool): readonly string[] {
  const rows = pool.periods.map((period) => [
    `${count(period.fromSeconds)} s`,
    count(period.channels),
    trimmed(period.offeredErlangs, 1),
    trimmed(period.carriedErlangs, 1),
    count(period.freshCalls),
    percent(period.freshBlocked, period.freshCalls),
    percent(erlangB(period.channels, period.offeredErlangs), 1),
    count(period.attempts),
    percent(period.blocked, period.attempts),
    percent(theory(pool, period), 1),
  ]);
  const head = [
    'from',
    'channels',
    'offered',
    'carried',
    'calls',
    'blocked',
    'Erlang B',
    'attempts',
    'blocked',
    'extended',
  ];
  return [
    '',
    ...prose(needText(pool)),
    ...prose(
      `A channel is held for ${span(Math.round(pool.meanHoldingSeconds * SECOND))} on average; ${percent(pool.againRatio, 1)} of the blocked attempts were repeated`,
    ),
    ...table([head, ...rows]),
  ];
}
