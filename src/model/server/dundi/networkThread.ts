import type { Micros } from '../../../kernel/units.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { HostId, ServerId } from '../../ids.ts';

/** An entry of a server's DUNDi scheduler. */
export interface Timer {
  readonly server: ServerId;
  readonly type: EventType<number, HostId>;
  a: number;
  /** When it should run; it runs later when the network thread sleeps over it. */
  due: Micros;
  scheduled: Scheduled;
}

/**
 * The one thread of each server that reads DUNDi and runs its timers (pbx_dundi.c:network_thread). It sleeps until the
 * next timer that it knows of, at most `sleep` long; a datagram wakes it. A timer that another thread adds, that of a
 * lookup, does not: shorter than what is left of the sleep, it runs late (facts A2).
 *
 * It does not know what the timers are for.
 */
export class NetworkThreads {
  private readonly sim: Simulation;
  private readonly sleep: Micros;
  /** When each thread last woke: it has slept since, and woken after each `sleep` that passed without anything. */
  private readonly woke: Float64Array;
  /** Timers that a thread would sleep over as it lies now: a few. */
  private readonly unseen: Timer[][];

  constructor(sim: Simulation, servers: number, sleep: Micros) {
    this.sim = sim;
    this.sleep = sleep;
    const phases = sim.stream('start/networkThread');
    this.woke = Float64Array.from({ length: servers }, () => -Math.floor(phases.next() * sleep));
    this.unseen = Array.from({ length: servers }, () => []);
  }

  /** A timer that the thread itself sets: exact. */
  set(timer: Timer, delay: Micros): void {
    timer.due = this.sim.now + delay;
    timer.scheduled = this.sim.after(delay, timer.type, timer.a, timer.server);
  }

  /** A timer that another thread sets: the sleeping thread does not know of it. */
  setUnseen(timer: Timer, delay: Micros): void {
    const due = this.sim.now + delay;
    const wakes = this.nextWake(timer.server);
    if (due >= wakes) {
      this.set(timer, delay);
      return;
    }
    timer.due = due;
    timer.scheduled = this.sim.at(wakes, timer.type, timer.a, timer.server);
    this.unseen[timer.server]!.push(timer);
  }

  /** Once more, `delay` after it was due; at once when that is over (sched.c:sched_settime). The thread runs it now. */
  again(timer: Timer, delay: Micros): void {
    timer.due = Math.max(timer.due + delay, this.sim.now);
    timer.scheduled = this.sim.at(timer.due, timer.type, timer.a, timer.server);
  }

  cancel(timer: Timer): void {
    this.sim.cancel(timer.scheduled);
    timer.scheduled = NOT_SCHEDULED;
  }

  /** A datagram was read, or a timer runs: the thread sees all its timers, and runs at once what is overdue. */
  wakes(server: ServerId): void {
    const { now } = this.sim;
    this.woke[server] = now;
    const unseen = this.unseen[server]!;
    if (unseen.length === 0) return;
    for (const timer of unseen) {
      if (!this.sim.isPending(timer.scheduled)) continue;
      this.sim.cancel(timer.scheduled);
      timer.scheduled = this.sim.at(Math.max(timer.due, now), timer.type, timer.a, timer.server);
    }
    unseen.length = 0;
  }

  /** The module was loaded, or its process ended: nothing is left from before. */
  begin(server: ServerId): void {
    this.woke[server] = this.sim.now;
    this.unseen[server]!.length = 0;
  }

  private nextWake(server: ServerId): Micros {
    if (this.sleep === 0) return this.sim.now;
    const woke = this.woke[server]!;
    return woke + (Math.floor((this.sim.now - woke) / this.sleep) + 1) * this.sleep;
  }
}
