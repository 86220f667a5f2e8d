import type { CellResult } from '../grid/cell.ts';
import { highOf, lowOf } from './estimate.ts';
import { figureOf, valueOf, type Figure } from './cellFigures.ts';

/** Calls that were still under way when the run ended, above which its end decides too much of the answer. */
const UNFINISHED = 0.05;

/** What the figures of a point cannot say, in sentences. */
export function warningsOf(results: readonly CellResult[], figures: readonly Figure[]): readonly string[] {
  return [tooShort(results), ...tooFew(results, figures)].filter((warning) => warning !== undefined);
}

function tooShort(results: readonly CellResult[]): string | undefined {
  const sum = (path: string): number => results.reduce((total, result) => total + (valueOf(result, path) ?? 0), 0);
  const [unfinished, offered] = [sum('calls.outcomes.inProgress'), sum('calls.offered')];
  if (offered === 0) return 'no call was offered: there is nothing to say of calls';
  if (unfinished <= UNFINISHED * offered) return undefined;
  return `the run is too short: ${Math.round((100 * unfinished) / offered)} % of its calls are not over when it ends; a longer duration is needed`;
}

/**
 * Cochran, Sampling Techniques, 2.15: with more replications than this multiple of the square of the skewness, a 95 %
 * interval misses at most 6 % of the time.
 */
const PER_SKEWNESS = 25;
/** Fewer replications show no skewness. */
const FEWEST = 5;

function tooFew(results: readonly CellResult[], figures: readonly Figure[]): readonly (string | undefined)[] {
  const n = results.length;
  if (n === 1) return ['one replication says nothing of its spread: no interval can be given'];
  const lost = figureOf(figures, 'calls.lost', 'mean')?.estimate;
  const p99 = figureOf(figures, 'calls.postDialDelayMs.p99', 'quantile')?.estimate;
  const losses = results.map((result) => valueOf(result, 'calls.lost') ?? 0);
  const uneven = skewness(losses);
  // Its own standard error is sqrt(6/n): below twice that, normal values look as skewed.
  const enough = uneven > 2 * Math.sqrt(6 / n) ? Math.ceil(PER_SKEWNESS * uneven * uneven) : 0;
  return [
    n < FEWEST
      ? `of ${n} replications an interval holds only if replications are normally distributed: what happens in one run of ten it does not know`
      : undefined,
    enough > n
      ? `the calls lost differ so unevenly from run to run that their interval may be too narrow: it takes about ${enough} replications`
      : undefined,
    lost !== undefined && losses.some((one) => one > 0) && lowOf(lost) <= 0 && highOf(lost) < Infinity
      ? 'the interval of the calls lost reaches 0: so few were lost that more replications, or longer ones, are needed'
      : undefined,
    p99 !== undefined && highOf(p99) === Infinity
      ? 'too few calls rang to bound p99 of the post-dial delay from above: more replications, or longer ones, are needed'
      : undefined,
  ];
}

/** 0 of values that are all the same. */
function skewness(values: readonly number[]): number {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const [square, cube] = [2, 3].map(
    (power) => values.reduce((sum, x) => sum + (power === 2 ? 1 : x - mean) * (x - mean) * (x - mean), 0) / n,
  ) as [number, number];
  return square === 0 ? 0 : cube / (square * Math.sqrt(square));
}
