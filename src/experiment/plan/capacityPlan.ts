import type { Scenario } from '../../scenario/index.ts';
import type { Source } from '../grid/cell.ts';
import { cacheCycle, staggeredTime, staggerOverrides, type Stagger } from '../grid/stagger.ts';
import type { PlanValue } from './candidateValues.ts';
import { hitlessReplications } from './decide.ts';
import type { DeadPeerWait } from './deadPeerWait.ts';
import type { FixedCalls } from './fixedCalls.ts';
import type { Lever } from './levers.ts';
import type { PlanUnit } from './planUnit.ts';
import type { Objective } from './objective.ts';
import { mostProbes } from './bisection.ts';
import { faultOverrides, failureText, victimText, type Failure, type FaultPattern } from './singleFailures.ts';

/** A question of capacity: how far a path can go with every objective holding, whichever victim fails. */
export interface Plan {
  readonly source: Source;
  readonly seed: string;
  readonly path: string;
  readonly goal: 'maximise' | 'minimise';
  /** The easiest first: ascending for the greatest that holds, descending for the least. */
  readonly values: readonly PlanValue[];
  readonly objectives: readonly Objective[];
  /** One of these at a time, each of which the objectives must survive; empty: nothing fails. */
  readonly failures: readonly Failure[];
  /** By failure; `[[]]` where nothing fails. */
  readonly faultOverrides: readonly (readonly string[])[];
  /** Where no moment was given, a failure has another one in each replication. */
  readonly stagger: Stagger | undefined;
  readonly confidence: number;
  /** Replications of a value under one failure, at most. */
  readonly most: number;
  /** Tried at one value when no value holds, or when what is varied has no part in it. */
  readonly levers: readonly Lever[];
  /** What a peer that dies costs a lookup; null: no server asks another. */
  readonly deadPeer: DeadPeerWait | null;
  readonly unit: PlanUnit | null;
  readonly fixedCalls: readonly FixedCalls[];
  /** The scenario has faults of its own, which come in every run. */
  readonly hasFaults: boolean;
}

/** Without a time of its own a fault strikes first when a tenth of the run is over. */
const STRIKES_AT = 0.1;
/** The rest of the run is for what the fault leaves behind. */
const STRIKES_UNTIL = 0.6;

/** Each victim in turn. */
export function failuresOf({ verb, victims, at, lasts }: FaultPattern, scenario: Scenario): readonly Failure[] {
  const strikes = at ?? Math.round(STRIKES_AT * scenario.config.duration);
  return victims.map((victim) => ({ verb, victim, at: strikes, lasts }));
}

/**
 * The moments of a failure without one of its own: evenly over all that servers remember, or as much of it as the run
 * has room for. What a failure costs is then that of no one moment.
 */
export function momentsOf({ at, lasts }: FaultPattern, scenario: Scenario): Stagger | undefined {
  if (at !== undefined) return undefined;
  const { config, expanded } = scenario;
  const own = ((expanded as { readonly faults?: readonly unknown[] }).faults ?? []).length;
  const from = Math.round(STRIKES_AT * config.duration);
  const until = Math.min(from + cacheCycle(config), Math.round(STRIKES_UNTIL * config.duration));
  if (until <= from) return undefined;
  const along = lasts === undefined ? {} : { along: [{ path: `faults.${own + 1}.at`, after: lasts }] };
  return { path: `faults.${own}.at`, from, until, ...along };
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

/** What the cells must measure beside their documents. */
export function planMeasures({ objectives }: Plan): readonly string[] {
  return [...new Set(objectives.flatMap(({ measures }) => measures))];
}

/** The same whatever other values are tried: `2/s/r13`, `2/s, crash regpbx2 at 6m/r13`. */
export function planKey(plan: Plan, value: number, fault: number, replication: number): string {
  return `${[textAt(plan, value), failureOf(plan, fault)].filter((part) => part !== null).join(', ')}/r${replication}`;
}

/** Of a value under a failure, as `path=value`; in that replication, whose moment it has. */
export function overridesAt(plan: Plan, value: number, fault: number, replication: number): readonly string[] {
  const { path, faultOverrides: own, stagger } = plan;
  const moment = stagger === undefined ? [] : staggerOverrides(stagger, staggeredTime(stagger, replication));
  return [`${path}=${textAt(plan, value)}`, ...own[fault]!, ...moment];
}

/** The value as a scenario says it; `value`: its number in `values`. */
export function textAt({ values }: Plan, value: number): string {
  return values[value]!.text;
}

/** What fails, in words; null: nothing. */
export function failureOf({ failures, stagger }: Plan, fault: number): string | null {
  const failure = failures[fault];
  if (failure === undefined) return null;
  return stagger === undefined ? failureText(failure) : victimText(failure);
}
