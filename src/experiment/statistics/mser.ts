import type { Micros } from '../../kernel/units.ts';
import type { CallLog } from '../../measure/callLog.ts';

/** Values to a batch: the 5 of MSER-5 (White, Cobb and Spratt, WSC 2000). */
const BATCH = 5;
/** Share of the batches that is left at least: a few at the end always look steady. */
const LEFT = 0.1;

/**
 * How many values at the beginning of a series belong to its warm-up: MSER-5. Of all places to cut, the one after which
 * the mean of the rest has the least standard error, in batches of five.
 *
 * Undefined: the best place is in the second half, so the series is too short to contain a steady state at all.
 */
export function mser5(values: readonly number[]): number | undefined {
  const batches = batched(values);
  const n = batches.length;
  let [best, least] = [0, Infinity];
  let [sum, squares] = [0, 0];
  // From the end, so that each place adds one batch to the sums.
  for (let cut = n - 1; cut >= 0; cut--) {
    const left = n - cut;
    const x = batches[cut]! - batches[n - 1]!; // Less cancellation than with the values themselves.
    sum += x;
    squares += x * x;
    if (left < Math.max(BATCH, LEFT * n)) continue;
    const error = (squares - (sum * sum) / left) / (left * left);
    if (error <= least) [best, least] = [cut, error];
  }
  if (n < 2 * BATCH || best > n / 2) return undefined;
  return best * BATCH;
}

function batched(values: readonly number[]): readonly number[] {
  return Array.from({ length: Math.floor(values.length / BATCH) }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < BATCH; j++) sum += values[i * BATCH + j]!;
    return sum / BATCH;
  });
}

/** Post-dial delays of a run in equal bins of time, by when the call was offered. */
export function delaySeries(
  log: CallLog,
  duration: Micros,
  bins: number,
): { readonly sums: readonly number[]; readonly counts: readonly number[] } {
  const sums = new Array<number>(bins).fill(0);
  const counts = new Array<number>(bins).fill(0);
  for (const { offeredAt, postDialDelay } of log) {
    if (postDialDelay < 0) continue;
    const bin = Math.min(bins - 1, Math.floor((offeredAt / duration) * bins));
    sums[bin]! += postDialDelay;
    counts[bin]! += 1;
  }
  return { sums, counts };
}

/**
 * The warm-up of a scenario, from the series of a few pilot replications laid over each other (Welch), so that one
 * slow call does not look like a slow start. Bins without a call take the value before.
 */
export function warmUpOf(
  series: readonly { readonly sums: readonly number[]; readonly counts: readonly number[] }[],
  duration: Micros,
): Micros | undefined {
  const bins = series[0]?.sums.length ?? 0;
  let last = 0;
  const values = Array.from({ length: bins }, (_, bin) => {
    const count = series.reduce((total, one) => total + one.counts[bin]!, 0);
    if (count > 0) last = series.reduce((total, one) => total + one.sums[bin]!, 0) / count;
    return last;
  });
  const cut = mser5(values);
  return cut === undefined ? undefined : Math.ceil((cut / bins) * duration);
}
