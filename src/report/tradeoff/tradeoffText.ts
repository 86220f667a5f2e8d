import { trimmed } from '../format.ts';
import { levelText } from '../experiment/pointText.ts';
import { table, wrap } from '../textTable.ts';
import { ends, PLAIN, type Tradeoff, type TradeoffLine, type TradeoffPoint, type Valued } from './tradeoffData.ts';

/** The answer in a sentence, then a line for every profile and cachetime. */
export function tradeoffText(of: Tradeoff): string {
  const rows = (head: readonly string[], columns: (point: TradeoffPoint) => readonly string[]): readonly string[] =>
    table(
      [
        ['profile', 'cachetime', ...head],
        ...of.lines.flatMap(({ profile, points }) =>
          points.map((point) => [profile, point.cachetime, ...columns(point)]),
        ),
      ],
      ['left', 'left'],
    );
  return `${[
    ...wrap(headline(of)),
    '',
    `Runs of each point: ${of.replications}, under the same random numbers; in brackets ${levelText(of.level)} intervals.`,
    '',
    'Every day',
    ...rows(['questions/s', 'theory', 'packets/s', 'p95 delay, s'], ({ questions, theory, datagrams, calmDelay }) => [
      withInterval(questions),
      optional(theory?.questions),
      withInterval(datagrams),
      seconds(calmDelay),
    ]),
    '',
    'When a server dies',
    ...rows(['to the dead server', 'theory', 'lost', 'saved'], ({ stale, theory, lost, saved }) => [
      withInterval(stale),
      optional(theory?.stale),
      withInterval(lost),
      withInterval(saved),
    ]),
    '',
    'In the two minutes after it',
    ...rows(['p95 delay, s'], ({ crashDelay }) => [seconds(crashDelay)]),
    '',
    ...notes(of).flatMap((note) => wrap(note, '  ')),
  ].join('\n')}\n`;
}

/** What each column means, and what the picture's footnote has no room for. */
function notes({ deadServer }: Tradeoff): readonly string[] {
  return [
    'questions/s: asked of the lookup server. theory: the closed form of a cache (src/experiment/tradeoff.ts), derived for the whitepaper profile alone. packets/s: of DUNDi, all servers.',
    `to the dead server, lost, saved: calls per crash of ${deadServer}, until the run ends. saved: not found, or not in time, and reached by the address in the database.`,
    'p95 delay: the post-dial delay that 95 % of the calls stay below.',
    'asterisk-1.2 and asterisk-16 take 10 s off a cachetime and leave at least 1 s, counted in whole seconds of the clock: 1 s and 5 s are the same to them, up to 1 s.',
    "The servers test for their own phones by the regcontext: by the paper's own test every phone of a shared table looks local to asterisk-16, and DUNDi is never asked.",
  ];
}

/** With figures and intervals, of the release that the paper's files are written for; and what the paper promises. */
export function headline({ lines }: Tradeoff): string {
  const line = lines.find(({ profile }) => profile === 'asterisk-1.2') ?? lines[0]!;
  const pair = ends(line);
  if (pair === undefined)
    return `At cachetime ${line.points[0]!.cachetime}: ${lines.map((one) => `${withInterval(one.points[0]!.lost)} calls lost per crash ${said(one)}`).join(', ')}.`;
  const [short, long] = pair;
  const paper = lines
    .find(({ profile }) => profile === 'whitepaper')
    ?.points.find(({ seconds }) => seconds === short.seconds);
  return (
    `Cachetime ${long.cachetime} instead of ${short.cachetime}: ${said(line)} the lookup server gets ${withInterval(long.questions)} instead of ${withInterval(short.questions)} questions a second, and when a server dies, ${withInterval(long.stale)} calls go to it instead of ${withInterval(short.stale)}.` +
    (paper === undefined || paper === short
      ? ''
      : ` At ${short.cachetime} the crash costs ${withInterval(short.lost)} calls, where the paper promises ${withInterval(paper.lost)}${short.lost.value > paper.lost.high ? ': until the death is noticed a question takes seconds, with the dialplan lock held' : ''}.`)
  );
}

function said({ profile }: TradeoffLine): string {
  return profile === 'whitepaper' ? PLAIN[profile] : `in ${PLAIN[profile]}`;
}

/** `0.21 (0.2 to 0.22)` */
export function withInterval({ value, low, high }: Valued): string {
  return `${short(value)} (${short(low)} ${high === Infinity ? 'or more' : `to ${short(high)}`})`;
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
