import { CHUNK_NODES, firstPlace, slotAt, timeAt, type Chunks } from './chunks.ts';
import type { Micros } from '../../units.ts';
import type { Slots } from '../eventQueue.ts';

/** Cells over which the events of a bucket are spread by counting, before neighbours are sorted: for few, for many. */
const CELLS = 128;
const CELLS_MANY = 512;
/** Room in front of the first node, into which it is moved when an early one comes. */
const MARGIN = 2 * 16;
const FIRST_NODES = 1024;
const { min } = Math;

/**
 * The bottom of the ladder (Tang, Goh and Thng 2005): the events that come next, sorted by time and, among equal times, by order of arrival. Time and slot lie side by side
 * in `nodes`, from `head` up to, not including, `tail`.
 */
export class Near {
  nodes = new Float64Array(2 * FIRST_NODES);
  head = MARGIN;
  tail = MARGIN;
  /** 0 except while a list is loaded. */
  private readonly ends = new Int32Array(CELLS_MANY);
  /** Of each node of the list that is being loaded: its cell. */
  private cellOf = new Int16Array(FIRST_NODES);

  get size(): number {
    return (this.tail - this.head) >> 1;
  }

  /** Puts an event behind all those that are not later; moves those on the shorter side. */
  insert(time: Micros, slot: number): void {
    if (this.tail === this.nodes.length) this.makeRoom();
    const { nodes, head, tail } = this;
    const middle = head + (((tail - head) >> 2) << 1);
    let at: number;
    if (head === 0 || time >= nodes[middle]!) {
      at = tail;
      this.tail = tail + 2;
      for (; at > head && nodes[at - 2]! > time; at -= 2) copyNode(nodes, at - 2, at);
    } else {
      at = head - 2;
      this.head = at;
      for (; at + 2 < tail && nodes[at + 2]! <= time; at += 2) copyNode(nodes, at + 2, at);
    }
    nodes[at] = time;
    nodes[at + 1] = slot;
  }

  /**
   * Takes over a list whose times lie, but for a few, in the `width` microseconds from `start`, and frees its chunks.
   * There must be nothing here.
   */
  load(chunks: Chunks, first: number, count: number, start: Micros, width: Micros): void {
    if (this.nodes.length < 2 * count + MARGIN) this.enlarge(2 * count + MARGIN);
    if (this.cellOf.length < count) this.cellOf = new Int16Array(2 * count);
    this.head = MARGIN;
    this.tail = MARGIN + 2 * count;
    const cells = count <= CELLS ? CELLS : CELLS_MANY;
    this.measure(chunks, first, count, start, cells, cells / width);
    this.spread(chunks, first, count, cells);
    this.sort();
  }

  /** Drops the cancelled events. */
  sweep(owner: Slots): void {
    const { nodes } = this;
    let to = this.head;
    for (let at = this.head; at < this.tail; at += 2) {
      const slot = nodes[at + 1]!;
      if (owner.isCancelled(slot)) owner.discard(slot);
      else {
        copyNode(nodes, at, to);
        to += 2;
      }
    }
    this.tail = to;
  }

  /** Finds the cell of each, and where each cell ends. */
  private measure(
    chunks: Chunks,
    first: number,
    count: number,
    start: Micros,
    cells: number,
    cellsPerMicro: number,
  ): void {
    const { ends, cellOf } = this;
    const { times } = chunks;
    const last = cells - 1;
    let chunk = first;
    let i = 0;
    for (let left = count; left > 0; left -= CHUNK_NODES, chunk = chunks.next(chunk)) {
      const from = timeAt(firstPlace(chunk));
      const to = from + min(CHUNK_NODES, left);
      for (let at = from; at < to; at++) {
        const exact = (times[at]! - start) * cellsPerMicro;
        const cell = exact < last ? (exact > 0 ? exact | 0 : 0) : last;
        cellOf[i++] = cell;
        ends[cell]!++;
      }
    }
    let place = MARGIN;
    for (let cell = 0; cell < cells; cell++) {
      const size = ends[cell]!;
      ends[cell] = place;
      place += 2 * size;
    }
  }

  /** Puts each behind those of earlier cells, and within a cell in the order of the list. */
  private spread(chunks: Chunks, first: number, count: number, cells: number): void {
    const { ends, cellOf, nodes: sorted } = this;
    const { times, slots } = chunks;
    let chunk = first;
    let i = 0;
    for (let left = count; left > 0; left -= CHUNK_NODES, chunk = chunks.free(chunk)) {
      const time = timeAt(firstPlace(chunk));
      const slot = slotAt(firstPlace(chunk));
      const here = min(CHUNK_NODES, left);
      for (let node = 0; node < here; node++) {
        const cell = cellOf[i++]!;
        const place = ends[cell]!;
        ends[cell] = place + 2;
        sorted[place] = times[time + node]!;
        sorted[place + 1] = slots[slot + node]!;
      }
    }
    ends.fill(0, 0, cells);
  }

  /** By insertion: hardly anything is out of place. */
  private sort(): void {
    const { nodes, tail } = this;
    let before = -Infinity;
    for (let i = MARGIN; i < tail; i += 2) {
      const time = nodes[i]!;
      if (time >= before) before = time;
      else this.moveForward(i, time);
    }
  }

  private moveForward(from: number, time: Micros): void {
    const { nodes } = this;
    const slot = nodes[from + 1]!;
    let at = from;
    for (; at > MARGIN && nodes[at - 2]! > time; at -= 2) copyNode(nodes, at - 2, at);
    nodes[at] = time;
    nodes[at + 1] = slot;
  }

  private makeRoom(): void {
    const length = this.tail - this.head;
    if (length > this.nodes.length / 2) this.enlarge(2 * this.nodes.length);
    this.nodes.copyWithin(MARGIN, this.head, this.tail);
    this.head = MARGIN;
    this.tail = MARGIN + length;
  }

  private enlarge(least: number): void {
    let length = this.nodes.length;
    while (length < least) length *= 2;
    const { nodes } = this;
    this.nodes = new Float64Array(length);
    this.nodes.set(nodes);
  }
}

function copyNode(nodes: Float64Array, from: number, to: number): void {
  nodes[to] = nodes[from]!;
  nodes[to + 1] = nodes[from + 1]!;
}
