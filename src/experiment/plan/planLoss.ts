import type { CellResult } from '../grid/cell.ts';
import { countShareOf } from '../statistics/counts.ts';
import { lowOf, meanOf } from '../statistics/estimate.ts';
import { failureOf, planKey, type Plan } from './capacityPlan.ts';
import { plainEstimate, type PlanEstimate } from './planEstimate.ts';
import type { Probe } from './bisection.ts';

/** Share of the offered calls that is lost at a value, under the failure that loses most. */
export interface PlanLoss {
  readonly failure: string | null;
  readonly share: PlanEstimate;
}

/** `results`: by key. Null: no call was offered. */
export function lossAt(plan: Plan, probe: Probe, results: ReadonlyMap<string, CellResult>): PlanLoss | null {
  const all = probe.standings
    .filter(({ objective }) => objective === 0)
    .flatMap(({ fault, runs }): PlanLoss[] => {
      const own = Array.from({ length: runs }, (_, i) => results.get(planKey(plan, probe.value, fault, i + 1))!);
      const share = lostShare(own, plan.confidence);
      return share === null ? [] : [{ failure: failureOf(plan, fault), share }];
    });
  return all.sort((a, b) => b.share.value - a.share.value)[0] ?? null;
}

/** Lost calls of offered ones, over all these runs. */
export function lostShare(results: readonly CellResult[], level: number): PlanEstimate | null {
  const calls = results.map(({ document }) => document.calls);
  const share = countShareOf(
    calls.map(({ lost }) => lost),
    calls.map(({ offered }) => offered),
    level,
  );
  return share === undefined ? null : plainEstimate(share, 'ratio');
}

/** Whether more of the offered calls are lost, run by run with the same callers, than chance makes. */
export function losesMore(before: readonly CellResult[], after: readonly CellResult[], level: number): boolean {
  const share = ({ document: { calls } }: CellResult): number => (calls.offered === 0 ? 0 : calls.lost / calls.offered);
  const difference = meanOf(
    after.map((result, i) => share(result) - share(before[i]!)),
    level,
  );
  return difference !== undefined && lowOf(difference) > 0;
}
