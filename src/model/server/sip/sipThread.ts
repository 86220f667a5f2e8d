import { Fifo } from '../../../kernel/resource/fifo.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import type { Message } from '../../protocol/index.ts';

/**
 * True: dealt with, the next message may be read. False: it waits (for the database, or the dialplan lock) and `finish`
 * follows.
 */
export type SipHandler<F> = (server: ServerId, fields: F, from: HostId) => boolean;

/** Work that a SIP thread does without a message. */
export type SipWork<F> = number & { readonly sipWork?: (fields: F) => void };

/** A message in the socket, or work that is due. */
interface Waiting {
  readonly work: number;
  readonly fields: unknown;
  readonly from: HostId;
  /** When it came, µs. */
  readonly at: Micros;
}

/** What the thread waits for while a message is not dealt with yet. */
export type ThreadWait = 'lock' | 'database';

/**
 * One thread a server reads all its SIP and runs all its SIP timers (chan_sip.c:do_monitor): while a message waits for
 * the database or for the dialplan lock, every other one waits behind it.
 *
 * It does not know what a message means.
 */
export class SipThreads {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly readingTime: () => Micros;
  private readonly handlers: SipHandler<never>[] = [];
  /** By server: what has come and is not read yet. */
  private readonly queues: Fifo<Waiting>[];
  private readonly current: (Waiting | undefined)[];
  private readonly waits: (ThreadWait | undefined)[];
  /** The end of the reading under way: cancelled when the server crashes. */
  private readonly reading: Float64Array;

  private readonly messageIsRead: EventType<number, HostId>;

  constructor(sim: Simulation, hosts: Hosts, network: Network, readingTime: () => Micros) {
    this.sim = sim;
    this.network = network;
    this.readingTime = readingTime;
    this.queues = Array.from({ length: hosts.servers }, () => new Fifo<Waiting>());
    this.current = new Array<Waiting | undefined>(hosts.servers).fill(undefined);
    this.waits = new Array<ThreadWait | undefined>(hosts.servers).fill(undefined);
    this.reading = new Float64Array(hosts.servers);
    this.messageIsRead = hosts.on('sip.messageIsRead', (_, server) => this.handle(server as ServerId));
  }

  /** Messages of that kind are dealt with by the servers' SIP threads, each in its turn. */
  receive<F>(message: Message<F>, handler: SipHandler<F>): void {
    const work = this.timer(handler);
    this.network.receive(message, 'server', (fields, server, from) =>
      this.arrive(server as ServerId, work, fields, from),
    );
  }

  /** Declares work that the thread does without a message: a timer of its own. */
  timer<F>(handler: SipHandler<F>): SipWork<F> {
    return (this.handlers.push(handler as SipHandler<never>) - 1) as SipWork<F>;
  }

  arrive<F>(server: ServerId, work: SipWork<F>, fields: F, from: HostId): void {
    const arrived: Waiting = { work, fields, from, at: this.sim.now };
    if (this.current[server] === undefined) this.take(server, arrived);
    else this.queues[server]!.push(arrived);
  }

  /** For a handler to return: the message waits for that, and `finish` follows. */
  waitFor(server: ServerId, what: ThreadWait): false {
    this.waits[server] = what;
    return false;
  }

  /** When the message that is being dealt with came, µs. */
  arrivedAt(server: ServerId): Micros {
    return this.current[server]!.at;
  }

  /** What keeps the messages of that server waiting: undefined where none wait. */
  blockOf(server: ServerId): { readonly by: ThreadWait | 'load'; readonly waiting: number } | undefined {
    const waiting = this.waiting(server);
    const by = this.waits[server];
    return by === undefined && waiting === 0 ? undefined : { by: by ?? 'load', waiting };
  }

  /** The handler that returned false is done. */
  finish(server: ServerId): void {
    this.waits[server] = undefined;
    const next = this.queues[server]!.shift();
    if (next === undefined) this.current[server] = undefined;
    else this.take(server, next);
  }

  /** Messages that have come and are not read yet. */
  waiting(server: ServerId): number {
    return this.queues[server]!.length;
  }

  crash(server: ServerId): void {
    this.queues[server]!.clear();
    this.current[server] = undefined;
    this.waits[server] = undefined;
    this.sim.cancel(this.reading[server]!);
  }

  private take(server: ServerId, waiting: Waiting): void {
    this.current[server] = waiting;
    this.reading[server] = this.sim.after(this.readingTime(), this.messageIsRead, 0, server);
  }

  private handle(server: ServerId): void {
    const { work, fields, from } = this.current[server]!;
    const done = (this.handlers[work] as SipHandler<unknown>)(server, fields, from);
    if (done) this.finish(server);
  }
}
