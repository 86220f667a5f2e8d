import type { Scenario } from '../../scenario/index.ts';
import { seedOf, type Cell, type CellResult, type Source } from '../grid/cell.ts';
import { faultOverrides, failureText, type Failure, type FaultPattern } from './singleFailures.ts';
import { hitlessReplications, type Decision } from './decide.ts';
import { estimateText, type Objective } from './objective.ts';
import { mostProbes, search, type Probe, type Range, type Seen, type Standing, type Trial } from './search.ts';
import type { PlanValue } from './candidateValues.ts';

/** A question of capacity: the greatest value of a path at which every objective holds, whichever victim fails. */
export interface Plan {
  readonly source: Source;
  readonly seed: string;
  readonly path: string;
  readonly values: readonly PlanValue[];
  readonly objectives: readonly Objective[];
  /** One of these at a time, each of which the objectives must survive; empty: nothing fails. */
  readonly failures: readonly Failure[];
  /** By failure; `[[]]` where nothing fails. */
  readonly faultOverrides: readonly (readonly string[])[];
  readonly confidence: number;
  /** Replications of a value under one failure, at most. */
  readonly most: number;
}

/** Without a time of its own a fault strikes when a tenth of the run is over. */
const STRIKES_AT = 0.1;

/** Each victim in turn. */
export function failuresOf({ verb, victims, at, lasts }: FaultPattern, scenario: Scenario): readonly Failure[] {
  const strikes = at ?? Math.round(STRIKES_AT * scenario.config.duration);
  return victims.map((victim) => ({ verb, victim, at: strikes, lasts }));
}

export function overridesOf(scenario: Scenario, failures: readonly Failure[]): Plan['faultOverrides'] {
  return failures.length === 0 ? [[]] : failures.map((failure) => faultOverrides(scenario, [failure]));
}

/** For means, what a planner waits for; for a probability, twice what it takes to show it when it never happens. */
export function defaultMost(objectives: readonly Objective[], values: number, confidence: number): number {
  const error = (1 - confidence) / mostProbes(values);
  return Math.max(
    100,
    ...objectives
      .filter(({ bound }) => bound.kind === 'probability')
      .map(({ bound: { limit, sense } }) => 2 * hitlessReplications(sense === 'below' ? limit : 1 - limit, error)),
  );
}

/** Asks for cells, is given their results in the same order, and ends with the range. */
export function* planCells(plan: Plan): Generator<readonly Cell[], Range, readonly CellResult[]> {
  const { values, objectives, failures, confidence, most } = plan;
  const going = search({
    values: values.map(({ number }) => number),
    bounds: objectives.map(({ bound }) => bound),
    faults: Math.max(1, failures.length),
    confidence,
    most,
  });
  let step = going.next();
  while (step.done !== true) {
    const results = yield cellsOfTrial(plan, step.value);
    step = going.next(objectives.map((objective) => results.map((result) => objective.observe(result))) satisfies Seen);
  }
  return step.value;
}

function cellsOfTrial(plan: Plan, { value, fault, from, until }: Trial): readonly Cell[] {
  const point = plan.values.findIndex(({ number }) => number === value);
  const measures = planMeasures(plan);
  return Array.from({ length: until - from + 1 }, (_, i) => ({
    key: planKey(plan, value, fault, from + i),
    source: plan.source,
    overrides: overridesAt(plan, value, fault),
    seed: seedOf(plan.seed, from + i),
    point,
    replication: from + i,
    wants: { measures, warmUp: 0, bins: 0 },
  }));
}

/** What the cells must measure beside their documents. */
export function planMeasures({ objectives }: Plan): readonly string[] {
  return [...new Set(objectives.flatMap(({ measures }) => measures))];
}

/** The same whatever other values are tried: `2/s/r13`, `2/s, crash regpbx2 at 6m/r13`. */
export function planKey(plan: Plan, value: number, fault: number, replication: number): string {
  return `${[textAt(plan, value), failureOf(plan, fault)].filter((part) => part !== null).join(', ')}/r${replication}`;
}

/** Of a value under a failure, as `path=value`. */
export function overridesAt(plan: Plan, value: number, fault: number): readonly string[] {
  return [`${plan.path}=${textAt(plan, value)}`, ...plan.faultOverrides[fault]!];
}

/** What the search found, in words and as data. */
export interface PlanAnswer {
  readonly path: string;
  /** Shown to hold here; null: nowhere. */
  readonly low: string | null;
  /** Shown to fail here; null: nowhere. */
  readonly high: string | null;
  readonly confidence: number;
  readonly replications: number;
  /**
   * The objective that fails at `high`, or the first that is not shown to hold above `low`, and under which failure.
   */
  readonly binding: { readonly objective: string; readonly failure: string | null } | null;
  /** Arguments of `dundisim`: the run of all that came nearest to the limit, or went farthest beyond it. */
  readonly reproduce: { readonly low: readonly string[] | null; readonly high: readonly string[] | null };
  readonly probes: readonly PlanProbe[];
}

export interface PlanProbe {
  readonly value: string;
  readonly decision: Decision;
  readonly objectives: readonly {
    readonly objective: string;
    readonly failure: string | null;
    readonly decision: Decision;
    readonly estimate: string;
  }[];
}

export function answerOf(plan: Plan, { low, high, probes }: Range): PlanAnswer {
  const text = (probe: Probe | undefined): string | null => (probe === undefined ? null : textAt(plan, probe.value));
  const closest =
    high ?? [...probes].filter(({ decision }) => decision !== 'holds').sort((a, b) => a.value - b.value)[0];
  const binding = closest === undefined ? undefined : worst(closest);
  return {
    path: plan.path,
    low: text(low),
    high: text(high),
    confidence: plan.confidence,
    replications: probes
      .flatMap(({ standings }) => standings.filter(({ objective }) => objective === 0))
      .reduce((total, { runs }) => total + runs, 0),
    binding:
      binding === undefined
        ? null
        : { objective: plan.objectives[binding.objective]!.text, failure: failureOf(plan, binding.fault) },
    reproduce: { low: commandOf(plan, low), high: commandOf(plan, high) },
    probes: probes.map((probe) => ({
      value: textAt(plan, probe.value),
      decision: probe.decision,
      objectives: probe.standings.map(({ fault, objective, decision, observations }) => ({
        objective: plan.objectives[objective]!.text,
        failure: failureOf(plan, fault),
        decision,
        estimate: estimateText(plan.objectives[objective]!, observations, plan.confidence),
      })),
    })),
  };
}

function textAt({ values }: Plan, value: number): string {
  return values.find(({ number }) => number === value)!.text;
}

function failureOf({ failures }: Plan, fault: number): string | null {
  const failure = failures[fault];
  return failure === undefined ? null : failureText(failure);
}

/** The one that failed, or that is undecided; else any. */
function worst({ standings }: Probe): Standing {
  return (
    standings.find(({ decision }) => decision === 'fails') ??
    standings.find(({ decision }) => decision === 'undecided') ??
    standings[0]!
  );
}

/** One run at this value: of the replications of its worst standing, the one with the greatest excess. */
function commandOf(plan: Plan, probe: Probe | undefined): readonly string[] | null {
  if (probe === undefined) return null;
  const { fault, objective, observations, replications } = worst(probe);
  const { sense, limit } = plan.objectives[objective]!.bound;
  const excess = observations.map(({ part, whole }) => (sense === 'below' ? 1 : -1) * (part - limit * whole));
  const replication = replications[excess.indexOf(Math.max(...excess))] ?? 1;
  const { source } = plan;
  const sets = [...source.sets, ...overridesAt(plan, probe.value, fault)].flatMap((one) => ['--set', one]);
  return [
    'run',
    source.path,
    ...sets,
    ...(source.until === undefined ? [] : ['--until', source.until]),
    '--seed',
    seedOf(plan.seed, replication),
  ];
}
