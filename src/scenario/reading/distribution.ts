import type { Distribution } from '../../kernel/random/distributions.ts';
import { constant, erlang, exponential, lognormal, quantiles, uniform } from '../../kernel/random/distributions.ts';
import { durationMeant, parseDuration } from '../../text/duration.ts';
import { nearest } from '../../text/nearest.ts';

/** How a reader says what it wants. */
export const DISTRIBUTION_EXPECTED =
  'a time (5s) or a distribution: exponential 120s, uniform 1s..3s, erlang 3 90s, lognormal 5s p90 20s, quantiles p50=2ms p90=9ms p99=20ms';

const NAMES = ['constant', 'exponential', 'uniform', 'erlang', 'lognormal', 'quantiles'];

/** A text for a distribution of times, or what is wrong with it. */
export function parseDistribution(text: string): Distribution | { readonly problem: string } {
  const plain = parseDuration(text);
  if (plain !== undefined) return constant(plain);
  const [name, ...words] = text.trim().split(/\s+/) as [string, ...string[]];
  const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (read === undefined) {
    return { problem: `${DISTRIBUTION_EXPECTED}${meant(text)}` };
  }
  return read(words) ?? { problem: EXAMPLES[name]! };
}

/** What `120`, `10 minutes`, `exp 120s`, `exponential(120s)` and `expontial 120s` seem to mean. */
function meant(text: string): string {
  const plain = durationMeant(text);
  if (plain !== undefined) return `; did you mean "${plain}"?`;
  const [, name = '', rest = ''] = /^([a-z]+)[\s(]*(.*?)\)?$/i.exec(text.trim()) ?? [];
  const known = NAMES.find((one) => name.length >= 3 && one.startsWith(name.toLowerCase())) ?? nearest(name, NAMES);
  if (known === undefined) return '';
  const written = `${known} ${durationMeant(rest) ?? rest}`.trim();
  return `; did you mean "${rest !== '' && !('problem' in parseDistribution(written)) ? written : known}"?`;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  constant: 'a time behind "constant", as in constant 5s',
  exponential: 'the mean behind "exponential", as in exponential 120s',
  uniform: 'two times, the smaller first, as in uniform 1s..3s',
  erlang: 'the number of stages (1 to 1000) and the mean, as in erlang 3 90s',
  lognormal: 'the median and a larger 90th percentile, as in lognormal 5s p90 20s',
  quantiles: 'rising quantiles, as in quantiles p50=0.22ms p90=0.31ms p99=0.45ms',
};

const READERS: Readonly<Record<string, (words: readonly string[]) => Distribution | undefined>> = {
  constant: ([value, ...more]) => {
    const micros = more.length === 0 && value !== undefined ? parseDuration(value) : undefined;
    return micros === undefined ? undefined : constant(micros);
  },
  exponential: ([mean, ...more]) => {
    const micros = more.length === 0 && mean !== undefined ? parseDuration(mean) : undefined;
    return micros === undefined ? undefined : exponential(micros);
  },
  uniform: (words) => {
    const [from, to, ...more] = words.join('').split('..');
    const low = parseDuration(from ?? '');
    const high = parseDuration(to ?? '');
    return low === undefined || high === undefined || more.length > 0 || low > high ? undefined : uniform(low, high);
  },
  erlang: ([stages, mean, ...more]) => {
    const count = Number(stages);
    const micros = parseDuration(mean ?? '');
    const sound = Number.isInteger(count) && count >= 1 && count <= 1000 && micros !== undefined && more.length === 0;
    return sound ? erlang(count, micros) : undefined;
  },
  lognormal: (words) => {
    const found = /^(\S+) p90[ =](\S+)$/.exec(words.join(' '));
    const median = parseDuration(found?.[1] ?? '');
    const p90 = parseDuration(found?.[2] ?? '');
    return median === undefined || p90 === undefined || median === 0 || p90 <= median
      ? undefined
      : lognormal(median, p90);
  },
  quantiles: (words) => {
    const points: { p: number; value: number }[] = [];
    for (const word of words) {
      const found = /^p(\d{1,2}(?:\.\d+)?)=(\S+)$/.exec(word);
      const value = parseDuration(found?.[2] ?? '');
      if (found === null || value === undefined) return undefined;
      const p = Number(found[1]) / 100;
      const last = points.at(-1);
      if (p <= 0 || (last !== undefined && (p <= last.p || value < last.value))) return undefined;
      points.push({ p, value });
    }
    return points.length === 0 ? undefined : quantiles(points);
  },
};
