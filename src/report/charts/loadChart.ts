import { area, curveStepAfter } from 'd3-shape';
import { SECOND } from '../../kernel/ids.ts';
import type { Bin } from '../series.ts';
import { valueAxis, type Box } from './axes.ts';
import { chart, inWholeSeconds, type ChartRun } from './frame.ts';
import { el, type Markup } from './svg.ts';

const NETWORK = '#0072b2';
const CACHE = '#56b4e9';
const STATEMENTS = '#009e73';
const WAIT = '#cc79a7';
const GAP = 22;

interface Layer {
  readonly colour: string;
  of(bin: Bin): number;
}

/** Lookups and the database, one panel for each unit: two scales in one panel would let any two curves agree. */
export function loadChart(bins: readonly Bin[], of: ChartRun): string {
  const perSecond = (value: number, bin: Bin): number => (value * SECOND) / (bin.until - bin.from);
  return chart({
    ...of,
    filled: true,
    title: 'DUNDi lookups and database',
    note: `Means over bins of ${inWholeSeconds(bins[0]!.until - bins[0]!.from)}, when they ended; lookups stacked.`,
    keys: [
      { label: 'lookups that asked the network', colour: NETWORK, shape: 'box' },
      { label: 'lookups from the cache', colour: CACHE, shape: 'box' },
      { label: 'statements', colour: STATEMENTS, shape: 'box' },
      { label: 'mean wait of a statement', colour: WAIT, shape: 'box' },
    ],
  }, (plot) => {
    const height = (plot.bottom - plot.top - 2 * GAP) / 3;
    const box = (row: number): Box => ({ ...plot, top: plot.top + row * (height + GAP), bottom: plot.top + row * (height + GAP) + height });
    return [
      ...panel(bins, box(0), plot.x, 'lookups/s', [{ colour: NETWORK, of: (bin) => perSecond(bin.lookupsNetwork, bin) }, { colour: CACHE, of: (bin) => perSecond(bin.lookupsCached, bin) }]),
      ...panel(bins, box(1), plot.x, 'statements/s', [{ colour: STATEMENTS, of: (bin) => perSecond(bin.statements, bin) }]),
      ...panel(bins, box(2), plot.x, 'wait, ms', [{ colour: WAIT, of: (bin) => bin.statementWait / 1000 }]),
    ];
  });
}

function panel(bins: readonly Bin[], box: Box, x: (time: number) => number, title: string, layers: readonly Layer[]): readonly Markup[] {
  const most = bins.reduce((max, bin) => Math.max(max, layers.reduce((sum, layer) => sum + layer.of(bin), 0)), 0);
  const axis = valueAxis(title, most, box, false);
  const below = bins.map(() => 0);
  const shapes = layers.map((layer) => {
    const points = bins.map((bin, i) => ({ x: x(bin.from), from: below[i]!, to: (below[i] = below[i]! + layer.of(bin)) }));
    const steps = area<(typeof points)[number]>().x((point) => point.x).y0((point) => axis.scale(point.from)).y1((point) => axis.scale(point.to)).curve(curveStepAfter).digits(1);
    return el('path', { d: steps([...points, { ...points.at(-1)!, x: box.right }]) ?? '', fill: layer.colour });
  });
  if (most === 0) shapes.push(el('text', { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + 4, 'text-anchor': 'middle', fill: '#555555' }, 'none'));
  return [...axis.marks, ...shapes, el('line', { x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom, stroke: '#333333' })];
}
