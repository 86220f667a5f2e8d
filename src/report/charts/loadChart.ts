import { area, curveStepAfter } from 'd3-shape';
import { SECOND } from '../../kernel/units.ts';
import type { Bin } from '../run/series.ts';
import { sharedEnd, valueAxis, type Box } from './axes.ts';
import { chart, HEIGHT, inWholeSeconds, type ChartRun } from './frame.ts';
import { el, type Markup } from './svg.ts';

const NETWORK = '#0072b2';
const CACHE = '#56b4e9';
const STATEMENTS = '#009e73';
const WAIT = '#cc79a7';
const LOCK = '#d55e00';
const GAP = 22;
/** Title, legend and time axis; and a panel with its gap, high enough for its name beside it. */
const AROUND = 140;
const PANEL = 95;

interface Panel {
  readonly title: string;
  /** The axis ends here, whatever it shows; else at a step that the charts of two runs share. */
  readonly end?: number;
  readonly layers: readonly Layer[];
}

interface Layer {
  readonly label: string;
  readonly colour: string;
  of(bin: Bin): number;
}

/**
 * Lookups, database and dialplan locks, one panel for each unit: two scales in one panel would let any two curves
 * agree.
 */
export function loadChart(bins: readonly Bin[], of: ChartRun): string {
  return chart(
    {
      ...of,
      filled: true,
      height: Math.max(HEIGHT, AROUND + PANELS.length * PANEL),
      title: 'DUNDi lookups, database and dialplan locks',
      note: `Means over bins of ${inWholeSeconds(bins[0]!.until - bins[0]!.from)}, when they ended; lookups stacked.`,
      keys: PANELS.flatMap(({ layers }) => layers).map(({ label, colour }) => ({ label, colour, shape: 'box' })),
    },
    (plot) => {
      const height = (plot.bottom - plot.top - (PANELS.length - 1) * GAP) / PANELS.length;
      const box = (row: number): Box => ({
        ...plot,
        top: plot.top + row * (height + GAP),
        bottom: plot.top + row * (height + GAP) + height,
      });
      return PANELS.flatMap((panel, row) => draw(bins, box(row), plot.x, panel));
    },
  );
}

const perSecond = (value: number, bin: Bin): number => (value * SECOND) / (bin.until - bin.from);

/** Greatest share of the interval in which a server's dialplan lock was held. */
function mostHeld(bin: Bin): number {
  let most = 0;
  for (let server = 0; server < bin.servers; server++) most = Math.max(most, bin.lockHeldRatioOf(server));
  return most;
}

/** Always all four, so that the charts of two runs are compared at a glance. */
const PANELS: readonly Panel[] = [
  {
    title: 'lookups/s',
    layers: [
      { label: 'lookups that asked the network', colour: NETWORK, of: (bin) => perSecond(bin.lookupsNetwork, bin) },
      { label: 'from the cache', colour: CACHE, of: (bin) => perSecond(bin.lookupsCached, bin) },
    ],
  },
  {
    title: 'statements/s',
    layers: [{ label: 'statements', colour: STATEMENTS, of: (bin) => perSecond(bin.statements, bin) }],
  },
  {
    title: 'wait, ms',
    layers: [{ label: 'mean wait of a statement', colour: WAIT, of: (bin) => bin.statementWait / 1000 }],
  },
  {
    title: 'held, %',
    end: 100,
    layers: [
      {
        label: 'dialplan lock held, the busiest server',
        colour: LOCK,
        of: (bin) => 100 * Math.min(1, mostHeld(bin)),
      },
    ],
  },
];

function draw(
  bins: readonly Bin[],
  box: Box,
  x: (time: number) => number,
  { title, end, layers }: Panel,
): readonly Markup[] {
  const most = bins.reduce(
    (max, bin) =>
      Math.max(
        max,
        layers.reduce((sum, layer) => sum + layer.of(bin), 0),
      ),
    0,
  );
  const axis = valueAxis(title, end ?? sharedEnd(most), box, false);
  const below = bins.map(() => 0);
  const shapes = layers.map((layer) => {
    const points = bins.map((bin, i) => ({
      x: x(bin.from),
      from: below[i]!,
      to: (below[i] = below[i]! + layer.of(bin)),
    }));
    const steps = area<(typeof points)[number]>()
      .x((point) => point.x)
      .y0((point) => axis.scale(point.from))
      .y1((point) => axis.scale(point.to))
      .curve(curveStepAfter)
      .digits(1);
    return el('path', { d: steps([...points, { ...points.at(-1)!, x: box.right }]) ?? '', fill: layer.colour });
  });
  if (most === 0)
    shapes.push(
      el(
        'text',
        {
          'x': (box.left + box.right) / 2,
          'y': (box.top + box.bottom) / 2 + 4,
          'text-anchor': 'middle',
          'fill': '#555555',
        },
        'none',
      ),
    );
  return [
    ...axis.marks,
    ...shapes,
    el('line', { x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom, stroke: '#333333' }),
  ];
}
