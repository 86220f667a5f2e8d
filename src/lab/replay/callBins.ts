import type { CallRow } from './recording.ts';

/** Calls by the time at which they were offered. */
export interface CallBins {
  /** µs */
  readonly width: number;
  readonly offered: readonly number[];
  /** Of those, the lost ones. */
  readonly lost: readonly number[];
  /** Of those, the ones that were connected by the database's address after a failure. */
  readonly saved: readonly number[];
}

export function callBins(calls: readonly CallRow[], duration: number, bins: number): CallBins {
  const width = duration / bins;
  const [offered, lost, saved] = [0, 1, 2].map(() => new Array<number>(bins).fill(0)) as [number[], number[], number[]];
  for (const call of calls) {
    const bin = Math.min(bins - 1, Math.floor(call.offeredAt / width));
    offered[bin]! += 1;
    if (call.lost) lost[bin]! += 1;
    if (call.saved) saved[bin]! += 1;
  }
  return { width, offered, lost, saved };
}

/** The lost call offered nearest to that moment; undefined: none was lost within `reach` µs. */
export function nearestLost(calls: readonly CallRow[], at: number, reach: number): CallRow | undefined {
  let nearest: CallRow | undefined;
  let distance = reach;
  for (const call of calls) {
    const away = Math.abs(call.offeredAt - at);
    if (!call.lost || away > distance) continue;
    nearest = call;
    distance = away;
  }
  return nearest;
}
