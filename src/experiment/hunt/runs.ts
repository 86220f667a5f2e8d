import { seedOf, type Cell, type CellResult } from '../grid/cell.ts';
import { failureText, faultOverrides } from '../plan/singleFailures.ts';
import { countMeanOf } from '../statistics/counts.ts';
import { differenceOf, lowOf, meanOf, type Estimate, type Interval } from '../statistics/estimate.ts';
import type { Hunt } from './huntRequest.ts';
import type { Schedule } from './schedules.ts';

/** Replications from one number to another, both included. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The runs that a part of the search needs, as it asks for them. */
export type Asking<T> = Generator<readonly Cell[], T, readonly CellResult[]>;

/** Every run so far, by schedule and replication: none is run twice. */
export class Runs {
  count = 0;
  private readonly hunt: Hunt;
  private readonly done = new Map<
    string,
    { readonly harm: number; readonly excess: number; readonly seed: string; readonly fingerprint: string }
  >();

  constructor(hunt: Hunt) {
    this.hunt = hunt;
  }

  *need(schedules: readonly Schedule[], { from, until }: Span): Asking<void> {
    const cells = schedules
      .flatMap((schedule, point) => {
        const overrides = faultOverrides(this.hunt.scenario, schedule);
        return Array.from({ length: until - from + 1 }, (_, i) => this.cell(schedule, overrides, point, from + i));
      })
      .filter(({ key }) => !this.done.has(key));
    if (cells.length === 0) return;
    const results = yield cells;
    this.count += results.length;
    for (const result of results) this.keep(result);
  }

  worstFirst(schedules: readonly Schedule[], span: Span): readonly Schedule[] {
    return [...schedules].sort((a, b) => this.mean(b, span) - this.mean(a, span));
  }

  mean(schedule: Schedule, span: Span): number {
    return average(this.harms(schedule, span));
  }

  unharmed(span: Span): number {
    return this.mean([], span);
  }

  excess(schedule: Schedule, span: Span): number {
    return average(this.all(schedule, span).map(({ excess }) => excess));
  }

  estimate(schedule: Schedule, span: Span): Estimate | Interval {
    const harms = this.harms(schedule, span);
    return (harms.every((harm) => Number.isInteger(harm)) ? countMeanOf : meanOf)(harms, this.hunt.level)!;
  }

  difference(schedule: Schedule, than: Schedule, span: Span): Estimate {
    return differenceOf(this.harms(than, span), this.harms(schedule, span), this.hunt.level)!;
  }

  isWorse(schedule: Schedule, than: Schedule, span: Span): boolean {
    return lowOf(this.difference(schedule, than, span)) > 0;
  }

  breaks(schedule: Schedule, span: Span): number | undefined {
    return this.hunt.objective === undefined
      ? undefined
      : this.all(schedule, span).filter(({ excess }) => excess > 0).length;
  }

  worstRun(schedule: Schedule, span: Span): { readonly seed: string; readonly fingerprint: string } {
    return [...this.all(schedule, span)].sort((a, b) => b.excess - a.excess || b.harm - a.harm)[0]!;
  }

  private harms(schedule: Schedule, span: Span): readonly number[] {
    return this.all(schedule, span).map(({ harm }) => harm);
  }

  private all(schedule: Schedule, { from, until }: Span) {
    return Array.from({ length: until - from + 1 }, (_, i) => this.done.get(keyOf(schedule, from + i))!);
  }

  private keep(result: CellResult): void {
    const { measure, objective } = this.hunt;
    const seen = objective?.observe(result);
    const sign = objective?.bound.sense === 'above' ? -1 : 1;
    const excess = seen === undefined ? 0 : sign * (seen.part - objective!.bound.limit * seen.whole);
    // Nothing to measure is no harm.
    this.done.set(result.key, {
      harm: result.measures[measure] ?? 0,
      excess,
      seed: result.seed,
      fingerprint: result.fingerprint,
    });
  }

  private cell(schedule: Schedule, overrides: readonly string[], point: number, replication: number): Cell {
    const { source, seed, measure, objective } = this.hunt;
    const wants = { measures: [...new Set([measure, ...(objective?.measures ?? [])])], warmUp: 0, bins: 0 };
    return {
      key: keyOf(schedule, replication),
      source,
      overrides,
      seed: seedOf(seed, replication),
      point,
      replication,
      wants,
    };
  }
}

function keyOf(schedule: Schedule, replication: number): string {
  return `${schedule.map(failureText).join(' + ')}/r${replication}`;
}

export function distinct(schedules: readonly Schedule[]): readonly Schedule[] {
  const seen = new Set<string>();
  return schedules.filter((schedule) => {
    const key = keyOf(schedule, 0);
    return !seen.has(key) && seen.add(key);
  });
}

function average(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
