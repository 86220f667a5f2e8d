import type { Micros } from '../../kernel/units.ts';
import type { FaultMark } from '../../measure/measures.ts';
import type { Scale } from './axes.ts';
import { el, textWidth, type Markup } from './svg.ts';

const FONT = 11;
const ROW = FONT + 4;
const MOST_ROWS = 4;
/** Characters of a label: two of the longest fit beside each other. */
const LONGEST = 60;
/** Dashes of what happened, and of what was noticed of it. */
const DASHES = { fault: '5 3', notice: '1 3' } as const;

/** What is marked along the time axis. */
export interface Marked {
  readonly faults: readonly FaultMark[];
  /** When a server noticed one of them. */
  readonly notices: readonly FaultMark[];
  readonly end: Micros;
}

/** Pixels, and whether the data cover areas. */
interface Where {
  readonly top: number;
  readonly bottom: number;
  readonly filled: boolean;
}

interface Mark extends FaultMark {
  readonly kind: keyof typeof DASHES;
}

interface PlacedMarks {
  /** Pixels of the rows of labels. */
  readonly height: number;
  readonly all: number;
  /** Those whose labels had no room. */
  readonly hidden: number;
  draw(plot: Where, top: number): readonly Markup[];
}

/** Labels in the first row where they do not touch another; those beyond the last row go without, and are counted. */
export function placeMarks(of: Marked, x: Scale, right: number): PlacedMarks {
  const rowEnds: number[] = [];
  const labels = marksOf(of).map((mark) => {
    const at = x(mark.at);
    const width = textWidth(mark.text, FONT) + 12;
    const leftward = at + width > right;
    const from = leftward ? at - width : at;
    const free = rowEnds.findIndex((end) => end <= from);
    const row = free < 0 ? rowEnds.length : free;
    if (row >= MOST_ROWS) return { mark, at, row: -1, leftward };
    rowEnds[row] = from + width;
    return { mark, at, row, leftward };
  });
  const named = labels.filter(({ row }) => row >= 0);
  return {
    height: rowEnds.length * ROW,
    all: labels.length,
    hidden: labels.length - named.length,
    draw: (plot, top) => [
      ...labels.flatMap(({ mark, at, row }) =>
        lineOf(mark.kind, at, row < 0 ? plot.top : baselineOf(row, top) - FONT + 2, plot),
      ),
      ...named.map(({ mark, at, row, leftward }) =>
        labelOf(mark.text, at + (leftward ? -4 : 4), baselineOf(row, top), leftward),
      ),
    ],
  };
}

function marksOf({ faults, notices, end }: Marked): readonly Mark[] {
  const all = [
    ...faults.map((fault): Mark => ({ ...fault, kind: 'fault' })),
    ...notices.map((notice): Mark => ({ ...notice, kind: 'notice' })),
  ];
  return all
    .filter(({ at }) => at <= end)
    .sort((a, b) => a.at - b.at)
    .map((mark) =>
      mark.text.length <= LONGEST ? mark : { ...mark, text: `${mark.text.slice(0, LONGEST - 1).trimEnd()}…` },
    );
}

function baselineOf(row: number, top: number): number {
  return top + (row + 1) * ROW - 4;
}

/** Over areas with white beside it, so that it is seen on dark ones too. */
function lineOf(kind: Mark['kind'], x: number, top: number, plot: Where): readonly Markup[] {
  const ends = { x1: x, x2: x, y1: top, y2: plot.bottom };
  const halo = el('line', { ...ends, 'stroke': '#ffffff', 'stroke-width': 3, 'opacity': '0.7' });
  return [
    ...(plot.filled ? [halo] : []),
    el('line', { ...ends, 'stroke': '#222222', 'stroke-width': 1.3, 'stroke-dasharray': DASHES[kind] }),
  ];
}

/** Lines of other faults pass behind the letters. */
function labelOf(text: string, x: number, y: number, leftward: boolean): Markup {
  return el(
    'text',
    {
      x,
      y,
      'font-size': FONT,
      'text-anchor': leftward ? 'end' : 'start',
      'fill': '#222222',
      'stroke': '#ffffff',
      'stroke-width': 3,
      'paint-order': 'stroke',
    },
    text,
  );
}
