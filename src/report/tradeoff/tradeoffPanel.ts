import { scaleLog } from 'd3-scale';
import type { ClosedForm } from '../../experiment/cacheTheory.ts';
import { SECOND } from '../../kernel/units.ts';
import { axisTitle, logAxis, valueAxis, type Box, type Scale } from '../charts/axes.ts';
import { band, curve, DASHES, COLOURS, type Banded } from '../charts/panel.ts';
import { el, type Markup } from '../charts/svg.ts';
import { span } from '../format.ts';
import {
  PLAIN,
  RECOMMENDED,
  type Tradeoff,
  type TradeoffLine,
  type TradeoffPoint,
  type Valued,
} from './tradeoffData.ts';

export const INK = '#333333';
export const SOFT = '#555555';
const THEORY = '#000000';
/** Room behind the last point for the names of the lines. */
export const NAMES = 152;
/** Of a line before its name, with its dashes. */
export const SAMPLE = 20;
const NAME_ROW = 14;
/** Pixels between the profiles at one cachetime, so that equal values do not hide each other. */
const APART = 5;

/** One question, drawn as a line for each profile over the cachetimes. */
export interface Panel {
  readonly title: string;
  readonly note: string;
  readonly axis: string;
  readonly log: boolean;
  readonly of: (point: TradeoffPoint) => Valued | undefined;
  readonly theory?: (at: ClosedForm) => number | undefined;
  /** Of each run, which are small dots: the spread over the moment of the crash. */
  readonly runs?: (point: TradeoffPoint) => readonly number[];
}

/** Lines with their intervals, a small ring for each run, black rings for the theory, names at the ends of the lines. */
export function drawPanel(panel: Panel, box: Box, { lines }: Tradeoff): readonly Markup[] {
  const positive = lines.flatMap(({ points }) => points.map(({ seconds: s }) => s)).filter((s) => s > 0);
  const inner = { left: box.left + 18, right: box.right - NAMES };
  const scale = scaleLog([Math.min(...positive), Math.max(...positive)], [inner.left, inner.right]).clamp(true);
  const x: Scale = (value) => (value <= 0 ? inner.left : scale(value));
  const series = lines.map(({ points }, i) =>
    points.flatMap((point): Banded[] => {
      const value = panel.of(point);
      return value === undefined ? [] : [{ x: x(point.seconds) + (i - (lines.length - 1) / 2) * APART, ...value }];
    }),
  );
  const plot = { ...box, right: inner.right + 12 };
  const values = series
    .flat()
    .flatMap(({ value, low, high }) => [
      value,
      panel.log ? Math.max(low, value / 4) : low,
      high === Infinity ? value : high,
    ]);
  const seen = panel.runs === undefined ? [] : lines.flatMap(({ points }) => points.flatMap(panel.runs!));
  const top = Math.max(...values, ...seen);
  const { scale: y, marks } = panel.log
    ? logAxis('', [Math.max(0.001, Math.min(...values)), top], plot)
    : valueAxis('', Math.max(0, top), plot, false);
  const theory =
    panel.theory === undefined ? [] : lines.flatMap((one, i) => theoryRings(one, series[i]!, panel.theory!, y));
  return [
    el('text', { 'x': box.left - 54, 'y': box.top - 32, 'font-size': 14, 'font-weight': 'bold' }, panel.title),
    el('text', { x: box.left - 54, y: box.top - 15, fill: SOFT }, panel.note),
    ...marks,
    moved(axisTitle(panel.log ? `${panel.axis} (log)` : panel.axis, box), box.left - 62),
    ...recommended(positive, x, box),
    // On a log axis unbounded ones would cover all.
    ...(panel.log ? [] : series.map((one, i) => band(one, y, box.top, colour(i)))),
    ...lines.flatMap(({ points }, i) => momentDots(points, panel, i, lines.length, x, y, box, colour(i))),
    ...series.flatMap((one, i) => curve(one, y, box.top, colour(i), DASHES[i])),
    ...theory,
    ...names(lines, series, y, box, inner.right + 16, theory.length > 0),
    ...timeAxis(lines[0]!.points, x, { ...plot }),
  ];
}

/** A small ring for each run, and so for each moment of the crash. */
function momentDots(
  points: readonly TradeoffPoint[],
  panel: Panel,
  line: number,
  of: number,
  x: Scale,
  y: Scale,
  box: Box,
  stroke: string,
): readonly Markup[] {
  if (panel.runs === undefined) return [];
  return points.flatMap((point) =>
    panel.runs!(point).map((run) =>
      el('circle', {
        'cx': x(point.seconds) + (line - (of - 1) / 2) * APART,
        'cy': Math.min(box.bottom, y(run)),
        'r': 1.8,
        'fill': 'none',
        stroke,
        'stroke-width': 0.9,
        'opacity': '0.6',
      }),
    ),
  );
}

function moved(mark: Markup, by: number): Markup {
  return el('g', { transform: `translate(${by} 0)` }, mark);
}

/** A ring at each point: between them the start from empty caches makes waves, which nobody asked about. */
function theoryRings(
  { points }: TradeoffLine,
  measured: readonly Banded[],
  value: NonNullable<Panel['theory']>,
  y: Scale,
): readonly Markup[] {
  return points.flatMap(({ theory }, i) => {
    const found = theory === undefined ? undefined : value(theory);
    return found === undefined || measured[i] === undefined
      ? []
      : [
          el('circle', {
            'cx': measured[i].x,
            'cy': y(found),
            'r': 6.5,
            'fill': 'none',
            'stroke': THEORY,
            'stroke-width': 1.4,
          }),
        ];
  });
}

/** The paper's own value. */
function recommended(positive: readonly number[], x: Scale, box: Box): readonly Markup[] {
  if (Math.min(...positive) > RECOMMENDED || Math.max(...positive) < RECOMMENDED) return [];
  const at = x(RECOMMENDED);
  return [
    el('line', { 'x1': at, 'x2': at, 'y1': box.top, 'y2': box.bottom, 'stroke': '#999999', 'stroke-dasharray': '2 3' }),
    el('text', { 'x': at + 4, 'y': box.top + 10, 'fill': SOFT, 'font-size': 11 }, 'the paper says 5 s'),
  ];
}

/** At the line's end, in its colour; moved apart where lines meet. */
function names(
  lines: readonly TradeoffLine[],
  series: readonly (readonly Banded[])[],
  y: Scale,
  box: Box,
  left: number,
  theory: boolean,
): readonly Markup[] {
  const wanted = series.flatMap((one, i) => {
    const last = one.at(-1);
    return last === undefined
      ? []
      : [
          {
            text: PLAIN[lines[i]!.profile] ?? lines[i]!.profile,
            colour: colour(i),
            at: y(last.value),
            dash: DASHES[i % DASHES.length],
            isRing: false,
          },
        ];
  });
  const all = [
    ...wanted,
    ...(theory ? [{ text: 'theory', colour: THEORY, at: wanted[0]!.at - 1, dash: undefined, isRing: true }] : []),
  ].sort((a, b) => a.at - b.at);
  for (let i = 1; i < all.length; i++) all[i]!.at = Math.max(all[i]!.at, all[i - 1]!.at + NAME_ROW);
  const over = Math.max(0, (all.at(-1)?.at ?? 0) - (box.bottom - 4));
  return all.flatMap(({ text, colour: fill, at, dash, isRing }) => [
    isRing
      ? el('circle', {
          'cx': left + SAMPLE / 2 - 2,
          'cy': at - over,
          'r': 5,
          'fill': 'none',
          'stroke': fill,
          'stroke-width': 1.4,
        })
      : sample(left, at - over, fill, dash),
    el('text', { 'x': left + SAMPLE, 'y': at - over + 4, fill, 'font-weight': 'bold', 'font-size': 12 }, text),
  ]);
}

/** A piece of a line, to be set before its name. */
export function sample(x: number, y: number, stroke: string, dash: string | undefined): Markup {
  const ends = { x1: x, x2: x + SAMPLE - 4, y1: y, y2: y };
  return el('line', { ...ends, stroke, 'stroke-width': 2, 'stroke-dasharray': dash });
}

function timeAxis(points: readonly TradeoffPoint[], x: Scale, box: Box): readonly Markup[] {
  return [
    el('line', { x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom, stroke: INK }),
    ...points.flatMap(({ seconds: s }) => [
      el('line', { x1: x(s), x2: x(s), y1: box.bottom, y2: box.bottom + 5, stroke: INK }),
      el('text', { 'x': x(s), 'y': box.bottom + 18, 'text-anchor': 'middle' }, human(s)),
    ]),
    el(
      'text',
      { 'x': (box.left + box.right) / 2, 'y': box.bottom + 36, 'text-anchor': 'middle' },
      'cachetime: how long an answer is to be remembered (log)',
    ),
  ];
}

/** `5 s`, `5 min`, `1 h`. */
export function human(value: number): string {
  if (value < 60) return `${value} s`;
  return value === 3600 ? '1 h' : value % 60 === 0 && value < 3600 ? `${value / 60} min` : span(value * SECOND);
}

function colour(i: number): string {
  return COLOURS[i % COLOURS.length]!;
}
