import { scaleLinear, scaleLog } from 'd3-scale';
import { HOUR, MINUTE, SECOND, type Micros } from '../../kernel/units.ts';
import { count, trimmed } from '../format.ts';
import { el, type Markup } from './svg.ts';

/** From a value to pixels. */
export type Scale = (value: number) => number;

const GRID = '#e4e4e4';
const INK = '#333333';
const MOST_TIME_TICKS = 16;
const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600];

/** Time from 0 to `end`: in seconds up to 20 minutes, in minutes up to 3 hours, then in hours. */
export function timeAxis(
  end: Micros,
  left: number,
  right: number,
): { scale: Scale; draw(bottom: number): readonly Markup[] } {
  const [unit, name] = end <= 20 * MINUTE ? [SECOND, 's'] : end <= 3 * HOUR ? [MINUTE, 'min'] : [HOUR, 'h'];
  const scale = scaleLinear([0, Math.max(end, 1)], [left, right]);
  const step = STEPS.find((candidate) => end / unit / candidate <= MOST_TIME_TICKS) ?? 1000;
  const ticks = Array.from({ length: Math.floor(end / unit / step) + 1 }, (_, i) => i * step);
  return {
    scale,
    draw: (bottom) => [
      el('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke: INK }),
      ...ticks.flatMap((tick) => [
        el('line', { x1: scale(tick * unit), x2: scale(tick * unit), y1: bottom, y2: bottom + 5, stroke: INK }),
        el('text', { 'x': scale(tick * unit), 'y': bottom + 18, 'text-anchor': 'middle' }, count(tick)),
      ]),
      el('text', { 'x': (left + right) / 2, 'y': bottom + 38, 'text-anchor': 'middle' }, `virtual time, ${name}`),
    ],
  };
}

/** Position of an axis of values. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** `0.5`, `2,000`, `200k`, `1.5M`: longer labels would run into the title of the axis. */
function tickLabel(tick: number): string {
  if (tick >= 1_000_000) return `${trimmed(tick / 1_000_000, 3)}M`;
  if (tick >= 100_000) return `${trimmed(tick / 1000, 3)}k`;
  return tick >= 1000 ? count(tick) : trimmed(tick, 3);
}

/** From `below` under 0 to at least `most`, with lines across; whole numbers only when `whole`. */
export function valueAxis(
  title: string,
  most: number,
  box: Box,
  whole: boolean,
  below = 0,
): { scale: Scale; marks: readonly Markup[] } {
  // As many as are drawn: the axis ends at a labelled line, and nothing lies beyond it.
  const wanted = Math.max(3, Math.floor((box.bottom - box.top) / 45));
  const scale = scaleLinear([-below, most === 0 && below === 0 ? 1 : most], [box.bottom, box.top]).nice(wanted);
  const ticks = scale.ticks(wanted).filter((tick) => !whole || tick === Math.floor(tick));
  return {
    scale,
    marks: [...ticks.flatMap((tick) => tickMarks(scale(tick), tickLabel(Math.abs(tick)), box)), axisTitle(title, box)],
  };
}

/**
 * The end of an axis that the charts of two runs share unless they differ much: the least of 3, 10, 30, 100 … that
 * is not below `most`. 0 stays 0.
 */
export function sharedEnd(most: number): number {
  if (most <= 0) return 0;
  let end = 3;
  for (let isThree = true; end < most; isThree = !isThree) end = isThree ? (end / 3) * 10 : end * 3;
  return end;
}

/** 1, 2 and 5 of each decade. */
const LABELS: readonly number[] = [0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000].flatMap(
  (decade) => [decade, 2 * decade, 5 * decade],
);

/** Logarithmic, around what is to be drawn (above 0); lower values are at the bottom. */
export function logAxis(
  title: string,
  [least, most]: readonly [number, number],
  box: Box,
): { scale: Scale; marks: readonly Markup[] } {
  const low = LABELS.findLast((label) => label <= least) ?? LABELS[0]!;
  const high = LABELS.find((label) => label >= most && label > low) ?? LABELS.at(-1)!;
  const scale = scaleLog([low, high], [box.bottom, box.top]).clamp(true);
  const ticks = LABELS.filter((label) => label >= low && label <= high);
  return {
    scale,
    marks: [...ticks.flatMap((tick) => tickMarks(scale(tick), tickLabel(tick), box)), axisTitle(title, box)],
  };
}

/** A tick of a value axis: the line across and the label to the left. */
export function tickMarks(y: number, label: string, box: Box): readonly Markup[] {
  return [
    el('line', { x1: box.left, x2: box.right, y1: y, y2: y, stroke: GRID }),
    el('text', { 'x': box.left - 7, 'y': y + 4, 'text-anchor': 'end' }, label),
  ];
}

export function axisTitle(title: string, box: Box): Markup {
  const middle = Math.round((box.top + box.bottom) / 2);
  return el('text', { 'x': 16, 'y': middle, 'text-anchor': 'middle', 'transform': `rotate(-90 16 ${middle})` }, title);
}
