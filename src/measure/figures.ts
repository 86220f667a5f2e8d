import { SECOND, type Micros } from '../kernel/units.ts';
import type { Histogram } from './histogram.ts';

/** Quantiles by nearest rank, at most 0.1 % above the exact ones; null when there was nothing to measure. */
export interface Quantiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** Micros as milliseconds, to the microsecond: the digits that a run is sure of. */
export function inMs(span: Micros): number {
  return Math.round(span) / 1000;
}

/** Micros as seconds, to the microsecond. */
export function inSeconds(span: Micros): number {
  return Math.round(span) / 1_000_000;
}

/** The end of a run, from what its document says. */
export function endOf(run: { readonly simulatedSeconds: number }): Micros {
  return Math.round(run.simulatedSeconds * SECOND);
}

/** A share or a mean to six decimals; 0 of 0 is 0. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1_000_000) / 1_000_000;
}

export function quantilesMs(histogram: Histogram): Quantiles {
  const ms = (perMille: number): number | null => {
    const found = histogram.quantile(perMille);
    return found === undefined ? null : inMs(found);
  };
  const max = histogram.count === 0 ? null : inMs(histogram.max);
  return { p50: ms(500), p90: ms(900), p95: ms(950), p99: ms(990), max };
}
