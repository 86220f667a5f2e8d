import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LadderQueue } from '../../../src/kernel/clock/ladder/ladderQueue.ts';
import { HeapQueue } from '../../../src/kernel/clock/heapQueue.ts';
import { NOTHING_DUE, type EventQueue, type Slots } from '../../../src/kernel/clock/eventQueue.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';

/** Every slot of a test is used once. Cancelled ones are counted until the queue drops them. */
class Cancelled implements Slots {
  readonly held = new Set<number>();

  get cancelled(): number {
    return this.held.size;
  }

  isCancelled(slot: number): boolean {
    return this.held.has(slot);
  }

  countCancelled(slots: Int32Array, from: number, to: number): number {
    return slots.subarray(from, to).filter((slot) => this.held.has(slot)).length;
  }

  discard(slot: number): void {
    if (!this.held.delete(slot)) expect.unreachable(`slot ${slot} was discarded twice`);
  }
}

/** What an event queue is: a list, sorted by time, then by order of pushing. */
class SortedList implements EventQueue {
  poppedTime = 0;
  private readonly entries: { time: number; slot: number }[] = [];

  get size(): number {
    return this.entries.length;
  }

  push(time: number, slot: number): void {
    let at = this.entries.length;
    while (at > 0 && this.entries[at - 1]!.time > time) at--;
    this.entries.splice(at, 0, { time, slot });
  }

  pop(until: number): number {
    if (this.entries.length === 0 || this.entries[0]!.time > until) return NOTHING_DUE;
    const { time, slot } = this.entries.shift()!;
    this.poppedTime = time;
    return slot;
  }

  sweep(): void {}

  cancel(condition: (slot: number) => boolean): number[] {
    const cancelled = this.entries.filter((entry) => condition(entry.slot)).map((entry) => entry.slot);
    this.entries.splice(0, this.entries.length, ...this.entries.filter((entry) => !condition(entry.slot)));
    return cancelled;
  }
}

type Step =
  | { readonly do: 'push'; readonly delays: readonly number[] }
  | { readonly do: 'pop'; readonly count: number }
  | { readonly do: 'run'; readonly span: number }
  | { readonly do: 'cancel'; readonly divisor: number; readonly sweep: boolean };

/** Delays of every order of magnitude, with many ties. */
const delay = fc.oneof(
  fc.constant(0),
  fc.nat(3),
  fc.nat(100),
  fc.nat(100_000),
  fc.nat(1_000_000_000),
  fc.integer({ min: 0, max: 2 ** 52 }),
  fc.constantFrom(1000, 60_000_000, 2 ** 52),
);
const burst = fc
  .tuple(fc.integer({ min: 500, max: 3000 }), delay)
  .map(([count, at]) => new Array<number>(count).fill(at));
const spread = fc
  .tuple(fc.integer({ min: 100, max: 3000 }), fc.constantFrom(10, 1000, 1e6, 1e9), fc.nat())
  .map(([count, mean, seed]) => {
    const stream = new RandomStream(String(seed));
    return Array.from({ length: count }, () => Math.floor(-Math.log(1 - stream.next()) * mean));
  });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('push' as const), delays: fc.array(delay, { maxLength: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('push' as const), delays: fc.oneof(burst, spread) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pop' as const), count: fc.oneof(fc.nat(20), fc.nat(2000)) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('run' as const), span: delay }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('cancel' as const),
      divisor: fc.integer({ min: 1, max: 9 }),
      sweep: fc.boolean(),
    }),
  },
);

/** Runs the steps on both queues, as a simulation would; compares every pop. */
function compare(create: (owner: Slots) => EventQueue, steps: readonly Step[]): void {
  const cancelled = new Cancelled();
  const queue = create(cancelled);
  const model = new SortedList();
  let now = 0;
  let slot = 0;
  const popBoth = (until: number): boolean => {
    let popped = queue.pop(until);
    for (; cancelled.isCancelled(popped); popped = queue.pop(until)) cancelled.discard(popped);
    if (popped !== model.pop(until)) expect.unreachable(`popped ${popped} in place of another at ${model.poppedTime}`);
    if (popped === NOTHING_DUE) return false;
    if (queue.poppedTime !== model.poppedTime)
      expect.unreachable(`popped at ${queue.poppedTime}, not at ${model.poppedTime}`);
    now = model.poppedTime;
    return true;
  };
  for (const step of steps) {
    if (step.do === 'push') {
      for (const delay of step.delays) {
        const time = Math.min(now + delay, Number.MAX_SAFE_INTEGER);
        queue.push(time, slot);
        model.push(time, slot++);
      }
    } else if (step.do === 'pop') {
      for (let i = 0; i < step.count && popBoth(Infinity); i++);
    } else if (step.do === 'run') {
      const until = Math.min(now + step.span, Number.MAX_SAFE_INTEGER);
      while (popBoth(until));
      now = until;
    } else {
      for (const slot of model.cancel((slot) => slot % step.divisor === 0)) cancelled.held.add(slot);
      if (step.sweep) {
        queue.sweep();
        expect(cancelled.held.size).toBe(0);
      }
    }
    expect(queue.size - cancelled.held.size).toBe(model.size);
  }
  while (popBoth(Infinity));
  expect(queue.size).toBe(0);
}

describe.each([
  ['heap', (owner: Slots) => new HeapQueue(owner)],
  ['ladder', (owner: Slots) => new LadderQueue(owner)],
] as const)('%s', (_, create) => {
  it('pops what a sorted list pops', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => compare(create, steps)),
      { numRuns: 150 },
    );
  });

  it('is stable for a hundred thousand at one time', () => {
    const queue = create(new Cancelled());
    for (let slot = 0; slot < 100_000; slot++) queue.push(5, slot);
    for (let slot = 0; slot < 100_000; slot++)
      if (queue.pop(5) !== slot) expect.unreachable(`slot ${slot} is out of order`);
  });

  it('holds its order while as many come as go', () => {
    const queue = create(new Cancelled());
    const stream = new RandomStream('hold');
    let seen = -1;
    for (let slot = 0; slot < 20_000; slot++) queue.push(stream.integer(1_000_000), slot);
    for (let i = 0; i < 200_000; i++) {
      const slot = queue.pop(Infinity);
      if (queue.poppedTime < seen) expect.unreachable(`${queue.poppedTime} came after ${seen}`);
      seen = queue.poppedTime;
      queue.push(seen + stream.integer(1_000_000), slot);
    }
    expect(queue.size).toBe(20_000);
  });

  it.each([
    ['two scales', (stream: RandomStream) => Math.round(exponential(stream) * (stream.next() < 0.9 ? 100 : 1e9))],
    ['heavy tail', (stream: RandomStream) => Math.round(10 / (1 - stream.next()) ** 2)],
    ['bursts', (stream: RandomStream, i: number) => stream.integer(1000) + (i % 40_000 < 20_000 ? 0 : 1e9)],
    ['two constants', (stream: RandomStream) => (stream.next() < 0.5 ? 1000 : 60_000_000)],
  ])('pops what the heap pops for thousands of delays of %s', (_, delay) => {
    const stream = new RandomStream('delays');
    const queue = create(new Cancelled());
    const heap = new HeapQueue(new Cancelled());
    for (let i = 0; i < 120_000; i++) {
      let slot = i;
      if (i >= 20_000) {
        slot = queue.pop(Infinity);
        if (slot !== heap.pop(Infinity) || queue.poppedTime !== heap.poppedTime)
          expect.unreachable(`slot ${slot} at ${queue.poppedTime}, not at ${heap.poppedTime}`);
      }
      const time = heap.poppedTime + delay(stream, i);
      queue.push(time, slot);
      heap.push(time, slot);
    }
  });
});

function exponential(stream: RandomStream): number {
  return -Math.log(1 - stream.next());
}
