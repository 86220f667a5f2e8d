import type { Experiment } from '../../experiment/experiment.ts';
import { figureOf, type Figure } from '../../experiment/figures.ts';
import type { PointSummary } from '../../experiment/folded.ts';
import { prose, table } from '../table.ts';
import { figureText } from './estimateText.ts';
import { levelText } from './pointText.ts';

/** Columns of the table on the terminal; summary.csv has all figures. */
const COLUMNS: readonly (readonly [path: string, kind: Figure['kind'], head: string])[] = [
  ['calls.lost', 'mean', 'lost per run'],
  ['calls.lost', 'share', 'share lost'],
  ['calls.postDialDelayMs.p95', 'quantile', 'p95 post-dial delay'],
  ['lookups.network', 'mean', 'lookups over the network'],
];

/** A line for each point. */
export function sweepText(experiment: Experiment, points: readonly PointSummary[]): string {
  const columns = [...COLUMNS, ...experiment.wants.measures.map((path) => [path, 'mean', path] as const)];
  const head = [...experiment.axes.map(({ path }) => path), 'n', ...columns.map(([, , title]) => title)];
  const rows = points.map(({ point, replications, figures }) => [
    ...point.values, String(replications),
    ...columns.map(([path, kind]) => {
      const figure = figureOf(figures, path, kind);
      return figure === undefined ? '-' : figureText(figure);
    }),
  ]);
  const warnings = new Map<string, number>();
  for (const point of points) for (const warning of point.warnings) warnings.set(warning, (warnings.get(warning) ?? 0) + 1);
  return `${[
    `${points.length} points under the same random numbers, intervals at ${levelText(experiment.level)}`,
    '', ...table([head, ...rows], experiment.axes.map(() => 'left')),
    ...[...warnings].flatMap(([warning, n]) => prose(`Warning, at ${n === points.length ? 'every point' : `${n} of ${points.length} points`}: ${warning}.`)),
  ].join('\n')}\n`;
}
