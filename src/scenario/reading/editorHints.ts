/**
 * What an editor knows of each kind of value: a JSON Schema (draft 7) that takes what the reader takes. An editor sees
 * values after YAML 1.2 has read them, so `0`, `0.3` and `1001` arrive as numbers and `60s` as a text.
 */
export interface EditorHints {
  /** The kind of value, in a word or two: the documentation's column "value". */
  readonly title: string;
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly object[];
  readonly examples?: readonly unknown[];
}

/** By itself: in a raw text it cannot be escaped where the program is written in ASCII. */
const MICROSECONDS = 'µs';
const NUMBER = String.raw`\d+(?:\.\d+)?`;

/** Units in falling order, each at most once: `1h30m`. `gap`: what is allowed between number and unit. */
function time(gap: string): string {
  const parts = ['d', 'h', 'min|m', 'sec|s', 'ms', 'us|µs'].map((unit) => `(?:${NUMBER}${gap}(?:${unit})${gap})?`);
  return String.raw`(?:0|(?=\d)${parts.join('')})`;
}

const TIME = time(String.raw`\s*`);
const WORD_TIME = time('');

function anchored(pattern: string): string {
  return String.raw`^\s*${pattern}\s*$`;
}

/** A text of this pattern, or one of the plain numbers that mean the same without a unit. */
function textOr(pattern: string, ...others: readonly object[]): Pick<EditorHints, 'oneOf'> {
  return { oneOf: [{ type: 'string', pattern: anchored(pattern) }, ...others] };
}

const DISTRIBUTION = [
  TIME,
  String.raw`(?:constant|exponential)\s+${WORD_TIME}`,
  String.raw`uniform\s+${WORD_TIME}\s*\.\.\s*${WORD_TIME}`,
  String.raw`erlang\s+[1-9]\d{0,3}\s+${WORD_TIME}`,
  String.raw`lognormal\s+${WORD_TIME}\s+p90[ =]${WORD_TIME}`,
  String.raw`quantiles(?:\s+p\d{1,2}(?:\.\d+)?=${WORD_TIME})+`,
].join('|');

const ADDRESS = String.raw`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`;

export const TEXT: EditorHints = { title: 'text', type: ['string', 'number', 'boolean'] };

export const DURATION: EditorHints = {
  title: 'time',
  ...textOr(TIME, { const: 0 }),
  examples: ['200ms', '60s', '1h30m'],
};

/** A time that has to pass. */
export const SOME_TIME: EditorHints = {
  title: 'time, longer than 0',
  ...textOr(`(?=.*[1-9])${TIME}`),
  examples: ['60s', '15m'],
};

/** Milliseconds only in thousands. */
const WHOLE_SECONDS = String.raw`(?=\d)(?:${NUMBER}\s*d\s*)?(?:${NUMBER}\s*h\s*)?(?:${NUMBER}\s*(?:min|m)\s*)?(?:\d+(?:\.0+)?\s*(?:sec|s)\s*)?(?:\d+000\s*ms\s*)?`;

export const SECONDS: EditorHints = {
  title: 'whole seconds',
  ...textOr(`(?:0|${WHOLE_SECONDS})`, { const: 0 }),
  examples: ['300s', '1h'],
};

export const SOME_SECONDS: EditorHints = {
  title: 'whole seconds, at least 1s',
  ...textOr(`(?=.*[1-9])${WHOLE_SECONDS}`),
  examples: ['300s', '1h'],
};

export const DISTRIBUTION_HINTS: EditorHints = {
  title: 'time or distribution',
  ...textOr(`(?:${DISTRIBUTION})`, { const: 0 }),
  examples: ['5s', 'exponential 120s', 'uniform 1s..3s'],
};

/** The same, or as long as the caller stays. */
export const STAY: EditorHints = {
  title: 'time, distribution or endless',
  ...textOr(`(?:${DISTRIBUTION}|endless)`, { const: 0 }),
  examples: ['120ms', 'uniform 1s..3s', 'endless'],
};

const YES_NO = {
  type: 'string',
  pattern: String.raw`^\s*(?:[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\s*$`,
};

export const FLAG: EditorHints = {
  title: 'yes or no',
  oneOf: [{ type: 'boolean' }, YES_NO],
  examples: ['yes', 'no'],
};

export const LIMIT: EditorHints = {
  title: 'yes, no or time',
  oneOf: [{ type: 'boolean' }, YES_NO, { type: 'string', pattern: anchored(TIME) }, { const: 0 }],
  examples: ['yes', 'no', '500ms'],
};

export const RATIO: EditorHints = {
  title: 'share',
  ...textOr(String.raw`(?:(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)\s*%|0(?:\.\d+)?|1(?:\.0+)?)`, {
    type: 'number',
    minimum: 0,
    maximum: 1,
  }),
  examples: ['30%', 0.3],
};

export function wholeNumber(least: number, most: number): EditorHints {
  return {
    title: `whole number, ${least} to ${most}`,
    ...textOr(String.raw`\d{1,15}`, { type: 'integer', minimum: least, maximum: most }),
  };
}

export const FACTOR: EditorHints = {
  title: 'number greater than 0',
  ...textOr(`(?=.*[1-9])${NUMBER}`, { type: 'number', exclusiveMinimum: 0, maximum: 1e9 }),
  examples: [10, 0.5],
};

/** One of some words. YAML reads `16` and `1.2` as numbers. */
export function oneOfWords(names: readonly string[]): EditorHints {
  const numbers = names.filter((name) => String(Number(name)) === name).map(Number);
  return { title: 'word', enum: [...names, ...numbers] };
}

export const RATE: EditorHints = {
  title: 'rate',
  type: 'string',
  pattern: anchored(String.raw`${NUMBER}\s*/\s*(?:s|min|m|h)`),
  examples: ['0.05/s', '120/min', '1.8/h'],
};

export const WINDOW: EditorHints = {
  title: 'window of time',
  type: 'string',
  pattern: anchored(String.raw`${TIME}\s*\.\.\s*${TIME}`),
  examples: ['60s..5m'],
};

export const NUMBERS: EditorHints = {
  title: 'phone numbers',
  ...textOr(String.raw`[0-9A-Za-z*#+_-]+(?:\.\.\d+)?(?:[,\s]+[0-9A-Za-z*#+_-]+(?:\.\.\d+)?)*`, {
    type: 'integer',
    minimum: 0,
  }),
  examples: ['1001..1100', '0100, 0105'],
};

const NAME = '[A-Za-z][A-Za-z0-9_-]*';

/** A name, a range of names, `*` or a word that stands for servers. */
export const NAMES: EditorHints = {
  title: 'servers',
  type: 'string',
  pattern: anchored(String.raw`(?:\*|${NAME}(?:\.\.(?:${NAME})?\d*)?)`),
  examples: ['regpbx1', 'regpbx1..5', '*'],
};

export const PHONES: EditorHints = {
  title: 'phones',
  ...textOr(String.raw`[0-9A-Za-z*#+._-]+(?:[,\s]+[0-9A-Za-z*#+._-]+)*`, { type: 'integer', minimum: 0 }),
  examples: ['office', '1001..1050', 'all'],
};

/** An address; with `..` behind it, the first of a range. */
export const ADDRESSES: EditorHints = {
  title: 'address',
  type: 'string',
  pattern: anchored(String.raw`${ADDRESS}(?:\.\.)?`),
  examples: ['10.10.10.121', '10.10.10.121..'],
};

export const REFRESH: EditorHints = {
  title: 'share or time',
  type: 'string',
  pattern: anchored(String.raw`(?:${NUMBER}%(?:\s*at most ${WORD_TIME} before)?|${WORD_TIME} before)`),
  examples: ['50%', '60s before', '50% at most 15s before'],
};

export const RETRY: EditorHints = {
  title: 'time, range or backoff',
  type: 'string',
  pattern: anchored(String.raw`(?:${TIME}|(?:uniform|backoff)\s+${WORD_TIME}\.\.${WORD_TIME})`),
  examples: ['30s', 'uniform 30s..60s', 'backoff 60s..30m'],
};

/** Of an expectation. The result's paths are known to those who make the schema (`jsonSchema`). */
export const EXPRESSION: EditorHints = {
  title: 'expression',
  type: 'string',
  pattern: expressionPattern([]),
  examples: ['calls.lost < 5%', 'calls.postDialDelayMs.p99 < 2s during 60s..5m'],
};

/** @param paths of a result, `*` for a server's name; none: any path */
export function expressionPattern(paths: readonly string[]): string {
  const names = paths.map((path) => path.replaceAll('.', String.raw`\.`).replaceAll('*', '[A-Za-z0-9_][A-Za-z0-9_-]*'));
  const path = names.length === 0 ? String.raw`[A-Za-z][\w.-]*` : `(?:${names.join('|')})`;
  return anchored(
    String.raw`${path}\s*(?:<=|>=|==|!=|<|>|=)\s*-?${NUMBER}\s*(?:%|ms|s|sec|m|min|h|us|${MICROSECONDS})?(?:\s+during\s+${WORD_TIME}\.\.${WORD_TIME})?`,
  );
}

export const BIT_RATE: EditorHints = {
  title: 'bit rate',
  type: 'string',
  pattern: anchored(String.raw`${NUMBER}\s*[kMG]bit/s`),
  examples: ['10Mbit/s', '100Mbit/s', '1Gbit/s'],
};

export const BYTES: EditorHints = {
  title: 'bytes',
  type: 'string',
  pattern: anchored(String.raw`${NUMBER}\s*[kM]?B`),
  examples: ['64kB', '1MB', '3000B'],
};
