import { trimmed } from '../format.ts';
import { levelText } from '../experiment/pointText.ts';
import { table, wrap } from '../table.ts';
import { ends, PLAIN, type Tradeoff, type TradeoffLine, type Valued } from './data.ts';

/** The answer in a sentence, then a line for every profile and cachetime. */
export function tradeoffText(of: Tradeoff): string {
  const rows = of.lines.flatMap(({ profile, points }) => points.map((point) => [
    profile, point.cachetime, withInterval(point.questions), point.theory === undefined ? '-' : short(point.theory.questions), withInterval(point.stale),
    point.theory?.stale === undefined ? '-' : short(point.theory.stale), withInterval(point.lost), withInterval(point.saved), seconds(point.crashDelay), seconds(point.calmDelay),
  ]));
  const head = ['profile', 'cachetime', 'questions/s', 'theory', 'to the dead server', 'theory', 'lost', 'saved', 'p95 after the crash', 'p95 else'];
  return `${[
    ...wrap(headline(of)), '',
    `Runs of each point: ${of.replications}, under the same random numbers; in brackets ${levelText(of.level)} intervals.`,
    '', ...table([head, ...rows], ['left', 'left']), '',
    ...NOTES(of).flatMap((note) => wrap(note, '  ').map((line) => line)),
  ].join('\n')}\n`;
}

/** What each column means, and what the picture's footnote has no room for. */
function NOTES({ deadServer }: Tradeoff): readonly string[] {
  return [
    'questions/s: asked of the lookup server on ordinary days. theory: the closed form of a cache (src/experiment/tradeoff.ts); it is derived for the whitepaper profile alone.',
    `to the dead server, lost, saved: calls per crash of ${deadServer}, until the run ends. saved: not found, or not in time, and reached by the address in the database.`,
    'p95: post-dial delay that 95 % of the calls stay below, in the two minutes after the crash and on ordinary days.',
    'asterisk-1.2 and asterisk-16 take 10 s off a cachetime and leave at least 1 s, counted in whole seconds of the clock: 1 s and 5 s are the same to them, up to 1 s.',
    'asterisk-16 runs the test by regcontext: with the paper\'s own test and phones in one table every phone looks local, and DUNDi is never asked.',
  ];
}

/** With figures and intervals, by profile. */
export function headline({ lines }: Tradeoff): string {
  const compared = lines.flatMap((line) => {
    const pair = ends(line);
    return pair === undefined ? [] : [{ line, short: pair[0], long: pair[1] }];
  });
  if (compared.length === 0) return `At cachetime ${lines[0]!.points[0]!.cachetime}: ${lines.map((line) => `${withInterval(line.points[0]!.lost)} calls lost per crash ${said(line)}`).join(', ')}.`;
  const { short, long } = compared[0]!;
  const fewer = compared.map((one) => `from ${withInterval(one.short.questions)} to ${withInterval(one.long.questions)} ${said(one.line)}`).join(', ');
  const stale = compared.map((one) => `${withInterval(one.long.stale)} instead of ${withInterval(one.short.stale)} ${said(one.line)}`).join(', ');
  const delays = compared.filter((one) => one.line.profile !== 'whitepaper' && one.short.crashDelay !== undefined).map((one) => `${seconds(one.short.crashDelay)} ${said(one.line)}`).join(', ');
  return `Cachetime ${long.cachetime} instead of ${short.cachetime} cuts the questions per second to the lookup server ${fewer}; when a server dies, the calls sent to it are ${stale}.`
    + (delays === '' ? '' : ` At ${short.cachetime} the price is paid while nobody has noticed the death: 95 % of calls ring within ${delays}.`);
}

function said({ profile }: TradeoffLine): string {
  return profile === 'whitepaper' ? PLAIN[profile] : `in ${PLAIN[profile]}`;
}

/** `0.21 (0.2 to 0.22)` */
export function withInterval({ value, low, high }: Valued): string {
  return `${short(value)} (${short(low)} ${high === Infinity ? 'or more' : `to ${short(high)}`})`;
}

function seconds(ms: Valued | undefined): string {
  return ms === undefined ? '-' : `${withInterval({ value: ms.value / 1000, low: ms.low / 1000, high: ms.high / 1000 })} s`;
}

/** Three digits. */
function short(value: number): string {
  return trimmed(value, value === 0 || value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : value >= 0.1 ? 3 : 4);
}
