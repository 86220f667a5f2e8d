import type { ResultDocument } from '../measure/document.ts';
import { valueAt } from '../measure/paths.ts';
import type { Outcome } from '../model/observations.ts';
import { count, counted, ms, percent } from './format.ts';
import { OUTCOME_SAID } from './outcomeText.ts';

/** A figure in words; `rest` is what stands behind the pattern's dot. */
type Saying = (value: number, document: ResultDocument, rest: string) => string;

const QUANTILES: Readonly<Record<string, string>> = { p50: 'half within', p90: '90 % within', p99: '99 % within', max: 'at most' };

/** By the beginning of the path. What `answer` says of every run (lost, saved, slow calls) is not repeated. */
const SAYINGS: Readonly<Record<string, Saying>> = {
  'calls.outcomes.': (value, _, rest) => `${count(value)} ${OUTCOME_SAID[rest as Outcome]}`,
  'calls.postDialDelayMs.': (value, _, rest) => `calls ring ${within(rest, value)}`,
  'registrations.exchangeMs.': (value, _, rest) => `a REGISTER takes ${within(rest, value)}`,
  'registrations.timeouts': (value, { registrations }) => `${count(value)} of ${counted(registrations.attempts, 'registration')} timed out`,
  'registrations.sends': (value, { registrations }) => `${counted(value, 'REGISTER')} sent for ${counted(registrations.attempts, 'registration')}`,
  'registrations.phonesWithOutage': (value, { registrations }) => `${count(value)} of ${counted(registrations.phones, 'phone')} lost their registration`,
  'registrations.longestOutageMs': (value) => `a phone is without a registration for up to ${ms(value)}`,
  'lookups.total': (value) => counted(value, 'lookup'),
  'lookups.network': (value, { lookups }) => `${count(value)} of ${counted(lookups.total, 'lookup')} asked the network`,
  'lookups.cached': (value, { lookups }) => `${percent(value, lookups.total)} of ${counted(lookups.total, 'lookup')} answered from the cache`,
  'lookups.datagrams': (value) => `${counted(value, 'DUNDi datagram')}`,
  'lookups.networkMs.': (value, _, rest) => `a lookup takes ${within(rest, value)}`,
  'database.byKind.': (value, _, rest) => `${count(value)} ${rest.toUpperCase()}s`,
  'database.statements': (value, { simulatedSeconds }) => `${count(value / simulatedSeconds)} statements a second`,
};

/** Said by the answer itself. */
const SAID_ALREADY = new Set(['calls.offered', 'calls.lost', 'calls.saved', 'calls.dropped']);

/** The figures at these paths, for a headline: what a scenario has expectations of is what it asks for. */
export function askedText(document: ResultDocument, paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].flatMap((path) => {
    const value = SAID_ALREADY.has(path) ? undefined : valueAt(document, path);
    if (value === undefined || value === null) return [];
    const start = Object.keys(SAYINGS).find((known) => (known.endsWith('.') ? path.startsWith(known) : path === known));
    return start === undefined ? [] : [SAYINGS[start]!(value, document, path.slice(start.length))];
  });
}

function within(quantile: string, value: number): string {
  return `${QUANTILES[quantile] ?? quantile} ${ms(value)}`;
}
