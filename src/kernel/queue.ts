import type { Micros } from './ids.ts';

/** `pop` found nothing that is due. */
export const NOTHING_DUE = -1;

/**
 * The pending events of a simulation, ordered by time and, among equal times, by order of pushing.
 *
 * It holds (time, slot) pairs and knows nothing of what a slot means; cancelled events are to it like any others,
 * until it is told to sweep.
 */
export interface EventQueue {
  /** Entries held, cancelled ones too. */
  readonly size: number;
  /** Time of the entry popped last, or of `advance`. */
  readonly poppedTime: Micros;
  /** Adds an entry. `time` must not lie before the entry popped last: the caller asserts that. */
  push(time: Micros, slot: number): void;
  /** Removes the first entry if its time is at most `until`, and returns its slot; else NOTHING_DUE. */
  pop(until: Micros): number;
  /** Forgets all entries for whose slot `keep` is false; each is asked once. */
  sweep(keep: (slot: number) => boolean): void;
}
