import type { Scenario } from '../../scenario/index.ts';
import { sha256 } from '../../text/sha256.ts';
import { cellsOf, type Cell, type CellResult, type Source, type Wants } from './cell.ts';
import { estimateOf } from '../statistics/cellFigures.ts';
import type { Axis, Point } from './grid.ts';
import { nextSize, type Until } from '../statistics/stopping.ts';
import { staggered, type Stagger } from './stagger.ts';

/** Points, each with a number of replications, under common random numbers. */
export interface Experiment {
  readonly source: Source;
  readonly seed: string;
  readonly axes: readonly Axis[];
  readonly points: readonly Point[];
  readonly until: Until;
  /** What `until` makes precise: an expression. */
  readonly target: string;
  /** Of the intervals, 0..1. */
  readonly level: number;
  readonly wants: Wants;
  readonly stagger?: Stagger;
}

/** What has come of an experiment so far: the results of each point by replication, from 1. */
export class Results {
  private readonly byKey = new Map<string, CellResult>();

  /** A cell that is there already stays as it is: it would be the same. */
  add(result: CellResult): void {
    if (!this.byKey.has(result.key)) this.byKey.set(result.key, result);
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  /** Replications 1 to n of a point, those that are there. */
  of(point: number, n: number): readonly CellResult[] {
    return Array.from({ length: n }, (_, i) => this.byKey.get(`${point}/r${i + 1}`)).filter(
      (result) => result !== undefined,
    );
  }
}

/** What is still to run, and how many replications each point has as far as is known. */
export interface Next {
  readonly missing: readonly Cell[];
  /** By point. Final when nothing is missing: further results, of an earlier and longer experiment, do not count. */
  readonly sizes: readonly number[];
}

/**
 * What an experiment wants next. It depends on the results alone, not on the order in which they came or on who asked
 * before: so an experiment that was killed continues where it was, and gives what it would have given.
 */
export function next(experiment: Experiment, results: Results): Next {
  const missing: Cell[] = [];
  const sizes = experiment.points.map((point) => {
    for (let size = 0; ;) {
      const done = results.of(point.point, size);
      const estimate = size === 0 ? undefined : estimateOf(done, experiment.target, experiment.level);
      const wanted = nextSize(experiment.until, size, estimate);
      if (wanted === size) return size;
      const cells = staggered(
        cellsOf(point, experiment, size + 1, wanted),
        point.still === true ? undefined : experiment.stagger,
      ).filter(({ key }) => !results.has(key));
      size = wanted;
      if (cells.length === 0) continue;
      missing.push(...cells);
      return size;
    }
  });
  return { missing, sizes };
}

/**
 * 64 hex digits of all that the results depend on: the scenario under every override, seed, version, what is measured.
 * How many replications there shall be is not in it: more of the same experiment is the same experiment.
 */
export function identityOf(experiment: Experiment, scenarios: readonly Scenario[], version: string): string {
  const { seed, wants, stagger, points } = experiment;
  return sha256(
    JSON.stringify([
      scenarios.map(({ hash }) => hash),
      points.map(({ overrides }) => overrides),
      seed,
      wants,
      stagger ?? null,
      version,
    ]),
  );
}
