import { CHUNK_MASK, chunkOf, slotAt, timeAt, type Chunks } from './chunks.ts';
import type { Micros } from '../../units.ts';
import type { Slots } from '../eventQueue.ts';

/**
 * A rung of the ladder (Tang, Goh and Thng 2005, section 2.2): buckets of equal width, side by side. Those before `next`
 * have been opened already.
 *
 * Which bucket a time belongs to is always decided by the same expression, which never decreases with time; so it does
 * not matter that a time on a boundary may be rounded into either.
 */
export class Rung {
  /** The first bucket that has not been opened. */
  next = 0;
  start: Micros = 0;
  width: Micros = 1;
  private perMicro = 1;
  private last = -1;
  private firsts = new Int32Array(1);
  private cursors = new Int32Array(1);
  private readonly chunks: Chunks;

  constructor(chunks: Chunks) {
    this.chunks = chunks;
  }

  /** Begins anew, empty: `buckets` of `width` whole microseconds from `start`. */
  reset(start: Micros, width: Micros, buckets: number): void {
    this.start = start;
    this.width = width;
    this.perMicro = 1 / width;
    this.last = buckets - 1;
    this.next = 0;
    if (buckets <= this.cursors.length) return; // All read, so all empty.
    this.firsts = new Int32Array(buckets);
    this.cursors = new Int32Array(buckets);
  }

  /** The time behind the last bucket. */
  get end(): Micros {
    return this.start + this.width * (this.last + 1);
  }

  /**
   * Adds an event to its bucket; false when that has been opened already. Times behind the last bucket belong to it, and
   * times before the start to an opened one, except for `addOld`.
   */
  add(time: Micros, slot: number): boolean {
    let bucket = (time - this.start) * this.perMicro;
    if (bucket > this.last) bucket = this.last;
    if (bucket < this.next) return false;
    this.append(bucket | 0, time, slot);
    return true;
  }

  /** Adds an event of which it is known that no bucket has been opened; those before the start belong to the first. */
  addOld(time: Micros, slot: number): void {
    this.append(Math.min(Math.max(0, (time - this.start) * this.perMicro), this.last) | 0, time, slot);
  }

  /** Opens the next bucket which is not empty: its number, or -1 when there is none. `take` must follow. */
  open(): number {
    const { cursors, last } = this;
    let index = this.next;
    while (index <= last && cursors[index] === 0) index++;
    this.next = index + 1;
    return index <= last ? index : -1;
  }

  first(index: number): number {
    return this.firsts[index]!;
  }

  cursor(index: number): number {
    return this.cursors[index]!;
  }

  /** The list of the bucket belongs to the caller; the bucket is empty. */
  take(index: number): void {
    this.cursors[index] = 0;
  }

  /** Drops the entries of cancelled events; returns how many there were. */
  sweep(owner: Slots): number {
    const { chunks, firsts, cursors } = this;
    let dropped = 0;
    for (let index = this.next; index <= this.last; index++) {
      const before = chunks.count(firsts[index]!, cursors[index]!);
      cursors[index] = chunks.sweep(firsts[index]!, cursors[index]!, owner);
      dropped += before - chunks.count(firsts[index]!, cursors[index]!);
    }
    return dropped;
  }

  private append(index: number, time: Micros, slot: number): void {
    let cursor = this.cursors[index]!;
    if ((cursor & CHUNK_MASK) === 0) cursor = this.extend(index, cursor);
    this.cursors[index] = cursor + 1;
    const { times, slots } = this.chunks;
    times[timeAt(cursor)] = time;
    slots[slotAt(cursor)] = slot;
  }

  private extend(index: number, cursor: number): number {
    const place = this.chunks.extend(cursor);
    if (cursor === 0) this.firsts[index] = chunkOf(place);
    return place;
  }
}
