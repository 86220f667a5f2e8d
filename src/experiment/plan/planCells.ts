import { seedOf, type Cell, type CellResult } from '../grid/cell.ts';
import { failureOf, overridesAt, planKey, planMeasures, textAt, type Plan } from './capacityPlan.ts';
import { independentOf } from './dependence.ts';
import type { Lever } from './levers.ts';
import { causesOf } from './planCauses.ts';
import { limitOf, probesOf, worst } from './planProbes.ts';
import { search, type Range, type Seen, type Standing, type Trial } from './bisection.ts';

/** Replications of each lever, and of what it is compared with. */
export const LEVER_RUNS = 10;

/** What came of all that a plan ran. */
export interface PlanFound {
  readonly range: Range;
  /** By lever; undefined: none was tried. */
  readonly levers:
    | {
        readonly at: number;
        readonly standing: Standing;
        readonly tried: readonly Lever[];
        /** By lever. */
        readonly results: readonly (readonly CellResult[])[];
      }
    | undefined;
}

/** Asks for cells, is given their results in the same order, and ends with the range, and with what helps. */
export function* planCells(plan: Plan): Generator<readonly Cell[], PlanFound, readonly CellResult[]> {
  const { values, objectives, failures, confidence, most } = plan;
  const going = search({
    values: values.map((_, at) => at),
    bounds: objectives.map(({ bound }) => bound),
    faults: Math.max(1, failures.length),
    confidence,
    most,
  });
  const all = new Map<string, CellResult>();
  let step = going.next();
  while (step.done !== true) {
    const results = yield cellsOfTrial(plan, step.value);
    for (const result of results) all.set(result.key, result);
    step = going.next(objectives.map((objective) => results.map((result) => objective.observe(result))) satisfies Seen);
  }
  const range = step.value;
  const limit = limitOf(range);
  if (limit === undefined) return { range, levers: undefined };
  const tried = needsAll(plan, range, all) ? plan.levers : meantFor(plan, range, all);
  if (tried.length === 0) return { range, levers: undefined };
  const standing = worst(limit);
  const results: (readonly CellResult[])[] = [];
  for (const lever of tried) results.push(yield cellsOfLever(plan, limit.value, standing.fault, lever));
  return { range, levers: { at: limit.value, standing, tried, results } };
}

/** Levers for the causes of what decides: no lever is named that was not tried. */
function meantFor(plan: Plan, range: Range, results: ReadonlyMap<string, CellResult>): readonly Lever[] {
  const binding = worst(limitOf(range)!);
  const objective = plan.objectives[binding.objective]!.text;
  const causes = causesOf(plan, range, results).filter((one) => one.objective === objective);
  return plan.levers.filter((lever) => causes.some(({ cause }) => lever.causes.includes(cause)));
}

/** Nothing was shown to hold, or what decides depends little or not at all on what is varied. */
function needsAll(plan: Plan, range: Range, results: ReadonlyMap<string, CellResult>): boolean {
  const limit = limitOf(range);
  if (limit === undefined) return false;
  if (range.low === undefined) return true;
  const binding = worst(limit);
  const [objective, failure] = [plan.objectives[binding.objective]!.text, failureOf(plan, binding.fault)];
  return independentOf(probesOf(plan, range, results)).some(
    (one) => one.objective === objective && one.failure === failure,
  );
}

function cellsOfTrial(plan: Plan, { value, fault, from, until }: Trial): readonly Cell[] {
  return Array.from({ length: until - from + 1 }, (_, i) =>
    cellOf(plan, value, from + i, planKey(plan, value, fault, from + i), overridesAt(plan, value, fault, from + i)),
  );
}

function cellsOfLever(plan: Plan, value: number, fault: number, lever: Lever): readonly Cell[] {
  return Array.from({ length: LEVER_RUNS }, (_, i) => {
    const overrides = leverOverrides(plan, value, fault, i + 1, lever);
    return cellOf(plan, value, i + 1, `${overrides.join(' ')}/r${i + 1}`, overrides);
  });
}

function leverOverrides(
  plan: Plan,
  value: number,
  fault: number,
  replication: number,
  lever: Lever,
): readonly string[] {
  const own = lever.unharmed ? [`${plan.path}=${textAt(plan, value)}`] : overridesAt(plan, value, fault, replication);
  return [...own, ...lever.overrides];
}

function cellOf(plan: Plan, point: number, replication: number, key: string, overrides: readonly string[]): Cell {
  const measures = planMeasures(plan);
  const wants = { measures, warmUp: 0, bins: 0 };
  return { key, source: plan.source, overrides, seed: seedOf(plan.seed, replication), point, replication, wants };
}
