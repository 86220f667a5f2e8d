import type { Micros } from '../units.ts';

/** `pop` found nothing that is due. */
export const NOTHING_DUE = -1;

/**
 * The pending events of a simulation, ordered by time and, among equal times, by order of pushing.
 *
 * It holds (time, slot) pairs; of what is in a slot it knows only whether that was cancelled. A cancelled entry may
 * stay
 * and be popped like any other, or be dropped whenever the queue comes by it.
 */
export interface EventQueue {
  /** Entries held, with those of cancelled events. */
  readonly size: number;
  /** Time of the entry popped last. */
  poppedTime: Micros;
  /**
   * Adds an entry, whose slot no other entry has. `time` must not lie before the entry popped last: the caller asserts
   * that.
   */
  push(time: Micros, slot: number): void;
  /** Removes the first entry if its time is at most `until`, and returns its slot; else NOTHING_DUE. */
  pop(until: Micros): number;
  /** Drops all cancelled entries. */
  sweep(): void;
}

/** Moves all entries, in order; `to` goes on from the time at which `from` was. */
export function moveAll(from: EventQueue, to: EventQueue): void {
  const { poppedTime } = from;
  while (from.size > 0) {
    const slot = from.pop(Infinity);
    to.push(from.poppedTime, slot);
  }
  to.poppedTime = poppedTime;
}

/** What a queue asks, and tells, of the slots. */
export interface Slots {
  /** Slots of cancelled events that were not discarded. */
  readonly cancelled: number;
  isCancelled(slot: number): boolean;
  /** How many are cancelled of the slots in the second, fourth, … of the cells `from` to `to`. */
  countCancelled(nodes: Float64Array, from: number, to: number): number;
  /** The queue has dropped the slot of a cancelled event. */
  discard(slot: number): void;
}
