import type { PlanProbe } from '../../experiment/plan/planProbes.ts';
import { LOSS_OBJECTIVE, type UncountedLoss } from '../../experiment/plan/uncountedLoss.ts';
import { figureText, planEstimateText, shareText } from './planFigures.ts';

/**
 * That calls are lost and no objective counts them: how many, where they become more, and what to add. `ofDelay`: an
 * objective is on the post-dial delay.
 */
export function uncountedText({ value, failure, share, grows }: UncountedLoss, path: string, ofDelay: boolean): string {
  const why = ofDelay ? ': a lost call has no post-dial delay' : '';
  const growth =
    grows === null
      ? ''
      : ` From ${grows.from.value} to ${grows.until.value} the lost calls grow from ${shareText(grows.from.lost.value)} to ${shareText(grows.until.lost.value)}, while ${measureOf(grows.objective)} falls from ${figureText(grows.from.objective.value, grows.from.objective.unit)} to ${figureText(grows.until.objective.value, grows.until.objective.unit)}.`;
  return `At ${path}=${value}${failure === null ? '' : `, under ${failure},`} ${lostText(share)} of the calls are lost, and no objective counts them${why}.${growth} To count them: --slo '${LOSS_OBJECTIVE}'.`;
}

/** A row of a value's table where no objective counts lost calls. */
export function lossRow({ loss }: PlanProbe): readonly string[] {
  if (loss === null) return ['calls.lost', 'no call was offered', 'no objective'];
  const under = loss.failure === null ? '' : ` [${loss.failure}]`;
  return [`calls.lost${under}`, planEstimateText(loss.share, ''), 'no objective'];
}

function lostText({ value, low, high }: UncountedLoss['share']): string {
  return `${shareText(value)} (${shareText(low)} ${high === null ? 'or more' : `to ${shareText(high)}`})`;
}

/** `calls.postDialDelayMs.p99` of `calls.postDialDelayMs.p99 < 2s`. */
function measureOf(objective: string): string {
  return objective.split(/\s*[<>]/)[0]!;
}
