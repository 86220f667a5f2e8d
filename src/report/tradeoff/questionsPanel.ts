import { scaleLinear } from 'd3-scale';
import { SECOND } from '../../kernel/units.ts';
import { axisTitle, valueAxis, type Box } from '../charts/axes.ts';
import { COLOURS, DASHES } from '../charts/panel.ts';
import { el, type Markup } from '../charts/svg.ts';
import { PLAIN, type QuestionSeries, type Tradeoff } from './tradeoffData.ts';
import { bySteps, isUneven } from './tradeoffNotes.ts';
import { SAMPLE, sample } from './tradeoffPanel.ts';

const SOFT = '#555555';
const INK = '#333333';

/** Why the moment matters: what the lookup server is asked through the first cycles of one run. */
export function questionsPanel({ asked, questions, lines }: Tradeoff, box: Box): readonly Markup[] {
  if (questions === undefined) return [];
  const wide = bySteps(questions);
  const { cachetime, step, lines: all } = wide;
  const shown = pick(wide);
  const end = (Math.max(...shown.map(({ counts }) => counts.length)) * step) / SECOND / 60;
  const x = scaleLinear([0, end], [box.left, box.right]);
  const perSecond = (count: number): number => count / (step / SECOND);
  const { scale: y, marks } = valueAxis(
    '',
    Math.max(...shown.flatMap(({ counts }) => counts.map(perSecond))),
    box,
    false,
  );
  const uneven = all.some(({ counts }) => isUneven(wide, counts));
  return [
    el(
      'text',
      { 'x': box.left - 54, 'y': box.top - 32, 'font-size': 14, 'font-weight': 'bold' },
      uneven
        ? 'Caches run out together: why the moment of the crash matters'
        : `What ${asked} is asked, as time goes by`,
    ),
    el(
      'text',
      { x: box.left - 54, y: box.top - 15, fill: SOFT },
      `questions to ${asked} through one run without a failure, at a cachetime of ${cachetime}`,
    ),
    ...marks,
    el('g', { transform: 'translate(-62 0)' }, axisTitle('per second', box)),
    ...shown.flatMap(({ profile, counts }, place) => {
      const line = lines.findIndex((one) => one.profile === profile);
      const fill = COLOURS[line % COLOURS.length]!;
      // As in the panels above.
      const dash = DASHES[line % DASHES.length];
      const path = counts.map(
        (n, i) =>
          `${i === 0 ? 'M' : 'L'}${x(((i + 0.5) * step) / SECOND / 60).toFixed(1)} ${y(perSecond(n)).toFixed(1)}`,
      );
      const name = {
        'x': box.right + 10 + SAMPLE,
        'y': box.top + 14 + 18 * place,
        fill,
        'font-weight': 'bold',
        'font-size': 12,
      };
      return [
        el('path', {
          'd': path.join(''),
          'fill': 'none',
          'stroke': fill,
          'stroke-width': 2,
          'stroke-dasharray': dash,
        }),
        sample(box.right + 10, box.top + 10 + 18 * place, fill, dash),
        el('text', name, PLAIN[profile] ?? profile),
      ];
    }),
    el('line', { x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom, stroke: INK }),
    ...x
      .ticks(8)
      .flatMap((minute) => [
        el('line', { x1: x(minute), x2: x(minute), y1: box.bottom, y2: box.bottom + 5, stroke: INK }),
        el('text', { 'x': x(minute), 'y': box.bottom + 18, 'text-anchor': 'middle' }, String(minute)),
      ]),
    el(
      'text',
      { 'x': (box.left + box.right) / 2, 'y': box.bottom + 36, 'text-anchor': 'middle' },
      'minutes from the start, with empty caches',
    ),
  ];
}

/** The most uneven line, and the most even one beside it. */
function pick({ lines }: QuestionSeries): QuestionSeries['lines'] {
  const unevenness = (counts: readonly number[]): number => {
    const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
    return counts.reduce((sum, n) => sum + (n - mean) * (n - mean), 0) / counts.length;
  };
  const sorted = [...lines].sort((a, b) => unevenness(b.counts) - unevenness(a.counts));
  return sorted.length < 2 ? sorted : [sorted[0]!, sorted.at(-1)!];
}
