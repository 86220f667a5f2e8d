import type { CellResult } from './cell.ts';
import type { Experiment, Next, Results } from './experiment.ts';
import { figuresOf, type Figure } from './figures.ts';
import type { Point } from './grid.ts';
import { warningsOf } from './warnings.ts';

/** What an experiment says of one point. */
export interface PointSummary {
  readonly point: Point;
  readonly replications: number;
  readonly figures: readonly Figure[];
  readonly warnings: readonly string[];
  readonly results: readonly CellResult[];
}

/** Folds a finished experiment; `sizes` of the last `next`. */
export function folded(experiment: Experiment, results: Results, { sizes }: Pick<Next, 'sizes'>): readonly PointSummary[] {
  return experiment.points.map((point) => {
    const own = results.of(point.point, sizes[point.point]!);
    const figures = figuresOf(own, experiment.wants.measures, experiment.level);
    return { point, replications: own.length, figures, warnings: warningsOf(own, figures), results: own };
  });
}
