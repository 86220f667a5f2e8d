import type { Pair } from '../../experiment/statistics/pairs.ts';
import { senseOf } from '../../experiment/statistics/pairs.ts';
import { highOf, lowOf } from '../../experiment/statistics/estimate.ts';
import { resultPath, type ResultPath } from '../../measure/paths.ts';
import { trimmed } from '../format.ts';
import { prose, table } from '../textTable.ts';
import { figureText, intervalText, meanOfEstimate, spread, valueText } from './estimateText.ts';
import { levelText } from './pointText.ts';

/** What a verdict calls a path; others are called by their path. */
const NOUNS: Readonly<Record<string, string>> = {
  'calls.lost': 'lost calls',
  'calls.dropped': 'calls cut while talking',
  'calls.saved': 'calls saved by direct dial',
  'calls.toDeadServer': 'calls sent to a dead server',
  'calls.outcomes.misrouted': 'calls sent to a dead or wrong server',
  'calls.outcomes.abandoned': 'callers who gave up',
  'calls.outcomes.unserved': "calls with the caller's server down or blocked",
  'lookups.total': 'lookups',
  'lookups.network': 'lookups over the network',
  'database.statements': 'database statements',
  'registrations.timeouts': 'REGISTERs that timed out',
  'events': 'events',
  'calls.postDialDelayMs.p50': 'the median post-dial delay',
  'calls.postDialDelayMs.p90': 'the p90 of the post-dial delay',
  'calls.postDialDelayMs.p95': 'the p95 of the post-dial delay',
  'calls.postDialDelayMs.p99': 'the p99 of the post-dial delay',
};

/** `at 95 %: 3.1 to 4.7 fewer lost calls per failure (42.1 before, 38.2 after)`. `per`: what a run is to who asks. */
export function verdictOf(pair: Pair, per: string): string {
  const { difference, before, after, path } = pair;
  const unit = unitOf(path);
  const was = `${valueText(meanOfEstimate(before), unit, spread(before))} before, ${valueText(meanOfEstimate(after), unit, spread(after))} after`;
  const [low, high] = [lowOf(difference), highOf(difference)];
  const at = `at ${levelText(difference.level)}: `;
  const noun = nounOf(path);
  if ('half' in difference && difference.half === Infinity) return `one pair of runs says nothing: ${was}`;
  if (low === 0 && high === 0) return `the same ${noun} in all ${difference.n} pairs of runs (${was})`;
  if (low === -Infinity || high === Infinity)
    return `${at}too few calls to tell a difference in ${noun}: more replications, or longer ones, are needed (${was})`;
  const shown = (value: number): string => valueText(value, unit, spread(difference));
  const counted = unit === 'count';
  const [more, less, each] = counted ? ['more', 'fewer', ` ${per}`] : ['higher', 'lower', ''];
  if (low <= 0 && high >= 0)
    return `${at}no difference in ${noun} to be seen: from ${shown(-low)} ${less} to ${shown(high)} ${more}${each} (${was})`;
  const up = low > 0;
  const range = `${shown(up ? low : -high)} to ${shown(up ? high : -low)} ${up ? more : less}`;
  return `${at}${counted ? `${range} ${noun}${each}` : `${noun} is ${range}`}${judged(path, up)} (${was})`;
}

/** Measures side by side, those left out that are the same in every pair. */
export function pairsText(pairs: readonly Pair[]): string {
  const changed = pairs.filter(({ difference }) => lowOf(difference) !== 0 || highOf(difference) !== 0);
  if (changed.length === 0) return '  Nothing that is measured differs in any pair.\n';
  const rows = changed.map((pair) => {
    const unit = unitOf(pair.path);
    return [
      pair.path,
      figureText({ unit, estimate: pair.before }),
      figureText({ unit, estimate: pair.after }),
      intervalText(pair.difference, unit),
      gainText(pair.gain),
    ];
  });
  const columns = prose(
    'before: the scenario as it is; after: with the change; difference: after less before, in pairs of runs with the same callers; as good as: how many runs without pairs would tell as much, as a multiple.',
  );
  return `${columns.join('\n')}\n\n${table([['', 'before', 'after', 'difference', 'as good as'], ...rows], ['left']).join('\n')}\n`;
}

/** What pairing is worth: `12 x` as many independent runs would tell as much. */
function gainText(gain: number): string {
  if (gain > 1000) return gain === Infinity ? '-' : 'over 1,000 x the runs';
  return `${trimmed(gain, gain < 10 ? 1 : 0)} x the runs`;
}

function unitOf(path: string): ResultPath['unit'] {
  return resultPath(path.split(' ')[0]!)?.unit ?? 'count';
}

/** With the text after the path: `lost calls during 60s..5m`. */
function nounOf(expression: string): string {
  const [path, ...rest] = expression.split(' ') as [string, ...string[]];
  return [NOUNS[path] ?? path, ...rest].join(' ');
}

function judged(path: string, up: boolean): string {
  const sense = senseOf(path);
  return sense === 'neither' ? '' : (sense === 'good') === up ? ', which is better' : ', which is worse';
}
