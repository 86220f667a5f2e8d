import { assert } from '../assert.ts';
import { log } from '../math.ts';
import { Z90 } from './normal.ts';

/**
 * A distribution as plain data. Values are times in microseconds, at least 0, unless its user says otherwise.
 * One that comes from a user's text is tested by {@link whatIsWrongWith}; the constructors below assert the same.
 */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  /** Sum of `k` exponentials, `mean` being that of the sum. */
  | { readonly kind: 'erlang'; readonly k: number; readonly mean: number }
  /** One of several exponentials. The probabilities add up to 1. */
  | { readonly kind: 'hyperexponential'; readonly phases: readonly Phase[] }
  /** `sigma`: standard deviation of the natural logarithm. */
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }
  /** Straight lines between quantiles, the first at 0 and the last at 1; for what was measured. */
  | { readonly kind: 'quantiles'; readonly points: readonly Quantile[] }
  /** A constant and something random. */
  | { readonly kind: 'shifted'; readonly by: number; readonly rest: Distribution };

export interface Phase {
  readonly probability: number;
  readonly mean: number;
}

export interface Quantile {
  /** 0..1: the share of values that are not above `value`. */
  readonly p: number;
  readonly value: number;
}

/** Stages of an Erlang distribution; beyond, it is a constant for all purposes. */
const K_MAX = 1000;

export function constant(value: number): Distribution {
  return checked({ kind: 'constant', value });
}

export function exponential(mean: number): Distribution {
  return checked({ kind: 'exponential', mean });
}

export function uniform(from: number, to: number): Distribution {
  return checked({ kind: 'uniform', from, to });
}

export function erlang(k: number, mean: number): Distribution {
  return checked({ kind: 'erlang', k, mean });
}

export function hyperexponential(phases: readonly Phase[]): Distribution {
  return checked({ kind: 'hyperexponential', phases });
}

/** The lognormal distribution with this median and 90th percentile: `p90` >= `median` > 0. */
export function lognormal(median: number, p90: number): Distribution {
  return lognormalBySigma(median, log(p90 / median) / Z90);
}

/** `sigma`, 0 to 10: standard deviation of the natural logarithm. */
export function lognormalBySigma(median: number, sigma: number): Distribution {
  return checked({ kind: 'lognormal', median, sigma });
}

/**
 * From rising quantiles, at least one. Where they do not reach down to 0 or up to 1, the first and the last line are
 * extended, though not below 0; a single quantile is a constant.
 */
export function quantiles(points: readonly Quantile[]): Distribution {
  return checked({ kind: 'quantiles', points: reachingFrom0To1(points) });
}

export function shifted(by: number, rest: Distribution): Distribution {
  return checked({ kind: 'shifted', by, rest });
}

/** What makes it no distribution, as the end of a sentence, or null if nothing does. */
export function whatIsWrongWith(d: Distribution): string | null {
  switch (d.kind) {
    case 'constant':
      return notATime(d.value, 'the value');
    case 'exponential':
      return notATime(d.mean, 'the mean');
    case 'uniform':
      return (
        notATime(d.from, 'the lower end') ??
        notATime(d.to, 'the upper end') ??
        (d.from > d.to ? `the lower end ${d.from} is above the upper end ${d.to}` : null)
      );
    case 'erlang':
      return (
        notATime(d.mean, 'the mean') ??
        (Number.isInteger(d.k) && d.k >= 1 && d.k <= K_MAX
          ? null
          : `k is ${d.k}, not a whole number from 1 to ${K_MAX}`)
      );
    case 'hyperexponential':
      return wrongPhases(d.phases);
    case 'lognormal':
      return (
        notATime(d.median, 'the median') ??
        (d.sigma >= 0 && d.sigma <= 10 ? null : `sigma is ${d.sigma}, not from 0 to 10`)
      );
    case 'quantiles':
      return wrongQuantiles(d.points);
    case 'shifted':
      return notATime(d.by, 'the constant part') ?? whatIsWrongWith(d.rest);
  }
}

function checked(d: Distribution): Distribution {
  const wrong = whatIsWrongWith(d);
  assert(wrong === null, `${d.kind} distribution: ${wrong}`);
  return d;
}

function notATime(value: number, what: string): string | null {
  return value >= 0 && value < Infinity ? null : `${what} is ${value}, not a number from 0`;
}

function wrongPhases(phases: readonly Phase[]): string | null {
  let sum = 0;
  for (const { probability, mean } of phases) {
    const wrong = notATime(mean, 'a mean') ?? notATime(probability, 'a probability');
    if (wrong !== null) return wrong;
    sum += probability;
  }
  return Math.abs(sum - 1) <= 1e-9 ? null : `the probabilities add up to ${sum}, not to 1`;
}

function wrongQuantiles(points: readonly Quantile[]): string | null {
  if (points.length < 2 || points[0]!.p !== 0 || points.at(-1)!.p !== 1) return 'the quantiles do not go from 0 to 1';
  for (let i = 0; i < points.length; i++) {
    const { p, value } = points[i]!;
    const wrong = notATime(value, `the quantile of ${p}`);
    if (wrong !== null) return wrong;
    if (i === 0) continue;
    if (!(p > points[i - 1]!.p)) return `the quantile of ${p} does not come after that of ${points[i - 1]!.p}`;
    if (value < points[i - 1]!.value) return `the quantile of ${p} is below that of ${points[i - 1]!.p}`;
  }
  return null;
}

function reachingFrom0To1(points: readonly Quantile[]): readonly Quantile[] {
  assert(points.length > 0, 'quantiles without a quantile');
  const reaching = [...points];
  if (points[0]!.p !== 0) reaching.unshift({ p: 0, value: Math.max(0, onTheLine(points[0]!, points[1], 0)) });
  if (points.at(-1)!.p !== 1) reaching.push({ p: 1, value: onTheLine(points.at(-1)!, points.at(-2), 1) });
  return reaching;
}

function onTheLine(from: Quantile, through: Quantile | undefined, p: number): number {
  if (through === undefined) return from.value;
  return from.value + ((p - from.p) * (through.value - from.value)) / (through.p - from.p);
}
