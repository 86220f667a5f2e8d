import { broken } from '../assert.ts';
import type { Micros } from '../units.ts';
import type { RandomStream } from '../random/randomStream.ts';
import { Ring } from './ring.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../clock/simulation.ts';

/**
 * A mutex on one machine. A waiter is an event type and two numbers, never a closure: that event runs when it has the lock.
 *
 * A released lock goes straight to the next waiter, ahead of any thread that asks in between. `WakingLock` is the mutex
 * that operating systems really have.
 */
export class Lock {
  protected readonly sim: Simulation;
  protected readonly waiters = new Ring(3);
  protected isHeld = false;
  protected since: Micros = 0;
  private readonly name: string;
  private readonly order: 'fifo' | RandomStream;
  /** The event that runs when the holder has the lock, as scheduled; it may still be pending. */
  private grant: Scheduled = NOT_SCHEDULED;
  private grantedType = 0;
  private grantedA = 0;
  private grantedB = 0;

  /** `order`: the next is the longest waiter, or any waiter with equal chance. */
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

  /** The first of those that wait, at most `most`: the event that each waits with, and its first number. */
  line(most: number): readonly { readonly type: number; readonly a: number }[] {
    const { cells, length } = this.waiters;
    return Array.from({ length: Math.min(most, length) }, (_, i) => {
      const row = this.waiters.at(i);
      return { type: cells[row]!, a: cells[row + 1]! };
    });
  }

  /** When the present holder got it; of no meaning while it is free. */
  get heldSince(): Micros {
    return this.since;
  }

  /** True: the caller has it now. False: the caller waits, and the event runs when it has the lock. */
  acquire<A extends number, B extends number>(type: EventType<A, B>, a: NoInfer<A>, b: NoInfer<B>): boolean {
    if (this.isHeld) {
      this.enqueue(type, a, b);
      return false;
    }
    this.take();
    return true;
  }

  /** The holder is done: the next waiter has the lock, and its event runs after 0. */
  release(): void {
    if (!this.isHeld) broken(`${this.name} was released while no thread held it`);
    this.handOver();
  }

  /**
   * A waiter gives up. True if it was waiting, or had been granted the lock and its event had not run; then the lock goes
   * to the next. False if there is no such waiter.
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

  /** The machine died: the holder and all waiters are dropped, and no pending grant will run. */
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
