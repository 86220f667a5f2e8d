import { count, counted } from '../format.ts';
import { CALL_CLASSES, CLASS_LOOK, LOST_CLASSES, type CallClass } from '../run/callClass.ts';
import type { Bin } from '../run/series.ts';
import { valueAxis, type Scale } from './axes.ts';
import { chart, inWholeSeconds, type ChartRun, type Plot } from './frame.ts';
import { fillOf, hatchOf } from './hatches.ts';
import { el, type Markup } from './svg.ts';

const LOST = new Set(LOST_CLASSES);

/**
 * Calls by how they ended. Above the line those that were not lost, where they were offered; below it the lost ones,
 * where `series.csv` counts them. The last, narrower bin is drawn as narrow as it is.
 */
export function callsChart(bins: readonly Bin[], of: ChartRun): string {
  const classes = CALL_CLASSES.filter((name) => totalOf(bins, name) > 0);
  const [kept, lost] = [classes.filter((name) => !LOST.has(name)), classes.filter((name) => LOST.has(name))];
  const offered = bins.reduce((sum, bin) => sum + bin.offered, 0);
  const lostCalls = lost.reduce((sum, name) => sum + totalOf(bins, name), 0);
  const width = inWholeSeconds(bins[0]!.until - bins[0]!.from);
  const where = `${counted(offered, 'call')} in bins of ${width}, by when they were offered`;
  const below =
    lostCalls === 0
      ? '; none is lost.'
      : `; below the line ${count(lostCalls)} lost, those that were cut by when they were cut.`;
  return chart(
    {
      ...of,
      filled: true,
      title: 'Calls by outcome',
      note: where + below,
      keys: classes.map((name) => ({
        label: `${CLASS_LOOK[name].label}: ${count(totalOf(bins, name))}`,
        colour: fillOf(name, CLASS_LOOK[name]),
        shape: 'box',
      })),
      defs: classes.flatMap((name) => hatchOf(name, CLASS_LOOK[name]) ?? []),
    },
    (plot) => {
      const axis = valueAxis(`calls in ${width}`, highest(bins, kept), plot, true, highest(bins, lost));
      return [
        ...axis.marks,
        ...bins.flatMap((bin) => [...stack(bin, kept, plot, axis.scale, 1), ...stack(bin, lost, plot, axis.scale, -1)]),
        el('line', { x1: plot.left, x2: plot.right, y1: axis.scale(0), y2: axis.scale(0), stroke: '#333333' }),
        ...(lostCalls === 0 ? [] : [lostLabel(plot)]),
      ];
    },
  );
}

/** The boxes of a bin, from the line upwards (1) or downwards (-1). */
function stack(
  bin: Bin,
  classes: readonly CallClass[],
  plot: Plot,
  scale: Scale,
  direction: 1 | -1,
): readonly Markup[] {
  const [left, right] = [plot.x(bin.from), plot.x(bin.until)];
  const gap = right - left > 4 ? 1 : 0;
  let from = 0;
  return classes
    .filter((name) => bin.classes[name] > 0)
    .map((name) => {
      const to = from + direction * bin.classes[name];
      const [top, bottom] = [scale(Math.max(from, to)), scale(Math.min(from, to))];
      from = to;
      const fill = fillOf(name, CLASS_LOOK[name]);
      return el('rect', { x: left, y: top, width: right - left - gap, height: bottom - top, fill });
    });
}

function lostLabel(plot: Plot): Markup {
  const halo = { 'stroke': '#ffffff', 'stroke-width': 3, 'paint-order': 'stroke' };
  const place = { 'x': plot.left + 6, 'y': plot.bottom - 6, 'font-size': 11, 'fill': '#222222' };
  return el('text', { ...place, ...halo }, 'lost');
}

function totalOf(bins: readonly Bin[], name: CallClass): number {
  return bins.reduce((sum, bin) => sum + bin.classes[name], 0);
}

function highest(bins: readonly Bin[], classes: readonly CallClass[]): number {
  return bins.reduce(
    (max, bin) =>
      Math.max(
        max,
        classes.reduce((sum, name) => sum + bin.classes[name], 0),
      ),
    0,
  );
}
