import { meanOf } from '../../kernel/random/distributionMoments.ts';
import { SECOND, type Micros } from '../../kernel/units.ts';
import type { CallSource, PoissonCalls } from '../config.ts';

/**
 * When the next call comes after `now`, where `amount` calls are due until then at the source's rate, which may change
 * by steps; Infinity: never.
 */
export function nextArrival({ ratePerSecond, steps }: PoissonCalls, now: Micros, amount: number): Micros {
  if (steps === undefined) return now + Math.round((amount / ratePerSecond) * SECOND);
  let [at, left] = [now, amount];
  for (const { until, ratePerSecond: rate } of steps) {
    if (until <= at) continue;
    const here = (rate * (until - at)) / SECOND;
    if (left < here) return at + Math.round((left / rate) * SECOND);
    left -= here;
    at = until;
  }
  return Infinity;
}

/**
 * Talking time that the calls of Poisson sources bring on average from the scenario's 0 up to `duration`, µs: the number of
 * calls, which is the rate added up over time, by the mean talk.
 */
export function meanTalkOffered(sources: readonly CallSource[], duration: Micros): Micros {
  return sources.reduce(
    (total, source) =>
      source.kind === 'poisson' ? total + meanArrivals(source, duration) * meanOf(source.talk) : total,
    0,
  );
}

export function meanArrivals({ ratePerSecond, steps, from, until }: PoissonCalls, duration: Micros): number {
  const end = Math.min(until, duration);
  if (ratePerSecond === 0 || end <= from) return 0;
  if (steps === undefined) return (ratePerSecond * (end - from)) / SECOND;
  let [at, mean] = [from, 0];
  for (const step of steps) {
    const stepEnd = Math.min(step.until, end);
    if (stepEnd <= at) continue;
    mean += (step.ratePerSecond * (stepEnd - at)) / SECOND;
    at = stepEnd;
  }
  return mean;
}
