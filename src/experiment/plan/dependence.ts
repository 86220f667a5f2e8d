import { log } from '../../kernel/math.ts';
import type { PlanProbe } from './planProbes.ts';
import type { PlanEstimate } from './planEstimate.ts';

/** An objective on which what is varied has no part, or a small one, at the values that were tried. */
export interface Independent {
  readonly objective: string;
  readonly failure: string | null;
  /** `none`: it is the same at every value, as far as its intervals tell. `little`: it grows much less than the values. */
  readonly part: 'none' | 'little';
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
  /** It held at all of them. */
  readonly holds: boolean;
}

/** Estimates that differ by more than this factor are not called the same, however wide their intervals. */
const ALIKE = 1.5;
/** Values that are nearer together than this factor cannot show how little depends on them. */
const APART = 2;
/** An objective that grows with a smaller power of the values than this depends on them a little. */
const LITTLE = 1 / 3;

/**
 * Objectives, each under each failure, that were measured at two values or more and depend on them little or not at
 * all.
 */
export function independentOf(probes: readonly PlanProbe[]): readonly Independent[] {
  const cases = new Map<
    string,
    {
      readonly of: PlanProbe['objectives'][number];
      readonly seen: PlanEstimate[];
      at: number[];
      fails: boolean;
      holds: boolean;
    }
  >();
  for (const { number, objectives } of probes) {
    for (const of of objectives) {
      if (of.estimate === null) continue;
      const key = JSON.stringify([of.objective, of.failure]);
      const one = cases.get(key) ?? { of, seen: [], at: [], fails: false, holds: true };
      one.seen.push(of.estimate);
      one.at.push(number);
      one.fails ||= of.decision === 'fails';
      one.holds &&= of.decision === 'holds';
      cases.set(key, one);
    }
  }
  return [...cases.values()].flatMap(({ of, seen, at, fails, holds }) => {
    const part = isSame(seen) ? 'none' : dependsLittle(seen, at) ? 'little' : undefined;
    if (seen.length < 2 || part === undefined) return [];
    const [values, shares] = [seen.map(({ value }) => value), seen.map(({ beyond }) => beyond?.value ?? 0)];
    const beyond = seen[0]!.beyond === undefined ? null : { least: Math.min(...shares), most: Math.max(...shares) };
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const { objective, failure } = of;
    return [{ objective, failure, part, least, most, unit: seen[0]!.unit, beyond, values: seen.length, fails, holds }];
  });
}

/** Whether one number lies in all their intervals, and they are near each other. A quantile is judged by its shares. */
function isSame(seen: readonly PlanEstimate[]): boolean {
  const all = judgedBy(seen);
  const values = all.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const overlap = Math.max(...all.map(({ low }) => low)) <= Math.min(...all.map(({ high }) => high));
  return overlap && (most <= ALIKE * least || most === 0);
}

/** Whether they grow, or shrink, with a small power of the values. */
function dependsLittle(seen: readonly PlanEstimate[], at: readonly number[]): boolean {
  const values = judgedBy(seen).map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [Math.min(...at), Math.max(...at)];
  return least > 0 && first > 0 && last >= APART * first && log(most / least) <= LITTLE * log(last / first);
}

function judgedBy(
  seen: readonly PlanEstimate[],
): readonly Pick<PlanEstimate & { high: number }, 'value' | 'low' | 'high'>[] {
  return seen.map(({ beyond, value, low, high }) => beyond ?? { value, low, high: high ?? Infinity });
}
