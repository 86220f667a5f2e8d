import type { Experiment } from '../../experiment/experiment.ts';
import { highOf, lowOf } from '../../experiment/estimate.ts';
import { figureOf, type Figure } from '../../experiment/figures.ts';
import type { PointSummary } from '../../experiment/folded.ts';
import { meanOfEstimate } from '../experiment/estimateText.ts';
import { valueAxis } from './axes.ts';
import type { Chart } from './charts.ts';
import { band, COLOURS, curve, steps, type Banded } from './panel.ts';
import { el, lines, textWidth, type Markup } from './svg.ts';

const WIDTH = 900;
const HEIGHT = 420;
const LEFT = 78;
const RIGHT = 20;
const BOTTOM = 52;
const ROW = 17;

/** What is drawn of every sweep. */
const DRAWN: readonly (readonly [file: string, path: string, kind: Figure['kind'], title: string])[] = [
  ['sweep-lost.svg', 'calls.lost', 'mean', 'Calls lost per run'],
  ['sweep-delay.svg', 'calls.postDialDelayMs.p95', 'quantile', 'Post-dial delay that 95 % of calls stay below, ms'],
  ['sweep-lookups.svg', 'lookups.network', 'mean', 'Lookups that asked the network, per run'],
];

/** A chart for each of the main measures and for every `--measure`: the first axis along x, a line for each combination of the others. */
export function sweepCharts(experiment: Experiment, points: readonly PointSummary[]): readonly Chart[] {
  const asked = experiment.wants.measures.map((path, i) => [`sweep-measure-${i + 1}.svg`, path, 'mean', path] as const);
  return [...DRAWN, ...asked].flatMap(([file, path, kind, title]) => {
    const all = points.map(({ figures }) => figureOf(figures, path, kind));
    return experiment.axes.length === 0 || all.every((figure) => figure === undefined) ? [] : [{ file, svg: sweepChart(experiment, points, all, title) }];
  });
}

function sweepChart(experiment: Experiment, points: readonly PointSummary[], figures: readonly (Figure | undefined)[], title: string): string {
  const [first, ...others] = experiment.axes as [Experiment['axes'][number], ...Experiment['axes']];
  const x = steps(first.values, LEFT, WIDTH - RIGHT);
  const names = [...new Set(points.map(({ point }) => point.values.slice(1).join(', ')))];
  const series = names.map((name) => points.flatMap(({ point }, i): Banded[] => {
    const figure = figures[i];
    if (figure === undefined || point.values.slice(1).join(', ') !== name) return [];
    const { estimate } = figure;
    return [{ x: x.at(first.values.indexOf(point.values[0]!)), value: meanOfEstimate(estimate), low: Math.max(0, lowOf(estimate)), high: highOf(estimate) }];
  }));
  const legend = names.length > 1 ? keys(names, others.map(({ path }) => path).join(', ')) : { rows: [], height: 0 };
  const box = { left: LEFT, right: WIDTH - RIGHT, top: 56 + legend.height, bottom: HEIGHT - BOTTOM };
  const ends = series.flat().flatMap(({ value, high }) => [value, high === Infinity ? value : high]);
  const { scale, marks } = valueAxis('', Math.max(0, ...ends), box, false);
  const note = `Bands and bars: ${Math.round(1000 * experiment.level) / 10} % confidence intervals. All points had the same random numbers.`;
  const whole = el('svg', { xmlns: 'http://www.w3.org/2000/svg', width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'font-family': 'sans-serif', 'font-size': 12 }, lines([
    el('title', {}, title),
    el('rect', { width: WIDTH, height: HEIGHT, fill: '#ffffff' }),
    el('text', { x: 16, y: 22, 'font-size': 16, 'font-weight': 'bold' }, title),
    el('text', { x: 16, y: 40, fill: '#555555' }, note),
    ...legend.rows,
    ...marks,
    ...series.map((one, i) => band(one, scale, box.top, colour(i))),
    ...series.flatMap((one, i) => curve(one, scale, box.top, colour(i))),
    ...x.draw(box.bottom, first.path),
  ]), { svg: '\n' });
  return `${whole.svg}\n`;
}

function colour(i: number): string {
  return COLOURS[i % COLOURS.length]!;
}

function keys(names: readonly string[], title: string): { readonly rows: readonly Markup[]; readonly height: number } {
  let [x, y] = [16 + textWidth(`${title}:`, 12) + 12, 52];
  const rows = names.flatMap((name, i) => {
    const width = 20 + textWidth(name, 12) + 14;
    if (x + width > WIDTH - RIGHT) [x, y] = [16, y + ROW];
    const pieces = [el('line', { x1: x, x2: x + 14, y1: y + 7, y2: y + 7, stroke: colour(i), 'stroke-width': 2.5 }), el('text', { x: x + 20, y: y + 11 }, name)];
    x += width;
    return pieces;
  });
  return { rows: [el('text', { x: 16, y: 63, fill: '#555555' }, `${title}:`), ...rows], height: y + ROW - 52 + 4 };
}
