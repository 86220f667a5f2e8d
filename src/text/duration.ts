import { inDigits } from './numberWords.ts';

/** Microseconds in each unit that a text may use. */
const UNITS: Readonly<Record<string, number>> = {
  us: 1,
  µs: 1,
  ms: 1_000,
  s: 1_000_000,
  sec: 1_000_000,
  m: 60_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
  d: 86_400_000_000,
};

const PART = /\s*(\d+(?:\.\d+)?)\s*(us|µs|ms|sec|s|min|m|h|d)/y;

/** How a reader says what it wants. */
const DURATION_EXPECTED = 'a time with its unit, such as 300us, 200ms, 60s, 5m or 1h30m';

/** Words for the units, as they are written elsewhere. */
const SPELLED: readonly (readonly [RegExp, string])[] = [
  [/^(?:milliseconds?|millis|msecs?)$/, 'ms'],
  [/^(?:seconds?|secs?)$/, 's'],
  [/^(?:minutes?|mins?)$/, 'm'],
  [/^(?:hours?|hrs?)$/, 'h'],
  [/^days?$/, 'd'],
];

/** `min` for `minutes`: the unit that a word means; undefined: none. */
export function unitMeant(word: string): string | undefined {
  return SPELLED.find(([spelled]) => spelled.test(word.toLowerCase()))?.[1];
}

/** `expected a time …`, and what the text seems to mean. */
export function durationExpected(text: string): string {
  const meant = durationMeant(text);
  return `${DURATION_EXPECTED}${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
}

/** `10 minutes` is 10m, `1 m 30` is 1m30s, `five` is 5s: a number alone is in seconds. Undefined: it is no time. */
export function durationMeant(text: string): string | undefined {
  const joined = inDigits(text)
    .replaceAll(/[a-zµ]+/g, (word) => unitMeant(word) ?? word)
    .replaceAll(/ (?:and )?|,/g, '');
  const rest = /(?:^|(h|m))\d+(?:\.\d+)?$/.exec(joined);
  const meant = rest === null ? joined : `${joined}${rest[1] === 'h' ? 'm' : 's'}`;
  return meant !== text && parseDuration(meant) !== undefined ? meant : undefined;
}

/** `60s`, `1h30m`, `0.22ms`, `0` to whole microseconds; undefined when the text is anything else. Never negative. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  let micros = 0;
  let end = 0;
  let lastUnit = Infinity;
  while (end < trimmed.length) {
    PART.lastIndex = end;
    const part = PART.exec(trimmed);
    if (part === null) return undefined;
    const unit = UNITS[part[2]!]!;
    if (unit >= lastUnit) return undefined; // `30m1h` and `1s 1s` are slips, not sums.
    lastUnit = unit;
    micros += Number(part[1]) * unit;
    end = PART.lastIndex;
  }
  if (end === 0 || !(micros <= Number.MAX_SAFE_INTEGER)) return undefined;
  return Math.round(micros);
}

/** The shortest exact text that `parseDuration` reads back: `1h30m`, `90s` as `1m30s`, `0.22ms` as `220us`. */
export function formatDuration(micros: number): string {
  if (micros === 0) return '0s';
  let rest = micros;
  let text = '';
  for (const unit of ['h', 'm', 's', 'ms', 'us'] as const) {
    const size = UNITS[unit]!;
    const amount = unit === 'us' ? rest : Math.floor(rest / size);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * size;
  }
  return text;
}
