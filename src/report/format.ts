import { count } from '../text/count.ts';
import { HOUR, MINUTE, SECOND, type Micros } from '../kernel/units.ts';

export { count } from '../text/count.ts';

/** `23 calls`, `1 call`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `2.6 %`; two digits below 10 %, so that 0.034 % does not read as nothing, and 99.97 % not as all. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '-';
  const value = (100 * part) / whole;
  if (value > 99 && part < whole) return `${(Math.floor(value * 100) / 100).toFixed(2)} %`;
  if (value === 0 || value >= 10) return `${Math.round(value).toFixed(0)} %`;
  return `${value.toFixed(value >= 1 ? 1 : value >= 0.1 ? 2 : value >= 0.01 ? 3 : 4)} %`;
}

/** A moment of the run: `104 s`, `104.3 s`, beyond an hour `1 h 12 min 5 s`. */
export function moment(at: Micros): string {
  return at <= HOUR ? `${trimmed(at / SECOND, 1)} s` : span(Math.round(at / SECOND) * SECOND);
}

/** A length of time: `350 ms`, `12.3 s`, `4 min 10 s`. */
export function span(length: Micros): string {
  if (length < SECOND) return `${trimmed(length / 1000, length < 10_000 ? 2 : 0)} ms`;
  if (length < 2 * MINUTE) return `${trimmed(length / SECOND, length < 20 * SECOND ? 1 : 0)} s`;
  const seconds = Math.round(length / SECOND);
  return [
    unit(Math.floor(seconds / 3600), 'h'),
    unit(Math.floor((seconds % 3600) / 60), 'min'),
    unit(seconds % 60, 's'),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Milliseconds of a document, for a table: `-` when there was nothing, seconds from 1 s on. */
export function ms(value: number | null): string {
  if (value === null) return '-';
  return value < 1000 ? `${trimmed(value, value < 10 ? 2 : value < 100 ? 1 : 0)} ms` : `${trimmed(value / 1000, 2)} s`;
}

/** `value` with at most `digits` decimals, without trailing zeros. */
export function trimmed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function unit(value: number, name: string): string {
  return value === 0 ? '' : `${value} ${name}`;
}
