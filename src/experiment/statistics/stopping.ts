import { highOf, lowOf, type Estimate, type Interval } from './estimate.ts';

/** How many replications: a number, or as many as it takes. */
export type Until = { readonly replications: number } | Precision;

/** Sequential stopping. */
export interface Precision {
  /** Greatest half width wanted, as a share of the mean, above 0. */
  readonly precision: number;
}

/** Below ten, Student's interval of a skewed measure is not to be trusted, and a lucky start would end it all. */
const FEWEST = 10;
/** A mean of 0, or a measure with hardly any events, never becomes relatively precise. */
const MOST = 1000;

/**
 * How many replications an experiment shall have next, having looked at `done` of them: the same number when it is
 * over.
 *
 * It looks after 10, then after a quarter more each time, whatever the machine has finished meanwhile: so the answer
 * is the same on any number of workers. Each look is a chance to stop by luck, so few looks keep the interval's promise
 * better than one after every replication (Chow and Robbins, 1965, for the limit of many).
 */
export function nextSize(until: Until, done: number, estimate: Estimate | Interval | undefined): number {
  if ('replications' in until) return until.replications;
  if (done < FEWEST) return FEWEST;
  if (estimate !== undefined && isPrecise(estimate, until)) return done;
  return Math.min(MOST, Math.ceil(done * 1.25));
}

export function isPrecise(estimate: Estimate | Interval, { precision }: Precision): boolean {
  const middle = 'half' in estimate ? estimate.mean : estimate.value;
  return Math.max(highOf(estimate) - middle, middle - lowOf(estimate)) <= precision * Math.abs(middle);
}
