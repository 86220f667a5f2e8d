import type { Scenario } from '../scenario/index.ts';
import type { Axis, Point } from './grid/grid.ts';
import type { Stagger } from './grid/stagger.ts';
import { failuresOf, momentsOf } from './plan/capacityPlan.ts';
import { faultOverrides, unharmedText, victimText, type FaultPattern } from './plan/singleFailures.ts';

/** Every single failure of a cluster: each server crashes, or the database stops. One at a time, and it stays. */
export interface SingleFailures {
  readonly axes: readonly Axis[];
  /** The first is the cluster in which nothing fails. */
  readonly points: readonly Point[];
  /** By point, in words. */
  readonly names: readonly string[];
  /** The moment, another one in each run: what a failure costs is that of no one moment. */
  readonly stagger: Stagger | undefined;
}

export function singleFailures(scenario: Scenario): SingleFailures {
  const servers = scenario.config.servers.map(({ name }) => name);
  const of = (verb: FaultPattern['verb'], victims: readonly string[]): FaultPattern => ({
    verb,
    victims,
    at: undefined,
    lasts: undefined,
  });
  const failures = [of('crash', servers), of('stop', ['database'])].flatMap((one) => failuresOf(one, scenario));
  const overrides = [[], ...failures.map((failure) => faultOverrides(scenario, [failure]))];
  const values = overrides.map((own) => own.join(' '));
  return {
    axes: [{ path: 'with', values }],
    points: overrides.map((own, point) => ({
      point,
      values: [values[point]!],
      overrides: own,
      ...(point === 0 ? { still: true as const } : {}),
    })),
    names: [unharmedText(scenario), ...failures.map(victimText)],
    stagger: momentsOf(of('crash', servers), scenario),
  };
}
