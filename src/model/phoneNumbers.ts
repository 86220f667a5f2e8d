import type { Phones } from './config.ts';
import type { PhoneId } from './ids.ts';
import { eachTemplate, templateAt } from './phoneColumns.ts';

const numbers = new WeakMap<Phones, ReadonlyMap<string, PhoneId>>();
const shared = new WeakMap<Phones, ReadonlyMap<PhoneId, readonly PhoneId[]>>();

/** The account of that number; undefined: no phone has it. The index is made at the first question, once for a list of phones. */
export function phoneNumbered(phones: Phones, number: string): PhoneId | undefined {
  let index = numbers.get(phones);
  if (index === undefined) {
    index = new Map(phones.map((phone, row) => [phone.number, (phone.account ?? row) as PhoneId]));
    numbers.set(phones, index);
  }
  return index.get(number);
}

/** The account that a phone registers: its own, or that of the first phone with its number. */
export function accountOf(phones: Phones, phone: PhoneId): PhoneId {
  return (templateAt(phones, phone).account ?? phone) as PhoneId;
}

/** All phones with the number of an account, in their order; undefined: it has one. */
export function devicesOf(phones: Phones, account: PhoneId): readonly PhoneId[] | undefined {
  let index = shared.get(phones);
  if (index === undefined) {
    index = groupByAccount(phones);
    shared.set(phones, index);
  }
  return index.get(account);
}

function groupByAccount(phones: Phones): ReadonlyMap<PhoneId, readonly PhoneId[]> {
  const devices = new Map<PhoneId, PhoneId[]>();
  eachTemplate(phones, ({ account }, row) => {
    if (account === undefined) return;
    const known = devices.get(account as PhoneId);
    if (known === undefined) devices.set(account as PhoneId, [account as PhoneId, row as PhoneId]);
    else known.push(row as PhoneId);
  });
  return devices;
}
