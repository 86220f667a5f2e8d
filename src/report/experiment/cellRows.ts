import type { Experiment } from '../../experiment/grid/experiment.ts';
import { staggeredTime } from '../../experiment/grid/stagger.ts';
import { highOf, lowOf } from '../../experiment/statistics/estimate.ts';
import { COMMON_PATHS, valueOf } from '../../experiment/statistics/cellFigures.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { column, namesOf, type Column } from '../column.ts';
import type { Cell } from '../csvRows.ts';
import { meanOfEstimate } from './estimateText.ts';

/** Columns of cells.csv that say which run a row is; then the parameters; then the measures. */
export const WHICH_COLUMNS: readonly Column[] = [
  column('row', 'number', 'Number of the row, from 1: what "dundisim rerun --row" takes.'),
  column('point', 'number', 'Number of the combination of values, from 0.'),
  column('replication', 'number', 'Number of the replication of that point, from 1.'),
  column('seed', 'text', "Seed of the run: the experiment's, /r and the replication."),
  column('fingerprint', '16 hex digits', 'Of the trajectory: the same scenario, seed and version give the same one.'),
  column('scenarioHash', '64 hex digits', 'Of the expanded scenario and the .conf files that it was read with.'),
];

/** Columns of summary.csv behind `point` and the parameters. */
export const SUMMARY_COLUMNS: readonly Column[] = [
  column('measure', 'path', 'A measure, or an expression of --measure.'),
  column(
    'kind',
    'word',
    'mean (over replications), share (of the sums), quantile (of all values of all replications) or probability.',
  ),
  column('unit', 'word', 'count, ms, s or ratio (0 to 1).'),
  column('estimate', 'as "unit"', 'The estimate.'),
  column('low', 'as "unit"', 'Lower end of its confidence interval, cut at 0: no measure is below.'),
  column('high', 'as "unit"', 'Upper end of it; empty: more replications are needed to bound it.'),
  column('level', '0 to 1', 'Confidence level of the interval.'),
  column('replications', 'number', 'Replications that it rests on.'),
];

/**
 * cells.csv: a row for each run, in the order of points and replications whatever the order in which they ran. Row
 * numbers begin at 1. An empty cell: there was nothing to measure.
 */
export function* cellRows(experiment: Experiment, points: readonly PointSummary[]): Generator<readonly Cell[]> {
  const { axes, stagger, wants } = experiment;
  const measures = [...COMMON_PATHS.map(({ path }) => path), ...wants.measures];
  yield [
    ...namesOf(WHICH_COLUMNS),
    ...axes.map(({ path }) => path),
    ...(stagger === undefined ? [] : [stagger.path]),
    ...measures,
  ];
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
  yield ['point', ...experiment.axes.map(({ path }) => path), ...namesOf(SUMMARY_COLUMNS)];
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
