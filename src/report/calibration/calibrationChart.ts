import { scaleLog } from 'd3-scale';
import { logAxis, type Box } from '../charts/axes.ts';
import { el, type Markup } from '../charts/svg.ts';
import { svgFile } from '../charts/svgFile.ts';
import { MEASURED_KINDS, type MeasuredKind, type Measured } from './measured.ts';

const TITLE = 'Time of a statement by the number of clients at once';
const WIDTH = 900;
const HEIGHT = 420;
const BOX: Box = { left: 68, right: 740, top: 56, bottom: 368 };
const COLOURS: Readonly<Record<MeasuredKind, string>> = { select: '#1f77b4', update: '#d62728', connect: '#2ca02c' };
const NAMES: Readonly<Record<MeasuredKind, string>> = {
  select: 'SELECT',
  update: 'UPDATE',
  connect: 'connect and close',
};
const QUANTILES = [
  ['p50', undefined],
  ['p90', '6 3'],
  ['p99', '2 3'],
] as const;

/** Time of a statement by the number of clients, both logarithmic: median, p90 and p99 of each kind. */
export function calibrationChart(measured: Measured): string {
  const { loads } = measured;
  const all = loads.flatMap(({ samples }) => MEASURED_KINDS.flatMap((kind) => [samples[kind].p50, samples[kind].p99]));
  const { scale: y, marks } = logAxis('ms', [Math.min(...all) / 1000, Math.max(...all) / 1000], BOX);
  const x = scaleLog(
    [loads[0]!.clients, Math.max(loads.at(-1)!.clients, loads[0]!.clients + 1)],
    [BOX.left + 20, BOX.right - 20],
  );
  const curves = MEASURED_KINDS.flatMap((kind) =>
    QUANTILES.flatMap(([quantile, dashes]): Markup[] => {
      const points = loads.map(({ clients, samples }) => [x(clients), y(samples[kind][quantile] / 1000)] as const);
      const path = points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('');
      return [
        el('path', {
          'd': path,
          'fill': 'none',
          'stroke': COLOURS[kind],
          'stroke-width': 1.6,
          'stroke-dasharray': dashes,
        }),
        ...(quantile === 'p50' ? points.map(([cx, cy]) => el('circle', { cx, cy, r: 3, fill: COLOURS[kind] })) : []),
      ];
    }),
  );
  const ticks = loads.flatMap(({ clients }) => [
    el('line', { x1: x(clients), x2: x(clients), y1: BOX.bottom, y2: BOX.bottom + 5, stroke: '#333333' }),
    el('text', { 'x': x(clients), 'y': BOX.bottom + 18, 'text-anchor': 'middle' }, String(clients)),
  ]);
  const keys = [
    ...MEASURED_KINDS.map((kind) => [NAMES[kind], COLOURS[kind], undefined] as const),
    ...QUANTILES.map(([quantile, dashes]) => [quantile === 'p50' ? 'median' : quantile, '#333333', dashes] as const),
  ].flatMap(([label, stroke, dashes], i) => [
    el('line', {
      'x1': 756,
      'x2': 782,
      'y1': 70 + 20 * i,
      'y2': 70 + 20 * i,
      stroke,
      'stroke-width': 2,
      'stroke-dasharray': dashes,
    }),
    el('text', { x: 788, y: 74 + 20 * i }, label),
  ]);
  return svgFile({ title: TITLE, width: WIDTH, height: HEIGHT }, [
    el('text', { 'x': 16, 'y': 24, 'font-size': 15 }, TITLE),
    el('text', { x: 16, y: 42, fill: '#666666' }, `${measured.version} at ${measured.host}`),
    ...marks,
    el('line', { x1: BOX.left, x2: BOX.right, y1: BOX.bottom, y2: BOX.bottom, stroke: '#333333' }),
    ...ticks,
    el('text', { 'x': (BOX.left + BOX.right) / 2, 'y': BOX.bottom + 38, 'text-anchor': 'middle' }, 'clients at once'),
    ...curves,
    ...keys,
  ]);
}
