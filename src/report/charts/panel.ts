import { area, line } from 'd3-shape';
import type { Scale } from './axes.ts';
import { el, type Markup } from './svg.ts';

/** Colours that people with any colour vision tell apart (Okabe and Ito, 2008); the first are the darkest. */
export const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000'] as const;

/** For lines that share a colour with an earlier one. */
export const DASHES: readonly (string | undefined)[] = [undefined, '7 3', '2 3', '9 3 2 3'];

/** A value with its interval, somewhere along the x axis. */
export interface Banded {
  /** Pixels. */
  readonly x: number;
  readonly value: number;
  readonly low: number;
  /** Infinity: not bounded; drawn up to the top. */
  readonly high: number;
}

/** The band of the intervals, drawn first so that it is behind all lines. */
export function band(points: readonly Banded[], y: Scale, top: number, colour: string, opacity = 0.15): Markup {
  const bounded = (value: number): number => (value === Infinity ? top : Math.max(top, y(value)));
  const path = area<Banded>()
    .x(({ x }) => x)
    .y0(({ low }) => y(low))
    .y1(({ high }) => bounded(high))
    .digits(1)(points);
  return el('path', { d: path ?? '', fill: colour, opacity: opacity.toFixed(2) });
}

/** The values as dots on a line. With few points whiskers say what the band says between them. */
export function curve(
  points: readonly Banded[],
  y: Scale,
  top: number,
  colour: string,
  dash?: string,
): readonly Markup[] {
  const path = line<Banded>()
    .x(({ x }) => x)
    .y(({ value }) => y(value))
    .digits(1)(points);
  return [
    el('path', {
      'd': path ?? '',
      'fill': 'none',
      'stroke': colour,
      'stroke-width': 2,
      'stroke-linejoin': 'round',
      'stroke-dasharray': dash,
    }),
    ...points.flatMap(({ x, value, low, high }) => [
      el('line', {
        'x1': x,
        'x2': x,
        'y1': y(low),
        'y2': high === Infinity ? top : Math.max(top, y(high)),
        'stroke': colour,
        'stroke-width': 1.3,
        'stroke-dasharray': high === Infinity ? '3 3' : undefined,
      }),
      el('circle', { cx: x, cy: y(value), r: 3.5, fill: colour }),
    ]),
  ];
}

/** Equally far apart, each with its label: for values that need not be numbers. */
export function steps(
  labels: readonly string[],
  left: number,
  right: number,
): { at(index: number): number; draw(bottom: number, title: string): readonly Markup[] } {
  const at = (index: number): number => left + ((right - left) * (index + 0.5)) / labels.length;
  const every = Math.ceil(labels.length / Math.max(1, Math.floor((right - left) / 48)));
  return {
    at,
    draw: (bottom, title) => [
      el('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke: '#333333' }),
      ...labels.flatMap((label, i) =>
        i % every === 0
          ? [
              el('line', { x1: at(i), x2: at(i), y1: bottom, y2: bottom + 5, stroke: '#333333' }),
              el('text', { 'x': at(i), 'y': bottom + 18, 'text-anchor': 'middle' }, label),
            ]
          : [],
      ),
      el('text', { 'x': (left + right) / 2, 'y': bottom + 38, 'text-anchor': 'middle' }, title),
    ],
  };
}
