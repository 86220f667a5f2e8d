import type { Micros } from '../../units.ts';
import { roomFor } from '../../resource/room.ts';
import type { Slots } from '../eventQueue.ts';

/** Nodes of a chunk: 96 bytes, one and a half cache lines. */
export const CHUNK_NODES = 8;
const NODE_BITS = 3;
const CHUNK_BYTES = CHUNK_NODES * (Float64Array.BYTES_PER_ELEMENT + Int32Array.BYTES_PER_ELEMENT);
/** A cursor with these bits 0 has no place left in its chunk. */
export const CHUNK_MASK = CHUNK_NODES - 1;
const FIRST_CHUNKS = 16;

/**
 * Memory for many unsorted lists of (time, slot), which grow at the end only and are read from the front, all at once.
 *
 * A list is its first chunk and a cursor, the place for its next node; the cursor of an empty list is 0, and chunk 0 is
 * never used. Reading a list goes along memory, where a list linked node by node would cost a cache miss for each.
 */
export class Chunks {
  /** A chunk is its eight times and then its eight slots: 12 bytes a node. The time of a place is at `timeAt(place)`. */
  times: Float64Array;
  /** The same memory. The slot of a place is at `slotAt(place)`. */
  slots: Int32Array;
  private following: Int32Array;
  private used = 1;
  private firstFree = 0;

  /** `room`: for a list of that many nodes from the start. */
  constructor(room = 0) {
    const chunks = FIRST_CHUNKS + Math.ceil(room / CHUNK_NODES);
    this.times = new Float64Array((CHUNK_BYTES / 8) * chunks);
    this.slots = new Int32Array(this.times.buffer);
    this.following = new Int32Array(chunks);
  }

  set(place: number, time: Micros, slot: number): void {
    this.times[timeAt(place)] = time;
    this.slots[slotAt(place)] = slot;
  }

  time(place: number): Micros {
    return this.times[timeAt(place)]!;
  }

  slot(place: number): number {
    return this.slots[slotAt(place)]!;
  }

  /** A cursor at the end of its chunk (or 0) has no place left: this links a new chunk, and returns its first place. */
  extend(cursor: number): number {
    let chunk = this.firstFree;
    if (chunk !== 0) this.firstFree = this.following[chunk]!;
    else chunk = this.fresh();
    if (cursor !== 0) this.following[(cursor >> NODE_BITS) - 1] = chunk;
    return chunk << NODE_BITS;
  }

  /** Nodes of the list. */
  count(first: number, cursor: number): number {
    if (cursor === 0) return 0;
    const last = (cursor - 1) >> NODE_BITS;
    let count = cursor - (last << NODE_BITS);
    for (let chunk = first; chunk !== last; chunk = this.following[chunk]!) count += CHUNK_NODES;
    return count;
  }

  /** Drops the nodes of cancelled events. Returns the new cursor; the first chunk stays the same. */
  sweep(first: number, cursor: number, owner: Slots): number {
    let to = 0;
    let kept = 0;
    let chunk = first;
    for (let left = this.count(first, cursor); left > 0; left -= CHUNK_NODES, chunk = this.following[chunk]!) {
      const from = firstPlace(chunk);
      for (let at = from; at < from + Math.min(CHUNK_NODES, left); at++) {
        if (owner.isCancelled(this.slot(at))) {
          owner.discard(this.slot(at));
          continue;
        }
        if (isFull(to)) to = firstPlace(kept++ === 0 ? first : this.following[chunkOf(to - 1)]!);
        this.set(to++, this.time(at), this.slot(at));
      }
    }
    this.freeBehind(to === 0 ? 0 : chunkOf(to - 1), first, cursor);
    return to;
  }

  /**
   * Number of nodes of the list that are of cancelled events. Reading all rows in one loop, none of which depends on the
   * one before, also brings the row of each event into the cache at once.
   */
  countCancelled(first: number, count: number, owner: Slots): number {
    let cancelled = 0;
    let chunk = first;
    for (let left = count; left > 0; left -= CHUNK_NODES, chunk = this.following[chunk]!) {
      const from = slotAt(firstPlace(chunk));
      cancelled += owner.countCancelled(this.slots, from, from + Math.min(CHUNK_NODES, left));
    }
    return cancelled;
  }

  next(chunk: number): number {
    return this.following[chunk]!;
  }

  /** Gives the chunk back, and returns the one that followed it. */
  free(chunk: number): number {
    const following = this.following[chunk]!;
    this.following[chunk] = this.firstFree;
    this.firstFree = chunk;
    return following;
  }

  /** Frees the chunks of a list that come after `last`; all of them for 0. */
  private freeBehind(last: number, first: number, cursor: number): void {
    if (cursor === 0) return;
    const end = chunkOf(cursor - 1);
    if (last === end) return;
    let chunk = last === 0 ? first : this.following[last]!;
    for (;;) {
      const isEnd = chunk === end;
      chunk = this.free(chunk);
      if (isEnd) return;
    }
  }

  private fresh(): number {
    if (this.used === this.following.length) this.grow();
    return this.used++;
  }

  private grow(): void {
    const chunks = roomFor(this.following.length);
    const { times, following } = this;
    this.times = new Float64Array((CHUNK_BYTES / 8) * chunks);
    this.slots = new Int32Array(this.times.buffer);
    this.following = new Int32Array(chunks);
    this.times.set(times);
    this.following.set(following);
  }
}

/** Whether a cursor has no place left in its chunk. */
export function isFull(cursor: number): boolean {
  return (cursor & CHUNK_MASK) === 0;
}

export function firstPlace(chunk: number): number {
  return chunk << NODE_BITS;
}

export function chunkOf(place: number): number {
  return place >> NODE_BITS;
}

/** Index in `times` of the time of a place: 12 cells of 8 bytes a chunk. */
export function timeAt(place: number): number {
  return place + ((place >> NODE_BITS) << 2);
}

/** Index in `slots` of the slot of a place: 24 cells of 4 bytes a chunk, of which the times take 16. */
export function slotAt(place: number): number {
  return place + ((place >> NODE_BITS) << 4) + 2 * CHUNK_NODES;
}
