import { SECOND, type Micros } from '../../kernel/units.ts';
import { el, textWidth, type Markup } from './svg.ts';
import { svgFile } from './svgFile.ts';
import { timeAxis, type Scale } from './axes.ts';
import { placeMarks, type Marked } from './faultMarks.ts';

const WIDTH = 900;
export const HEIGHT = 420;
const LEFT = 68;
const RIGHT = 20;
const BOTTOM = 52;
const FONT = 12;
const ROW = 17;
const SOURCE_FONT = 11;

/** An entry of the legend. */
export interface Key {
  readonly label: string;
  readonly colour: string;
  readonly shape: 'box' | 'line' | 'dashes' | 'ring' | 'dot';
}

/** What every chart of a run shares. */
export interface ChartOf extends Marked {
  readonly title: string;
  /** Said under the title: the width of the bins, and what the figures mean. */
  readonly note: string;
  readonly keys: readonly Key[];
  /** Patterns that `keys` and the data refer to. */
  readonly defs?: readonly Markup[];
  /** Scenario, profile and seed, at the right of the title. */
  readonly source: string;
  /** The data cover areas, not lines. */
  readonly filled: boolean;
  /** Pixels; `HEIGHT` if it is not said. */
  readonly height?: number;
}

/** What a chart of one kind takes from the run. */
export type ChartRun = Pick<ChartOf, 'source' | 'faults' | 'notices' | 'end'>;

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
  const marks = placeMarks(of, (at) => axis.scale(at), right);
  const top = 52 + legendHeight + marks.height + 4;
  const plot: Plot = { left: LEFT, right, top, bottom: height - BOTTOM, x: axis.scale, filled: of.filled };
  const hidden = marks.hidden === 0 ? '' : ` ${marks.hidden} of ${marks.all} marks are without their names.`;
  return svgFile({ title: of.title, width: WIDTH, height, defs: of.defs ?? [] }, [
    el('text', { 'x': 16, 'y': 22, 'font-size': 16, 'font-weight': 'bold' }, of.title),
    sourceText(of.title, of.source, right),
    el('text', { x: 16, y: 40, fill: '#555555' }, of.note + hidden),
    ...rows,
    ...draw(plot),
    ...axis.draw(plot.bottom),
    ...marks.draw(plot, 52 + legendHeight),
  ]);
}

/** Where the picture is from, as far as there is room beside the title. */
export function sourceText(title: string, source: string, right: number): Markup {
  const room = Math.floor((right - 16 - textWidth(title, 16) - 24) / (SOURCE_FONT * 0.53));
  const text = source.length <= room ? source : `${source.slice(0, room - 1).trimEnd()}…`;
  return el('text', { 'x': right, 'y': 20, 'text-anchor': 'end', 'font-size': SOURCE_FONT, 'fill': '#555555' }, text);
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

/** Seconds of a time, for a note. */
export function inWholeSeconds(width: Micros): string {
  const seconds = width / SECOND;
  return seconds % 60 === 0 && seconds > 60 ? `${seconds / 60} min` : `${seconds} s`;
}
