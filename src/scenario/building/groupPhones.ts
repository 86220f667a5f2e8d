import type { PhoneColumns, PhoneConfig, Phones, PhoneTemplate } from '../../model/config.ts';
import { ConsecutiveNumbers } from '../../kernel/resource/consecutiveNumbers.ts';
import { Interned } from '../../kernel/resource/interned.ts';
import { plainNumber } from '../../text/plainNumber.ts';
import { addressToNumber, numberToAddress } from '../../text/ranges.ts';
import { GroupPhone, type PhoneTexts } from './groupPhone.ts';

const FIRST_ROOM = 16;
/** No plain number, whose text is in the map. */
const NO_NUMBER = -1;
/** No IPv4 address, whose text is in the map: 0.0.0.0. */
const NO_ADDRESS = 0;

/**
 * The phones of a scenario by row: the number, the address, and which of few templates it has, in 4 bytes each where
 * numbers and addresses are ranges. The record of a phone is made when it is asked for; kept, it took 57 bytes.
 */
export class GroupPhones implements Phones, PhoneTexts {
  /** After `trim`. */
  columns: PhoneColumns | undefined;
  private count = 0;
  /** Plain numbers, or NO_NUMBER, and IPv4 addresses as 32 bits; other texts are in the maps, by row. */
  private readonly numbers = new ConsecutiveNumbers();
  private readonly addresses = new ConsecutiveNumbers();
  private readonly otherNumbers = new Map<number, string>();
  private readonly otherAddresses = new Map<number, string>();
  private templateOf = new Int32Array(FIRST_ROOM);
  private readonly templates = new Interned<PhoneTemplate, PhoneTemplate>((template) => template);

  get length(): number {
    return this.count;
  }

  /** `phones` or more follow. */
  reserve(phones: number): void {
    const rows = this.count + phones;
    if (rows > this.templateOf.length) this.resize(Math.max(rows, this.count + (this.count >> 3)));
  }

  /** `number`: a plain one may be that. `address`: an IPv4 address may be its 32 bits. Returns the row. */
  add(number: string | number, address: string | number, template: PhoneTemplate): number {
    return this.addLike(number, address, this.templateNumber(template));
  }

  /** For `addLike`. */
  templateNumber(template: PhoneTemplate): number {
    return this.templates.indexOf(template);
  }

  addLike(number: string | number, address: string | number, template: number): number {
    const row = this.count++;
    if (row === this.templateOf.length) this.resize(2 * row);
    const digits = typeof number === 'string' ? plainNumber(number) : number;
    this.numbers.push(digits ?? NO_NUMBER);
    if (digits === undefined) this.otherNumbers.set(row, String(number));
    this.pushAddress(row, address);
    this.templateOf[row] = template;
    return row;
  }

  private pushAddress(row: number, address: string | number): void {
    const bits = typeof address === 'number' ? address : addressToNumber(address);
    const isOther = bits === undefined || (typeof address === 'string' && numberToAddress(bits) !== address);
    this.addresses.push(isOther ? NO_ADDRESS : bits | 0);
    if (isOther) this.otherAddresses.set(row, address as string);
  }

  /** The first phone at that IPv4 address, of 32 bits; undefined: there is none. */
  rowAt(bits: number): number | undefined {
    const row = this.addresses.indexOf(bits | 0);
    return row < 0 ? undefined : row;
  }

  /** None follows. */
  trim(): this {
    if (this.count < this.templateOf.length) this.resize(this.count);
    this.columns = { templates: this.templates.all, templateOf: this.templateOf, plainNumbers: this.numbers };
    return this;
  }

  at(row: number): PhoneConfig | undefined {
    return row >= 0 && row < this.count ? this.row(row) : undefined;
  }

  *[Symbol.iterator](): Iterator<PhoneConfig> {
    for (let row = 0; row < this.count; row++) yield this.row(row);
  }

  forEach(visit: (phone: PhoneConfig, row: number) => void): void {
    for (let row = 0; row < this.count; row++) visit(this.row(row), row);
  }

  map<T>(made: (phone: PhoneConfig, row: number) => T): T[] {
    return Array.from({ length: this.count }, (_, row) => made(this.row(row), row));
  }

  filter(isWanted: (phone: PhoneConfig, row: number) => boolean): PhoneConfig[] {
    const wanted: PhoneConfig[] = [];
    this.forEach((phone, row) => {
      if (isWanted(phone, row)) wanted.push(phone);
    });
    return wanted;
  }

  flatMap<T>(made: (phone: PhoneConfig, row: number) => T | readonly T[]): T[] {
    return this.map(made).flat() as T[];
  }

  find(isWanted: (phone: PhoneConfig, row: number) => boolean): PhoneConfig | undefined {
    for (let row = 0; row < this.count; row++) if (isWanted(this.row(row), row)) return this.row(row);
    return undefined;
  }

  some(isWanted: (phone: PhoneConfig, row: number) => boolean): boolean {
    return this.find(isWanted) !== undefined;
  }

  numberAt(row: number): string {
    return (this.otherNumbers.size === 0 ? undefined : this.otherNumbers.get(row)) ?? String(this.numbers.at(row));
  }

  addressAt(row: number): string {
    const other = this.otherAddresses.size === 0 ? undefined : this.otherAddresses.get(row);
    return other ?? numberToAddress(this.addresses.at(row) >>> 0);
  }

  private row(row: number): PhoneConfig {
    return new GroupPhone(this, row, this.templates.at(this.templateOf[row]!));
  }

  private resize(rows: number): void {
    const longer = new Int32Array(rows);
    longer.set(this.templateOf.subarray(0, rows));
    this.templateOf = longer;
  }
}
