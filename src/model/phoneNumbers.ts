import type { PhoneConfig } from './config.ts';
import type { PhoneId } from './ids.ts';

const made = new WeakMap<readonly PhoneConfig[], ReadonlyMap<string, PhoneId>>();

/** The phone of that number; undefined: none has it. The index is made at the first question, once for a list of phones. */
export function phoneNumbered(phones: readonly PhoneConfig[], number: string): PhoneId | undefined {
  let index = made.get(phones);
  if (index === undefined) {
    index = new Map(phones.map((phone, row) => [phone.number, row as PhoneId]));
    made.set(phones, index);
  }
  return index.get(number);
}
