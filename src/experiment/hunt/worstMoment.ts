import { SECOND, type Micros } from '../../kernel/units.ts';
import type { Cell, CellResult } from '../grid/cell.ts';
import type { Estimate, Interval } from '../statistics/estimate.ts';
import type { Hunt } from './huntRequest.ts';
import { distinct, Runs, type Asking } from './runs.ts';
import { joined, neighbours, singles, stepOf, type Schedule, type Window } from './schedules.ts';
import { shrink } from './shrinking.ts';

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
/** Replications of the ranking are numbered from here: who was chosen for its luck must be measured without it. */
const FRESH = 1001;
/** And those on which the shrunk schedule is reported: the ranking's have chosen it. */
const UNSEEN = 2001;

/**
 * Screens all moments, victims and durations with few replications, keeps the worse part with more (successive
 * halving), moves the best in time by ever smaller steps, adds further failures to it, ranks what is left on fresh
 * replications, and takes away from the worst whatever it does not need (delta debugging: Zeller and Hildebrandt, 2002).
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
