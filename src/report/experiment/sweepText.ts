import type { Experiment } from '../../experiment/grid/experiment.ts';
import { figureOf, kindOfMeasure, type Figure } from '../../experiment/statistics/cellFigures.ts';
import { highOf, lowOf } from '../../experiment/statistics/estimate.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { counted } from '../format.ts';
import { table, wrap } from '../textTable.ts';
import { figureText, meanOfEstimate } from './estimateText.ts';
import { warningLines } from './warningLines.ts';
import { controlLines, levelText } from './pointText.ts';

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
      .filter((path) => !COLUMNS.some(([shown]) => shown === path))
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
    ...controlLines(experiment, points),
    ...warningLines(points, { one: 'points', all: 'every point' }),
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
