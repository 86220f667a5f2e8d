import type { PlanProbe } from './planProbes.ts';
import type { PlanEstimate } from './planEstimate.ts';

/** An objective that is the same at every value that was tried, as far as its intervals tell. */
export interface Independent {
  readonly objective: string;
  readonly failure: string | null;
  /** Of its estimates at the values tried. */
  readonly least: number;
  readonly most: number;
  readonly unit: PlanEstimate['unit'];
  /** Of a quantile: the shares beyond the limit. */
  readonly beyond: { readonly least: number; readonly most: number } | null;
  /** Values at which it was measured. */
  readonly values: number;
  /** It failed at one of them: then nothing that is varied can mend it. */
  readonly fails: boolean;
}

/** Estimates that differ by more than this factor are not called the same, however wide their intervals. */
const ALIKE = 1.5;

/** Objectives, each under each failure, that were measured at two values or more and do not depend on them. */
export function independentOf(probes: readonly PlanProbe[]): readonly Independent[] {
  const cases = new Map<
    string,
    { readonly of: PlanProbe['objectives'][number]; readonly seen: PlanEstimate[]; fails: boolean }
  >();
  for (const of of probes.flatMap(({ objectives }) => objectives)) {
    if (of.estimate === null) continue;
    const key = JSON.stringify([of.objective, of.failure]);
    const one = cases.get(key) ?? { of, seen: [], fails: false };
    one.seen.push(of.estimate);
    one.fails ||= of.decision === 'fails';
    cases.set(key, one);
  }
  return [...cases.values()].flatMap(({ of, seen, fails }) => {
    if (seen.length < 2 || !isSame(seen)) return [];
    const [values, shares] = [seen.map(({ value }) => value), seen.map(({ beyond }) => beyond?.value ?? 0)];
    const beyond = seen[0]!.beyond === undefined ? null : { least: Math.min(...shares), most: Math.max(...shares) };
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const { objective, failure } = of;
    return [{ objective, failure, least, most, unit: seen[0]!.unit, beyond, values: seen.length, fails }];
  });
}

/** Whether one number lies in all their intervals, and they are near each other. A quantile is judged by its shares. */
function isSame(seen: readonly PlanEstimate[]): boolean {
  const all = seen.map(({ beyond, value, low, high }) => beyond ?? { value, low, high: high ?? Infinity });
  const values = all.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const overlap = Math.max(...all.map(({ low }) => low)) <= Math.min(...all.map(({ high }) => high));
  return overlap && (most <= ALIKE * least || most === 0);
}
