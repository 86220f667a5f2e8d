import type { ResultDocument } from '../../measure/document.ts';
import { valueAt } from '../../measure/paths.ts';
import type { Outcome } from '../../model/observations.ts';
import { count, counted, ms, percent } from '../format.ts';
import { LOSS_SAID, OUTCOME_SAID } from './outcomeText.ts';

/** A figure in words; `rest` is the text after the pattern's dot. */
type Saying = (value: number, document: ResultDocument, rest: string) => string;

/** Up to this number, calls are reported one by one. */
export const FEW_CALLS = 4;

/** By the beginning of the path. What `answer` says of every run (lost, saved, slow calls) is not repeated. */
const SAYINGS: Readonly<Record<string, Saying>> = {
  'calls.outcomes.': (value, _, rest) => `${count(value)} ${OUTCOME_SAID[rest as Outcome]}`,
  'calls.notPlaced': (value) => `${counted(value, 'call')} not placed for want of a phone`,
  'calls.postDialDelayMs.': (value, _, rest) =>
    rest === 'max' ? `the last rings after ${ms(value)}` : `${share(rest)} of the calls ring within ${ms(value)}`,
  'registrations.exchangeMs.': (value, _, rest) =>
    rest === 'max'
      ? `the slowest registration takes ${ms(value)}`
      : `${share(rest)} of the registrations take up to ${ms(value)}`,
  'registrations.timeouts': (value, { registrations }) =>
    `${count(value)} of ${counted(registrations.attempts, 'registration')} timed out`,
  'registrations.sends': (value, { registrations }) =>
    `${counted(value, 'REGISTER')} sent where ${count(2 * registrations.attempts)} would do`,
  'registrations.phonesWithOutage': (value, { registrations }) =>
    `${count(value)} of ${counted(registrations.phones, 'phone')} lost their registration`,
  'registrations.longestOutageMs': (value) => `a phone is without a registration for up to ${ms(value)}`,
  'lookups.total': (value) => counted(value, 'lookup'),
  'lookups.asked': (value, { lookups }) => `${counted(value, 'lookup')} asked, ${count(lookups.total)} with relays`,
  'lookups.network': (value, { lookups }) => `${count(value)} of ${counted(lookups.total, 'lookup')} asked the network`,
  'lookups.cached': (value, { lookups }) =>
    `${percent(value, lookups.total)} of ${counted(lookups.total, 'lookup')} answered from the cache`,
  'lookups.datagrams': (value) => `${counted(value, 'DUNDi datagram')}`,
  'lookups.networkMs.': (value, _, rest) => `${share(rest)} of the lookups over the network take up to ${ms(value)}`,
  'database.byKind.': (value, _, rest) => `${count(value)} ${rest.toUpperCase()}s`,
  'database.statements': (value, { simulatedSeconds }) => `${count(value / simulatedSeconds)} statements a second`,
};

/** The figures at these paths, for a headline: what a scenario has expectations of is what it asks for. */
export function askedText(document: ResultDocument, paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].flatMap((path) => {
    const value = isSaid(document, path) ? undefined : valueAt(document, path);
    if (value === undefined || value === null) return [];
    const start = Object.keys(SAYINGS).find((known) => (known.endsWith('.') ? path.startsWith(known) : path === known));
    return start === undefined ? [] : [SAYINGS[start]!(value, document, path.slice(start.length))];
  });
}

/**
 * By the answer itself: few calls one by one, lost calls by their cause, and of a run without calls its registrations.
 */
function isSaid({ calls }: ResultDocument, path: string): boolean {
  if (calls.offered === 0) return path === 'registrations.longestOutageMs' || path === 'registrations.exchangeMs.p99';
  if (path.startsWith('calls.') && calls.offered <= FEW_CALLS) return true;
  return LOSS_SAID[path.replace('calls.outcomes.', '') as Outcome] !== undefined;
}

function share(quantile: string): string {
  return quantile === 'p50' ? 'half' : quantile === 'max' ? 'all' : `${quantile.slice(1)} %`;
}
