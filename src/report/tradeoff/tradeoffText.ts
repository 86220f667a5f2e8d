import { formatDuration } from '../../text/duration.ts';
import { SECOND } from '../../kernel/units.ts';
import { span, trimmed } from '../format.ts';
import { levelText } from '../experiment/pointText.ts';
import { table, wrap } from '../textTable.ts';
import { notesOf } from './tradeoffNotes.ts';
import {
  ends,
  PLAIN,
  type OverMoments,
  type Tradeoff,
  type TradeoffLine,
  type TradeoffPoint,
  type Valued,
} from './tradeoffData.ts';

/** The answer in a sentence, then a line for every profile and cachetime. */
export function tradeoffText(of: Tradeoff): string {
  const isShortened = of.lines.some(({ points }) => points.some(isShort));
  const rows = (head: readonly string[], columns: (point: TradeoffPoint) => readonly string[]): readonly string[] =>
    table(
      [
        ['profile', 'cachetime', ...(isShortened ? ['lives'] : []), ...head],
        ...of.lines.flatMap(({ profile, points }) =>
          points.map((point) => [
            profile,
            point.cachetime,
            ...(isShortened ? [lifeText(point)] : []),
            ...columns(point),
          ]),
        ),
      ],
      ['left', 'left', isShortened ? 'left' : 'right'],
    );
  const [from, until] = [formatDuration(of.moments.from), formatDuration(of.moments.until)];
  return `${[
    ...wrap(headline(of)),
    '',
    ...wrap(
      `${fewText(of)}, each with the crash at another moment, evenly from ${from} to ${until}; the same moments and the same random numbers at every point. In brackets ${levelText(of.level)} intervals.`,
    ),
    '',
    'Every day',
    ...rows(['questions/s', 'theory', 'packets/s', 'p95 delay, s'], ({ questions, theory, datagrams, calmDelay }) => [
      withInterval(questions),
      optional(theory?.questions),
      withInterval(datagrams),
      seconds(calmDelay),
    ]),
    '',
    'When a server dies: calls, mean over the moments',
    ...rows(['to the dead server', 'theory', 'lost', 'saved'], ({ stale, theory, lost, saved }) => [
      withInterval(stale),
      optional(theory?.stale),
      withInterval(lost),
      withInterval(saved),
    ]),
    '',
    'By the moment: the least and the most of the runs',
    ...rows(['to the dead server', 'lost'], ({ stale, lost }) => [rangeText(stale), rangeText(lost)]),
    '',
    'In the two minutes after it',
    ...rows(['p95 delay, s'], ({ crashDelay }) => [seconds(crashDelay)]),
    '',
    ...notesOf(of).flatMap((note) => wrap(note, '  ')),
  ].join('\n')}\n`;
}

/** Fewer than this bound hardly more than the order of size. */
const FEW = 20;

function fewText({ replications }: Tradeoff): string {
  return replications < FEW
    ? `${replications} runs of each point, which are few (more --replications narrow the intervals)`
    : `${replications} runs of each point`;
}

/** With figures and intervals, of the release that the paper's files are written for; and what the paper's reading gives. */
function headline({ asked, isMesh, lines }: Tradeoff): string {
  const line = lines.find(({ profile }) => profile === 'asterisk-1.2') ?? lines[0]!;
  const pair = ends(line);
  if (pair === undefined)
    return `At cachetime ${line.points[0]!.cachetime}: ${lines.map((one) => `${withInterval(one.points[0]!.lost)} calls lost per crash ${inProfile(one)}`).join(', ')}.`;
  const [short, long] = pair;
  const { difference } = line;
  const lives =
    isShort(short) || isShort(long) ? ` (where an answer lives ${lifeText(long)} and ${lifeText(short)})` : '';
  return [
    `Cachetime ${long.cachetime} instead of ${short.cachetime}, ${inProfile(line)}${lives}: ${asked} ${isMesh ? 'get' : 'gets'} ${withInterval(long.questions)} instead of ${withInterval(short.questions)} questions a second`,
    difference === undefined
      ? '.'
      : `; when a server dies, ${differenceText(difference.stale, 'calls go to it', 'calls that go to it')} and ${differenceText(difference.lost, 'are lost', 'lost calls')}, pair by pair.`,
    paperText(lines, line, short),
  ].join('');
}

function paperText(lines: readonly TradeoffLine[], line: TradeoffLine, short: TradeoffPoint): string {
  const paper = lines
    .find(({ profile }) => profile === 'whitepaper')
    ?.points.find(({ seconds: s }) => s === short.seconds);
  if (paper === undefined || line.profile === 'whitepaper') return '';
  return ` At ${short.cachetime} the crash costs ${withInterval(short.lost)} calls; in the paper's reading, where an answer lives for its cachetime and a lookup ends at the first answer, ${withInterval(paper.lost)}.`;
}

/**
 * `1340 (1300 to 1370) more calls go to it`, or where chance alone may have made the difference,
 * `the difference in calls that go to it may be chance (from 35 fewer to 54 more)`.
 */
export function differenceText({ value, low, high }: Valued, happens: string, noun: string): string {
  if (low === 0 && high === 0) return `as many ${happens}`;
  if (low <= 0 && high >= 0)
    return `the difference in ${noun} may be chance (from ${short(-low)} fewer to ${short(high)} more)`;
  const [less, from, until] = value < 0 ? [-value, -high, -low] : [value, low, high];
  return `${short(less)} (${short(from)} to ${short(until)}) ${value < 0 ? 'fewer' : 'more'} ${happens}`;
}

/** An answer lives for another time than the cachetime says. */
function isShort({ lives, seconds: cachetime }: TradeoffPoint): boolean {
  return lives !== cachetime;
}

/** `59 min 50 s` */
function lifeText({ lives }: TradeoffPoint): string {
  return span(lives * SECOND);
}

function inProfile({ profile }: TradeoffLine): string {
  return `in ${PLAIN[profile] ?? profile}`;
}

/** `0.21 (0.2 to 0.22)`, and never an interval of no width. */
function withInterval({ value, low, high }: Valued): string {
  if (high !== Infinity && short(low) === short(high)) return short(value);
  return `${short(value)} (${short(low)} ${high === Infinity ? 'or more' : `to ${short(high)}`})`;
}

function rangeText({ runs }: OverMoments): string {
  return runs.length === 0 ? '-' : `${short(Math.min(...runs))} to ${short(Math.max(...runs))}`;
}

function seconds(ms: Valued | undefined): string {
  return ms === undefined ? '-' : withInterval({ value: ms.value / 1000, low: ms.low / 1000, high: ms.high / 1000 });
}

function optional(value: number | undefined): string {
  return value === undefined ? '-' : short(value);
}

/** Three digits. */
function short(value: number): string {
  return trimmed(value, value === 0 || value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : value >= 0.1 ? 3 : 4);
}
