import { chunkOf, isFull, type Chunks } from './chunks.ts';
import type { Micros } from './ids.ts';
import type { Slots } from './queue.ts';

/**
 * Buckets of equal width, side by side. Those before `next` have been opened already.
 *
 * Which bucket a time belongs to is always decided by the same expression, `bucketOf`, which never decreases with time;
 * so it does not matter that a time on a boundary may be rounded into either.
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

  /** Not rounded; below 0 for times before the start, and the last bucket for all times behind it. */
  bucketOf(time: Micros): number {
    const bucket = (time - this.start) * this.perMicro;
    return bucket < this.last ? bucket : this.last;
  }

  /** Adds to a bucket, by its number, rounded down. It must not have been opened. */
  append(bucket: number, time: Micros, slot: number): void {
    const index = bucket | 0;
    let cursor = this.cursors[index]!;
    if (isFull(cursor)) cursor = this.extend(index, cursor);
    this.chunks.set(cursor, time, slot);
    this.cursors[index] = cursor + 1;
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

  private extend(index: number, cursor: number): number {
    const place = this.chunks.extend(cursor);
    if (cursor === 0) this.firsts[index] = chunkOf(place);
    return place;
  }
}
