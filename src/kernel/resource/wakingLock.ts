import type { Micros } from '../units.ts';
import { Lock } from './lock.ts';
import type { EventType, Simulation } from '../clock/simulation.ts';

/** A waiter who was woken and has not run yet. */
interface Awake {
  readonly type: number;
  readonly a: number;
  readonly b: number;
}

/**
 * A mutex as Linux threads have it (glibc's lowlevellock.h over futex): nobody is handed the lock. A release frees it
 * and
 * wakes the longest waiter, who tries again when he runs, some time later. Whoever asks meanwhile has it, often the one
 * who has just released it, and the woken one waits again, behind all others. So waiters are not served in order.
 */
export class WakingLock extends Lock {
  private readonly wakeTime: () => Micros;
  private readonly wakes: EventType<number, number>;
  private readonly awake = new Map<number, Awake>();
  private serial = 0;
  /** The lock's word says that somebody may be waiting: only then does a release wake. */
  private contended = false;

  /** `wakeTime`: from a release until the woken thread runs. */
  constructor(sim: Simulation, name: string, wakeTime: () => Micros) {
    super(sim, name, 'fifo');
    this.wakeTime = wakeTime;
    this.wakes = sim.on(`${name}.waiterWakes`, (serial) => this.tryAgain(serial));
  }

  override get waiting(): number {
    return this.waiters.length + this.awake.size;
  }

  override forget<A extends number, B extends number>(type: EventType<A, B>, a: NoInfer<A>, b: NoInfer<B>): boolean {
    if (super.forget(type, a, b)) return true;
    for (const [serial, it] of this.awake) {
      if (it.type !== type || it.a !== a || it.b !== b) continue;
      this.awake.delete(serial);
      if (!this.isHeld) this.wakeNext(); // His wake-up goes to the next.
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
    this.sim.after(this.wakeTime(), this.wakes, this.serial, 0);
  }

  private tryAgain(serial: number): void {
    const it = this.awake.get(serial);
    if (it === undefined) return; // He has given up, or his machine died.
    this.awake.delete(serial);
    if (this.isHeld) {
      this.enqueue(it.type, it.a, it.b);
      return;
    }
    this.take();
    this.contended = true; // He cannot know whether others wait; one wake-up too many is harmless.
    this.sim.runNow(it.type as EventType, it.a, it.b);
  }
}
