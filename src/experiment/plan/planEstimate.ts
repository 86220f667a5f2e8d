import { Histogram } from '../../measure/histogram.ts';
import type { CellResult } from '../grid/cell.ts';
import { inMilliseconds } from '../statistics/cellFigures.ts';
import { boundedMeanOf, clopperPearson, countMeanOf, countShareOf } from '../statistics/counts.ts';
import { highOf, intervalOf, lowOf, type Estimate, type Interval } from '../statistics/estimate.ts';
import { quantileOf } from '../statistics/quantiles.ts';
import type { Observation } from './decide.ts';
import type { Objective } from './objective.ts';

/** What an objective is at a value, with its interval. JSON has no Infinity: an end that is not known is null. */
export interface PlanEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number | null;
  readonly level: number;
  /** Replications. */
  readonly n: number;
  readonly unit: Objective['unit'];
  /** Of a quantile: the share of values beyond the limit, 0..1, by which it is decided. */
  readonly beyond?: { readonly value: number; readonly low: number; readonly high: number };
}

/**
 * Of the replications that had something to measure; null: none had. A quantile is that of all their values pooled;
 * `pooled` are the results that it is taken from.
 */
export function planEstimate(
  objective: Objective,
  seen: readonly Observation[],
  pooled: readonly CellResult[],
  level: number,
): PlanEstimate | null {
  const { quantile, unit, bound } = objective;
  const share = shareOf(objective, seen, level);
  if (quantile === undefined || share === undefined) return share === undefined ? null : plainEstimate(share, unit);
  const histograms = pooled.map(({ histograms: kept }) => Histogram.from(kept[quantile.histogram]!));
  const found = quantileOf(histograms, quantile.perMille, level);
  if (found === undefined) return null;
  const { value, low, high } = plainEstimate(share, 'ratio');
  const beyond = { value, low: Math.max(0, low), high: Math.min(1, high ?? 1) };
  return { ...plainEstimate(inMilliseconds(found), unit), ...(bound.limit < 1 ? { beyond } : {}) };
}

function shareOf(
  { bound, shareOf: whole, quantile, unit }: Objective,
  seen: readonly Observation[],
  level: number,
): Estimate | Interval | undefined {
  const [parts, wholes] = [seen.map(({ part }) => part), seen.map((one) => one.whole)];
  const n = seen.length;
  if (bound.kind === 'probability') {
    const hits = parts.reduce((sum, part) => sum + part, 0);
    return n === 0 ? undefined : intervalOf({ value: hits / n, ...clopperPearson(hits, n, level), level, n });
  }
  if (whole !== undefined || quantile !== undefined) return countShareOf(parts, wholes, level);
  return unit === 'count' ? countMeanOf(parts, level) : boundedMeanOf(parts, level, unit === 'ratio' ? 1 : Infinity);
}

/** In the shape of JSON. */
export function plainEstimate(estimate: Estimate | Interval, unit: Objective['unit']): PlanEstimate {
  const value = 'half' in estimate ? estimate.mean : estimate.value;
  const [low, high] = [lowOf(estimate), highOf(estimate)];
  const { level, n } = estimate;
  return { value, low: Number.isFinite(low) ? low : 0, high: Number.isFinite(high) ? high : null, level, n, unit };
}
