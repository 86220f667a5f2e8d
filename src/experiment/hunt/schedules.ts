import { SECOND, type Micros } from '../../kernel/units.ts';
import type { Failure, FaultPattern } from '../plan/singleFailures.ts';

/** What is done to a cluster: some failures, in order of time. */
export type Schedule = readonly Failure[];

/** How long a failure lasts where the user does not say: a restart, a short absence, and for good. */
const LASTS: readonly (Micros | undefined)[] = [30 * SECOND, 300 * SECOND, undefined];

export interface Window {
  readonly from: Micros;
  readonly until: Micros;
}

/**
 * Every victim at a number of moments, spread evenly over the window, and for every duration that ends within the run, or
 * for good.
 */
export function singles(
  { verb, victims, at, lasts }: FaultPattern,
  window: Window,
  moments: number,
  duration: Micros,
): readonly Schedule[] {
  const times =
    at !== undefined
      ? [at]
      : Array.from({ length: moments }, (_, i) =>
          wholeSecond(window.from + ((i + 0.5) / moments) * (window.until - window.from)),
        );
  const durations = lasts !== undefined ? [lasts] : LASTS;
  return victims.flatMap((victim) =>
    times.flatMap((time) =>
      [...new Set(durations.map((one) => (one !== undefined && time + one < duration ? one : undefined)))].map(
        (one) => [{ verb, victim, at: time, lasts: one }],
      ),
    ),
  );
}

/** The distance between two moments of `singles`. */
export function stepOf(window: Window, moments: number): Micros {
  return (window.until - window.from) / moments;
}

/** The same a step earlier and a step later, within the window. */
export function neighbours([failure, ...rest]: Schedule, step: Micros, window: Window): readonly Schedule[] {
  return [failure!.at - step, failure!.at + step]
    .map(wholeSecond)
    .filter((at) => at >= window.from && at <= window.until && at !== failure!.at)
    .map((at) => [{ ...failure!, at }, ...rest]);
}

/** Both, in order of time; undefined when they share a victim. */
export function joined(schedule: Schedule, other: Schedule): Schedule | undefined {
  if (schedule.some(({ victim }) => other.some((one) => one.victim === victim))) return undefined;
  return [...schedule, ...other].sort((a, b) => a.at - b.at);
}

/** The schedule without one of its failures, for each of them. */
export function withoutOne(schedule: Schedule): readonly Schedule[] {
  return schedule.map((_, i) => schedule.filter((_one, j) => j !== i));
}

/** The schedule with one failure at another time. */
export function between(schedule: Schedule, which: number, at: Micros, until: Micros): Schedule {
  return schedule.map((failure, i) => (i === which ? { ...failure, at, lasts: until - at } : failure));
}

function wholeSecond(time: Micros): Micros {
  return Math.round(time / SECOND) * SECOND;
}
