import type { Micros } from '../units.ts';
import { NOTHING_DUE, type EventQueue, type Slots } from './eventQueue.ts';

const FIRST_CAPACITY = 64;

/**
 * The plain event queue: a 4-ary heap ordered by time, then by sequence. The ladder queue is compared with it, in the
 * tests for its order and in the benchmark for its speed.
 */
export class HeapQueue implements EventQueue {
  size = 0;
  poppedTime: Micros = 0;
  private times = new Float64Array(FIRST_CAPACITY);
  private sequences = new Float64Array(FIRST_CAPACITY);
  private slots = new Int32Array(FIRST_CAPACITY);
  private nextSequence = 0;
  private readonly owner: Slots;

  constructor(owner: Slots) {
    this.owner = owner;
  }

  push(time: Micros, slot: number): void {
    if (this.size === this.times.length) this.grow();
    this.siftUp(this.size++, time, this.nextSequence++, slot);
  }

  pop(until: Micros): number {
    if (this.size === 0 || this.times[0]! > until) return NOTHING_DUE;
    const slot = this.slots[0]!;
    this.poppedTime = this.times[0]!;
    const last = --this.size;
    if (last > 0) this.siftDown(0, this.times[last]!, this.sequences[last]!, this.slots[last]!);
    return slot;
  }

  sweep(): void {
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      if (this.owner.isCancelled(this.slots[i]!)) this.owner.discard(this.slots[i]!);
      else this.place(kept++, this.times[i]!, this.sequences[i]!, this.slots[i]!);
    }
    this.size = kept;
    for (let i = (kept - 2) >> 2; i >= 0; i--) {
      this.siftDown(i, this.times[i]!, this.sequences[i]!, this.slots[i]!);
    }
  }

  private siftUp(from: number, time: Micros, sequence: number, slot: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      // A newcomer has the largest sequence, so an equal time stays above it.
      if (this.times[parent]! <= time) break;
      this.move(parent, at);
      at = parent;
    }
    this.place(at, time, sequence, slot);
  }

  private siftDown(from: number, time: Micros, sequence: number, slot: number): void {
    let at = from;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= this.size) break;
      const end = Math.min(first + 4, this.size);
      let least = first;
      for (let child = first + 1; child < end; child++)
        if (this.comesBefore(child, this.times[least]!, this.sequences[least]!)) least = child;
      if (!this.comesBefore(least, time, sequence)) break;
      this.move(least, at);
      at = least;
    }
    this.place(at, time, sequence, slot);
  }

  private comesBefore(index: number, time: Micros, sequence: number): boolean {
    const own = this.times[index]!;
    return own < time || (own === time && this.sequences[index]! < sequence);
  }

  private move(from: number, to: number): void {
    this.place(to, this.times[from]!, this.sequences[from]!, this.slots[from]!);
  }

  private place(at: number, time: Micros, sequence: number, slot: number): void {
    this.times[at] = time;
    this.sequences[at] = sequence;
    this.slots[at] = slot;
  }

  private grow(): void {
    const { times, sequences, slots } = this;
    this.times = new Float64Array(2 * times.length);
    this.sequences = new Float64Array(2 * times.length);
    this.slots = new Int32Array(2 * times.length);
    this.times.set(times);
    this.sequences.set(sequences);
    this.slots.set(slots);
  }
}
