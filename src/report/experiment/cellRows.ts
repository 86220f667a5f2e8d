import type { Experiment } from '../../experiment/grid/experiment.ts';
import { staggeredTime } from '../../experiment/grid/stagger.ts';
import { highOf, lowOf } from '../../experiment/statistics/estimate.ts';
import { COMMON_PATHS, valueOf } from '../../experiment/statistics/cellFigures.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import type { Cell } from '../csvRows.ts';
import { meanOfEstimate } from './estimateText.ts';

/** Columns of cells.csv that say which run a row is; then the parameters; then the measures. */
const WHICH = ['row', 'point', 'replication', 'seed', 'fingerprint', 'scenarioHash'] as const;

/**
 * cells.csv: a row for each run, in the order of points and replications whatever the order in which they ran. Row
 * numbers begin at 1. An empty cell: there was nothing to measure.
 */
export function* cellRows(experiment: Experiment, points: readonly PointSummary[]): Generator<readonly Cell[]> {
  const { axes, stagger, wants } = experiment;
  const measures = [...COMMON_PATHS.map(({ path }) => path), ...wants.measures];
  yield [...WHICH, ...axes.map(({ path }) => path), ...(stagger === undefined ? [] : [stagger.path]), ...measures];
  let row = 0;
  for (const { point, results } of points) {
    for (const result of results) {
      const which = [++row, point.point, result.replication, result.seed, result.fingerprint, result.scenarioHash];
      const parameters = [
        ...point.values,
        ...(stagger === undefined
          ? []
          : [point.still === true ? undefined : staggeredTime(stagger, result.replication)]),
      ];
      yield [...which, ...parameters, ...measures.map((path) => valueOf(result, path) ?? undefined)];
    }
  }
}

/**
 * summary.csv: a row for each figure of each point. `low` and `high` are the ends of the interval; an empty `high`:
 * more replications are needed to bound it. Ratios are 0 to 1.
 */
export function* summaryRows(experiment: Experiment, points: readonly PointSummary[]): Generator<readonly Cell[]> {
  yield [
    'point',
    ...experiment.axes.map(({ path }) => path),
    'measure',
    'kind',
    'unit',
    'estimate',
    'low',
    'high',
    'level',
    'replications',
  ];
  for (const { point, figures } of points) {
    for (const { path, kind, unit, estimate } of figures) {
      yield [
        point.point,
        ...point.values,
        path,
        kind,
        unit,
        six(meanOfEstimate(estimate)),
        six(lowOf(estimate)),
        six(highOf(estimate)),
        estimate.level,
        estimate.n,
      ];
    }
  }
}

/** Six digits: more than any interval leaves, and the same on every engine. */
function six(value: number): number | undefined {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : undefined;
}
