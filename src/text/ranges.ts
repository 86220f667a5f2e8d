import { NumberRuns } from './numberRuns.ts';

/** What a text with `..` in it stands for, or a sentence on why it stands for nothing. */
export type Ranged = { readonly items: readonly string[] } | { readonly problem: string };

/** No list that a person means is longer, and no cluster has more phones. */
export const LONGEST_RANGE = 2_000_000;

/**
 * Phone numbers: `1001..1100`, `0100..0199` (leading zeros stay), `1001, 1005..1007`, or one of them.
 * Numbers are texts: the end of a range has as many digits as its beginning.
 */
export function expandNumbers(text: string): Ranged {
  const read = numberRuns(text);
  return 'problem' in read ? read : { items: [...read.items] };
}

/** The same, without a text for each. */
export function numberRuns(text: string): { readonly items: NumberRuns } | { readonly problem: string } {
  const items = new NumberRuns();
  for (const part of text.split(/[,\s]+/).filter((piece) => piece !== '')) {
    const range = /^(\d+)\.\.(\d+)$/.exec(part);
    if (range === null) {
      const dashed = /^(\d{2,})-(\d{2,})$/.exec(part);
      if (dashed !== null)
        return { problem: `"${part}" is one number with a dash in it; did you mean "${dashed[1]}..${dashed[2]}"?` };
      if (!/^[0-9A-Za-z*#+_-]+$/.test(part))
        return { problem: `"${part}" is no phone number and no range such as 1001..1100` };
      items.push(part);
      continue;
    }
    const read = rangeOf('', range[1]!, range[2]!, part, items.length);
    if ('problem' in read) return read;
    items.pushRange(read.from, read.to - read.from + 1, read.digits);
  }
  return items.length === 0 ? { problem: 'no number' } : { items };
}

/**
 * Names: `regpbx1..50` is regpbx1, regpbx2, … regpbx50 (and `pbx01..12` keeps its zeros); anything without `..` is
 * itself.
 */
export function expandName(text: string): Ranged {
  const range = /^(.*?)(\d+)\.\.(.*?)(\d+)$/.exec(text);
  if (range === null)
    return text.includes('..') ? { problem: `"${text}" is no range such as regpbx1..50` } : { items: [text] };
  const [, prefix, first, again, last] = range as unknown as [string, string, string, string, string];
  if (again !== '' && again !== prefix)
    return { problem: `"${text}": both ends of a range begin alike, as in regpbx1..50` };
  const counted = rangeOf(prefix, first, last, text, 0);
  if ('problem' in counted) return counted;
  const { from, to, digits } = counted;
  return { items: Array.from({ length: to - from + 1 }, (_, n) => prefix + String(from + n).padStart(digits, '0')) };
}

/**
 * The n-th text of an open range such as `10.10.10.121..` or `5061..`; a text without `..` at its end is itself, for n
 * = 0 only.
 */
export function nthAddress(text: string, n: number): string | undefined {
  if (!text.endsWith('..')) return n === 0 ? text : undefined;
  const first = addressToNumber(text.slice(0, -2));
  return first === undefined || first + n > 0xffffffff ? undefined : numberToAddress(first + n);
}

/** `10.10.10.121` to 0..2^32-1, or undefined. */
export function addressToNumber(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (parts === null) return undefined;
  let value = 0;
  for (let i = 1; i <= 4; i++) {
    const byte = Number(parts[i]);
    if (byte > 255) return undefined;
    value = value * 256 + byte;
  }
  return value;
}

export function numberToAddress(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** `before`: how many there are already. `digits`: the length up to which zeros stand in front. */
function rangeOf(
  prefix: string,
  first: string,
  last: string,
  whole: string,
  before: number,
): { readonly from: number; readonly to: number; readonly digits: number } | { readonly problem: string } {
  const from = Number(first);
  const to = Number(last);
  const padded = first.startsWith('0') && first.length > 1;
  if (padded && first.length !== last.length) return { problem: `"${whole}": both ends need as many digits` };
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to))
    return { problem: `"${whole}": numbers of more than 15 digits cannot be counted` };
  if (to < from) return { problem: `"${whole}": the range runs backward; did you mean "${prefix}${last}..${first}"?` };
  if (to - from + 1 + before > LONGEST_RANGE) return { problem: `"${whole}": more than ${LONGEST_RANGE} of them` };
  return { from, to, digits: padded ? first.length : 0 };
}
