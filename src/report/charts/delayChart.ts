import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { SECOND, type Micros } from '../../kernel/units.ts';
import type { CallLog } from '../../measure/callLog.ts';
import { count, counted, trimmed } from '../format.ts';
import { quantileOf, type Bin } from '../run/series.ts';
import { axisTitle, tickMarks, type Box, type Scale } from './axes.ts';
import { chart, inWholeSeconds, type ChartRun, type Key } from './frame.ts';
import { el, tenth, type Markup } from './svg.ts';

/** Below this the 99th percentile is the slowest call, and is drawn as that. */
const ENOUGH_FOR_P99 = 100;
/** More calls than this are not drawn one by one. */
const MOST_DOTS = 2000;
/** What the axis shows at least, µs: the charts of two runs then share it. */
const USUAL: readonly [Micros, Micros] = [1000, 20 * SECOND];
/** So few have no quantiles worth a curve. */
const ALONE = 40;
const MEDIAN = '#0072b2';
const HIGH = '#d55e00';
const DOT = '#9a9a9a';

/** Post-dial delay of the calls that began to ring: median, p99, and the calls themselves while they are few. */
export function delayChart(bins: readonly Bin[], log: CallLog, of: ChartRun): string {
  const rang = bins.reduce((sum, bin) => sum + bin.delays.length, 0);
  const title = 'Post-dial delay';
  if (rang <= ALONE) {
    const note =
      rang === 0
        ? 'No call rang.'
        : `${counted(rang, 'call')} that rang, by when each began to ring. Calls that never rang are not here.`;
    return chart(
      { ...of, filled: false, title, note, keys: [{ label: 'one call', colour: MEDIAN, shape: 'dot' }] },
      (plot) => {
        const { scale, marks } = delayAxis(bins, plot);
        return [...marks, scatter(log, plot.x, scale, MEDIAN, 7)];
      },
    );
  }
  const few = bins.filter((bin) => bin.delays.length > 0 && bin.delays.length < ENOUGH_FOR_P99);
  const dots = rang <= MOST_DOTS;
  const keys: (Key | false)[] = [
    { label: 'median', colour: MEDIAN, shape: 'line' },
    few.length < bins.filter(({ delays }) => delays.length > 0).length && { label: 'p99', colour: HIGH, shape: 'line' },
    few.length > 0 && { label: `slowest, in bins of fewer than ${ENOUGH_FOR_P99} calls`, colour: HIGH, shape: 'ring' },
    dots && { label: 'one call', colour: DOT, shape: 'dot' },
  ];
  const note = `${count(rang)} calls that rang, by when they began to ring, in bins of ${inWholeSeconds(bins[0]!.until - bins[0]!.from)}. Calls that never rang are not here.`;
  return chart({ ...of, filled: false, title, note, keys: keys.filter((key) => key !== false) }, (plot) => {
    const { scale, marks } = delayAxis(bins, plot);
    return [
      ...marks,
      ...(dots ? [scatter(log, plot.x, scale, DOT, 3)] : []),
      curve(bins, plot.x, scale, 500, MEDIAN),
      curve(bins, plot.x, scale, 990, HIGH),
      ...few.map((bin) =>
        el('circle', {
          'cx': plot.x(middle(bin)),
          'cy': scale(bin.delays.at(-1)!),
          'r': 2.6,
          'fill': '#ffffff',
          'stroke': HIGH,
          'stroke-width': 1.3,
        }),
      ),
    ];
  });
}

/** Logarithmic, labelled at 1, 2 and 5 of each decade in seconds. A delay of 0 is at the bottom. */
function delayAxis(bins: readonly Bin[], box: Box): { scale: Scale; marks: readonly Markup[] } {
  const all = bins
    .flatMap(({ delays }) => (delays.length === 0 ? [] : [delays[0]!, delays.at(-1)!]))
    .map((delay) => Math.max(1000, delay));
  const labels = DECADES.filter((label) => label >= 1000);
  const low = labels.findLast((label) => label <= Math.min(...all, USUAL[0])) ?? 1000;
  const high = labels.find((label) => label >= Math.max(...all, USUAL[1])) ?? labels.at(-1)!;
  const scale = scaleLog([low, high], [box.bottom, box.top]).clamp(true);
  const shown = labels.filter((label) => label >= low && label <= high);
  const room = (box.bottom - box.top) / shown.length > 16;
  const ticks = room ? shown : shown.filter((label) => String(label).startsWith('1'));
  return {
    scale,
    marks: [
      ...ticks.flatMap((tick) => tickMarks(scale(tick), trimmed(tick / SECOND, 3), box)),
      axisTitle('post-dial delay, s (log)', box),
    ],
  };
}

/** 1, 2 and 5 times each power of ten, 1 us to 5000 s. */
const DECADES: readonly Micros[] = [
  1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
].flatMap((decade) => [decade, 2 * decade, 5 * decade]);

function curve(bins: readonly Bin[], x: Scale, y: Scale, perMille: number, colour: string): Markup {
  // Level over each bin: a slope between two bins would say that it began to change before it did.
  const ends = bins.flatMap(({ from, until, delays }) =>
    [from, until].map((at) => ({ at, delay: quantileOf(delays, perMille) })),
  );
  const path = line<(typeof ends)[number]>()
    .defined(({ delay }) => delay !== undefined)
    .x(({ at }) => x(at))
    .y(({ delay }) => y(delay!))
    .digits(1)(ends);
  return el('path', {
    'd': path ?? '',
    'fill': 'none',
    'stroke': colour,
    'stroke-width': 2,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  });
}

/** All calls as dots of one path: a line of no length with a round cap. */
function scatter(log: CallLog, x: Scale, y: Scale, colour: string, size: number): Markup {
  const dots: string[] = [];
  for (const { offeredAt, postDialDelay } of log) {
    if (postDialDelay >= 0)
      dots.push(`M${tenth(x(offeredAt + postDialDelay))} ${tenth(y(Math.max(1, postDialDelay)))}h0`);
  }
  return el('path', {
    'd': dots.join(''),
    'stroke': colour,
    'stroke-width': size,
    'stroke-linecap': 'round',
    'opacity': '0.6',
  });
}

function middle(bin: Bin): Micros {
  return (bin.from + bin.until) / 2;
}
