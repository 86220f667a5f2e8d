import { SECOND, type Micros } from '../../kernel/units.ts';
import type { FaultMark } from '../../measure/measures.ts';
import { el, lines, textWidth, type Markup } from './svg.ts';
import { timeAxis, type Scale } from './axes.ts';

const WIDTH = 900;
export const HEIGHT = 420;
const LEFT = 68;
const RIGHT = 20;
const BOTTOM = 52;
const FONT = 12;
const FAULT_FONT = 11;
const ROW = 17;
const FAULT_ROWS = 4;
/** Characters of a fault's label: two of the longest fit beside each other. */
const FAULT_LONGEST = 60;

/** An entry of the legend. */
export interface Key {
  readonly label: string;
  readonly colour: string;
  readonly shape: 'box' | 'line' | 'dashes' | 'ring' | 'dot';
}

/** What every chart of a run shares. */
export interface ChartOf {
  readonly title: string;
  /** Said under the title: the width of the bins, and what the figures mean. */
  readonly note: string;
  readonly keys: readonly Key[];
  readonly faults: readonly FaultMark[];
  readonly end: Micros;
  /** The data cover areas, not lines. */
  readonly filled: boolean;
  /** Pixels; `HEIGHT` if it is not said. */
  readonly height?: number;
}

/** What a chart of one kind takes from the run. */
export type ChartRun = Pick<ChartOf, 'faults' | 'end'>;

/** Where the data go. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Time to pixels. */
  readonly x: Scale;
  readonly filled: boolean;
}

/** The whole chart: title, note, legend, time axis and fault marks around what `draw` puts into the plot. */
export function chart(of: ChartOf, draw: (plot: Plot) => readonly Markup[]): string {
  const { rows, height: legendHeight } = legend(of.keys, 52);
  const right = WIDTH - RIGHT;
  const height = of.height ?? HEIGHT;
  const axis = timeAxis(of.end, LEFT, right);
  const placed = placeFaults(of.faults.filter(({ at }) => at <= of.end).map(shortened), (at) => axis.scale(at), right);
  const top = 52 + legendHeight + placed.rows * (FAULT_FONT + 4) + 4;
  const plot: Plot = { left: LEFT, right, top, bottom: height - BOTTOM, x: axis.scale, filled: of.filled };
  const hidden =
    placed.hidden === 0 ? '' : ` ${placed.hidden} of ${of.faults.length} faults are marked without their names.`;
  const whole = el(
    'svg',
    {
      'xmlns': 'http://www.w3.org/2000/svg',
      'width': WIDTH,
      height,
      'viewBox': `0 0 ${WIDTH} ${height}`,
      'role': 'img',
      'font-family': 'sans-serif',
      'font-size': FONT,
    },
    lines([
      el('title', {}, of.title),
      el('rect', { width: WIDTH, height, fill: '#ffffff' }),
      el('text', { 'x': 16, 'y': 22, 'font-size': 16, 'font-weight': 'bold' }, of.title),
      el('text', { x: 16, y: 40, fill: '#555555' }, of.note + hidden),
      ...rows,
      ...draw(plot),
      ...axis.draw(plot.bottom),
      ...placed.draw(plot, 52 + legendHeight),
    ]),
    { svg: '\n' },
  );
  return `${whole.svg}\n`;
}

/** Keys from left to right, in as many rows as they need. */
function legend(keys: readonly Key[], top: number): { rows: readonly Markup[]; height: number } {
  let [x, y] = [16, top];
  const rows = keys.flatMap(({ label, colour, shape }) => {
    const width = 20 + textWidth(label, FONT) + 14;
    if (x + width > WIDTH - RIGHT && x > 16) [x, y] = [16, y + ROW];
    const pieces = [keyShape(shape, colour, x, y + 7), el('text', { x: x + 20, y: y + 11 }, label)];
    x += width;
    return pieces;
  });
  return { rows, height: keys.length === 0 ? 0 : y + ROW - top + 4 };
}

function keyShape(shape: Key['shape'], colour: string, x: number, y: number): Markup {
  switch (shape) {
    case 'box':
      return el('rect', { x, y: y - 6, width: 14, height: 12, fill: colour });
    case 'ring':
      return el('circle', { 'cx': x + 7, 'cy': y, 'r': 3.5, 'fill': '#ffffff', 'stroke': colour, 'stroke-width': 1.5 });
    case 'dot':
      return el('circle', { cx: x + 7, cy: y, r: 2, fill: colour });
    default:
      return el('line', {
        'x1': x,
        'x2': x + 14,
        'y1': y,
        'y2': y,
        'stroke': colour,
        'stroke-width': 2.5,
        'stroke-dasharray': shape === 'dashes' ? '4 3' : undefined,
      });
  }
}

function shortened(fault: FaultMark): FaultMark {
  return fault.text.length <= FAULT_LONGEST
    ? fault
    : { ...fault, text: `${fault.text.slice(0, FAULT_LONGEST - 1).trimEnd()}…` };
}

interface PlacedFaults {
  readonly rows: number;
  readonly hidden: number;
  draw(plot: Plot, top: number): readonly Markup[];
}

/** Labels in the first row where they do not touch another; those beyond the last row go without, and are counted. */
function placeFaults(faults: readonly FaultMark[], x: Scale, right: number): PlacedFaults {
  const rowEnds: number[] = [];
  let hidden = 0;
  const labels = faults.map((fault) => {
    const mark = x(fault.at);
    const width = textWidth(fault.text, FAULT_FONT) + 12;
    const leftward = mark + width > right;
    const from = leftward ? mark - width : mark;
    let row = rowEnds.findIndex((end) => end <= from);
    if (row < 0) row = rowEnds.length;
    if (row >= FAULT_ROWS) {
      hidden += 1;
      return { fault, mark, row: -1, leftward };
    }
    rowEnds[row] = from + width;
    return { fault, mark, row, leftward };
  });
  return {
    rows: rowEnds.length,
    hidden,
    draw: (plot, top) => [
      ...labels.flatMap(({ mark, row }) =>
        faultLine(mark, row < 0 ? plot.top : baselineOf(row, top) - FAULT_FONT + 2, plot),
      ),
      ...labels
        .filter(({ row }) => row >= 0)
        .map(({ fault, mark, row, leftward }) =>
          faultLabel(fault.text, mark + (leftward ? -4 : 4), baselineOf(row, top), leftward),
        ),
    ],
  };
}

function baselineOf(row: number, top: number): number {
  return top + (row + 1) * (FAULT_FONT + 4) - 4;
}

/** Over areas with white beside it, so that it is seen on dark ones too. */
function faultLine(x: number, top: number, plot: Plot): readonly Markup[] {
  const ends = { x1: x, x2: x, y1: top, y2: plot.bottom };
  const halo = el('line', { ...ends, 'stroke': '#ffffff', 'stroke-width': 3, 'opacity': '0.7' });
  return [
    ...(plot.filled ? [halo] : []),
    el('line', { ...ends, 'stroke': '#222222', 'stroke-width': 1.3, 'stroke-dasharray': '5 3' }),
  ];
}

/** Lines of other faults pass behind the letters. */
function faultLabel(text: string, x: number, y: number, leftward: boolean): Markup {
  return el(
    'text',
    {
      x,
      y,
      'font-size': FAULT_FONT,
      'text-anchor': leftward ? 'end' : 'start',
      'fill': '#222222',
      'stroke': '#ffffff',
      'stroke-width': 3,
      'paint-order': 'stroke',
    },
    text,
  );
}

/** Seconds of a time, for a note. */
export function inWholeSeconds(width: Micros): string {
  const seconds = width / SECOND;
  return seconds % 60 === 0 && seconds > 60 ? `${seconds / 60} min` : `${seconds} s`;
}
