import { assert, broken } from '../assert.ts';
import { roomFor } from '../resource/room.ts';

/**
 * A pending event as other parts may keep it, in a Float64Array too: generation × 2^25 + slot. Handles are never used
 * twice in a run, so one that is out of date is recognised.
 */
export type Scheduled = number;

/** The handle of no event; cancelling it is harmless. */
export const NOT_SCHEDULED: Scheduled = 0;

const SLOTS_MAX = 0x200_0000; // 2^25
/** The bits of a slot: `&` takes them of a handle beyond 32 bits too, where `%` takes 12 ns. */
const SLOT_MASK = SLOTS_MAX - 1;

/** Slot of a pending event, from 0, used again after it ran: the index of whatever a caller keeps beside the event. */
export function slotOf(scheduled: Scheduled): number {
  return scheduled & SLOT_MASK;
}

/** A slot that has used up its generations rests for the remainder of the run: 16 bytes lost in 268 million events. */
const GENERATIONS_MAX = 0xfff_ffff; // generation × 2^25 stays below 2^53, and fits in an Int32
const FIRST_SLOTS = 64;
const CANCELLED = -1;
const DISCARDED = -2;
const NONE = -1;

/** One event is four numbers side by side, the type first, so that running it touches one line of memory. */
const A = 1;
const B = 2;
const GENERATION = 3;

/**
 * What each pending event is: its type and two numbers, in slots that are used again.
 *
 * A slot's generation goes up when its event runs or is cancelled. A cancelled event keeps its slot until the queue
 * gives that back.
 */
export class EventRows {
  /** Cancelled events whose slot is still in the queue. */
  cancelled = 0;
  private cells: Int32Array;
  private used = 0;
  private firstFree = NONE;

  /** `room`: for that many events from the start. */
  constructor(room = 0) {
    this.cells = new Int32Array(4 * Math.max(FIRST_SLOTS, room));
  }

  /** Stores an event and returns its slot. */
  take(type: number, a: number, b: number): number {
    const slot = this.firstFree === NONE ? this.fresh() : this.firstFree;
    const { cells } = this;
    const at = slot << 2;
    this.firstFree = cells[at + A]!;
    cells[at] = type;
    cells[at + A] = a;
    cells[at + B] = b;
    return slot;
  }

  handleOf(slot: number): Scheduled {
    return this.cells[(slot << 2) + GENERATION]! * SLOTS_MAX + slot;
  }

  /** False when the event has run or was cancelled. */
  isPending(scheduled: Scheduled): boolean {
    const slot = scheduled & SLOT_MASK;
    return scheduled !== NOT_SCHEDULED && this.cells[4 * slot + GENERATION] === (scheduled - slot) / SLOTS_MAX;
  }

  /** The event will not run. Its handle must be pending. */
  cancel(scheduled: Scheduled): void {
    const at = (scheduled & SLOT_MASK) << 2;
    this.cells[at] = CANCELLED;
    this.cells[at + GENERATION]!++;
    this.cancelled++;
  }

  isCancelled(slot: number): boolean {
    return this.cells[slot << 2] === CANCELLED;
  }

  /** A loop without calls, so that the processor waits for many rows at a time. */
  countCancelled(slots: Int32Array, from: number, to: number): number {
    const { cells } = this;
    let cancelled = 0;
    for (let at = from; at < to; at++) {
      if (cells[slots[at]! << 2] === CANCELLED) cancelled++;
    }
    return cancelled;
  }

  type(slot: number): number {
    return this.cells[slot << 2]!;
  }

  a(slot: number): number {
    return this.cells[(slot << 2) + A]!;
  }

  b(slot: number): number {
    return this.cells[(slot << 2) + B]!;
  }

  /** The event is about to run: its handle is out of date and its slot is free. */
  release(slot: number): void {
    const generation = (this.cells[(slot << 2) + GENERATION]! + 1) | 0;
    this.cells[(slot << 2) + GENERATION] = generation;
    if (generation < GENERATIONS_MAX) this.free(slot);
  }

  /** The queue has given back the slot of a cancelled event. */
  discard(slot: number): void {
    const at = slot << 2;
    if (this.cells[at] !== CANCELLED) broken(`the queue gave back slot ${slot}, whose event was not cancelled`);
    this.cells[at] = DISCARDED;
    this.cancelled--;
    if (this.cells[at + GENERATION]! < GENERATIONS_MAX) this.free(slot);
  }

  private free(slot: number): void {
    this.cells[(slot << 2) + A] = this.firstFree;
    this.firstFree = slot;
  }

  private fresh(): number {
    const slot = this.used++;
    assert(slot < SLOTS_MAX, 'more than 33 million events are pending');
    if (4 * slot === this.cells.length) {
      const cells = new Int32Array(4 * roomFor(slot));
      cells.set(this.cells);
      this.cells = cells;
    }
    this.cells[4 * slot + A] = NONE; // Nothing is free behind it.
    this.cells[4 * slot + GENERATION] = 1;
    return slot;
  }
}
