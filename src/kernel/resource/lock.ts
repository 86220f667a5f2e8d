import { assert } from '../assert.ts';
import type { Micros } from '../units.ts';
import type { RandomStream } from '../random/randomStream.ts';
import { Ring } from './ring.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../clock/simulation.ts';

/**
 * A mutex on one machine. Who waits is told by an event of his own: a waiter is a type and two numbers, never a
 * closure.
 *
 * A released lock goes straight to the next waiter: nobody who asks in between gets ahead. `WakingLock` is the mutex
 * that
 * operating systems really have.
 */
export class Lock {
  protected readonly sim: Simulation;
  protected readonly waiters = new Ring(3);
  protected isHeld = false;
  protected since: Micros = 0;
  private readonly name: string;
  private readonly order: 'fifo' | RandomStream;
  /** The event that tells the holder, and whom it tells; it may be on its way still. */
  private grant: Scheduled = NOT_SCHEDULED;
  private grantedType = 0;
  private grantedA = 0;
  private grantedB = 0;

  /** `order`: who is next, the one who waits longest, or any of them with equal chance. */
  constructor(sim: Simulation, name: string, order: 'fifo' | RandomStream) {
    this.sim = sim;
    this.name = name;
    this.order = order;
  }

  get held(): boolean {
    return this.isHeld;
  }

  get waiting(): number {
    return this.waiters.length;
  }

  /** When the present holder got it; of no meaning while it is free. */
  get heldSince(): Micros {
    return this.since;
  }

  /** True: the caller has it now. False: he waits, and the event runs when he has it. */
  acquire<A extends number, B extends number>(type: EventType<A, B>, a: NoInfer<A>, b: NoInfer<B>): boolean {
    if (this.isHeld) {
      this.enqueue(type, a, b);
      return false;
    }
    this.take();
    return true;
  }

  /** The holder is done: the next waiter has it, and his event runs after 0. */
  release(): void {
    assert(this.isHeld, `${this.name} was released by somebody who did not hold it`);
    this.handOver();
  }

  /**
   * A waiter gives up. True if he was waiting, or had been granted the lock and not been told; then it goes to the
   * next.
   * False if nobody of that description waits.
   */
  forget<A extends number, B extends number>(type: EventType<A, B>, a: NoInfer<A>, b: NoInfer<B>): boolean {
    const index = this.indexOf(type, a, b);
    if (index >= 0) {
      this.waiters.remove(index);
      return true;
    }
    const isGranted =
      this.sim.isPending(this.grant) && this.grantedType === type && this.grantedA === a && this.grantedB === b;
    if (!isGranted) return false;
    this.sim.cancel(this.grant);
    this.handOver();
    return true;
  }

  /** The machine died: the holder and all waiters are forgotten, and no grant on its way will run. */
  reset(): void {
    this.sim.cancel(this.grant);
    this.waiters.clear();
    this.isHeld = false;
  }

  protected enqueue(type: number, a: number, b: number): void {
    const row = this.waiters.push();
    this.waiters.cells[row] = type;
    this.waiters.cells[row + 1] = a;
    this.waiters.cells[row + 2] = b;
  }

  protected take(): void {
    this.isHeld = true;
    this.since = this.sim.now;
  }

  protected handOver(): void {
    this.isHeld = this.waiters.length > 0;
    if (!this.isHeld) return;
    const row = this.takeNext();
    this.since = this.sim.now;
    this.grantedType = this.waiters.cells[row]!;
    this.grantedA = this.waiters.cells[row + 1]!;
    this.grantedB = this.waiters.cells[row + 2]!;
    this.grant = this.sim.after(0, this.grantedType as EventType, this.grantedA, this.grantedB);
  }

  private takeNext(): number {
    const { order, waiters } = this;
    if (order !== 'fifo') waiters.swap(0, order.integer(waiters.length));
    return waiters.shift();
  }

  protected indexOf(type: number, a: number, b: number): number {
    const { cells, length } = this.waiters;
    for (let i = 0; i < length; i++) {
      const row = this.waiters.at(i);
      if (cells[row] === type && cells[row + 1] === a && cells[row + 2] === b) return i;
    }
    return -1;
  }
}
