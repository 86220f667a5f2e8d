import type { DundiConfig } from '../../config.ts';

/**
 * Entity identifiers as small numbers, so that avoid lists are short arrays. The text is the six bytes in hex, lower
 * case.
 */
export class Eids {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];
  private readonly sums: number[] = [];

  intern(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.length;
    this.numbers.set(text, number);
    this.texts.push(text);
    this.sums.push(crc32(bytesOf(text)));
    return number;
  }

  text(eid: number): string {
    return this.texts[eid]!;
  }

  /** Order does not matter; the last one, the root, is left out (pbx_dundi.c:avoid_crc32). */
  avoidSum(avoid: readonly number[]): number {
    let sum = 0;
    for (let i = 0; i < avoid.length - 1; i++) sum ^= this.sums[avoid[i]!]!;
    return sum >>> 0;
  }
}

/** The numbers of a cluster's entities: the servers in their order, then their peers. The same in every run. */
export function eidsOf(servers: readonly { readonly dundi: DundiConfig }[]): Eids {
  const eids = new Eids();
  for (const { dundi } of servers) eids.intern(dundi.entityId);
  for (const { dundi } of servers) for (const { entityId } of dundi.peers) eids.intern(entityId);
  return eids;
}

function bytesOf(text: string): number[] {
  return text.split(':').map((part) => Number.parseInt(part, 16) & 0xff);
}

/** CRC-32 as zlib computes it, polynomial 0xedb88320. */
function crc32(bytes: readonly number[]): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
