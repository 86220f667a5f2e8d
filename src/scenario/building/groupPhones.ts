import type { PhoneColumns, PhoneConfig, Phones, PhoneTemplate } from '../../model/config.ts';
import { Interned } from '../../kernel/resource/interned.ts';
import { plainNumber } from '../../text/plainNumber.ts';
import { addressToNumber, numberToAddress } from '../../text/ranges.ts';
import { GroupPhone } from './groupPhone.ts';

const FIRST_ROOM = 16;
/** No plain number, whose text is in the map. */
const NO_NUMBER = -1;

/**
 * The phones of a scenario by row, in 12 bytes each: the number, the address, and which of few templates it has. The
 * record of a phone is made when it is asked for; kept, it took 57 bytes.
 */
export class GroupPhones implements Phones {
  /** After `trim`. */
  columns: PhoneColumns | undefined;
  private count = 0;
  /** Plain numbers, or NO_NUMBER, and IPv4 addresses as 32 bits; other texts are in the maps, by row. */
  private numbers = new Int32Array(FIRST_ROOM);
  private addresses = new Int32Array(FIRST_ROOM);
  private readonly otherNumbers = new Map<number, string>();
  private readonly otherAddresses = new Map<number, string>();
  private templateOf = new Int32Array(FIRST_ROOM);
  private readonly templates = new Interned<PhoneTemplate, PhoneTemplate>((template) => template);

  get length(): number {
    return this.count;
  }

  /** So many follow, and perhaps more. */
  reserve(phones: number): void {
    const rows = this.count + phones;
    if (rows > this.numbers.length) this.resize(Math.max(rows, this.count + (this.count >> 3)));
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
    if (row === this.numbers.length) this.resize(2 * row);
    const digits = typeof number === 'string' ? plainNumber(number) : number;
    this.numbers[row] = digits ?? NO_NUMBER;
    if (digits === undefined) this.otherNumbers.set(row, String(number));
    this.putAt(row, address);
    this.templateOf[row] = template;
    return row;
  }

  private putAt(row: number, address: string | number): void {
    const bits = typeof address === 'number' ? address : addressToNumber(address);
    if (bits === undefined || (typeof address === 'string' && numberToAddress(bits) !== address))
      this.otherAddresses.set(row, address as string);
    else this.addresses[row] = bits;
  }

  /** The first phone at that IPv4 address, of 32 bits; undefined: there is none. */
  rowAt(bits: number): number | undefined {
    const row = this.addresses.subarray(0, this.count).indexOf(bits | 0);
    return row < 0 ? undefined : row;
  }

  /** None follows. */
  trim(): this {
    if (this.count < this.numbers.length) this.resize(this.count);
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

  private row(row: number): PhoneConfig {
    return new GroupPhone(
      (this.otherNumbers.size === 0 ? undefined : this.otherNumbers.get(row)) ?? this.numbers[row]!,
      (this.otherAddresses.size === 0 ? undefined : this.otherAddresses.get(row)) ?? this.addresses[row]!,
      this.templates.at(this.templateOf[row]!),
    );
  }

  private resize(rows: number): void {
    const resized = (cells: Int32Array): Int32Array<ArrayBuffer> => {
      const longer = new Int32Array(rows);
      longer.set(cells.subarray(0, rows));
      return longer;
    };
    this.numbers = resized(this.numbers);
    this.addresses = resized(this.addresses);
    this.templateOf = resized(this.templateOf);
  }
}
