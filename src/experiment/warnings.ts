import type { CellResult } from './cell.ts';
import { highOf, lowOf } from './estimate.ts';
import { figureOf, valueOf, type Figure } from './figures.ts';

/** Calls that were still under way when the run ended, above which its end decides too much of the answer. */
const UNFINISHED = 0.05;

/** What the figures of a point cannot say, in sentences. */
export function warningsOf(results: readonly CellResult[], figures: readonly Figure[]): readonly string[] {
  return [tooShort(results), ...tooFew(results, figures)].filter((warning) => warning !== undefined);
}

function tooShort(results: readonly CellResult[]): string | undefined {
  const sum = (path: string): number => results.reduce((total, result) => total + (valueOf(result, path) ?? 0), 0);
  const [unfinished, offered] = [sum('calls.outcomes.inProgress'), sum('calls.offered')];
  if (offered === 0) return 'no call was offered: there is nothing to say of calls';
  if (unfinished <= UNFINISHED * offered) return undefined;
  return `the run is too short: ${Math.round((100 * unfinished) / offered)} % of its calls are not over when it ends; a longer duration is needed`;
}

function tooFew(results: readonly CellResult[], figures: readonly Figure[]): readonly (string | undefined)[] {
  if (results.length === 1) return ['one replication says nothing of its spread: no interval can be given'];
  const lost = figureOf(figures, 'calls.lost', 'mean')?.estimate;
  const p99 = figureOf(figures, 'calls.postDialDelayMs.p99', 'quantile')?.estimate;
  return [
    lost !== undefined && highOf(lost) > 0 && lowOf(lost) < 0 ? 'the interval of the calls lost reaches below 0: so few were lost that more replications, or longer ones, are needed' : undefined,
    p99 !== undefined && highOf(p99) === Infinity ? 'too few calls rang to bound p99 of the post-dial delay from above: more replications, or longer ones, are needed' : undefined,
  ];
}
