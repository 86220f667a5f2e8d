import { scaleLog } from 'd3-scale';
import { logAxis, type Box } from '../../src/report/charts/axes.ts';
import { COLOURS, curve } from '../../src/report/charts/panel.ts';
import { el, lines, type Markup } from '../../src/report/charts/svg.ts';
import type { Growth } from './growth.ts';

const WIDTH = 900;
const PANEL_WIDTH = 450;
const PANEL_HEIGHT = 250;
const TOP = 76;
const SLOPE =
  'Slope: of a straight line through the points. 0: an event costs the same at every size; 1: in proportion to the size.';
const COST = 'CPU time per event, ns (log)';

/** Cost of an event against each size: a panel for each series, all with the same axis of cost. */
export function growthChart(all: readonly Growth[], conditions: string): string {
  const ends = all.flatMap(({ points }) => points.flatMap(({ cost }) => [cost.min, cost.max]));
  const range: readonly [number, number] = [Math.min(...ends), Math.max(...ends)];
  const height = TOP + Math.ceil(all.length / 2) * PANEL_HEIGHT + 8;
  const svg = el(
    'svg',
    {
      'xmlns': 'http://www.w3.org/2000/svg',
      'width': WIDTH,
      height,
      'viewBox': `0 0 ${WIDTH} ${height}`,
      'role': 'img',
      'font-family': 'sans-serif',
      'font-size': 12,
    },
    lines([
      el('title', {}, 'Cost of an event as a cluster grows'),
      el('rect', { width: WIDTH, height, fill: '#ffffff' }),
      el('text', { 'x': 16, 'y': 22, 'font-size': 16, 'font-weight': 'bold' }, 'Cost of an event as a cluster grows'),
      el('text', { x: 16, y: 42, fill: '#555555' }, conditions),
      el('text', { x: 16, y: 58, fill: '#555555' }, SLOPE),
      ...all.flatMap((growth, i) => panel(growth, (i % 2) * PANEL_WIDTH, TOP + (i >> 1) * PANEL_HEIGHT, range)),
    ]),
    { svg: '\n' },
  );
  return `${svg.svg}\n`;
}

function panel(
  { name, of, points, exponent }: Growth,
  left: number,
  top: number,
  range: readonly [number, number],
): readonly Markup[] {
  const box: Box = { left: left + 72, right: left + PANEL_WIDTH - 24, top: top + 30, bottom: top + PANEL_HEIGHT - 50 };
  const { scale, marks } = logAxis(COST, range, box);
  const sizes = points.map(({ size }) => size);
  const x = scaleLog([Math.min(...sizes), Math.max(...sizes)], [box.left + 22, box.right - 22]);
  const banded = points.map(({ size, cost }) => ({ x: x(size), value: cost.median, low: cost.min, high: cost.max }));
  const middle = (box.left + box.right) / 2;
  return [
    el('text', { 'x': box.left - 56, 'y': top + 14, 'font-weight': 'bold' }, name),
    // The last mark is the title of the axis, at the left edge of the whole drawing.
    ...marks.slice(0, -1),
    costTitle(box, left + 18),
    el('line', { x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom, stroke: '#333333' }),
    ...points.flatMap(({ size }) => [
      el('line', { x1: x(size), x2: x(size), y1: box.bottom, y2: box.bottom + 5, stroke: '#333333' }),
      el('text', { 'x': x(size), 'y': box.bottom + 18, 'text-anchor': 'middle' }, size.toLocaleString('en')),
    ]),
    el('text', { 'x': middle, 'y': box.bottom + 36, 'text-anchor': 'middle' }, `${of} (log)`),
    ...curve(banded, scale, box.top, COLOURS[0]),
    el(
      'text',
      { 'x': box.right, 'y': top + 14, 'text-anchor': 'end', 'fill': '#555555' },
      `slope ${exponent.toFixed(2)}`,
    ),
  ];
}

function costTitle(box: Box, x: number): Markup {
  const y = Math.round((box.top + box.bottom) / 2);
  return el('text', { x, y, 'text-anchor': 'middle', 'transform': `rotate(-90 ${x} ${y})` }, COST);
}
