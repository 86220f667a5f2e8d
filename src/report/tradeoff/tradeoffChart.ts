import type { Box } from '../charts/axes.ts';
import { el, type Markup } from '../charts/svg.ts';
import { svgFile } from '../charts/svgFile.ts';
import { levelText } from '../experiment/pointText.ts';
import { wrap } from '../textTable.ts';
import { questionsPanel } from './questionsPanel.ts';
import { ends, PLAIN, type Tradeoff, type Valued } from './tradeoffData.ts';
import { drawPanel, human, INK, NAMES, SOFT, type Panel } from './tradeoffPanel.ts';

const WIDTH = 1080;
const HEIGHT = 1076;
/** Of the panel below the four. */
const SERIES_TOP = 800;

const inSeconds = (ms: Valued | undefined): Valued | undefined =>
  ms === undefined ? undefined : { value: ms.value / 1000, low: ms.low / 1000, high: ms.high / 1000 };

const panelsOf = ({ asked }: Tradeoff): readonly Panel[] => [
  {
    title: 'What remembering saves, every day',
    note: `questions asked of ${asked}`,
    axis: 'questions per second',
    log: false,
    of: ({ questions }) => questions,
    theory: ({ questions }) => questions,
  },
  {
    title: 'What it costs, on the day a server dies',
    note: 'calls sent to the dead server',
    axis: 'calls per crash',
    log: false,
    of: ({ stale }) => stale,
    runs: ({ stale }) => stale.runs,
    theory: ({ stale }) => stale,
  },
  {
    title: 'All calls lost by the crash',
    note: 'by old answers, by giving up while waiting, or cut while talking',
    axis: 'calls per crash',
    log: true,
    of: ({ lost }) => lost,
    runs: ({ lost }) => lost.runs,
  },
  {
    title: 'How long callers wait, in the 2 minutes after the crash',
    note: '95 of 100 calls ring within',
    axis: 'seconds',
    log: true,
    of: ({ crashDelay }) => inSeconds(crashDelay),
  },
];

/**
 * The picture: four questions, a line for each reading of the cluster, by cachetime. For people who have never heard of
 * DUNDi.
 */
export function tradeoffChart(of: Tradeoff): string {
  const left = [70, 70 + 530];
  const top = [186, 186 + 302];
  const panels = panelsOf(of);
  const boxes = panels.map((_, i): Box => ({
    left: left[i % 2]!,
    right: left[i % 2]! + 430,
    top: top[Math.floor(i / 2)]!,
    bottom: top[Math.floor(i / 2)]! + 190,
  }));
  const title = 'Remembering where a phone is: what it saves, and what it costs';
  return svgFile({ title, width: WIDTH, height: HEIGHT }, [
    el('text', { 'x': 16, 'y': 28, 'font-size': 20, 'font-weight': 'bold' }, title),
    el('text', { 'x': WIDTH - 20, 'y': 28, 'text-anchor': 'end', 'font-size': 11, 'fill': SOFT }, source(of)),
    ...paragraph(introduction(of), 50, 150, SOFT),
    ...paragraph(takeAway(of), 92, 132, INK, true),
    ...panels.flatMap((panel, i) => drawPanel(panel, boxes[i]!, of)),
    ...questionsPanel(of, { left: left[0]!, right: WIDTH - NAMES - 22, top: SERIES_TOP, bottom: SERIES_TOP + 130 }),
    ...footnote(of),
  ]);
}

/** What ran: the profiles are the lines' own names. */
function source({ scenario, seed, replications, lines }: Tradeoff): string {
  const profiles = lines.length === 1 ? `profile ${lines[0]!.profile}` : `${lines.length} profiles`;
  return `${scenario}, ${profiles}, seed ${seed}, ${replications === 1 ? 'one run' : `${replications} runs`} of each point`;
}

function introduction({ phonesMove, isMesh }: Tradeoff): string {
  const after = phonesMove
    ? 'When a server dies, its phones move to another one; a server that still remembers the old place sends calls to the dead one.'
    : 'When a server dies, a server that still remembers it sends calls to it.';
  return `A phone server that looks for a phone elsewhere asks ${isMesh ? 'the other servers' : 'the lookup server'}, and remembers the answer for a while: the cachetime. ${after}`;
}

/** Of the data, in words. */
function takeAway({ lines }: Tradeoff): string {
  const line = lines.find(({ profile }) => profile === 'asterisk-1.2') ?? lines[0]!;
  const pair = ends(line);
  if (pair === undefined) return '';
  const [short, long] = pair;
  const saved = 1 - long.questions.value / short.questions.value;
  const [calm, crash] = [short.calmDelay, short.crashDelay];
  const times =
    long.lives === long.seconds && short.lives === short.seconds
      ? `remembering for ${human(long.seconds)} instead of ${human(short.seconds)}`
      : `a cachetime of ${human(long.seconds)} instead of ${human(short.seconds)} (answers live ${human(long.lives)} and ${human(short.lives)})`;
  const waits =
    calm === undefined || crash === undefined
      ? ''
      : ` In the two minutes after the crash 95 of 100 calls ring within ${seconds(crash.value)} at ${human(short.seconds)}, on other days within ${seconds(calm.value)}.`;
  return `In ${PLAIN[line.profile] ?? line.profile}, ${times} ${Number.isFinite(saved) ? `saves ${Math.round(100 * saved)} % of the questions` : 'makes no difference: nothing is asked'}. When a server dies, ${whole(long.stale.value)} calls go to it${whole(long.stale.value) === whole(short.stale.value) ? ', as before' : ` instead of ${whole(short.stale.value)}`}.${waits}`;
}

function whole(value: number): string {
  return value > 0 && value < 1 ? 'less than one' : Math.round(value) === 0 ? 'none' : value.toFixed(0);
}

function seconds(ms: number): string {
  return ms < 100 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 1000).toFixed(1)} s`;
}

function paragraph(text: string, top: number, width: number, fill: string, bold = false): readonly Markup[] {
  return wrap(text, '', width).map((row, i) =>
    el('text', { 'x': 16, 'y': top + 17 * i, fill, 'font-size': 13, ...(bold ? { 'font-weight': 'bold' } : {}) }, row),
  );
}

function footnote(of: Tradeoff): readonly Markup[] {
  const { level, replications, lines } = of;
  const theory = lines.some(({ points }) => points.some((point) => point.theory !== undefined));
  const isOpen = lines.some(({ points }) =>
    points.some((point) => panelsOf(of).some((panel) => panel.of(point)?.high === Infinity)),
  );
  const rows = [
    `Large dots: means of ${replications} runs (waiting: of all their calls); bands and bars: ${levelText(level)} intervals. Small rings: single runs, each with the crash at another moment.`,
    `All points have the same callers and the same moments; dots are moved apart sideways.${theory ? ' Large rings: theory, of a cache that forgets on time.' : ''}${isOpen ? ' Dashed upwards: no upper end is known.' : ''}`,
    ...lives(lines),
  ];
  return rows.map((row, i) => el('text', { 'x': 16, 'y': HEIGHT - 42 + 16 * i, 'fill': SOFT, 'font-size': 11 }, row));
}

/** Where an answer lives for another time than the cachetime of its dot. */
function lives(lines: Tradeoff['lines']): readonly string[] {
  const short = lines.filter(({ points }) => points.some((point) => point.lives !== point.seconds));
  if (short.length === 0) return [];
  const others = short[0]!.points.filter((point) => point.lives !== point.seconds);
  const times = others.map((point) => `${human(point.lives)} at ${human(point.seconds)}`);
  return [
    `Dots are at the cachetime that is configured. In ${short.map(({ profile }) => PLAIN[profile] ?? profile).join(' and ')} an answer lives for another time: ${times.join(', ')}.`,
  ];
}
