import type { CallRow } from './recording.ts';

/** Calls over the run. */
export interface CallBins {
  /** µs */
  readonly width: number;
  /** By when they were offered. */
  readonly offered: readonly number[];
  /** By when they were lost. */
  readonly lost: readonly number[];
}

/** As the charts count it (`calls.svg`): a call that is cut while talking is lost at its cut, any other where it was offered. */
function lostAt({ dropped, endedAt, offeredAt }: CallRow): number {
  return dropped ? endedAt : offeredAt;
}

export function callBins(calls: readonly CallRow[], duration: number, bins: number): CallBins {
  const width = duration / bins;
  const [offered, lost] = [0, 1].map(() => new Array<number>(bins).fill(0)) as [number[], number[]];
  const binOf = (moment: number): number => Math.min(bins - 1, Math.floor(moment / width));
  for (const call of calls) {
    offered[binOf(call.offeredAt)]! += 1;
    if (call.lost) lost[binOf(lostAt(call))]! += 1;
  }
  return { width, offered, lost };
}

/** The call lost nearest to that moment; undefined: none was lost within `reach` µs. */
export function nearestLost(calls: readonly CallRow[], at: number, reach: number): CallRow | undefined {
  let nearest: CallRow | undefined;
  let distance = reach;
  for (const call of calls) {
    const away = Math.abs(lostAt(call) - at);
    if (!call.lost || away > distance) continue;
    nearest = call;
    distance = away;
  }
  return nearest;
}
