import { CAUSE_NAMES } from '../../measure/causeCounts.ts';
import { WAITS, type CauseName } from '../../model/story/index.ts';
import type { CellResult } from '../grid/cell.ts';
import { failureOf, planKey, type Plan } from './capacityPlan.ts';
import type { Range } from './bisection.ts';

/** A cause of what an objective counts, under one failure, at all values tried. */
export interface PlanCause {
  readonly objective: string;
  readonly failure: string | null;
  readonly cause: CauseName;
  /** Which calls: those that rang later than 2 s, or those that were lost. */
  readonly calls: 'late' | 'lost';
  /** Calls of this cause, of all late or lost ones, 0..1. */
  readonly part: number;
  /** Calls of this cause by value, in the objective's own unit: a share of the calls, or calls a run. */
  readonly least: number;
  readonly most: number;
  readonly isShare: boolean;
  /** By itself it is more than the objective allows, at every value tried. */
  readonly alone: boolean;
}

/** A cause of fewer of the calls than this is not named. */
const NAMED = 0.25;

/** A call that rings later than this has a cause (`cause.ts`). */
const LATE_MS = 2000;

/** Causes of lost calls that were answered before: what `calls.dropped` counts. */
const OF_DROPPED: readonly CauseName[] = ['mediaCut', 'pathCut', 'spanCut', 'powerLost', 'parkingDied'];

/**
 * The main causes of each objective that was not shown to hold at every value, the most frequent first. Only of
 * objectives that speak of lost calls, or of the post-dial delay; `results`: by key.
 */
export function causesOf(
  plan: Plan,
  { probes }: Range,
  results: ReadonlyMap<string, CellResult>,
): readonly PlanCause[] {
  const cases = new Map<string, Seen>();
  for (const { value, standings } of probes)
    for (const { objective, fault, observations, replications, decision } of standings) {
      const found = countedBy(plan.objectives[objective]!.measure);
      if (found === undefined) continue;
      const key = JSON.stringify([objective, fault]);
      const seen = cases.get(key) ?? { objective, fault, ...found, holds: true, values: [] };
      const documents = replications.map((one) => results.get(planKey(plan, value, fault, one))!.document);
      const count = (name: CauseName): number => documents.reduce((sum, { calls }) => sum + calls.causes[name], 0);
      // Causes are of the whole run: those of an objective in a window are shares of all calls.
      const whole = isWindowed(plan, objective)
        ? documents.reduce((sum, { calls }) => sum + calls.offered, 0)
        : observations.reduce((sum, one) => sum + one.whole, 0);
      seen.values.push({ whole, counts: found.causes.map(count) });
      seen.holds &&= decision === 'holds';
      cases.set(key, seen);
    }
  return [...cases.values()].flatMap((seen) => (seen.holds ? [] : mainOf(plan, seen)));
}

interface Counted {
  readonly calls: PlanCause['calls'];
  readonly causes: readonly CauseName[];
}

interface Seen extends Counted {
  readonly objective: number;
  readonly fault: number;
  holds: boolean;
  readonly values: { readonly whole: number; readonly counts: readonly number[] }[];
}

/** Calls that an objective counts, and the causes that they can have; undefined: it counts something else. */
function countedBy(measure: string): Counted | undefined {
  const [path] = measure.split(' ');
  if (path!.startsWith('calls.postDialDelayMs')) return { calls: 'late', causes: WAITS };
  if (path === 'calls.dropped') return { calls: 'lost', causes: OF_DROPPED };
  const isLoss = path === 'calls.lost' || path === 'load.sessionEstablishmentRatio';
  return isLoss ? { calls: 'lost', causes: CAUSE_NAMES.filter((name) => !WAITS.includes(name)) } : undefined;
}

function isWindowed({ objectives }: Plan, at: number): boolean {
  return objectives[at]!.measure.includes(' during ');
}

function mainOf(plan: Plan, { objective: at, fault, calls, causes, values }: Seen): readonly PlanCause[] {
  const { text: objective, bound, quantile, shareOf } = plan.objectives[at]!;
  const sums = causes.map((_, i) => values.reduce((sum, { counts }) => sum + counts[i]!, 0));
  const total = sums.reduce((sum, one) => sum + one, 0);
  const measured = values.filter(({ whole }) => whole > 0);
  if (total === 0 || measured.length === 0) return [];
  const isShare = isWindowed(plan, at) || quantile !== undefined || shareOf !== undefined;
  const counted = !isWindowed(plan, at) && (quantile === undefined || quantile.limitMs <= LATE_MS);
  const hasCeiling = counted && bound.kind === 'mean' && bound.sense === 'below';
  const failure = failureOf(plan, fault);
  return causes
    .flatMap((cause, i): PlanCause[] => {
      if (sums[i]! < NAMED * total) return [];
      const shares = measured.map(({ counts, whole }) => counts[i]! / whole);
      const [least, most] = [Math.min(...shares), Math.max(...shares)];
      const alone = hasCeiling && least >= bound.limit;
      return [{ objective, failure, cause, calls, part: sums[i]! / total, least, most, isShare, alone }];
    })
    .sort((a, b) => b.part - a.part);
}
