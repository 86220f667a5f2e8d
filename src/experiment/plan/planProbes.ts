import type { CellResult } from '../grid/cell.ts';
import { failureOf, planKey, textAt, type Plan } from './capacityPlan.ts';
import type { Decision } from './decide.ts';
import { planEstimate, type PlanEstimate } from './planEstimate.ts';
import { lossAt, type PlanLoss } from './planLoss.ts';
import type { Probe, Range, Standing } from './bisection.ts';

/** What was seen at one value. */
export interface PlanProbe {
  readonly value: string;
  /** The value without its unit. */
  readonly number: number;
  readonly decision: Decision;
  readonly objectives: readonly {
    readonly objective: string;
    readonly failure: string | null;
    readonly decision: Decision;
    readonly estimate: PlanEstimate | null;
    /** Level at which it is decided, which is stricter than that of the plan: all its statements together have that. */
    readonly level: number;
    /** Of an undecided mean or share: its interval at that level; null: of any other. A quantile's is of `beyond`. */
    readonly decides: { readonly low: number; readonly high: number | null } | null;
  }[];
  /** Calls that were lost, whatever the objectives are; null: none was offered. */
  readonly loss: PlanLoss | null;
}

/** The least value that is not shown to hold. */
export function limitOf({ high, probes }: Range): Probe | undefined {
  return high ?? [...probes].filter(({ decision }) => decision !== 'holds').sort((a, b) => a.value - b.value)[0];
}

/** What was seen at each value, in the order of the search. `results`: by key. */
export function probesOf(
  plan: Plan,
  { probes }: Range,
  results: ReadonlyMap<string, CellResult>,
): readonly PlanProbe[] {
  return probes.map((probe) => ({
    value: textAt(plan, probe.value),
    number: plan.values[probe.value]!.number,
    decision: probe.decision,
    objectives: probe.standings.map(({ fault, objective, decision, observations, replications, level }) => {
      const pooled = replications.map((one) => results.get(planKey(plan, probe.value, fault, one))!);
      const isOpen = decision === 'undecided' && plan.objectives[objective]!.bound.kind === 'mean';
      const strict = isOpen ? planEstimate(plan.objectives[objective]!, observations, pooled, level) : null;
      return {
        objective: plan.objectives[objective]!.text,
        failure: failureOf(plan, fault),
        decision,
        estimate: planEstimate(plan.objectives[objective]!, observations, pooled, plan.confidence),
        level,
        decides: strict === null ? null : endsOf(strict),
      };
    }),
    loss: lossAt(plan, probe, results),
  }));
}

/** By what it is decided: of a quantile, the share beyond its limit. */
function endsOf({ beyond, low, high }: PlanEstimate): NonNullable<PlanProbe['objectives'][number]['decides']> {
  return beyond === undefined ? { low, high } : { low: beyond.low, high: beyond.high };
}

/** The standing that failed, or that is undecided; else any. */
export function worst({ standings }: Probe): Standing {
  return (
    standings.find(({ decision }) => decision === 'fails') ??
    standings.find(({ decision }) => decision === 'undecided') ??
    standings[0]!
  );
}
