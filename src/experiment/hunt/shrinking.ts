import { SECOND, type Micros } from '../../kernel/units.ts';
import type { Hunt } from './huntRequest.ts';
import type { Asking, Runs, Span } from './runs.ts';
import { between, withoutOne, type Schedule } from './schedules.ts';

/** Without an objective, a smaller schedule must do this share of the harm. */
const NEARLY = 0.9;

/** The fewest and shortest failures of a schedule that still break the objective; undefined: it does not break it. */
export function* shrink(
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
