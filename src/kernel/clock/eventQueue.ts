import type { Micros } from '../units.ts';

/** `pop` found nothing that is due. */
export const NOTHING_DUE = -1;

/**
 * The pending events of a simulation, ordered by time and, among equal times, by order of pushing.
 *
 * It holds (time, slot) pairs; of a slot it knows only whether its event was cancelled. A cancelled entry may remain and
 * be popped like any other, or be dropped at any time.
 *
 * There are two. Every run uses the ladder; the heap is the plain one that the tests compare it with. The table has the
 * speed of a run as a ratio to that with the heap, by CPU time (rounds in turn, 5 at 2,000 and 20,000 pending events, 3 at
 * 200,000, median and range; hold is 5 rounds at 1,000 and one else; Node 20.20, two cores of an AMD EPYC with other work
 * on them), and bytes per pending event with its row, after a full collection:
 *
 * | pending events                          | heap | calendar         | ladder           |
 * |-----------------------------------------|------|------------------|------------------|
 * | full model, 2,000 (1,000 phones)        | 1    | 1.17 (1.09-1.24) | 1.15 (1.10-1.23) |
 * | full model, 2,000 (busy hour, 6 servers)| 1    | 0.97 (0.80-1.16) | 0.99 (0.75-1.06) |
 * | full model, 20,000 (10,000 phones)      | 1    | 1.42 (1.30-1.64) | 1.53 (1.25-1.75) |
 * | full model, 200,000 (100,000 phones)    | 1    | 1.20 (1.02-1.69) | 1.44 (1.39-1.89) |
 * | kernel alone (hold), 1,000              | 1    | 2.1              | 2.1              |
 * | kernel alone (hold), 100,000            | 1    | 1.6              | 4.0              |
 * | kernel alone (hold), 1,000,000          | 1    | 1.2              | 3.2              |
 * | bytes at 1,000, whole simulation        | 100  | 162              | 283              |
 * | bytes at 100,000                        | 47   | 64               | 51               |
 * | bytes at 1,000,000                      | 48   | 46               | 38               |
 *
 * A calendar for few events, in front of the ladder, was therefore 300 lines
 * without a gain, and was taken out. `npm run bench -- --queue heap` measures the heap again.
 */
export interface EventQueue {
  /** Entries held, with those of cancelled events. */
  readonly size: number;
  /** Time of the entry popped last. */
  poppedTime: Micros;
  /** Adds an entry, whose slot no other entry has. `time` is not before the entry popped last: see timeOrder.ts. */
  push(time: Micros, slot: number): void;
  /** Removes the first entry if its time is at most `until`, and returns its slot; else NOTHING_DUE. */
  pop(until: Micros): number;
  /** Drops all cancelled entries. */
  sweep(): void;
}

/** The slots, as a queue sees them. */
export interface Slots {
  /** Slots of cancelled events that were not discarded. */
  readonly cancelled: number;
  isCancelled(slot: number): boolean;
  /** Number of cancelled slots among those at `from` up to, not including, `to`. */
  countCancelled(slots: Int32Array, from: number, to: number): number;
  /** The queue has dropped the slot of a cancelled event. */
  discard(slot: number): void;
}
