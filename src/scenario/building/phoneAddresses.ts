import { addressToNumber, nthAddress } from '../../text/ranges.ts';
import type { Path } from '../reading/tree.ts';
import type { Reading } from '../reading/reader.ts';
import type { GroupPhones } from './groupPhones.ts';

/** Phones without an address of their own are put from here on. */
const FIRST_PHONE_ADDRESS = 0x0a14_0001; // 10.20.0.1

/**
 * Which phone has which address. A group names a range of them; the phones of other groups get those from 10.20.0.1 on
 * that are free when they come, and no entry is made for them: they are known by where they lie.
 */
export class PhoneAddresses {
  private readonly reading: Reading;
  private readonly rows: GroupPhones;
  /** By `addressKey`: the row of a phone that has it from a range, or the name of the machine that has it. */
  private readonly named: Map<number | string, number | string>;
  private readonly saidTwice = new Set<string>();
  private next = FIRST_PHONE_ADDRESS;

  /** `taken`: addresses of servers and database, with their names. `rows`: the phones that have been added. */
  constructor(reading: Reading, rows: GroupPhones, taken: ReadonlyMap<string, string>) {
    this.reading = reading;
    this.rows = rows;
    this.named = new Map([...taken].map(([address, name]) => [addressKey(address), name]));
  }

  /** Of the phone that comes next, the n-th of its group; an IPv4 address that is free as its 32 bits. */
  of(range: string | undefined, n: number, number: string | number, path: Path): string | number {
    if (range === undefined) return this.free();
    const address = nthAddress(range, n);
    if (address === undefined) {
      if (n <= 1)
        this.reading.mistake(
          path,
          n === 0
            ? `found "${range}", expected addresses such as 10.10.20.1..`
            : `"${range}" is one address for several phones; write "${range}.." for a range`,
        );
      return '';
    }
    if (addressToNumber(address) === undefined) {
      if (n === 0) this.reading.mistake(path, `found "${range}", expected addresses such as 10.10.20.1..`);
      return address;
    }
    const owner = this.ownerOf(address);
    if (owner !== undefined && !this.saidTwice.has(range))
      this.reading.mistake(path, `${number} and ${owner} both have the address ${address}`);
    if (owner !== undefined) this.saidTwice.add(range); // Once for a range, not for each of its phones.
    this.named.set(addressKey(address), this.rows.length);
    return address;
  }

  /** The number of the phone, or the name of the machine. */
  private ownerOf(address: string): string | undefined {
    const owner = this.named.get(addressKey(address)) ?? this.given(addressToNumber(address)!);
    return typeof owner === 'number' ? this.rows.at(owner)!.number : owner;
  }

  /** The row of the phone that got that address because it was free. */
  private given(bits: number): number | undefined {
    return bits < FIRST_PHONE_ADDRESS || bits >= this.next || !isOfHost(bits) ? undefined : this.rows.rowAt(bits);
  }

  private free(): number {
    for (;;) {
      const bits = this.next++;
      if (isOfHost(bits) && !this.named.has(bits | 0)) return bits;
    }
  }
}

/** The addresses of a network itself and of its broadcasts, at their usual ends, are no phone's. */
function isOfHost(bits: number): boolean {
  const lastByte = bits & 255;
  return lastByte !== 0 && lastByte !== 255;
}

/** The 32 bits of an IPv4 address, 24 bytes less than its text; another text as it is. */
function addressKey(address: string): number | string {
  const bits = addressToNumber(address);
  return bits === undefined ? address : bits | 0;
}
