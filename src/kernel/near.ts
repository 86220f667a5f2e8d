import { CHUNK_NODES, firstPlace, type Chunks } from './chunks.ts';
import type { Micros } from './ids.ts';

/** Cells over which the entries of a bucket are spread by counting, before neighbours are put in order. */
const CELLS = 64;
/** Room in front of the first entry, into which early ones are moved. */
const MARGIN = 16;

/**
 * The events that come next, sorted by time and, among equal times, by order of arrival: `head` up to, not including,
 * `tail`.
 */
export class Near {
  times = new Float64Array(1024);
  slots = new Int32Array(1024);
  head = MARGIN;
  tail = MARGIN;
  private readonly ends = new Int32Array(CELLS);
  private readTimes = new Float64Array(1024);
  private readSlots = new Int32Array(1024);
  private readCells = new Uint8Array(1024);

  /** Puts an entry behind all those that are not later; moves the entries on the shorter side. */
  insert(time: Micros, slot: number): void {
    if (this.tail === this.times.length) this.makeRoom();
    const { times, slots } = this;
    let at: number;
    if (this.head === 0 || time >= times[(this.head + this.tail) >> 1]!) {
      at = this.tail++;
      for (; at > this.head && times[at - 1]! > time; at--) {
        times[at] = times[at - 1]!;
        slots[at] = slots[at - 1]!;
      }
    } else {
      at = --this.head;
      for (; at + 1 < this.tail && times[at + 1]! <= time; at++) {
        times[at] = times[at + 1]!;
        slots[at] = slots[at + 1]!;
      }
    }
    times[at] = time;
    slots[at] = slot;
  }

  /**
   * Takes over a list, and frees its chunks; there must be nothing here. Its times lie, but for a few, in the `width`
   * microseconds from `start`.
   */
  load(chunks: Chunks, first: number, count: number, start: Micros, width: Micros): void {
    if (this.times.length < count + MARGIN) this.enlarge(count + MARGIN);
    this.read(chunks, first, count, start, CELLS / width);
    this.head = MARGIN;
    this.tail = MARGIN + count;
    this.spread(count);
    this.sort();
  }

  /** Takes out the entries for whose slot `keep` is false. */
  sift(keep: (slot: number) => boolean): void {
    const { times, slots } = this;
    let to = this.head;
    for (let at = this.head; at < this.tail; at++) {
      if (!keep(slots[at]!)) continue;
      times[to] = times[at]!;
      slots[to++] = slots[at]!;
    }
    this.tail = to;
  }

  private read(chunks: Chunks, first: number, count: number, start: Micros, cellsPerMicro: number): void {
    const { readTimes, readSlots, readCells, ends } = this;
    const { times, slots } = chunks;
    ends.fill(0);
    let chunk = first;
    for (let i = 0; i < count; chunk = chunks.free(chunk)) {
      const from = firstPlace(chunk);
      const to = from + Math.min(CHUNK_NODES, count - i);
      for (let at = from; at < to; at++, i++) {
        const time = times[at]!;
        const cell = Math.max(0, Math.min(CELLS - 1, ((time - start) * cellsPerMicro) | 0));
        readTimes[i] = time;
        readSlots[i] = slots[at]!;
        readCells[i] = cell;
        ends[cell]!++;
      }
    }
  }

  /** Behind those of earlier cells, and in a cell as they were read. */
  private spread(count: number): void {
    const { readTimes, readSlots, readCells, ends, times, slots } = this;
    let place = MARGIN;
    for (let cell = 0; cell < CELLS; cell++) {
      const size = ends[cell]!;
      ends[cell] = place;
      place += size;
    }
    for (let i = 0; i < count; i++) {
      const to = ends[readCells[i]!]!++;
      times[to] = readTimes[i]!;
      slots[to] = readSlots[i]!;
    }
  }

  /** By insertion: hardly anything is out of place. */
  private sort(): void {
    const { times, slots, tail } = this;
    for (let i = MARGIN + 1; i < tail; i++) {
      const time = times[i]!;
      if (times[i - 1]! <= time) continue;
      const slot = slots[i]!;
      let at = i;
      for (; at > MARGIN && times[at - 1]! > time; at--) {
        times[at] = times[at - 1]!;
        slots[at] = slots[at - 1]!;
      }
      times[at] = time;
      slots[at] = slot;
    }
  }

  private makeRoom(): void {
    const size = this.tail - this.head;
    if (size > this.times.length / 2) this.enlarge(2 * this.times.length);
    this.times.copyWithin(MARGIN, this.head, this.tail);
    this.slots.copyWithin(MARGIN, this.head, this.tail);
    this.head = MARGIN;
    this.tail = MARGIN + size;
  }

  private enlarge(least: number): void {
    let length = this.times.length;
    while (length < least) length *= 2;
    const { times, slots } = this;
    this.times = new Float64Array(length);
    this.slots = new Int32Array(length);
    this.times.set(times);
    this.slots.set(slots);
    this.readTimes = new Float64Array(length);
    this.readSlots = new Int32Array(length);
    this.readCells = new Uint8Array(length);
  }
}
