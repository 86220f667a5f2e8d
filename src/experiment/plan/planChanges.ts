import type { CellResult } from '../grid/cell.ts';
import { highOf, lowOf, meanOf } from '../statistics/estimate.ts';
import { failureOf, planKey, textAt, type Plan } from './capacityPlan.ts';
import type { Objective } from './objective.ts';
import { LEVER_RUNS, type PlanFound } from './planCells.ts';
import { planEstimate, type PlanEstimate } from './planEstimate.ts';
import { losesMore, lostShare } from './planLoss.ts';

/** What the binding objective becomes with one change at a time, at the value where it failed. */
export interface PlanChanges {
  readonly value: string;
  readonly objective: string;
  readonly failure: string | null;
  readonly asItIs: PlanEstimate | null;
  /** Lost calls of offered ones as it is; null: none was offered. */
  readonly lost: PlanEstimate | null;
  /** The greatest help first. */
  readonly tried: readonly {
    readonly says: string;
    /** What to write for it in the .conf files; empty: it is none of their settings. */
    readonly line: string;
    readonly set: readonly string[];
    readonly unharmed: boolean;
    readonly estimate: PlanEstimate | null;
    /** The objective is another one with it, in runs of the same callers, as far as an interval tells. */
    readonly differs: boolean;
    /** It is nearer to the objective, or farther inside. */
    readonly helps: boolean;
    /** Its estimate is inside the objective: more runs would have to show that it holds. */
    readonly meets: boolean;
    readonly lost: PlanEstimate | null;
    /** A greater share of the calls is lost with it, as far as an interval tells. */
    readonly losesMore: boolean;
  }[];
}

/** `results`: of all cells, by key. */
export function changesOf(
  plan: Plan,
  { at, standing, tried: levers, results: byLever }: NonNullable<PlanFound['levers']>,
  results: ReadonlyMap<string, CellResult>,
): PlanChanges {
  const objective = plan.objectives[standing.objective]!;
  const { sense, limit } = objective.bound;
  const estimateOf = (own: readonly CellResult[]): PlanEstimate | null => {
    const seen = own.map((result) => objective.observe(result));
    const pooled = own.filter((_, i) => seen[i] !== undefined);
    return planEstimate(
      objective,
      seen.filter((one) => one !== undefined),
      pooled,
      plan.confidence,
    );
  };
  const first = Array.from({ length: LEVER_RUNS }, (_, i) => results.get(planKey(plan, at, standing.fault, i + 1))!);
  const tried = levers.map(({ says, line, overrides, unharmed }, i) => {
    const estimate = estimateOf(byLever[i]!);
    const { differs, helps } = differenceOf(objective, first, byLever[i]!, plan.confidence);
    const decided = estimate === null ? undefined : (estimate.beyond?.value ?? estimate.value);
    const meets = decided !== undefined && (sense === 'below' ? decided < limit : decided > limit);
    const lost = lostShare(byLever[i]!, plan.confidence);
    const more = losesMore(first, byLever[i]!, plan.confidence);
    const said = { says, line, set: overrides, unharmed, estimate, differs, helps, meets, lost, losesMore: more };
    return { decided, said };
  });
  const sign = sense === 'below' ? 1 : -1;
  tried.sort((a, b) => sign * ((a.decided ?? sign * Infinity) - (b.decided ?? sign * Infinity)));
  return {
    value: textAt(plan, at),
    objective: objective.text,
    failure: failureOf(plan, standing.fault),
    asItIs: estimateOf(first),
    lost: lostShare(first, plan.confidence),
    tried: tried.map(({ said }) => said),
  };
}

/** Of the excess over the limit, run by run: the same callers, so what differs is the change. */
function differenceOf(
  { bound, observe }: Objective,
  before: readonly CellResult[],
  after: readonly CellResult[],
  level: number,
): { readonly differs: boolean; readonly helps: boolean } {
  const excess = (result: CellResult | undefined): number | undefined => {
    const seen = result === undefined ? undefined : observe(result);
    return seen === undefined ? undefined : seen.part - bound.limit * seen.whole;
  };
  const differences = before.flatMap((result, i) => {
    const [one, other] = [excess(result), excess(after[i])];
    return one === undefined || other === undefined ? [] : [other - one];
  });
  const estimate = meanOf(differences, level);
  if (estimate === undefined) return { differs: false, helps: false };
  const [lower, higher] = [highOf(estimate) < 0, lowOf(estimate) > 0];
  return { differs: lower || higher, helps: bound.sense === 'below' ? lower : higher };
}
