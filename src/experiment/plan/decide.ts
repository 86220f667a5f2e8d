import { exp, log } from '../../kernel/math.ts';
import { clopperPearson, isFew, poissonInterval } from '../statistics/counts.ts';
import { studentQuantileOf } from '../statistics/estimate.ts';

/** Of one objective, or of all. `undecided`: the replications so far do not tell. */
export type Decision = 'holds' | 'fails' | 'undecided';

/**
 * What one replication says of an objective. The objective speaks of the sum of all parts over the sum of all wholes:
 * calls lost of calls offered; or a value over 1.
 */
export interface Observation {
  readonly part: number;
  readonly whole: number;
}

/** What must hold, without its words. */
export interface Bound {
  /** `mean`: of parts over wholes. `probability`: every part is 0 or 1, every whole 1. */
  readonly kind: 'mean' | 'probability';
  readonly sense: 'below' | 'above';
  /** Of parts over wholes; of a probability, above 0 and below 1. */
  readonly limit: number;
}

/** Greatest probabilities of being wrong that are allowed, over all looks together. */
export interface Errors {
  readonly holds: number;
  readonly fails: number;
}

/** Below this the mean of a few is not near enough to a normal one. */
const FIRST_LOOK = 10;
const GROWTH = 1.5;

/** Numbers of replications after which a decision is looked for: 10, 15, 23, 35 … `most`, and those in `also`. */
export function looks(most: number, also: readonly number[] = []): readonly number[] {
  const sizes: number[] = [];
  for (let size = FIRST_LOOK; size < most; size = Math.ceil(size * GROWTH)) sizes.push(size);
  return [...new Set([...sizes, ...also.filter((size) => size > FIRST_LOOK && size < most), most])].sort(
    (a, b) => a - b,
  );
}

/** `looks`: how many looks there will be at most; each may be wrong with its share of the errors. */
export function decide(
  seen: readonly Observation[],
  bound: Bound,
  errors: Errors,
  of: { readonly looks: number },
): Decision {
  if (seen.length < FIRST_LOOK) return 'undecided';
  return bound.kind === 'probability'
    ? decideProbability(seen, bound, errors)
    : decideMean(seen, bound, errors, of.looks);
}

/**
 * Level of the two-sided interval that has to lie beyond the limit, on the side where the estimate is now. Stricter than
 * the plan's own: every value, every look at its runs and every objective may be wrong, and has its share of the error.
 */
export function decisionLevel(
  seen: readonly Observation[],
  { kind, sense, limit }: Bound,
  errors: Errors,
  of: { readonly looks: number },
): number {
  const excess = sum(seen.map(({ part, whole }) => part - limit * whole));
  const error = (sense === 'below' ? excess < 0 : excess > 0) ? errors.holds : errors.fails;
  return 1 - (kind === 'probability' ? error : (2 * error) / of.looks);
}

/**
 * Student's test that the mean of part − limit × whole is below 0 (or above), at a Bonferroni share of the error for
 * each look. It takes the mean over replications for normal: right for sums of many calls, wrong for what happens in
 * one
 * run of a hundred; that is what probabilities such as `calls.collapsed` are for. Few events may be few by luck, and
 * then
 * Student's test is the surer the fewer they are: so it is not believed before the exact limits agree.
 */
function decideMean(seen: readonly Observation[], { sense, limit }: Bound, errors: Errors, most: number): Decision {
  const sign = sense === 'below' ? 1 : -1;
  const excess = seen.map(({ part, whole }) => sign * (part - limit * whole));
  const n = excess.length;
  const mean = sum(excess) / n;
  const error = Math.sqrt(sum(excess.map((x) => (x - mean) * (x - mean))) / (n - 1) / n);
  const beyond = (allowed: number): number => studentQuantileOf(1 - (2 * allowed) / most, n - 1) * error;
  const [inside, outside] = sense === 'below' ? (['below', 'above'] as const) : (['above', 'below'] as const);
  if (mean < 0 && mean + beyond(errors.holds) < 0 && fewAgree(seen, inside, limit, errors.holds / most)) return 'holds';
  if (mean > 0 && mean - beyond(errors.fails) > 0 && fewAgree(seen, outside, limit, errors.fails / most))
    return 'fails';
  return 'undecided';
}

/** Of many events, or of what are no events, true. `side`: where they are taken to be; `tail`: how probably in vain. */
function fewAgree(seen: readonly Observation[], side: Bound['sense'], limit: number, tail: number): boolean {
  if (!seen.every(({ part, whole }) => part >= 0 && Number.isInteger(part) && (whole === 1 || part <= whole)))
    return true;
  const [part, whole] = [sum(seen.map((one) => one.part)), sum(seen.map((one) => one.whole))];
  const isShare = seen.some((one) => one.whole !== 1);
  if (!isFew(isShare ? Math.min(part, whole - part) : part, seen.length)) return true;
  const level = 1 - 2 * tail;
  const { low, high } = isShare ? clopperPearson(part, whole, level) : poissonInterval(part, level);
  const one = isShare ? 1 : whole;
  return side === 'below' ? high / one < limit : low / one > limit;
}

/**
 * An alternative that Wald's test weighs against the limit, as a multiple of it; the weights of a mixture add up to 1.
 */
interface Alternative {
  readonly times: number;
  readonly weight: number;
}

/** 0 decides soonest where nothing ever happens, which is what most planners look for. */
const BELOW: readonly Alternative[] = [
  { times: 0, weight: 0.7 },
  { times: 0.25, weight: 0.15 },
  { times: 0.5, weight: 0.15 },
];
const ABOVE: readonly Alternative[] = [1.5, 2, 4, 16].map((times) => ({ times, weight: 0.25 }));

/**
 * Wald's sequential test of a probability against its limit, once in each direction, each with a mixture of
 * alternatives:
 * the likelihood ratio is a martingale where the limit is the truth, so it ever exceeds 1/error with a probability of
 * at
 * most that error, however often one looks (Ville). Exact for any number of replications.
 */
function decideProbability(seen: readonly Observation[], { sense, limit }: Bound, errors: Errors): Decision {
  const hits = sum(seen.map(({ part }) => part));
  const [k, l] = sense === 'below' ? [hits, limit] : [seen.length - hits, 1 - limit];
  if (logRatio(k, seen.length, l, BELOW) >= -log(errors.holds)) return 'holds';
  if (logRatio(k, seen.length, l, ABOVE) >= -log(errors.fails)) return 'fails';
  return 'undecided';
}

/** Logarithm of the weighted likelihood of the alternatives over that of the limit, for k of n. */
function logRatio(k: number, n: number, limit: number, alternatives: readonly Alternative[]): number {
  const logs = alternatives
    .filter(({ times }) => times > 0 || k === 0)
    .map(({ times, weight }) => {
      const p = Math.min(times * limit, (1 + limit) / 2);
      return log(weight) + (k === 0 ? 0 : k * log(p / limit)) + (n - k) * log((1 - p) / (1 - limit));
    });
  const greatest = Math.max(...logs);
  return greatest + log(sum(logs.map((one) => exp(one - greatest))));
}

/** How many replications without a single hit show that a probability is below its limit. */
export function hitlessReplications(limit: number, error: number): number {
  for (let n = 1; ; n++) if (logRatio(0, n, limit, BELOW) >= -log(error)) return n;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
