import type { Micros } from '../units.ts';
import { Lock } from './lock.ts';
import type { EventType, Simulation } from '../clock/simulation.ts';

/** A waiter that was woken and has not run yet. */
interface Awake {
  readonly type: number;
  readonly a: number;
  readonly b: number;
}

/**
 * A mutex as Linux threads have it (glibc's lowlevellock.h over futex): a release hands the lock to no thread. It frees
 * the lock and wakes the longest waiter, which tries again when it runs, some time later. A thread that asks in between
 * gets the lock, often the one that has just released it, and the woken one waits again, behind all others. So waiters
 * are not served in order.
 */
export class WakingLock extends Lock {
  private readonly wakeTime: () => Micros;
  private readonly wakes: EventType<number, number>;
  private readonly place: number;
  private readonly awake = new Map<number, Awake>();
  private serial = 0;
  /** The lock's word says that a thread may be waiting: only then does a release wake one. */
  private contended = false;

  /** Made by `WakingLocks`. `place`: where it is among them, the second number of its events. */
  constructor(sim: Simulation, name: string, wakes: EventType<number, number>, place: number, wakeTime: () => Micros) {
    super(sim, name, 'fifo');
    this.wakes = wakes;
    this.place = place;
    this.wakeTime = wakeTime;
  }

  override get waiting(): number {
    return this.waiters.length + this.awake.size;
  }

  override forget<A extends number, B extends number>(type: EventType<A, B>, a: NoInfer<A>, b: NoInfer<B>): boolean {
    if (super.forget(type, a, b)) return true;
    for (const [serial, it] of this.awake) {
      if (it.type !== type || it.a !== a || it.b !== b) continue;
      this.awake.delete(serial);
      if (!this.isHeld) this.wakeNext(); // Its wake-up goes to the next.
      return true;
    }
    return false;
  }

  override reset(): void {
    super.reset();
    this.awake.clear();
    this.contended = false;
  }

  protected override enqueue(type: number, a: number, b: number): void {
    super.enqueue(type, a, b);
    this.contended = true;
  }

  protected override handOver(): void {
    this.isHeld = false;
    if (!this.contended) return;
    this.contended = false;
    this.wakeNext();
  }

  private wakeNext(): void {
    if (this.waiters.length === 0) return;
    const row = this.waiters.shift();
    const { cells } = this.waiters;
    this.awake.set(++this.serial, { type: cells[row]!, a: cells[row + 1]!, b: cells[row + 2]! });
    this.sim.after(this.wakeTime(), this.wakes, this.serial, this.place);
  }

  /** The waiter of that number has been woken and runs. */
  tryAgain(serial: number): void {
    const it = this.awake.get(serial);
    if (it === undefined) return; // The waiter has given up, or its machine died.
    this.awake.delete(serial);
    if (this.isHeld) {
      this.enqueue(it.type, it.a, it.b);
      return;
    }
    this.take();
    this.contended = true; // It cannot know whether others wait; one wake-up too many is harmless.
    this.sim.runNow(it.type as EventType, it.a, it.b);
  }
}

/** Waking locks of one kind, one for each machine: their events have one type. */
export class WakingLocks {
  private readonly sim: Simulation;
  private readonly name: string;
  private readonly wakeTime: () => Micros;
  private readonly locks: WakingLock[] = [];
  private readonly wakes: EventType<number, number>;

  /** `wakeTime`: µs from a release until the woken thread runs. */
  constructor(sim: Simulation, name: string, wakeTime: () => Micros) {
    this.sim = sim;
    this.name = name;
    this.wakeTime = wakeTime;
    this.wakes = sim.on(`${name}.waiterWakes`, (serial, place) => this.locks[place]!.tryAgain(serial));
  }

  /** `owner` is used in the message of a broken assertion. */
  make(owner: string): WakingLock {
    const lock = new WakingLock(this.sim, `${this.name} of ${owner}`, this.wakes, this.locks.length, this.wakeTime);
    this.locks.push(lock);
    return lock;
  }
}
