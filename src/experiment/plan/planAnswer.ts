import { SECOND } from '../../kernel/units.ts';
import { seedOf, type CellResult } from '../grid/cell.ts';
import { failureOf, overridesAt, textAt, type Plan } from './capacityPlan.ts';
import type { FixedCalls } from './fixedCalls.ts';
import { independentOf, type Independent } from './dependence.ts';
import type { DeadPeerWait } from './deadPeerWait.ts';
import type { Lever } from './levers.ts';
import { causesOf, type PlanCause } from './planCauses.ts';
import { changesOf, type PlanChanges } from './planChanges.ts';
import type { PlanFound } from './planCells.ts';
import type { PlanUnit } from './planUnit.ts';
import { limitOf, probesOf, worst, type PlanProbe } from './planProbes.ts';
import { uncountedLoss, type UncountedLoss } from './uncountedLoss.ts';
import type { Probe } from './bisection.ts';

/** What the search found, as data. */
export interface PlanAnswer {
  readonly path: string;
  readonly goal: Plan['goal'];
  /** Shown to hold here; null: nowhere. */
  readonly holds: string | null;
  /** Shown to fail here; null: nowhere. */
  readonly fails: string | null;
  /** The values that were asked for, in order of size: the first and the last. */
  readonly between: readonly [string, string];
  readonly confidence: number;
  readonly replications: number;
  /** Replications of one value under one failure, at most. */
  readonly most: number;
  /**
   * The objective that fails at `fails`, or the first that is not shown to hold beyond `holds`, and under which failure.
   */
  readonly binding: { readonly objective: string; readonly failure: string | null } | null;
  /** Main causes of what the objectives count, of those that were not shown to hold at every value. */
  readonly causes: readonly PlanCause[];
  /** What a peer that dies costs a lookup; null: no server asks another. */
  readonly deadPeer: DeadPeerWait | null;
  /** What the values are in the field's unit: a span is 23 channels; null: the same. */
  readonly unit: PlanUnit | null;
  /** Changes meant for these causes that were tried, and help. */
  readonly helps: readonly Pick<Lever, 'says' | 'line' | 'overrides' | 'causes'>[];
  /** Objectives that depend little, or not at all, on what is varied. */
  readonly independent: readonly Independent[];
  /** Arguments of `dundisim`: the run of all that came nearest to the limit, or went farthest beyond it. */
  readonly reproduce: { readonly holds: readonly string[] | null; readonly fails: readonly string[] | null };
  readonly probes: readonly PlanProbe[];
  /** Seconds between which the moment of a failure was drawn, evenly; null: it had a moment of its own. */
  readonly moments: readonly [number, number] | null;
  readonly changes: PlanChanges | null;
  /** Lost calls that no objective counts, where they are many or become more; null: there are none. */
  readonly uncounted: UncountedLoss | null;
  /** Calls that do not become more with the phones that are varied. */
  readonly fixedCalls: readonly FixedCalls[];
  /** The scenario has faults of its own, which come in every run, beside the failure that is tried. */
  readonly hasFaults: boolean;
}

/** `results`: of all cells, by key. */
export function answerOf(
  plan: Plan,
  { range, levers }: PlanFound,
  results: ReadonlyMap<string, CellResult>,
): PlanAnswer {
  const { low, high, probes } = range;
  const text = (probe: Probe | undefined): string | null => (probe === undefined ? null : textAt(plan, probe.value));
  const limit = limitOf(range);
  const binding = limit === undefined ? undefined : worst(limit);
  const said = probesOf(plan, range, results);
  const causes = causesOf(plan, range, results);
  const { stagger, values } = plan;
  const changes = levers === undefined ? null : changesOf(plan, levers, results);
  const helping = new Set(
    changes?.tried.flatMap(({ set, helps, losesMore }) => (helps && !losesMore ? [set.join(' ')] : [])),
  );
  const ends = [values[0]!, values.at(-1)!].sort((a, b) => a.number - b.number);
  return {
    path: plan.path,
    goal: plan.goal,
    holds: text(low),
    fails: text(high),
    between: [ends[0]!.text, ends[1]!.text],
    confidence: plan.confidence,
    replications: probes
      .flatMap(({ standings }) => standings.filter(({ objective }) => objective === 0))
      .reduce((total, { runs }) => total + runs, 0),
    most: plan.most,
    binding:
      binding === undefined
        ? null
        : { objective: plan.objectives[binding.objective]!.text, failure: failureOf(plan, binding.fault) },
    causes,
    deadPeer: plan.deadPeer,
    unit: plan.unit,
    helps: plan.levers
      .filter((lever) => helping.has(lever.overrides.join(' ')))
      .filter((lever) => causes.some(({ cause }) => lever.causes.includes(cause)))
      .map(({ says, line, overrides, causes: meantFor }) => ({ says, line, overrides, causes: meantFor })),
    independent: independentOf(said),
    reproduce: { holds: commandOf(plan, low), fails: commandOf(plan, high) },
    probes: said,
    moments: stagger === undefined ? null : [stagger.from / SECOND, stagger.until / SECOND],
    changes,
    fixedCalls: plan.fixedCalls,
    hasFaults: plan.hasFaults,
    uncounted: uncountedLoss(
      plan,
      said,
      said.find(({ value }) => value === text(low ?? limit)),
    ),
  };
}

/** One run at this value: of the replications of its worst standing, the one with the greatest excess. */
function commandOf(plan: Plan, probe: Probe | undefined): readonly string[] | null {
  if (probe === undefined) return null;
  const { fault, objective, observations, replications } = worst(probe);
  const { sense, limit } = plan.objectives[objective]!.bound;
  const excess = observations.map(({ part, whole }) => (sense === 'below' ? 1 : -1) * (part - limit * whole));
  const replication = replications[excess.indexOf(Math.max(...excess))] ?? 1;
  const { source } = plan;
  const sets = [...source.sets, ...overridesAt(plan, probe.value, fault, replication)].flatMap((one) => ['--set', one]);
  return [
    'run',
    source.path,
    ...sets,
    ...(source.until === undefined ? [] : ['--until', source.until]),
    '--seed',
    seedOf(plan.seed, replication),
  ];
}
