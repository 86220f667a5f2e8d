import { SECOND, type Micros } from '../kernel/ids.ts';
import type { LoggedCall } from './callLog.ts';

/** Shorter than this, it is a bad moment and no collapse: any failover has one. */
const SHORTEST = 60;
/** Fewer calls say nothing of a cluster. */
const FEWEST_CALLS = 20;

/**
 * Whether a run collapsed: 1 if there is a moment, at least 60 s before the last call was offered, since when more than
 * half of the calls offered were lost (and at least 20); else 0. Its mean over replications is the probability of a
 * collapse within the horizon.
 *
 * So a cluster that falls and stays down has collapsed, whenever it fell; one that falls and comes back has not, unless
 * it was down for longer than it has been up since. What is still in progress at the end of the run counts as not lost.
 * To the second.
 */
export function collapsed(calls: Iterable<Pick<LoggedCall, 'offeredAt' | 'lost'>>): 0 | 1 {
  const offered: number[] = [];
  const lost: number[] = [];
  for (const call of calls) {
    const second = secondOf(call.offeredAt);
    while (offered.length <= second) {
      offered.push(0);
      lost.push(0);
    }
    offered[second]! += 1;
    if (call.lost) lost[second]! += 1;
  }
  const last = offered.length - 1;
  let [offeredSince, lostSince] = [0, 0];
  for (let second = last; second >= 0; second--) {
    offeredSince += offered[second]!;
    lostSince += lost[second]!;
    if (last - second >= SHORTEST && offeredSince >= FEWEST_CALLS && 2 * lostSince > offeredSince) return 1;
  }
  return 0;
}

function secondOf(time: Micros): number {
  return Math.floor(time / SECOND);
}
