import { SECOND } from '../../kernel/units.ts';
import { el, textWidth, type Markup } from '../charts/svg.ts';
import { svgFile } from '../charts/svgFile.ts';
import { wrap } from '../textTable.ts';
import type { Ladder, Note, Step } from './ladder.ts';

const GAP = 170;
const LEFT = 130;
const RIGHT = 80;
const ROW = 30;
const LINE = 15;
const FONT = 12;
const SMALL = 11;
const LEAST_WIDTH = 760;
/** Of a call that goes round in circles nobody looks at more; `dundisim call` prints all of them. */
const MOST_STEPS = 500;

/** Dark ink on paper and light ink on slate; what is lost differs by its dashes and its cross, not by colour alone. */
const STYLE = `
svg { --paper: #ffffff; --ink: #1b1b1b; --soft: #5c5c5c; --line: #b9b9b9; --lost: #b3261e; --note: #f1f1ee; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #16181b; --ink: #ececec; --soft: #b0b0b0; --line: #5b5f66; --lost: #ff9c8f; --note: #24272c; }
}
`;

/** The ladders one below the other; ends with a line feed. */
export function ladderSvg(ladders: readonly Ladder[]): string {
  const width = Math.max(LEAST_WIDTH, ...ladders.map((ladder) => widthOf(ladder)));
  let height = 12;
  const pieces = ladders.flatMap((ladder) => {
    const drawn = draw(ladder, height, width);
    height = drawn.bottom + 24;
    return drawn.pieces;
  });
  const title = ladders.map(({ outcome }) => outcome).join(' ');
  const ground = { style: 'fill: var(--paper)' };
  return svgFile({ title, width, height, fontSize: FONT, style: STYLE, ground }, pieces);
}

function widthOf({ participants }: Ladder): number {
  return LEFT + (participants.length - 1) * GAP + RIGHT + 100;
}

function draw(ladder: Ladder, top: number, width: number): { pieces: readonly Markup[]; bottom: number } {
  const { participants, steps, outcome, because, remedies, scenario, profile, seed } = ladder;
  const pieces: Markup[] = [];
  let y = top;
  const say = (content: string, bold: boolean): void => {
    for (const line of wrap(content, '', Math.floor((width - 32) / (FONT * 0.56)))) {
      y += LINE + 1;
      pieces.push(text(line, 16, y, { 'font-weight': bold ? 'bold' : undefined }));
    }
  };
  say(outcome, true);
  for (const sentence of [because, ...remedies]) if (sentence !== '') say(sentence, false);
  y += LINE + 1;
  pieces.push(text(`${scenario}, ${profile}, seed ${seed}, one run; virtual time in seconds`, 16, y, { soft: true }));
  y += 34;
  const heads = participants.map(({ name }, place) =>
    text(name, x(place), y, { 'text-anchor': 'middle', 'font-weight': 'bold' }),
  );
  const from = y + 6;
  y += 12;
  const drawn: Markup[] = [];
  for (const step of steps.slice(0, MOST_STEPS)) {
    if (step.kind === 'message') {
      y += ROW;
      drawn.push(...messageMarks(step, y));
    } else {
      const box = noteMarks(step, y + 12, width);
      drawn.push(...box.pieces);
      y = box.bottom;
    }
  }
  const further = steps.length - MOST_STEPS;
  if (further > 0) {
    y += ROW;
    drawn.push(text(`${further} further steps are not drawn`, 16, y, { soft: true }));
  }
  const bottom = y + 18;
  const lifelines = participants.map((_, place) =>
    el('line', { x1: x(place), x2: x(place), y1: from, y2: bottom, style: 'stroke: var(--line)' }),
  );
  return { pieces: [...pieces, ...heads, ...lifelines, ...drawn], bottom };
}

function x(place: number): number {
  return LEFT + place * GAP;
}

function messageMarks(step: Step, y: number): readonly Markup[] {
  const gone = step.fate === 'lost' || step.fate === 'off';
  const [from, to] = [x(step.from), x(step.to)];
  const way = to > from ? 1 : -1;
  const end = gone ? to - way * 24 : to - way;
  const ink = gone ? 'var(--lost)' : 'var(--ink)';
  const label = step.label + (step.remark === '' ? '' : ` (${step.remark})`);
  const middle = (from + to) / 2;
  return [
    text(`${(step.at / SECOND).toFixed(3)}`, 84, y + 4, { 'text-anchor': 'end', 'soft': true, 'font-size': SMALL }),
    el('line', {
      'x1': from,
      'x2': end,
      'y1': y,
      'y2': y,
      'style': `stroke: ${ink}; stroke-width: 1.4`,
      'stroke-dasharray': gone ? '6 4' : undefined,
    }),
    gone ? cross(end, y, ink) : head(end, y, way, ink),
    text(label, Math.max(middle, 92 + textWidth(label, SMALL) / 2), y - 5, {
      'text-anchor': 'middle',
      'font-size': SMALL,
      'ink': ink,
      'halo': true,
    }),
  ];
}

function head(at: number, y: number, way: number, ink: string): Markup {
  const back = at - way * 9;
  return el('path', { d: `M${at} ${y}L${back} ${y - 4}L${back} ${y + 4}Z`, style: `fill: ${ink}` });
}

function cross(at: number, y: number, ink: string): Markup {
  return el('path', {
    d: `M${at - 5} ${y - 5}L${at + 5} ${y + 5}M${at - 5} ${y + 5}L${at + 5} ${y - 5}`,
    style: `stroke: ${ink}; stroke-width: 2; fill: none`,
  });
}

/** A box over all lifelines, with a dot on the one of which it speaks. */
function noteMarks(note: Note, top: number, width: number): { pieces: readonly Markup[]; bottom: number } {
  const left = LEFT - 30;
  const inner = width - left - 24;
  const rows = wrap(note.text, '', Math.floor((inner - 20) / (SMALL * 0.56)));
  const height = rows.length * LINE + 8;
  const pieces = [
    text(`${(note.at / SECOND).toFixed(3)}`, 84, top + LINE, {
      'text-anchor': 'end',
      'soft': true,
      'font-size': SMALL,
    }),
    el('rect', {
      x: left,
      y: top,
      width: inner,
      height,
      rx: 3,
      style: 'fill: var(--note); stroke: var(--line)',
    }),
    ...(note.of < 0 ? [] : [el('circle', { cx: x(note.of), cy: top, r: 4, style: 'fill: var(--ink)' })]),
    ...rows.map((row, i) => text(row, left + 10, top + (i + 1) * LINE, { 'font-size': SMALL })),
  ];
  return { pieces, bottom: top + height };
}

interface TextLook {
  readonly 'text-anchor'?: 'middle' | 'end';
  readonly 'font-weight'?: 'bold' | undefined;
  readonly 'font-size'?: number;
  readonly 'soft'?: boolean;
  readonly 'ink'?: string;
  /** Paper around the letters, so that lifelines pass behind them. */
  readonly 'halo'?: boolean;
}

function text(content: string, at: number, y: number, { soft, ink, halo, ...look }: TextLook): Markup {
  const fill = ink ?? (soft === true ? 'var(--soft)' : 'var(--ink)');
  const edge = halo === true ? '; stroke: var(--paper); stroke-width: 4px; paint-order: stroke' : '';
  return el('text', { x: at, y, ...look, style: `fill: ${fill}${edge}` }, content);
}
