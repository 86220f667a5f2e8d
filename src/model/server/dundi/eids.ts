import type { DundiConfig } from '../../config.ts';
import { EidList } from '../../protocol/eidList.ts';

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
  avoidSum(avoid: EidList): number {
    return avoid.length === 0 ? 0 : (avoid.sum ^ this.sums[avoid.last]!) >>> 0;
  }

  list(eids: readonly number[]): EidList {
    let sum = 0;
    for (const eid of eids) sum ^= this.sums[eid]!;
    return new EidList(eids, sum);
  }

  /** The list without the EID at that place; it shares the other. */
  without(list: EidList, place: number): EidList {
    return list.leaveOut(place, this.sums[list.at(place)]!);
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
