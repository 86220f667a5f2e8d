import type { CellResult } from './cell.ts';
import type { Experiment, Next, Results } from './experiment.ts';
import { estimateOf, figuresOf, type Figure } from '../statistics/cellFigures.ts';
import type { Point } from './grid.ts';
import { isPrecise } from '../statistics/stopping.ts';
import { warningsOf } from '../statistics/warnings.ts';

/** What an experiment says of one point. */
export interface PointSummary {
  readonly point: Point;
  readonly replications: number;
  readonly figures: readonly Figure[];
  readonly warnings: readonly string[];
  readonly results: readonly CellResult[];
}

/** Folds a finished experiment; `sizes` of the last `next`. */
export function folded(
  experiment: Experiment,
  results: Results,
  { sizes }: Pick<Next, 'sizes'>,
): readonly PointSummary[] {
  return experiment.points.map((point) => {
    const own = results.of(point.point, sizes[point.point]!);
    const figures = figuresOf(own, experiment.wants.measures, experiment.level);
    return {
      point,
      replications: own.length,
      figures,
      warnings: [...warningsOf(own, figures), ...notPrecise(experiment, own)],
      results: own,
    };
  });
}

/** It ends after this number of replications, precise or not. */
function notPrecise({ until, target, level }: Experiment, results: readonly CellResult[]): readonly string[] {
  if (!('precision' in until)) return [];
  const estimate = estimateOf(results, target, level);
  if (estimate !== undefined && isPrecise(estimate, until)) return [];
  return [
    `after ${results.length} replications ${target} is still not as precise as was asked for: there are too few events for that`,
  ];
}
