import type { Micros } from '../../kernel/units.ts';
import type { Measures } from '../../measure/measures.ts';
import type { Outcome } from '../../model/observations.ts';
import { OUTCOME_LABEL } from './outcomeText.ts';

/** Calls that were lost in one way. */
export interface Cause {
  readonly outcome: Outcome | 'dropped';
  readonly label: string;
  readonly calls: number;
  /** Offered, or cut: the first and the last of them. */
  readonly first: Micros;
  readonly last: Micros;
}

/** What lost the calls, most frequent first. A call that was cut counts as that, however it was answered. */
export function causesOfLoss(measures: Measures): readonly Cause[] {
  const causes = new Map<Outcome | 'dropped', Cause>();
  for (const call of measures.calls.log) {
    if (!call.lost) continue;
    const outcome = call.dropped ? 'dropped' : call.outcome;
    const at = call.dropped ? call.endedAt : call.offeredAt;
    const { calls, first, last } = causes.get(outcome) ?? { calls: 0, first: at, last: at };
    const label = outcome === 'dropped' ? 'answered, then cut by a fault' : OUTCOME_LABEL[outcome];
    causes.set(outcome, { outcome, label, calls: calls + 1, first: Math.min(first, at), last: Math.max(last, at) });
  }
  return [...causes.values()].sort((a, b) => b.calls - a.calls);
}
