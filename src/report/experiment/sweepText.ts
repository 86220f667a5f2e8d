import type { Experiment } from '../../experiment/grid/experiment.ts';
import { figureOf, kindOfMeasure, type Figure } from '../../experiment/statistics/cellFigures.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { counted } from '../format.ts';
import { prose, table } from '../textTable.ts';
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
  const columns = [
    ...COLUMNS,
    ...experiment.wants.measures
      .filter((path) => !COLUMNS.some(([told]) => told === path))
      .map((path) => [path, kindOfMeasure(path), path] as const),
  ];
  const head = [...experiment.axes.map(({ path }) => path), 'n', ...columns.map(([, , title]) => title)];
  const rows = points.map(({ point, replications, figures }) => [
    ...point.values,
    String(replications),
    ...columns.map(([path, kind]) => {
      const figure = figureOf(figures, path, kind);
      return figure === undefined ? '-' : figureText(figure);
    }),
  ]);
  return `${[
    `${counted(points.length, 'point')} under the same random numbers, intervals at ${levelText(experiment.level)}`,
    '',
    ...table(
      [head, ...rows],
      experiment.axes.map(() => 'left'),
    ),
    ...grouped(points).flatMap(({ text, n }) =>
      prose(`Warning, at ${n === points.length ? 'every point' : `${n} of ${points.length} points`}: ${text}.`),
    ),
  ].join('\n')}\n`;
}

/** Warnings that differ in their figures only become one, which tells the first and the last of these: `17 to 19 %`. */
function grouped(points: readonly PointSummary[]): readonly { readonly text: string; readonly n: number }[] {
  const alike = new Map<string, { readonly texts: string[]; readonly figures: number[] }>();
  for (const text of points.flatMap(({ warnings }) => warnings)) {
    const kind = text.replace(/\d+(?= %)/, '#');
    const group = alike.get(kind) ?? { texts: [], figures: [] };
    group.texts.push(text);
    group.figures.push(Number(/\d+(?= %)/.exec(text)?.[0] ?? 0));
    alike.set(kind, group);
  }
  return [...alike].map(([kind, { texts, figures }]) => {
    const [least, most] = [Math.min(...figures), Math.max(...figures)];
    return { text: kind.replace('#', least === most ? String(least) : `${least} to ${most}`), n: texts.length };
  });
}
