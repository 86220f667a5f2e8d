import * as z from 'zod';
import { durationExpected, durationMeant, parseDuration, unitMeant } from '../../text/duration.ts';
import { inDigits } from '../../text/numberWords.ts';
import { didYouMean } from '../../text/nearest.ts';
import { NumberRuns } from '../../text/numberRuns.ts';
import { expandName, expandNumbers, numberRuns } from '../../text/ranges.ts';
import { DISTRIBUTION_EXPECTED, parseDistribution } from './distribution.ts';
import * as hints from './editorHints.ts';

/**
 * The scenario's kinds of value. Each reads the source's own words (`0100`, `yes`, `60s`), so that nothing is lost to
 * YAML's idea of a number, and each says in the JSON Schema what an editor may offer.
 */

/** What `read` returns for words that it does not take. */
class Refused {
  readonly expected: string;
  constructor(expected: string) {
    this.expected = expected;
  }
}

/**
 * Escapes such as "\\u0000" can smuggle into a text what no chart, table or terminal can show; line breaks and tabs are
 * fine.
 */
const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** `editor` is what the JSON Schema says of it (jsonSchema.ts). */
function scalar<T>(expected: string, editor: hints.EditorHints, read: (text: string) => T | Refused | undefined) {
  return z
    .string({ error: `expected ${expected}` })
    .meta({ editor })
    .transform((text, context): T => {
      const value = UNPRINTABLE.test(text) ? new Refused(`${expected}, without control characters`) : read(text.trim());
      const refused = value instanceof Refused ? value.expected : value === undefined ? expected : undefined;
      if (refused === undefined) return value as T;
      context.addIssue({ code: 'custom', message: `expected ${refused}` });
      return z.NEVER;
    });
}

/** Marks a complaint about keys; after it come the keys that would have been right. */
export const KEYS_MARK = 'keys:';

/** A mapping with these keys and no other. */
export function object<Shape extends z.ZodRawShape>(shape: Shape, says: string) {
  const names = Object.keys(shape).filter((name) => !name.startsWith('$')); // `$schema` is for editors.
  const known = KEYS_MARK + names.join(',');
  return z
    .strictObject(shape, {
      error: (issue) => (issue.code === 'unrecognized_keys' ? known : `expected a mapping: ${says}`),
    })
    .meta({ description: says });
}

export function list<Item extends z.ZodType>(item: Item, of: string) {
  return z.array(item, { error: `expected a list of ${of}` }).meta({ description: `a list of ${of}` });
}

/** A mapping of names that the user chooses. */
export function named<Value extends z.ZodType>(value: Value, of: string) {
  return z
    .record(z.string(), value, { error: `expected a mapping of names to ${of}` })
    .meta({ description: `${of} by name` });
}

export const text = (editor = hints.TEXT) => scalar('a text', editor, (words) => words);

/** A time in microseconds. */
export const duration = (editor = hints.DURATION) =>
  scalar(durationExpected(''), editor, (words) => {
    const micros = parseDuration(words);
    if (micros !== undefined) return micros;
    return new Refused(durationExpected(words));
  });

/** A time of whole seconds, in seconds. */
export const seconds = (editor = hints.SECONDS) =>
  scalar('whole seconds with their unit, such as 300s or 1h', editor, (words) => {
    const micros = parseDuration(words);
    if (micros === undefined)
      return new Refused(
        durationExpected(words).replace(/^[^;]*/, 'whole seconds with their unit, such as 300s or 1h'),
      );
    return micros % 1_000_000 === 0 ? micros / 1_000_000 : undefined;
  });

/** A time that has to pass. */
export const someTime = () => positive(duration(hints.SOME_TIME), 'a time longer than 0');

/** Whole seconds, at least one. */
export const someSeconds = () => positive(seconds(hints.SOME_SECONDS), 'at least 1s');

function positive<Time extends z.ZodType<number, unknown>>(time: Time, expected: string) {
  return time.refine((value) => value > 0, { error: `expected ${expected}`, abort: true });
}

/** Times as they are drawn, in microseconds. */
export const distribution = () =>
  scalar(DISTRIBUTION_EXPECTED, hints.DISTRIBUTION_HINTS, (words) => {
    const read = parseDistribution(words);
    return 'problem' in read ? new Refused(read.problem) : read;
  });

/** A time, drawn or not, or for as long as the caller stays. */
export const stay = () =>
  scalar(`${DISTRIBUTION_EXPECTED}, or endless`, hints.STAY, (words) => {
    if (words === 'endless') return words;
    const read = parseDistribution(words);
    return 'problem' in read ? new Refused(`${read.problem}, or endless`) : read;
  });

export const flag = () => scalar('yes or no', hints.FLAG, (words) => FLAGS.get(words.toLowerCase()));

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['on', true],
  ['no', false],
  ['false', false],
  ['off', false],
]);

/** A limit in milliseconds as Asterisk's files have it: `yes` is 2000 (DEFAULT_MAXMS), `no` is 0. */
export const limit = () =>
  scalar('yes, no or a time such as 500ms', hints.LIMIT, (words) => {
    const micros = parseDuration(words);
    const said = FLAGS.get(words.toLowerCase());
    if (said !== undefined) return said ? 2000 : 0;
    return micros === undefined ? undefined : Math.ceil(micros / 1000);
  });

const SHARE_EXPECTED = 'a share, such as 0.3 or 30%';

/** 0..1, or a percentage. */
export const ratio = () =>
  scalar(SHARE_EXPECTED, hints.RATIO, (words) => {
    const found = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(words);
    if (found === null) {
      const percent = /^(\d+(?:\.\d+)?)\s*per ?cent$/.exec(inDigits(words))?.[1];
      return percent === undefined ? undefined : new Refused(`${SHARE_EXPECTED}; did you mean "${percent}%"?`);
    }
    const value = Number(found[1]) / (found[2] === '%' ? 100 : 1);
    const meant = found[2] === '' && value <= 100 ? `; did you mean "${words}%"?` : '';
    return value <= 1 ? value : new Refused(`a share of at most 1, or 100%${meant}`);
  });

export function count(least: number, most: number) {
  return scalar(`a whole number from ${least} to ${most}`, hints.wholeNumber(least, most), (words) => {
    const value = /^\d{1,15}$/.test(words) ? Number(words) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  });
}

export const factor = () =>
  scalar('a number greater than 0, such as 10 or 0.5', hints.FACTOR, (words) => {
    const value = /^\d+(\.\d+)?$/.test(words) ? Number(words) : 0;
    return value > 0 && value <= 1e9 ? value : undefined;
  });

export function choice<const Name extends string>(names: readonly Name[]) {
  const expected = names.length === 1 ? `"${names[0]}"` : `one of ${names.join(', ')}`;
  return scalar(
    expected,
    hints.oneOfWords(names),
    (words) => names.find((name) => name === words) ?? new Refused(`${expected}${didYouMean(words, names)}`),
  );
}

const PER: Readonly<Record<string, number>> = { s: 1, min: 60, m: 60, h: 3600 };

/** Calls: far beyond what a cluster answers, and still a run that ends. */
export const MOST_PER_SECOND = 100_000;

const RATE_EXPECTED = 'a rate, such as 0.05/s, 120/min or 1.8/h';

/** What `0.1/sec`, `5 per minute`, `three an hour` and `0.1` seem to mean. */
function rateMeant(words: string): string {
  const [, number, unit] =
    /^(\d+(?:\.\d+)?)\s*(?:calls?\s*)?(?:(?:\/|per\b|an?\b|every\b)\s*([A-Za-z]+))?$/.exec(inDigits(words)) ?? [];
  if (number === undefined) return '';
  const meant = unit === undefined ? 's' : (unitMeant(unit) ?? unit.toLowerCase());
  return Object.hasOwn(PER, meant) ? `; did you mean "${number}/${meant}"?` : '';
}

/** Events per second. */
export const rate = () =>
  scalar(RATE_EXPECTED, hints.RATE, (words) => {
    const found = /^(\d+(?:\.\d+)?)\s*\/\s*(s|min|m|h)$/.exec(words);
    if (found === null) return new Refused(`${RATE_EXPECTED}${rateMeant(words)}`);
    const perSecond = Number(found[1]) / PER[found[2]!]!;
    return perSecond <= MOST_PER_SECOND ? perSecond : new Refused(`a rate of at most ${MOST_PER_SECOND}/s`);
  });

const BITS: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 };

/** Bits per second. */
export const bitRate = () =>
  scalar('a bit rate, such as 10Mbit/s or 1Gbit/s', hints.BIT_RATE, (words) => {
    const found = /^(\d+(?:\.\d+)?)\s*([kMG])bit\/s$/.exec(words);
    if (found === null) return undefined;
    const rate = Number(found[1]) * BITS[found[2]!]!;
    return rate >= 64e3 && rate <= 100e9 ? rate : new Refused('a bit rate from 64kbit/s to 100Gbit/s');
  });

/** Bytes; a kB is 1000. */
export const bytes = () =>
  scalar('a number of bytes, such as 64kB or 1MB', hints.BYTES, (words) => {
    const found = /^(\d+(?:\.\d+)?)\s*([kM]?)B$/.exec(words);
    if (found === null) return undefined;
    const size = Number(found[1]) * (found[2] === '' ? 1 : BITS[found[2]!]!);
    return size >= 3000 && size <= 1e9 ? Math.round(size) : new Refused('a size from 3kB, two packets, to 1000MB');
  });

/** A window of time `60s..5m`. */
export const window = () =>
  scalar(
    WINDOW_EXPECTED,
    hints.WINDOW,
    (words) => parseWindow(words) ?? new Refused(`${WINDOW_EXPECTED}${windowMeant(words)}`),
  );

const WINDOW_EXPECTED = 'a window of time, such as 60s..5m';

/** What `60..300`, `60s-5m` and `1 min to 5 min` seem to mean. */
function windowMeant(words: string): string {
  const [from = '', to = '', more] = words.split(/\s*(?:\.\.+|-|\bto\b)\s*/);
  const meant = [from, to].map((text) => durationMeant(text) ?? text).join('..');
  return more === undefined && meant !== words && parseWindow(meant) !== undefined ? `; did you mean "${meant}"?` : '';
}

export function parseWindow(words: string): { readonly from: number; readonly until: number } | undefined {
  const [first, last, ...more] = words.split('..');
  const from = parseDuration(first ?? '');
  const until = parseDuration(last ?? '');
  return from === undefined || until === undefined || more.length > 0 || from >= until ? undefined : { from, until };
}

/** Phone numbers and ranges of them. */
export const numbers = () => listOf(expandNumbers, flat, NUMBERS_EXPECTED, hints.NUMBERS);

/** The same, without a text for each. */
export const manyNumbers = () => listOf(numberRuns, joined, NUMBERS_EXPECTED, hints.NUMBERS);

const NUMBERS_EXPECTED = 'phone numbers, such as 1001..1100';

function joined(several: readonly NumberRuns[]): NumberRuns {
  const all = new NumberRuns();
  for (const runs of several) all.pushAll(runs);
  return all;
}

function flat(several: readonly (readonly string[])[]): readonly string[] {
  return several.flat();
}

/** Names of servers, and ranges of them. */
export const names = () =>
  listOf(
    (words) => (words === '*' ? { items: ['*'] } : expandName(words)),
    flat,
    'a name, a range of names (regpbx1..5), * for all, or a list of them',
    hints.NAMES,
  );

/** Groups and numbers, as written: what they stand for is known later. */
export const phones = () =>
  listOf(
    (words) => ({ items: words.split(/[,\s]+/).filter((word) => word !== '') }),
    flat,
    'a group, a number, a range of numbers, all, or a list of them',
    hints.PHONES,
  );

function listOf<Items extends { readonly length: number }>(
  read: (words: string) => { items: Items } | { problem: string },
  join: (several: readonly Items[]) => Items,
  expected: string,
  editor: hints.EditorHints,
) {
  const one = scalar(expected, editor, (words) => {
    const found = read(words);
    if ('problem' in found) return new Refused(`${expected}: ${found.problem}`);
    return found.items.length === 0 ? undefined : found.items;
  });
  return z.union([
    one,
    z
      .array(one)
      .min(1, { error: `expected ${expected}` })
      .transform((several) => join(several as readonly Items[])),
  ]);
}
