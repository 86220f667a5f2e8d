import type { Experiment } from '../../experiment/grid/experiment.ts';
import { highOf, lowOf } from '../../experiment/statistics/estimate.ts';
import { figureOf, kindOfMeasure, type Figure } from '../../experiment/statistics/cellFigures.ts';
import type { PointSummary } from '../../experiment/grid/folded.ts';
import { resultPath, type ResultPath } from '../../measure/paths.ts';
import { meanOfEstimate } from '../experiment/estimateText.ts';
import { levelText } from '../experiment/pointText.ts';
import { counted } from '../format.ts';
import { logAxis, valueAxis, type Box, type Scale } from './axes.ts';
import type { Chart } from './charts.ts';
import { sourceText } from './frame.ts';
import { band, COLOURS, curve, DASHES, steps, type Banded } from './panel.ts';
import { el, textWidth, type Markup } from './svg.ts';
import { svgFile } from './svgFile.ts';

const WIDTH = 900;
/** Of the plot and its axis; the legend comes on top of it. */
const HEIGHT = 430;
const LEFT = 84;
const RIGHT = 20;
const BOTTOM = 52;
const ROW = 17;
/** Between the names of two lines. */
const NAME_ROW = 14;
/** Legend and notes begin here. */
const TOP = 68;
/** Pixels between lines that would lie on each other; less where there are many. */
const APART = 9;
/** Times of delays that differ more are drawn on a logarithmic axis. */
const FAR = 20;

/** What is drawn of every sweep: `axis` says the unit. */
interface Drawn {
  readonly file: string;
  readonly path: string;
  readonly kind: Figure['kind'];
  readonly title: string;
  readonly axis: string;
}

const ALWAYS: readonly Drawn[] = [
  { file: 'sweep-lost.svg', path: 'calls.lost', kind: 'mean', title: 'Calls lost', axis: 'calls lost per run' },
  {
    file: 'sweep-delay.svg',
    path: 'calls.postDialDelayMs.p95',
    kind: 'quantile',
    title: 'Post-dial delay that 95 % of the calls stay below',
    axis: 'p95 of the post-dial delay, ms',
  },
  {
    file: 'sweep-lookups.svg',
    path: 'lookups.network',
    kind: 'mean',
    title: 'Lookups that asked the network',
    axis: 'lookups per run',
  },
];

const UNIT: Readonly<Record<ResultPath['unit'], string>> = {
  count: 'per run',
  ms: 'ms',
  s: 's',
  ratio: 'share, 0 to 1',
};

/**
 * A chart for each of the main measures and for every `--measure`: the first axis along x, a line for each combination
 * of the others.
 */
export function sweepCharts(experiment: Experiment, points: readonly PointSummary[]): readonly Chart[] {
  const asked = experiment.wants.measures
    .filter((path) => !ALWAYS.some((one) => one.path === path))
    .map((path, i): Drawn => ({
      file: `sweep-measure-${i + 1}.svg`,
      path,
      title: path,
      ...kindOf(path),
    }));
  return [...ALWAYS, ...asked].flatMap((drawn) => {
    const all = points.map(({ figures }) => figureOf(figures, drawn.path, drawn.kind));
    return experiment.axes.length === 0 || all.every((figure) => figure === undefined)
      ? []
      : [{ file: drawn.file, svg: sweepChart(experiment, points, all, drawn) }];
  });
}

function kindOf(path: string): Pick<Drawn, 'kind' | 'axis'> {
  const kind = kindOfMeasure(path);
  return {
    kind,
    axis: kind === 'probability' ? 'probability' : `mean, ${UNIT[resultPath(path.split(' ')[0]!)?.unit ?? 'count']}`,
  };
}

function sweepChart(
  experiment: Experiment,
  points: readonly PointSummary[],
  figures: readonly (Figure | undefined)[],
  { title, axis }: Drawn,
): string {
  const [first, ...others] = experiment.axes as [Experiment['axes'][number], ...Experiment['axes']];
  const x = steps(first.values, LEFT, WIDTH - RIGHT);
  const names = [...new Set(points.map(({ point }) => point.values.slice(1).join(', ')))];
  const apart = Math.min(APART, (WIDTH - RIGHT - LEFT) / first.values.length / (names.length + 1));
  const series = names.map((name, k) =>
    points.flatMap(({ point }, i): Banded[] => {
      const figure = figures[i];
      if (figure === undefined || point.values.slice(1).join(', ') !== name) return [];
      const { estimate } = figure;
      const at = x.at(first.values.indexOf(point.values[0]!)) + (k - (names.length - 1) / 2) * apart;
      return [{ x: at, value: meanOfEstimate(estimate), low: Math.max(0, lowOf(estimate)), high: highOf(estimate) }];
    }),
  );
  const legend = names.length > 1 ? keys(names, others.map(({ path }) => path).join(', ')) : { rows: [], height: 0 };
  const height = HEIGHT + legend.height;
  const box = { left: LEFT, right: WIDTH - RIGHT, top: TOP + legend.height, bottom: height - BOTTOM };
  const { scale, marks: axisMarks } = axisFor(series.flat(), axis, box);
  const curves = series.map((one, i) => curve(one, scale, box.top, colour(i), dash(i))); // All lines, then all marks: no line hides another's.
  return svgFile({ title, width: WIDTH, height }, [
    el('text', { 'x': 16, 'y': 22, 'font-size': 16, 'font-weight': 'bold' }, title),
    sourceText(title, sourceOf(experiment, points), WIDTH - RIGHT),
    ...notes(experiment, points, series).map((text, i) => el('text', { x: 16, y: 40 + i * 15, fill: '#555555' }, text)),
    ...legend.rows,
    ...axisMarks,
    // Many bands on each other must not become a wall.
    ...series.map((one, i) => band(one, scale, box.top, colour(i), Math.min(0.15, 0.4 / series.length))),
    ...curves.map(([path]) => path!),
    ...curves.flatMap(([, ...marks]) => marks),
    ...lineNames(series, names, scale),
    ...x.draw(box.bottom, first.path),
  ]);
}

function sourceOf({ seed }: Experiment, points: readonly PointSummary[]): string {
  const documents = points.flatMap(({ results: [first] }) => first?.document ?? []);
  const profiles = [...new Set(documents.map(({ profile }) => profile))];
  const runs = points.reduce((sum, { replications }) => sum + replications, 0);
  return `${documents[0]?.scenario ?? ''}, profile ${profiles.join(', ')}, seed ${seed}, ${counted(runs, 'run')}`;
}

/** How to read it: what the bands are, and that points are surer apart than they look. */
function notes(
  { level }: Experiment,
  points: readonly PointSummary[],
  series: readonly (readonly Banded[])[],
): readonly string[] {
  const [least, most] = [
    Math.min(...points.map(({ replications }) => replications)),
    Math.max(...points.map(({ replications }) => replications)),
  ];
  const open = series.flat().some(({ high }) => high === Infinity) ? ' Dashed upwards: no upper end is known.' : '';
  return [
    `Bars and bands: ${levelText(level)} confidence intervals of ${least === most ? least : `${least} to ${most}`} runs; between the marks nothing was run.${open}`,
    'All points had the same random numbers, so they differ more surely than their bars suggest: "dundisim compare" says how much.',
  ];
}

/** Logarithmic for times that differ widely; an end that is 0 is at the bottom. */
function axisFor(points: readonly Banded[], title: string, box: Box): ReturnType<typeof valueAxis> {
  const ends = points.flatMap(({ value, low, high }) => [value, low, ...(high === Infinity ? [] : [high])]);
  const some = ends.filter((end) => end > 0);
  if (title.endsWith(', ms') && some.length > 0 && Math.max(...some) > FAR * Math.min(...some))
    return logAxis(`${title} (log)`, [Math.min(...some), Math.max(...some)], box);
  return valueAxis(title, Math.max(0, ...ends), box, false);
}

function colour(i: number): string {
  return COLOURS[i % COLOURS.length]!;
}

/** Each line its own, so that they differ in grey too; other pairs of colour and dash when the colours begin anew. */
function dash(i: number): string | undefined {
  return DASHES[(i + Math.floor(i / COLOURS.length)) % DASHES.length];
}

/** The name of each line behind its last mark, moved apart where lines meet; none where there is no room. */
function lineNames(series: readonly (readonly Banded[])[], names: readonly string[], y: Scale): readonly Markup[] {
  const ends = series
    .flatMap((one, i) => {
      const last = one.at(-1);
      return last === undefined ? [] : [{ name: names[i]!, x: last.x + 10, at: y(last.value), fill: colour(i) }];
    })
    .sort((a, b) => a.at - b.at);
  if (ends.length < 2 || ends.some(({ x, name }) => x + textWidth(name, 12) > WIDTH - RIGHT)) return [];
  for (let i = 1; i < ends.length; i++) ends[i]!.at = Math.max(ends[i]!.at, ends[i - 1]!.at + NAME_ROW);
  return ends.map(({ name, x, at, fill }) =>
    el(
      'text',
      { x, 'y': at + 4, fill, 'font-weight': 'bold', 'stroke': '#ffffff', 'stroke-width': 3, 'paint-order': 'stroke' },
      name,
    ),
  );
}

function keys(names: readonly string[], title: string): { readonly rows: readonly Markup[]; readonly height: number } {
  const from = TOP - 4;
  let [x, y] = [16 + textWidth(`${title}:`, 12) + 8, from];
  const rows = names.flatMap((name, i) => {
    const width = 20 + textWidth(name, 12) + 14;
    if (x + width > WIDTH - RIGHT) [x, y] = [16, y + ROW];
    const pieces = [
      el('line', {
        'x1': x,
        'x2': x + 14,
        'y1': y + 7,
        'y2': y + 7,
        'stroke': colour(i),
        'stroke-width': 2.5,
        'stroke-dasharray': dash(i),
      }),
      el('text', { x: x + 20, y: y + 11 }, name),
    ];
    x += width;
    return pieces;
  });
  return {
    rows: [el('text', { x: 16, y: from + 11, fill: '#555555' }, `${title}:`), ...rows],
    height: y + ROW - from + 4,
  };
}
