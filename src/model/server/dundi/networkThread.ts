import type { Micros } from '../../../kernel/units.ts';
import { NumberRows } from '../../../kernel/resource/numberRows.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { HostId, ServerId } from '../../ids.ts';

/** An entry of a server's DUNDi scheduler: a row of `NetworkThreads`, until it is cancelled. */
export type Timer = number & { readonly timer?: true };

export const NO_TIMER: Timer = -1;

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
  /** Timers that a thread would sleep over as it lies now, each with its event: a few. */
  private readonly unseen: number[][];
  /** Of each question there are three. */
  private readonly rows = new NumberRows();
  /** When a timer should run; it runs later when the network thread sleeps over it. */
  private readonly due = this.rows.column<Micros>(0);
  private readonly scheduled = this.rows.column<Scheduled>(NOT_SCHEDULED);
  private readonly type = this.rows.integerColumn<EventType<number, HostId>>(0 as EventType<number, HostId>);
  private readonly about = this.rows.integerColumn(0);
  private readonly server = this.rows.integerColumn<ServerId>(0 as ServerId);
  private readonly free: Timer[] = [];

  constructor(sim: Simulation, servers: number, sleep: Micros) {
    this.sim = sim;
    this.sleep = sleep;
    const phases = sim.stream('start/networkThread');
    this.woke = Float64Array.from({ length: servers }, () => -Math.floor(phases.next() * sleep));
    this.unseen = Array.from({ length: servers }, () => []);
  }

  /** A timer that the thread itself sets: exact. Its event is about `a`. */
  set(server: ServerId, type: EventType<number, HostId>, a: number, delay: Micros): Timer {
    const timer = this.add(server, type, a, delay);
    this.scheduled.set(timer, this.sim.after(delay, type, a, server));
    return timer;
  }

  /** A timer that another thread sets: the sleeping thread does not know of it. */
  setUnseen(server: ServerId, type: EventType<number, HostId>, a: number, delay: Micros): Timer {
    const timer = this.add(server, type, a, delay);
    const sleeps = this.nextWake(server) - this.sim.now;
    const event = this.sim.after(Math.max(delay, sleeps), type, a, server);
    this.scheduled.set(timer, event);
    if (delay < sleeps) this.unseen[server]!.push(timer, event);
    return timer;
  }

  /** Once more, `delay` after it was due; at once when that is over (sched.c:sched_settime). The thread runs it now. */
  again(timer: Timer, delay: Micros): void {
    this.due.set(timer, Math.max(this.due.get(timer) + delay, this.sim.now));
    this.schedule(timer, this.due.get(timer));
  }

  /** It has run, or it will not: its row is free. */
  cancel(timer: Timer): void {
    this.sim.cancel(this.scheduled.get(timer));
    this.scheduled.set(timer, NOT_SCHEDULED);
    this.free.push(timer);
  }

  /** A datagram was read, or a timer runs: the thread sees all its timers, and runs at once what is overdue. */
  wakes(server: ServerId): void {
    const { now } = this.sim;
    this.woke[server] = now;
    const unseen = this.unseen[server]!;
    if (unseen.length === 0) return;
    for (let i = 0; i < unseen.length; i += 2) {
      const timer: Timer = unseen[i]!;
      const event = unseen[i + 1]!;
      if (!this.sim.isPending(event)) continue; // It ran or was cancelled: the row may be another timer's by now.
      this.sim.cancel(event);
      this.schedule(timer, Math.max(this.due.get(timer), now));
    }
    unseen.length = 0;
  }

  /** The module was loaded, or its process ended: nothing is left from before. */
  begin(server: ServerId): void {
    this.woke[server] = this.sim.now;
    this.unseen[server]!.length = 0;
  }

  private add(server: ServerId, type: EventType<number, HostId>, a: number, delay: Micros): Timer {
    const timer: Timer = this.free.pop() ?? this.rows.add();
    this.due.set(timer, this.sim.now + delay);
    this.type.set(timer, type);
    this.about.set(timer, a);
    this.server.set(timer, server);
    return timer;
  }

  private schedule(timer: Timer, at: Micros): void {
    const event = this.sim.at(at, this.type.get(timer), this.about.get(timer), this.server.get(timer));
    this.scheduled.set(timer, event);
  }

  private nextWake(server: ServerId): Micros {
    if (this.sleep === 0) return this.sim.now;
    const woke = this.woke[server]!;
    return woke + (Math.floor((this.sim.now - woke) / this.sleep) + 1) * this.sleep;
  }
}
