import { Ring } from '../../../kernel/resource/ring.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Message } from '../../network/network.ts';

/**
 * True: dealt with, the next message may be read. False: it waits (for the database, or the dialplan lock) and `finish`
 * follows.
 */
export type SipHandler = (server: ServerId, a: number) => boolean;

export type SipWork = number & { readonly sipWork?: true };

/**
 * One thread a server reads all its SIP and runs all its SIP timers (chan_sip.c:do_monitor): while a message waits for
 * the database or for the dialplan lock, every other one waits behind it.
 *
 * It does not know what a message means.
 */
export class SipThreads {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly readingTime: () => Micros;
  private readonly handlers: SipHandler[] = [];
  private readonly queues: Ring[];
  private readonly busy: Uint8Array;
  private readonly work: Int32Array;
  private readonly about: Float64Array;
  /** The end of the reading under way: cancelled when the server crashes. */
  private readonly reading: Float64Array;

  private readonly messageIsRead: EventType<number, HostId>;

  constructor(sim: Simulation, hosts: Hosts, readingTime: () => Micros) {
    this.sim = sim;
    this.hosts = hosts;
    this.readingTime = readingTime;
    this.queues = Array.from({ length: hosts.servers }, () => new Ring(2));
    this.busy = new Uint8Array(hosts.servers);
    this.work = new Int32Array(hosts.servers);
    this.about = new Float64Array(hosts.servers);
    this.reading = new Float64Array(hosts.servers);
    this.messageIsRead = hosts.on('sip.messageIsRead', (_, server) => this.handle(server as ServerId));
  }

  /** Declares a message that the servers' SIP threads deal with, each in its turn. */
  message(name: string, handler: SipHandler): Message<number> {
    const work = this.timer(handler);
    return this.hosts.on(name, (a, server) => this.arrive(server as ServerId, work, a));
  }

  /** Declares work that the thread does without a message: a timer of its own. */
  timer(handler: SipHandler): SipWork {
    return this.handlers.push(handler) - 1;
  }

  arrive(server: ServerId, work: SipWork, a: number): void {
    if (this.busy[server] === 0) {
      this.take(server, work, a);
      return;
    }
    const queue = this.queues[server]!;
    const row = queue.push();
    queue.cells[row] = work;
    queue.cells[row + 1] = a;
  }

  /** The handler that returned false is done. */
  finish(server: ServerId): void {
    const queue = this.queues[server]!;
    if (queue.length === 0) {
      this.busy[server] = 0;
      return;
    }
    const row = queue.shift();
    this.take(server, queue.cells[row]!, queue.cells[row + 1]!);
  }

  /** Messages that have come and are not read yet. */
  waiting(server: ServerId): number {
    return this.queues[server]!.length;
  }

  crash(server: ServerId): void {
    this.queues[server]!.clear();
    this.busy[server] = 0;
    this.sim.cancel(this.reading[server]!);
  }

  private take(server: ServerId, work: SipWork, a: number): void {
    this.busy[server] = 1;
    this.work[server] = work;
    this.about[server] = a;
    this.reading[server] = this.sim.after(this.readingTime(), this.messageIsRead, 0, server);
  }

  private handle(server: ServerId): void {
    const done = this.handlers[this.work[server]!]!(server, this.about[server]!);
    if (done) this.finish(server);
  }
}
