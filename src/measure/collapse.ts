import { SECOND } from '../kernel/units.ts';
import type { LoggedCall } from './callLog.ts';

/**
 * Seconds: five minutes, the paper's registration time. What a failover breaks is mended by then; a bad minute is no
 * collapse.
 */
const SPAN = 300;
/** Fewer calls say nothing of a cluster. */
const FEWEST_CALLS = 20;
/**
 * Longer than a lookup that waits for a dead server (2 s) and one more behind it: only a queue makes a caller wait so
 * long.
 */
const LATE = 5 * SECOND;

/**
 * Whether a run collapsed: 1 if there are five minutes on end in which more than half of the calls offered (and at
 * least
 * 20 calls) failed, else 0. A call failed that was lost, or whose phone rang only after more than 5 s. The mean over
 * replications is the probability of a collapse within the horizon.
 *
 * Whether the cluster comes back afterwards makes no difference: there were five minutes without
 * telephones.
 * What is in progress at the end of the run and has not rung has not failed. A run of less than five minutes cannot
 * collapse. To the second.
 */
export function collapsed(calls: Iterable<Pick<LoggedCall, 'offeredAt' | 'lost' | 'postDialDelay'>>): 0 | 1 {
  const offered: number[] = [];
  const failed: number[] = [];
  for (const { offeredAt, lost, postDialDelay } of calls) {
    const second = Math.floor(offeredAt / SECOND);
    for (let next = offered.length; next <= second; next++) offered[next] = failed[next] = 0;
    offered[second]! += 1;
    if (lost || postDialDelay > LATE) failed[second]! += 1;
  }
  return anySpan(offered, failed) ? 1 : 0;
}

function anySpan(offered: readonly number[], failed: readonly number[]): boolean {
  let [offeredNow, failedNow] = [0, 0];
  for (let second = 0; second < offered.length; second++) {
    offeredNow += offered[second]! - (offered[second - SPAN] ?? 0);
    failedNow += failed[second]! - (failed[second - SPAN] ?? 0);
    if (second >= SPAN - 1 && offeredNow >= FEWEST_CALLS && 2 * failedNow > offeredNow) return true;
  }
  return false;
}
