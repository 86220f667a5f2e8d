import { Histogram } from '../../measure/histogram.ts';
import { inMs } from '../../measure/figures.ts';
import { RESULT_PATHS, resultPath, valueAt, type ResultPath } from '../../measure/paths.ts';
import { quantileIn, type CellResult, type QuantileOf } from '../grid/cell.ts';
import { boundedMeanOf, clopperPearson, countMeanOf, countShareOf } from './counts.ts';
import { controlledMeanOf, highOf, intervalOf, lowOf, type Estimate, type Interval } from './estimate.ts';
import { quantileOf } from './quantiles.ts';

/** What an experiment says of one path: never without its interval. */
export interface Figure {
  /** Of the result document, or an expression of `--measure`. */
  readonly path: string;
  /**
   * `mean`: over replications. `share`: of the sums, of what the path is a share of. `quantile`: of all values of all
   * replications. `probability`: that a replication has it.
   */
  readonly kind: 'mean' | 'share' | 'quantile' | 'probability';
  readonly unit: ResultPath['unit'];
  readonly estimate: Estimate | Interval;
  /**
   * Of a mean with a control variate: how many times as many replications an interval as narrow would have taken without
   * it; below 1: it has made it wider. Undefined: there is none.
   */
  readonly gain?: number;
}

/**
 * Replications from which a control variate is used. Its slope is estimated, which makes the variance of the mean
 * (n - 2) / (n - 3) times as large (Lavenberg and Welch, 1981): 1.14 times with ten replications, twice with four.
 */
const FEWEST_CONTROLLED = 10;

const PROBABILITIES = ['calls.collapsed'];

/** The value of a path or an expression in a result; null: nothing to measure. */
export function valueOf(result: CellResult, path: string): number | null {
  return result.measures[path] ?? valueAt(result.document, path) ?? null;
}

/**
 * Paths of every document, whatever its servers are called; without the many causes and the parts that only some
 * scenarios have, which are asked for by name.
 */
export const COMMON_PATHS: readonly ResultPath[] = RESULT_PATHS.filter(
  ({ path, section }) => !path.includes('*') && !path.startsWith('calls.causes.') && section === undefined,
);

/** All figures of one point, in the order of the document, those of `measures` last. */
export function figuresOf(
  results: readonly CellResult[],
  measures: readonly string[],
  level: number,
): readonly Figure[] {
  return [
    ...COMMON_PATHS.flatMap((entry) => figures(results, entry.path, entry, level)),
    ...measures
      .filter((text) => !COMMON_PATHS.some(({ path }) => path === text.trim()))
      .flatMap((text) => figures(results, text, resultPath(text.trim().split(' ')[0]!), level)),
  ];
}

/** The figure of that path and kind; undefined when there was nothing to measure. */
export function figureOf(figures: readonly Figure[], path: string, kind: Figure['kind']): Figure | undefined {
  return figures.find((figure) => figure.path === path && figure.kind === kind);
}

/**
 * The interval reported for a path or a measure, and that `--precision` makes narrow; undefined: nothing to measure.
 */
export function estimateOf(
  results: readonly CellResult[],
  path: string,
  level: number,
): Estimate | Interval | undefined {
  return figures(results, path, resultPath(path.trim().split(' ')[0]!), level)[0]?.estimate;
}

/** What is printed of a measure. */
export function kindOfMeasure(path: string): Figure['kind'] {
  return isProbability(path) ? 'probability' : quantileIn(path) === undefined ? 'mean' : 'quantile';
}

/** Of a window, too: `calls.collapsed during 1m..5m`. */
function isProbability(path: string): boolean {
  return PROBABILITIES.includes(path.trim().split(' ')[0]!);
}

function figures(
  results: readonly CellResult[],
  path: string,
  entry: ResultPath | undefined,
  level: number,
): readonly Figure[] {
  const unit = entry?.unit ?? 'count';
  const quantile = quantileIn(path);
  if (quantile !== undefined) return pooled(results, path, quantile, level);
  const values = results.map((result) => valueOf(result, path)).filter((value) => value !== null);
  if (isProbability(path)) return probability(path, values, level);
  const mean =
    unit === 'count' ? countMeanOf(values, level) : boundedMeanOf(values, level, unit === 'ratio' ? 1 : Infinity);
  if (mean === undefined) return [];
  const plain: Figure = { path, kind: 'mean', unit, estimate: mean };
  const found: Figure[] = [values.length === results.length ? controlled(plain, results, values) : plain];
  const shareOf = path === entry?.path && entry.shareOf !== path ? entry.shareOf : undefined;
  const share =
    shareOf === undefined
      ? undefined
      : countShareOf(
          values,
          results.map((result) => valueOf(result, shareOf) ?? 0),
          level,
        );
  if (share !== undefined) found.push({ path, kind: 'share', unit: 'ratio', estimate: share });
  return found;
}

/**
 * The mean with a control variate, where the cells have one: the talking time that callers brought, less its mean. Also
 * where that gives a wider interval: the narrower of two would contain the truth too seldom.
 */
function controlled(plain: Figure, results: readonly CellResult[], values: readonly number[]): Figure {
  const controls = results.flatMap(({ control }) => (control === undefined ? [] : [control.talk - control.mean]));
  const { estimate, unit } = plain;
  // Another interval than Student's: there are few events, or it was cut at 0 or 1.
  if (controls.length < FEWEST_CONTROLLED || controls.length < results.length || !('half' in estimate)) return plain;
  const better = controlledMeanOf(values, controls, 0, estimate.level);
  const most = unit === 'ratio' ? 1 : Infinity;
  if (better === undefined || better.half === 0 || lowOf(better) < 0 || highOf(better) > most) return plain;
  return { ...plain, estimate: better, gain: (estimate.half / better.half) ** 2 };
}

function probability(path: string, values: readonly number[], level: number): readonly Figure[] {
  const n = values.length;
  if (n === 0) return [];
  const hits = values.filter((value) => value > 0).length;
  return [
    {
      path,
      kind: 'probability',
      unit: 'ratio',
      estimate: intervalOf({ value: hits / n, ...clopperPearson(hits, n, level), level, n }),
    },
  ];
}

/** Of all values of all replications: the mean of the runs' p99 is not the p99. */
function pooled(
  results: readonly CellResult[],
  path: string,
  { histogram, perMille }: QuantileOf,
  level: number,
): readonly Figure[] {
  const kept = results.map(({ histograms }) => histograms[histogram]).filter((one) => one !== undefined);
  const found = quantileOf(
    kept.map((one) => Histogram.from(one)),
    perMille,
    level,
  );
  return found === undefined ? [] : [{ path, kind: 'quantile', unit: 'ms', estimate: inMilliseconds(found) }];
}

/** Of micros. */
export function inMilliseconds({ value, low, high, level, n }: Interval): Interval {
  return intervalOf({ value: inMs(value), low: inMs(low), high: inMs(high), level, n });
}
