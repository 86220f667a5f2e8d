import { SECOND, type Micros } from '../../kernel/units.ts';
import type { Scenario } from '../../scenario/index.ts';
import { seedOf, type Cell, type CellResult, type Source } from '../grid/cell.ts';
import { countMeanOf } from '../statistics/counts.ts';
import { differenceOf, lowOf, meanOf, type Estimate, type Interval } from '../statistics/estimate.ts';
import { between, joined, neighbours, singles, stepOf, withoutOne, type Schedule, type Window } from './schedules.ts';
import { failureText, faultOverrides, type FaultPattern } from '../plan/singleFailures.ts';
import type { Objective } from '../plan/objective.ts';

/** A search for the worst that one kind of fault can do. */
export interface Hunt {
  readonly source: Source;
  readonly scenario: Scenario;
  readonly seed: string;
  readonly pattern: FaultPattern;
  readonly window: Window;
  /** What is worst where it is greatest; an expression. */
  readonly measure: string;
  /** What a schedule shall break; undefined: it shall do nearly as much harm as the worst one found. */
  readonly objective: Objective | undefined;
  /** Failures in one schedule, at most. */
  readonly faults: number;
  /** Of the window, that are tried at first. */
  readonly moments: number;
  /** Of those that are ranked at the end. */
  readonly replications: number;
  readonly level: number;
}

export interface Ranked {
  readonly schedule: Schedule;
  readonly harm: Estimate | Interval;
}

export interface Shrunk extends Ranked {
  /** Number of replications, among those by which nothing was chosen, in which it breaks the objective; undefined: there is none. */
  readonly breaks: number | undefined;
}

export interface Found {
  /** Without any failure. */
  readonly unharmed: Estimate | Interval;
  /** Worst first, on replications of which the search had seen none. */
  readonly ranking: readonly Ranked[];
  /** How much more harm the first does than the second, pair by pair; undefined: there is no second. */
  readonly lead: Estimate | undefined;
  /** The fewest and shortest failures that still break the objective; undefined: nothing breaks it. */
  readonly shrunk: Shrunk | undefined;
  /** The seed with which the shrunk schedule is farthest beyond the objective, or does most harm. */
  readonly seed: string;
  readonly fingerprint: string;
  readonly runs: number;
}

/** Replications of every candidate at first; doubled with every halving. */
const SCREENING = 2;
/** Candidates that are left of every screening. */
const LEFT = 8;
/** Of them, those that are moved in time. */
const MOVED = 3;
/** Without an objective, a smaller schedule must do this share of the harm. */
const NEARLY = 0.9;
/** Replications of the ranking are numbered from here: who was chosen for its luck must be measured without it. */
const FRESH = 1001;
/** And those on which the shrunk schedule is reported: the ranking's have chosen it. */
const UNSEEN = 2001;

/**
 * Screens all moments, victims and durations with few replications, keeps the worse part with more (successive
 * halving),
 * moves the best in time by ever smaller steps, adds further failures to it, ranks what is left on fresh replications,
 * and takes away from the worst whatever it does not need (delta debugging: Zeller and Hildebrandt, 2002).
 *
 * All schedules meet the same replications, so they are compared by what they do, not by the luck of their callers.
 */
export function* hunting(hunt: Hunt): Generator<readonly Cell[], Found, readonly CellResult[]> {
  const { pattern, window, moments, faults, replications } = hunt;
  const runs = new Runs(hunt);
  const candidates = singles(pattern, window, moments, hunt.scenario.config.duration);
  const single = yield* moved(
    runs,
    yield* halved(runs, candidates),
    pattern.at === undefined ? stepOf(window, moments) / 2 : 0,
    window,
  );
  const worst = yield* enlarged(runs, single[0]!, candidates, faults);
  const fresh = { from: FRESH, until: FRESH + replications - 1 };
  const finalists = distinct([...worst, ...single]).slice(0, LEFT);
  yield* runs.need([[], ...finalists], fresh);
  const ranking = runs
    .worstFirst(finalists, fresh)
    .map((schedule) => ({ schedule, harm: runs.estimate(schedule, fresh) }));
  const shrunk = yield* shrink(runs, ranking[0]!.schedule, fresh, hunt);
  const unseen = { from: UNSEEN, until: UNSEEN + replications - 1 };
  if (shrunk !== undefined) yield* runs.need([shrunk], unseen);
  const replayed = runs.worstRun(shrunk ?? ranking[0]!.schedule, fresh);
  return {
    unharmed: runs.estimate([], fresh),
    ranking,
    lead: ranking.length < 2 ? undefined : runs.difference(ranking[0]!.schedule, ranking[1]!.schedule, fresh),
    seed: replayed.seed,
    fingerprint: replayed.fingerprint,
    runs: runs.count,
    shrunk:
      shrunk === undefined
        ? undefined
        : { schedule: shrunk, harm: runs.estimate(shrunk, unseen), breaks: runs.breaks(shrunk, unseen) },
  };
}

type Asking<T> = Generator<readonly Cell[], T, readonly CellResult[]>;

function* halved(runs: Runs, candidates: readonly Schedule[]): Asking<readonly Schedule[]> {
  let left = candidates;
  for (let n = SCREENING; ; n *= 2) {
    const seen = { from: 1, until: n };
    yield* runs.need(left, seen);
    left = runs.worstFirst(left, seen).slice(0, Math.max(LEFT, Math.ceil(left.length / 3)));
    if (left.length <= LEFT) return left;
  }
}

/**
 * The worst survivors go where they do more harm, by half the step each time, down to seconds; with a first step of 0
 * they stay.
 */
function* moved(
  runs: Runs,
  survivors: readonly Schedule[],
  firstStep: Micros,
  window: Window,
): Asking<readonly Schedule[]> {
  const seen = { from: 1, until: 2 * SCREENING };
  let left: readonly Schedule[] = survivors.slice(0, MOVED);
  for (let step = firstStep; step >= SECOND; step /= 2) {
    const families = left.map((schedule) => [schedule, ...neighbours(schedule, step, window)]);
    yield* runs.need(distinct(families.flat()), seen);
    left = distinct(families.map((family) => runs.worstFirst(family, seen)[0]!));
  }
  const all = distinct([...left, ...survivors]);
  yield* runs.need(all, { from: 1, until: 4 * SCREENING });
  return runs.worstFirst(all, { from: 1, until: 4 * SCREENING });
}

/** The worst with one more failure, and one more, as long as that does more harm for sure. The largest first. */
function* enlarged(
  runs: Runs,
  single: Schedule,
  candidates: readonly Schedule[],
  faults: number,
): Asking<readonly Schedule[]> {
  const seen = { from: 1, until: 4 * SCREENING };
  const grown = [single];
  while (grown[0]!.length < faults) {
    const larger = yield* halved(
      runs,
      distinct(candidates.map((one) => joined(grown[0]!, one)).filter((one) => one !== undefined)),
    );
    yield* runs.need([...larger, grown[0]!], seen);
    const [best] = runs.worstFirst(larger, seen);
    if (best === undefined || !runs.isWorse(best, grown[0]!, seen)) break;
    grown.unshift(best);
  }
  return grown;
}

function* shrink(
  runs: Runs,
  worst: Schedule,
  seen: Span,
  { objective, scenario, pattern }: Hunt,
): Asking<Schedule | undefined> {
  const nearly = runs.unharmed(seen) + NEARLY * (runs.mean(worst, seen) - runs.unharmed(seen));
  const breaks = (schedule: Schedule): boolean =>
    objective === undefined ? runs.mean(schedule, seen) >= nearly : runs.excess(schedule, seen) > 0;
  if (!breaks(worst) || (objective === undefined && !runs.isWorse(worst, [], seen))) return undefined;
  let best = worst;
  for (let smaller: Schedule | undefined = best; smaller !== undefined;) {
    const fewer = withoutOne(best).filter((one) => one.length > 0);
    yield* runs.need(fewer, seen);
    smaller = runs.worstFirst(fewer, seen).find(breaks);
    best = smaller ?? best;
  }
  for (let i = 0; i < best.length; i++)
    best = yield* shortened(runs, best, i, seen, breaks, {
      duration: scenario.config.duration,
      fixed: pattern.at !== undefined,
    });
  return best;
}

/**
 * One failure mended as soon, and then (unless the user has `fixed` when) begun as late, as still breaks the objective;
 * by halves, to the second.
 */
function* shortened(
  runs: Runs,
  schedule: Schedule,
  which: number,
  seen: Span,
  breaks: (schedule: Schedule) => boolean,
  { duration, fixed }: { readonly duration: Micros; readonly fixed: boolean },
): Asking<Schedule> {
  const { at, lasts = duration - at } = schedule[which]!;
  const ends = yield* furthest(
    runs,
    (by) => between(schedule, which, at, at + lasts - by),
    lasts - SECOND,
    seen,
    breaks,
  );
  if (ends === 0) return schedule;
  if (fixed) return between(schedule, which, at, at + lasts - ends);
  const starts = yield* furthest(
    runs,
    (by) => between(schedule, which, at + by, at + lasts - ends),
    lasts - ends - SECOND,
    seen,
    breaks,
  );
  return between(schedule, which, at + starts, at + lasts - ends);
}

/** The greatest change, up to `most`, after which the schedule still breaks the objective; 0 if none does. */
function* furthest(
  runs: Runs,
  changed: (by: Micros) => Schedule,
  most: Micros,
  seen: Span,
  breaks: (schedule: Schedule) => boolean,
): Asking<Micros> {
  let [good, bad] = [0, most + SECOND];
  for (let by = most; by > good && by < bad; by = Math.floor((good + bad) / 2 / SECOND) * SECOND) {
    const schedule = changed(by);
    yield* runs.need([schedule], seen);
    if (breaks(schedule)) good = by;
    else bad = by;
  }
  return good;
}

interface Span {
  readonly from: number;
  readonly until: number;
}

/** Every run so far, by schedule and replication: none is run twice. */
class Runs {
  count = 0;
  private readonly hunt: Hunt;
  private readonly done = new Map<
    string,
    { readonly harm: number; readonly excess: number; readonly seed: string; readonly fingerprint: string }
  >();

  constructor(hunt: Hunt) {
    this.hunt = hunt;
  }

  *need(schedules: readonly Schedule[], { from, until }: Span): Asking<void> {
    const cells = schedules
      .flatMap((schedule, point) => {
        const overrides = faultOverrides(this.hunt.scenario, schedule);
        return Array.from({ length: until - from + 1 }, (_, i) => this.cell(schedule, overrides, point, from + i));
      })
      .filter(({ key }) => !this.done.has(key));
    if (cells.length === 0) return;
    const results = yield cells;
    this.count += results.length;
    for (const result of results) this.keep(result);
  }

  worstFirst(schedules: readonly Schedule[], span: Span): readonly Schedule[] {
    return [...schedules].sort((a, b) => this.mean(b, span) - this.mean(a, span));
  }

  mean(schedule: Schedule, span: Span): number {
    return average(this.harms(schedule, span));
  }

  unharmed(span: Span): number {
    return this.mean([], span);
  }

  excess(schedule: Schedule, span: Span): number {
    return average(this.all(schedule, span).map(({ excess }) => excess));
  }

  estimate(schedule: Schedule, span: Span): Estimate | Interval {
    const harms = this.harms(schedule, span);
    return (harms.every((harm) => Number.isInteger(harm)) ? countMeanOf : meanOf)(harms, this.hunt.level)!;
  }

  difference(schedule: Schedule, than: Schedule, span: Span): Estimate {
    return differenceOf(this.harms(than, span), this.harms(schedule, span), this.hunt.level)!;
  }

  isWorse(schedule: Schedule, than: Schedule, span: Span): boolean {
    return lowOf(this.difference(schedule, than, span)) > 0;
  }

  breaks(schedule: Schedule, span: Span): number | undefined {
    return this.hunt.objective === undefined
      ? undefined
      : this.all(schedule, span).filter(({ excess }) => excess > 0).length;
  }

  worstRun(schedule: Schedule, span: Span): { readonly seed: string; readonly fingerprint: string } {
    return [...this.all(schedule, span)].sort((a, b) => b.excess - a.excess || b.harm - a.harm)[0]!;
  }

  private harms(schedule: Schedule, span: Span): readonly number[] {
    return this.all(schedule, span).map(({ harm }) => harm);
  }

  private all(schedule: Schedule, { from, until }: Span) {
    return Array.from({ length: until - from + 1 }, (_, i) => this.done.get(keyOf(schedule, from + i))!);
  }

  private keep(result: CellResult): void {
    const { measure, objective } = this.hunt;
    const seen = objective?.observe(result);
    const sign = objective?.bound.sense === 'above' ? -1 : 1;
    const excess = seen === undefined ? 0 : sign * (seen.part - objective!.bound.limit * seen.whole);
    // Nothing to measure is no harm.
    this.done.set(result.key, {
      harm: result.measures[measure] ?? 0,
      excess,
      seed: result.seed,
      fingerprint: result.fingerprint,
    });
  }

  private cell(schedule: Schedule, overrides: readonly string[], point: number, replication: number): Cell {
    const { source, seed, measure, objective } = this.hunt;
    const wants = { measures: [...new Set([measure, ...(objective?.measures ?? [])])], warmUp: 0, bins: 0 };
    return {
      key: keyOf(schedule, replication),
      source,
      overrides,
      seed: seedOf(seed, replication),
      point,
      replication,
      wants,
    };
  }
}

function keyOf(schedule: Schedule, replication: number): string {
  return `${schedule.map(failureText).join(' + ')}/r${replication}`;
}

function distinct(schedules: readonly Schedule[]): readonly Schedule[] {
  const seen = new Set<string>();
  return schedules.filter((schedule) => {
    const key = keyOf(schedule, 0);
    return !seen.has(key) && seen.add(key);
  });
}

function average(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
