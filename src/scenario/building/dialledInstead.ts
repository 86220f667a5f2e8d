import type { PhoneNames } from '../reading/names.ts';
import type { Reading } from '../reading/reader.ts';
import type { CallData } from '../reading/schema.ts';
import type { Path } from '../reading/tree.ts';
import { DIALLED } from './callFile.ts';

/** What is dialled where it is not the number of the called phone alone. */
interface DialledInstead {
  /** A number in place of those of phones, each X a digit that is drawn; empty: phones are called. */
  readonly outside: string;
  /** Digits before the number of the called phone. */
  readonly prefix: string;
}

export function dialledInstead(call: CallData, path: Path, reading: Reading): DialledInstead {
  const { outside = '', prefix = '' } = call;
  if (call.outside !== undefined && call.to !== undefined)
    reading.mistakeAtKey([...path, 'outside'], '"outside" has its place in calls without "to"');
  if (call.outside !== undefined && call.prefix !== undefined)
    reading.mistakeAtKey([...path, 'prefix'], '"prefix" has its place in calls without "outside"');
  if (call.outside !== undefined && !DIALLED.test(outside))
    reading.certain([...path, 'outside'], `"${outside}" cannot be dialled`);
  if (call.prefix !== undefined && !DIALLED.test(prefix))
    reading.certain([...path, 'prefix'], `"${prefix}" cannot be dialled`);
  return { outside, prefix };
}

/** What to write for full numbers that the dialplan maps to extensions. */
export function didText(did: string, phones: Pick<PhoneNames, 'has'>): string {
  const [first = '', last] = did.split('..');
  for (let digits = 1; digits < first.length; digits++) {
    const cut = (number: string): string => number.slice(digits);
    if (!phones.has(cut(first)) || (last !== undefined && !phones.has(cut(last)))) continue;
    const to = last === undefined ? cut(first) : `${cut(first)}..${cut(last)}`;
    return `a DID that the dialplan maps to a phone is "to: ${to}" with "prefix: '${first.slice(0, digits)}'" (scenarios/README.md, "A SIP trunk")`;
  }
  const each = last === undefined ? first : first.replace(/\d{4}$/, 'XXXX');
  return `a DID that the dialplan maps to a phone is "outside: ${each}" in place of "to" (scenarios/README.md, "A SIP trunk")`;
}
