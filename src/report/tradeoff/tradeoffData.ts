import { highOf, lowOf, type Estimate, type Interval } from '../../experiment/statistics/estimate.ts';
import type { CellResult } from '../../experiment/grid/cell.ts';
import type { Experiment } from '../../experiment/grid/experiment.ts';
import { staggeredTime } from '../../experiment/grid/stagger.ts';
import { figureOf, type Figure } from '../../experiment/statistics/cellFigures.ts';
import { pairOf } from '../../experiment/statistics/pairs.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { closedForm, type ClosedForm } from '../../experiment/cacheTheory.ts';
import {
  answerLife,
  shownCachetime,
  tradeoffMeasures,
  tradeoffView,
  viewAt,
  type TradeoffView,
} from '../../experiment/tradeoff.ts';
import { SECOND, type Micros } from '../../kernel/units.ts';
import { assert } from '../../kernel/assert.ts';
import type { ClusterConfig } from '../../model/config.ts';
import type { ProfileName } from '../../model/profiles.ts';
import type { Scenario } from '../../scenario/index.ts';
import { parseDuration } from '../../text/duration.ts';
import { meanOfEstimate } from '../experiment/estimateText.ts';

/** A value with the ends of its interval; `high` Infinity: not bounded. */
export interface Valued {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A mean over the moments of the crash, and the runs that it is the mean of, one for each moment. */
export interface OverMoments extends Valued {
  readonly runs: readonly number[];
}

/** One profile at one cachetime. Undefined: there was nothing to measure. */
export interface TradeoffPoint {
  /** As the user wrote it. */
  readonly cachetime: string;
  readonly seconds: number;
  /** Seconds for which a stored answer lives, at most. */
  readonly lives: number;
  /** To the lookup server, per second of ordinary days. */
  readonly questions: Valued;
  /** DUNDi packets of all servers, per second of ordinary days. */
  readonly datagrams: Valued;
  /** From the crash to the end of the run, calls. */
  readonly stale: OverMoments;
  readonly lost: OverMoments;
  readonly saved: OverMoments;
  /** Post-dial delay that 95 % of calls stay below, ms: on ordinary days, and just after the crash. */
  readonly calmDelay: Valued | undefined;
  readonly crashDelay: Valued | undefined;
  readonly theory: ClosedForm | undefined;
}

export interface TradeoffLine {
  readonly profile: ProfileName;
  /** By rising cachetime. */
  readonly points: readonly TradeoffPoint[];
  /** What is true of the cluster under this profile. */
  readonly rules: ClusterConfig['rules'];
  /** A switch of the dialplan looks numbers up while it holds the dialplan lock. */
  readonly locks: boolean;
  /** Set beside profile and cachetime, as `path=value`. */
  readonly alsoSet: readonly string[];
  /** The longest cachetime less the shortest compared with it, pair by pair: calls per crash. */
  readonly difference: { readonly lost: Valued; readonly stale: Valued } | undefined;
}

/** Questions to the lookup server in each step of a run's first cycles, by profile. */
export interface QuestionSeries {
  readonly cachetime: string;
  readonly step: Micros;
  readonly lines: readonly { readonly profile: ProfileName; readonly counts: readonly number[] }[];
}

/** All that the picture and the text say. */
export interface Tradeoff {
  /** Name of the scenario, and its seed. */
  readonly scenario: string;
  readonly seed: string;
  readonly level: number;
  readonly replications: number;
  readonly deadServer: string;
  /** In a sentence, whose questions are counted: the lookup server, or all servers together where they ask each other. */
  readonly asked: string;
  readonly isMesh: boolean;
  /** Phones of the dead server have another one to go to. */
  readonly phonesMove: boolean;
  /** Between which the crash comes. */
  readonly moments: { readonly from: Micros; readonly until: Micros };
  readonly lines: readonly TradeoffLine[];
  readonly questions: QuestionSeries | undefined;
}

/** Figures of a finished trade-off; `scenarios` by point. */
export function tradeoffData(
  experiment: Pick<Experiment, 'level' | 'axes' | 'stagger' | 'wants'>,
  scenarios: readonly Scenario[],
  points: readonly PointSummary[],
): Tradeoff {
  const { level, axes, stagger } = experiment;
  const { config } = scenarios[0]!;
  const cachetimes = axes[1]!.values;
  const longest = Math.max(...cachetimes.map((one) => parseDuration(one)!));
  const view = tradeoffView(config, longest)!;
  const of = { level, view, measures: tradeoffMeasures(config, view), experiment, scenarios };
  const lines = axes[0]!.values.map((profile) =>
    lineOf(
      of,
      points.filter(({ point }) => point.values[0] === profile),
    ),
  );
  assert(stagger !== undefined, 'a trade-off has moments');
  return {
    scenario: scenarios[0]!.name,
    seed: scenarios[0]!.seed,
    level,
    replications: Math.min(...points.map(({ replications }) => replications)),
    deadServer: config.servers[view.dead]!.name,
    asked: view.isMesh ? 'all servers together' : 'the lookup server',
    isMesh: view.isMesh,
    phonesMove: config.phones.some(({ home, backup }) => home === view.dead && backup.length > 0),
    moments: { from: stagger.from, until: stagger.until },
    lines,
    questions: seriesOf(experiment, points),
  };
}

interface Folding {
  readonly level: number;
  readonly view: TradeoffView;
  readonly measures: ReturnType<typeof tradeoffMeasures>;
  readonly experiment: Pick<Experiment, 'stagger'>;
  readonly scenarios: readonly Scenario[];
}

function lineOf(of: Folding, own: readonly PointSummary[]): TradeoffLine {
  const ordered = own
    .map((summary) => ({ summary, of: pointOf(of, summary) }))
    .sort((a, b) => a.of.seconds - b.of.seconds);
  const pair = ends({ points: ordered.map((one) => ({ ...one, seconds: one.of.seconds })) });
  const { config } = of.scenarios[own[0]!.point.point]!;
  const difference = pair && {
    lost: paired(of, pair[0].summary, pair[1].summary, 'lost'),
    stale: paired(of, pair[0].summary, pair[1].summary, 'stale'),
  };
  return {
    profile: config.profile,
    points: ordered.map((one) => one.of),
    rules: config.rules,
    locks: config.rules.lookupUnderLock && own.some(({ figures }) => asksBySwitch(figures)),
    alsoSet: own[0]!.point.overrides.slice(2),
    difference:
      difference?.lost === undefined || difference.stale === undefined
        ? undefined
        : { lost: difference.lost, stale: difference.stale },
  };
}

/** Whether a `switch` has looked a number up, which a dialplan may have and no call come to. */
function asksBySwitch(figures: readonly Figure[]): boolean {
  const found = figureOf(figures, 'lookups.byPurpose.find', 'mean');
  return found !== undefined && meanOfEstimate(found.estimate) > 0;
}

function pointOf({ view, measures, experiment, scenarios }: Folding, summary: PointSummary): TradeoffPoint {
  const { point, figures, results } = summary;
  const seconds = parseDuration(point.values[1]!)! / SECOND;
  const calmSeconds = (view.calm.until - view.calm.from) / SECOND;
  const mean = (path: string, per = 1): Valued => valued(figureOf(figures, path, 'mean')?.estimate, per)!;
  const overMoments = (path: string): OverMoments => ({
    ...mean(path),
    runs: results.map(({ measures: seen }) => seen[path] ?? 0),
  });
  return {
    cachetime: point.values[1]!,
    seconds,
    lives: answerLife(scenarios[point.point]!.config.rules, seconds),
    questions: mean(measures.questions, calmSeconds),
    datagrams: mean(measures.datagrams, calmSeconds),
    stale: overMoments(measures.stale),
    lost: overMoments(measures.lost),
    saved: overMoments(measures.saved),
    calmDelay: valued(figureOf(figures, measures.calmDelay, 'quantile')?.estimate, 1),
    crashDelay: valued(figureOf(figures, measures.crashDelay, 'quantile')?.estimate, 1),
    theory: theoryOf(scenarios[point.point]!.config, view, seconds, momentsOf(experiment, results)),
  };
}

function momentsOf({ stagger }: Pick<Experiment, 'stagger'>, results: readonly CellResult[]): readonly Micros[] {
  return results.map(({ replication }) => parseDuration(staggeredTime(stagger!, replication))!);
}

/** The mean over the moments that were tried. */
function theoryOf(
  config: ClusterConfig,
  view: TradeoffView,
  cachetime: number,
  moments: readonly Micros[],
): ClosedForm | undefined {
  const all = moments.map((moment) => closedForm(config, viewAt(view, moment), cachetime));
  const known = all.filter((one) => one !== undefined);
  if (known.length < all.length || known.length === 0) return undefined;
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const stale = known.map((one) => one.stale).filter((one) => one !== undefined);
  return {
    questions: mean(known.map(({ questions }) => questions)),
    stale: stale.length < known.length ? undefined : mean(stale),
  };
}

function paired(
  { level, measures }: Folding,
  short: PointSummary,
  long: PointSummary,
  what: 'lost' | 'stale',
): Valued | undefined {
  const n = Math.min(short.results.length, long.results.length);
  const pair = pairOf(short.results.slice(0, n), long.results.slice(0, n), measures[what], level);
  if (pair === undefined) return undefined;
  return {
    value: meanOfEstimate(pair.difference),
    low: lowOf(pair.difference),
    high: highOf(pair.difference),
  };
}

function valued(estimate: Figure['estimate'] | undefined, per: number): Valued | undefined {
  if (estimate === undefined) return undefined;
  assert(per > 0, 'a rate needs a time');
  return ofEstimate(estimate, per);
}

function ofEstimate(estimate: Estimate | Interval, per: number): Valued {
  return {
    value: meanOfEstimate(estimate) / per,
    low: Math.max(0, lowOf(estimate)) / per,
    high: highOf(estimate) / per,
  };
}

/** Of the first replication of each profile, at the cachetime that shows most. */
function seriesOf(
  { axes, wants }: Pick<Experiment, 'axes' | 'wants'>,
  points: readonly PointSummary[],
): QuestionSeries | undefined {
  if (wants.lookups === undefined) return undefined;
  const cachetime = shownCachetime(axes[1]!.values);
  const lines = points.flatMap(({ point, results }) => {
    const counts = results.find(({ replication }) => replication === 1)?.lookups;
    return point.values[1] !== cachetime || counts === undefined
      ? []
      : [{ profile: point.values[0] as ProfileName, counts }];
  });
  return lines.length === 0 ? undefined : { cachetime, step: wants.lookups.step, lines };
}

/** questions.csv: seconds from the start, then lookups of the lookup server in that step, by profile. */
export function questionsCsv({ step, lines }: QuestionSeries): string {
  const rows = lines[0]!.counts.map((_, i) => [(i * step) / SECOND, ...lines.map(({ counts }) => counts[i] ?? '')]);
  return [['from_s', ...lines.map(({ profile }) => profile)], ...rows].map((row) => `${row.join(',')}\n`).join('');
}

/** What the profiles are called where nobody knows their names. */
export const PLAIN: Readonly<Record<string, string>> = {
  'whitepaper': "the paper's reading",
  'asterisk-1.2': 'Asterisk 1.2',
  'asterisk-16': 'Asterisk 16',
  'asterisk-22': 'Asterisk 22',
};

/** The cachetime that the paper recommends, seconds (white paper, "cachetime=5"). */
export const RECOMMENDED = 5;

/** The recommended cachetime and the longest of a line; undefined when there are no two to compare. */
export function ends<Point extends { readonly seconds: number }>({
  points,
}: {
  readonly points: readonly Point[];
}): readonly [Point, Point] | undefined {
  const longest = points.at(-1)!;
  const short = points.find(({ seconds }) => seconds === RECOMMENDED) ?? points[0]!;
  return short === longest ? undefined : [short, longest];
}
