import type { Micros } from '../kernel/units.ts';
import { SECOND } from '../kernel/units.ts';
import type { ClusterConfig } from '../model/config.ts';
import { PROFILES, type ProfileName } from '../model/profiles.ts';
import { formatDuration, parseDuration } from '../text/duration.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Wants } from './grid/cell.ts';
import type { Axis, Point } from './grid/grid.ts';
import type { Stagger } from './grid/stagger.ts';

const { max, min } = Math;

/** The three readings of the paper's question, in the order of the report: 22 caches as 16 does. */
const TRADEOFF_PROFILES: readonly ProfileName[] = PROFILES.filter((profile) => profile !== 'asterisk-22');
/** The paper's 5 s and Asterisk's default of 1 h, with steps between and below. */
export const CACHETIMES = '1s,5s,30s,5m,1h';
/**
 * How long callers suffer from a crash that nobody has noticed: a qualify is due within 60 s, and ends 5 s later (facts
 * A9).
 */
const UNNOTICED: Micros = 120 * SECOND;

/**
 * The readings that a scenario has: the shipped folders have files for each, a user's own for the releases of their
 * dialect alone; the paper knows no chan_pjsip.
 */
export function tradeoffProfiles({ config, expanded }: Pick<Scenario, 'config' | 'expanded'>): readonly ProfileName[] {
  const { servers } = expanded as { readonly servers: Readonly<Record<string, { readonly conf?: string }>> };
  if (Object.values(servers).every(({ conf = '' }) => conf.startsWith('dundisim:'))) return TRADEOFF_PROFILES;
  const { profile } = config;
  return profile === 'whitepaper' || profile === 'asterisk-1.2' ? ['whitepaper', 'asterisk-1.2'] : [profile];
}

/**
 * Every profile with every cachetime. `also`: what a profile needs beside its name; behind the axes, as `rerun`
 * expects.
 */
export function tradeoffGrid(
  profiles: readonly ProfileName[],
  cachetimes: readonly string[],
  also: (profile: ProfileName) => readonly string[],
): { readonly axes: readonly Axis[]; readonly points: readonly Point[] } {
  const axes = [
    { path: 'profile', values: profiles },
    { path: 'servers.*.cachetime', values: cachetimes },
  ];
  const pairs = profiles.flatMap((profile) => cachetimes.map((cachetime) => [profile, cachetime] as const));
  const points = pairs.map(([profile, cachetime], point) => ({
    point,
    values: [profile, cachetime],
    overrides: [`profile=${profile}`, `servers.*.cachetime=${cachetime}`, ...also(profile)],
  }));
  return { axes, points };
}

/** What the trade-off looks at: the server that the others ask, the server that dies, and two windows. */
export interface TradeoffView {
  /** Numbers of servers. `hub`: of a full mesh the first server that does not die. */
  readonly hub: number;
  readonly isMesh: boolean;
  readonly dead: number;
  readonly crash: Micros;
  /** Ordinary days: as long before the crash as the longest cachetime, in which everything is forgotten once. */
  readonly calm: { readonly from: Micros; readonly until: Micros };
  /** From the crash on. */
  readonly end: Micros;
}

/**
 * The view at the earliest moment of the crash: when all that is remembered has been forgotten once. Undefined: no
 * server crashes, so there is no price to be shown.
 * @param longest cachetime
 */
export function tradeoffView({ faults, servers, duration }: ClusterConfig, longest: Micros): TradeoffView | undefined {
  const written = faults.find(({ kind, at }) => kind === 'crash' && at > 0);
  if (written === undefined || written.kind !== 'crash') return undefined;
  const most = Math.max(...servers.map(({ dundi }) => dundi.peers.length));
  const crash = Math.max(written.at, longest);
  const asked = servers.flatMap(({ dundi }, server) => (dundi.peers.length === most ? [server] : []));
  return {
    hub: asked.find((server) => server !== written.server) ?? asked[0]!,
    isMesh: asked.length > 1,
    dead: written.server,
    crash,
    calm: { from: crash - Math.max(longest, Math.floor(written.at / 2)), until: crash },
    end: crash + duration - written.at,
  };
}

/**
 * The crash at another moment in each run, evenly over the longest cachetime: what a hub hands down runs out everywhere
 * at once, so that a crash at one moment meets full caches or empty ones. All other faults and the end of the run keep
 * their distance to it, and so do the windows of measures.
 */
export function tradeoffMoments(scenario: Scenario, view: TradeoffView, longest: Micros): Stagger {
  const { config, expanded } = scenario;
  const faults = (expanded as { readonly faults: readonly Readonly<Record<string, unknown>>[] }).faults;
  const times = faults.map(({ at }) => parseDuration(String(at)) ?? 0);
  const written = config.faults.find(({ kind, at }) => kind === 'crash' && at > 0)!.at;
  const own = faults.findIndex((fault, i) => fault['crash'] !== undefined && times[i] === written);
  const others = times.flatMap((at, i) => (i === own ? [] : [{ path: `faults.${i}.at`, after: at - written }]));
  return {
    path: `faults.${own}.at`,
    from: view.crash,
    until: view.crash + longest,
    along: [...others, { path: 'duration', after: config.duration - written }],
    windows: true,
  };
}

/** The same view, for a crash at that moment. */
export function viewAt(view: TradeoffView, crash: Micros): TradeoffView {
  const by = crash - view.crash;
  const { from, until } = view.calm;
  return { ...view, crash, calm: { from: from + by, until: until + by }, end: view.end + by };
}

/**
 * Seconds for which a pulled answer lives where it is stored, at most, at that cachetime (pbx_dundi.c:cache_save): what
 * the hub hands down from its own cache has less left.
 */
export function answerLife({ cacheMargin, cacheFloor }: ClusterConfig['rules'], cachetime: number): number {
  return max(cachetime - cacheMargin, cacheFloor);
}

/** Through the first cycles of the cachetime that shows them best: what the lookup server is asked, step by step. */
export function questionSeries(
  config: ClusterConfig,
  view: TradeoffView,
  cachetime: Micros,
): NonNullable<Wants['lookups']> {
  const until = min(view.crash, CYCLES_SHOWN * cachetime);
  return {
    server: config.servers[view.hub]!.name,
    step: max(SECOND, Math.round(until / STEPS_SHOWN / SECOND) * SECOND),
    until,
  };
}

const CYCLES_SHOWN = 6;
const STEPS_SHOWN = 180;

/** The longest of at most 10 minutes, of which a picture shows some cycles; the shortest where all are longer. */
export function shownCachetime(cachetimes: readonly string[]): string {
  const byLength = [...cachetimes].sort((a, b) => parseDuration(a)! - parseDuration(b)!);
  return byLength.findLast((one) => parseDuration(one)! <= 600 * SECOND) ?? byLength[0]!;
}

/** The expressions that are measured, by what they are in the picture. */
export function tradeoffMeasures(
  config: ClusterConfig,
  view: TradeoffView,
): Readonly<Record<'questions' | 'datagrams' | 'stale' | 'lost' | 'saved' | 'calmDelay' | 'crashDelay', string>> {
  const during = (from: Micros, until: Micros): string => `during ${formatDuration(from)}..${formatDuration(until)}`;
  const calm = during(view.calm.from, view.calm.until);
  const after = during(view.crash, view.end);
  return {
    // In a mesh the lookups of a server are its own, those that its cache answers too: what is saved is what goes out.
    questions: view.isMesh ? `lookups.network ${calm}` : `servers.${config.servers[view.hub]!.name}.lookups ${calm}`,
    datagrams: `lookups.datagrams ${calm}`,
    stale: `calls.toDeadServer ${after}`,
    lost: `calls.lost ${after}`,
    saved: `calls.saved ${after}`,
    calmDelay: `calls.postDialDelayMs.p95 ${calm}`,
    crashDelay: `calls.postDialDelayMs.p95 ${during(view.crash, min(view.end, view.crash + UNNOTICED))}`,
  };
}
