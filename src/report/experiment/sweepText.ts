import type { Experiment } from '../../experiment/grid/experiment.ts';
import { figureOf, kindOfMeasure, type Figure } from '../../experiment/statistics/cellFigures.ts';
import { highOf, lowOf } from '../../experiment/statistics/estimate.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { counted } from '../format.ts';
import { prose, table, wrap } from '../textTable.ts';
import { figureText, meanOfEstimate } from './estimateText.ts';
import { levelText } from './pointText.ts';

/** Columns of the table on the terminal; summary.csv has all figures. */
const COLUMNS: readonly (readonly [path: string, kind: Figure['kind'], head: string])[] = [
  ['calls.lost', 'mean', 'lost per run'],
  ['calls.lost', 'share', 'share lost'],
  ['calls.postDialDelayMs.p95', 'quantile', 'p95 post-dial delay'],
  ['lookups.network', 'mean', 'lookups over the network'],
];

/** The answer in a sentence, then a line for each point. */
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
    ...wrap(sweepAnswer(experiment, points)),
    '',
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

/** At which point most calls are lost, and at which the fewest; whether that is chance, as far as the intervals tell. */
function sweepAnswer({ axes }: Experiment, points: readonly PointSummary[]): string {
  const lost = points.flatMap(({ point, figures }) => {
    const figure = figureOf(figures, 'calls.lost', 'mean');
    const at = point.values.map((value, i) => `${axes[i]!.path}=${value}`).join(' ');
    return figure === undefined ? [] : [{ at, figure, mean: meanOfEstimate(figure.estimate) }];
  });
  const sorted = lost.sort((a, b) => a.mean - b.mean);
  const [fewest, most] = [sorted[0], sorted.at(-1)];
  if (fewest === undefined || most === undefined) return 'No run offered a call.';
  const few = figureText(fewest.figure);
  if (fewest.mean === most.mean) return `Calls lost per run, the same at every point: ${few}.`;
  const apart = lowOf(most.figure.estimate) > highOf(fewest.figure.estimate);
  const chance = apart ? '' : '; their intervals overlap, so this may be chance ("dundisim compare" says how much)';
  return `Calls lost per run: fewest with ${fewest.at}, ${few}; most with ${most.at}, ${figureText(most.figure)}${chance}.`;
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
