import { broken } from '../../kernel/assert.ts';
import type { Phones } from '../config.ts';
import type { PhoneId } from '../ids.ts';
import { cellsOf } from '../phoneColumns.ts';
import { accountOf, devicesOf, phoneNumbered } from '../phoneNumbers.ts';

/** Which phones have power, and how many calls each is in, as caller or called. */
export class Handsets {
  private readonly phones: Phones;
  private readonly powered: Uint8Array;
  private readonly calls: Uint8Array;

  constructor(phones: Phones) {
    this.phones = phones;
    this.powered = cellsOf(phones, new Uint8Array(phones.length), ({ powered }) => (powered ? 1 : 0));
    this.calls = new Uint8Array(phones.length);
  }

  numbered(number: string): PhoneId | -1 {
    return phoneNumbered(this.phones, number) ?? -1;
  }

  /** A phone of that account has power and is in no call, another one than `not`. */
  hasIdle(account: PhoneId, not: PhoneId | -1): boolean {
    const devices = devicesOf(this.phones, account);
    if (devices === undefined) return account !== not && this.isIdle(account);
    return devices.some((phone) => phone !== not && this.isIdle(phone));
  }

  /** The account that the phone registers, of which others may be devices too. */
  accountOf(phone: PhoneId): PhoneId {
    return accountOf(this.phones, phone);
  }

  isPowered(phone: PhoneId): boolean {
    return this.powered[phone] === 1;
  }

  setPower(phone: PhoneId, on: boolean): void {
    if (this.calls[phone] !== 0) broken(`phone ${phone} changes its power in ${this.calls[phone]} calls`);
    this.powered[phone] = on ? 1 : 0;
  }

  /** In no call at all. */
  isIdle(phone: PhoneId): boolean {
    return this.powered[phone] === 1 && this.calls[phone] === 0;
  }

  /** Could be in one call more. */
  hasRoom(phone: PhoneId): boolean {
    return this.powered[phone] === 1 && this.calls[phone]! < this.phones.at(phone)!.callsAtOnce;
  }

  take(phone: PhoneId): void {
    this.calls[phone]!++;
  }

  release(phone: PhoneId): void {
    if (this.calls[phone] === 0) broken(`phone ${phone} leaves a call and is in none`);
    this.calls[phone]!--;
  }
}
