import { parseDuration } from '../../text/duration.ts';
import { PLAIN, type QuestionSeries, type Tradeoff, type TradeoffLine } from './tradeoffData.ts';

/** What the columns mean and what is behind them, as far as it is true of the cluster that ran. */
export function notesOf(of: Tradeoff): readonly string[] {
  const { asked, deadServer, lines } = of;
  const saves = lines.some(({ points }) => points.some(({ saved }) => saved.value > 0));
  return [
    `questions/s: asked of ${asked}.${theoryNote(lines)} packets/s: of DUNDi, all servers.`,
    `to the dead server, lost${saves ? ', saved' : ''}: calls per crash of ${deadServer}, until the run ends.${saves ? ' saved: not found, or not in time, and reached by direct dial.' : ''}`,
    'p95 delay: the post-dial delay that 95 % of the calls stay below, of all runs together.',
    ...togetherNote(of),
    ...marginNotes(lines),
    ...lockNote(lines),
    ...lines.flatMap(({ profile, alsoSet }) => alsoSetNote(profile, alsoSet)),
  ];
}

function theoryNote(lines: readonly TradeoffLine[]): string {
  const derived = lines.filter(({ points }) => points.some(({ theory }) => theory !== undefined));
  if (derived.length === 0) return '';
  const names = derived.map(({ profile }) => profile).join(', ');
  return ` theory: the closed form of a cache (src/experiment/cacheTheory.ts), the mean over the same moments; derived for ${names} alone.`;
}

/** That caches run out together, where the lookup server's own figures show it. */
function togetherNote({ questions }: Tradeoff): readonly string[] {
  if (questions === undefined) return [];
  const wide = bySteps(questions);
  const uneven = wide.lines.filter(({ counts }) => isUneven(wide, counts));
  if (uneven.length === 0) return [];
  const names = uneven.map(({ profile }) => PLAIN[profile] ?? profile).join(' and ');
  return [
    `Caches run out together in ${names}: the lookup server hands on what is left of an answer's life, so that at a cachetime of ${questions.cachetime} the questions come in bursts, one each ${questions.cachetime}. What a crash costs depends on whether it comes before or after such a burst.`,
  ];
}

/** Steps that a cycle of the cachetime is seen in: more of them show the calls, fewer hide the cycle. */
const STEPS_OF_CYCLE = 12;

/** The same counts in steps of a twelfth of the cachetime. */
export function bySteps({ cachetime, step, lines }: QuestionSeries): QuestionSeries {
  const wide = Math.max(1, Math.round(parseDuration(cachetime)! / STEPS_OF_CYCLE / step));
  const joined = (counts: readonly number[]): readonly number[] =>
    Array.from({ length: Math.floor(counts.length / wide) }, (_, i) =>
      counts.slice(i * wide, (i + 1) * wide).reduce((sum, n) => sum + n, 0),
    );
  return {
    cachetime,
    step: wide * step,
    lines: lines.map(({ profile, counts }) => ({ profile, counts: joined(counts) })),
  };
}

/**
 * Whether the counts of a profile follow the cycle of the cachetime: those of equal steps of all whole cycles together,
 * but for the first, in which empty caches fill, against all alike (Pearson's chi-square, four of its standard
 * deviations above its mean).
 */
export function isUneven({ cachetime, step }: QuestionSeries, counts: readonly number[]): boolean {
  const steps = Math.round(parseDuration(cachetime)! / step);
  const cycles = Math.floor(counts.length / steps);
  if (steps < 2 || cycles < 2) return false;
  const folded = Array.from({ length: steps }, (_, i) =>
    Array.from({ length: cycles - 1 }, (_, cycle) => counts[(cycle + 1) * steps + i]!).reduce((a, b) => a + b),
  );
  const mean = folded.reduce((sum, n) => sum + n, 0) / steps;
  const square = folded.reduce((sum, n) => sum + ((n - mean) * (n - mean)) / mean, 0);
  return mean > 0 && square > steps - 1 + 4 * Math.sqrt(2 * (steps - 1));
}

/** Profiles that take something off a cachetime, of which short ones become one. */
function marginNotes(lines: readonly TradeoffLine[]): readonly string[] {
  const shortened = lines.filter(({ rules }) => rules.cacheMargin > 0);
  if (shortened.length === 0) return [];
  const { rules, points } = shortened[0]!;
  const alike = points.filter(({ lives }) => lives === rules.cacheFloor);
  const same =
    alike.length < 2
      ? ''
      : `: ${alike.map(({ cachetime }) => cachetime).join(' and ')} are the same to ${shortened.length > 1 ? 'them' : 'it'}`;
  return [
    `lives: for how long a server keeps an answer at most. ${shortened.map(({ profile }) => profile).join(' and ')} ${shortened.length > 1 ? 'take' : 'takes'} ${rules.cacheMargin} s off a cachetime and ${shortened.length > 1 ? 'leave' : 'leaves'} at least ${rules.cacheFloor} s, counted in whole seconds of the clock${same}.`,
  ];
}

function lockNote(lines: readonly TradeoffLine[]): readonly string[] {
  const locked = lines.filter(({ locks }) => locks).map(({ profile }) => profile);
  if (locked.length === 0) return [];
  return [
    `In ${locked.join(' and ')} a server holds its dialplan lock while a switch looks up a number: its other calls wait too.`,
  ];
}

function alsoSetNote(profile: string, alsoSet: readonly string[]): readonly string[] {
  if (alsoSet.length === 0) return [];
  return [
    `For ${profile} this was set as well: ${alsoSet.join(', ')}. By the paper's own test every phone of a shared table looks local to it, and no server is asked.`,
  ];
}
