import { Fifo } from '../../../kernel/resource/fifo.ts';
import type { Micros } from '../../../kernel/units.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Network, Socket } from '../../network/network.ts';
import type { Message } from '../../protocol/index.ts';
import type { InDialogHandler, PhoneThreads, ThreadBlock, ThreadWait } from '../channelDriver.ts';

/**
 * True: dealt with, the next message may be read. False: the thread is busy with it, or waits for the database or the
 * dialplan lock; `finish` follows.
 */
export type SipHandler<F> = (server: ServerId, fields: F, from: HostId) => boolean;

/** Work that a SIP thread does without a message. */
export type SipWork<F> = number & { readonly sipWork?: (fields: F) => void };

/** A message in the socket, or work that is due. */
interface Waiting {
  work: number;
  fields: unknown;
  from: HostId;
  /** When it came, µs. */
  at: Micros;
}

/** One server's thread: what it deals with, and what comes after it. */
interface Desk extends Waiting {
  isBusy: boolean;
  /** Messages that lie in the socket: those of the queue that are no timers. */
  unread: number;
  /** Since when it deals with it, µs. */
  since: Micros;
  /** What the present message waits for; undefined: it is being read. */
  wait: ThreadWait | undefined;
  /** The end of the reading under way: cancelled when the server crashes. */
  reading: Scheduled;
  readonly queue: Fifo<Waiting>;
}

/** Sees each message that a thread has dealt with: when it came, and since when the thread did nothing else. */
export type SipWatch = (
  server: ServerId,
  title: string,
  arrivedAt: Micros,
  since: Micros,
  wait: ThreadWait | undefined,
) => void;

/**
 * One thread a server reads all its SIP and runs all its SIP timers (chan_sip.c:do_monitor): while a message waits for
 * the database or for the dialplan lock, every other one waits behind it.
 *
 * It does not know what a message means.
 */
export class SipThreads implements PhoneThreads {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly readingTime: () => Micros;
  private readonly socket: Socket;
  private readonly watch: SipWatch | undefined;
  private readonly handlers: SipHandler<never>[] = [];
  /** What each handler deals with: `INVITE`, or `timer`. */
  private readonly titles: string[] = [];
  /** By handler: its work is a message, which the socket holds until it is read. */
  private readonly isMessage: boolean[] = [];
  /** By server. */
  private readonly desks: readonly Desk[];

  private readonly messageIsRead: EventType<number, HostId>;

  /** `socketHolds`: messages; 0 is no limit (rule sipSocketHolds). `overflows`: one more has come, and is lost. */
  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    readingTime: () => Micros,
    socketHolds: number,
    watch?: SipWatch,
    overflows: (server: ServerId) => void = () => {},
  ) {
    this.sim = sim;
    this.network = network;
    this.readingTime = readingTime;
    const holds = socketHolds === 0 ? Infinity : socketHolds;
    this.socket = {
      isFull: (server) => this.desks[server]!.unread >= holds,
      overflows: (server) => overflows(server as ServerId),
    };
    this.watch = watch;
    this.desks = Array.from({ length: hosts.servers }, (_, server) => ({
      work: 0,
      fields: undefined,
      from: server as HostId,
      at: 0,
      isBusy: false,
      unread: 0,
      since: 0,
      wait: undefined,
      reading: NOT_SCHEDULED,
      queue: new Fifo<Waiting>(),
    }));
    this.messageIsRead = hosts.on('sip.messageIsRead', (_, server) => this.handle(server as ServerId));
  }

  /** Messages of that kind are dealt with by the servers' SIP threads, each in its turn. */
  receive<F>(message: Message<F>, handler: SipHandler<F>): void {
    const work = this.timer(handler, message.title);
    this.isMessage[work] = true;
    this.network.receive(
      message,
      'server',
      (fields, server, from) => this.arrive(server as ServerId, work, fields, from),
      this.socket,
    );
  }

  receiveInDialog<F extends { readonly dialog: number }>(message: Message<F>, handler: InDialogHandler<F>): void {
    this.receive(message, handler);
  }

  /** Declares work that the thread does without a message: a timer of its own. */
  timer<F>(handler: SipHandler<F>, title = 'timer'): SipWork<F> {
    this.titles.push(title);
    this.isMessage.push(false);
    return (this.handlers.push(handler as SipHandler<never>) - 1) as SipWork<F>;
  }

  arrive<F>(server: ServerId, work: SipWork<F>, fields: F, from: HostId): void {
    const desk = this.desks[server]!;
    if (!desk.isBusy) {
      this.take(server, desk, work, fields, from, this.sim.now);
      return;
    }
    desk.queue.push({ work, fields, from, at: this.sim.now });
    if (this.isMessage[work]!) desk.unread++;
  }

  /** For a handler to return: the message waits for that, and `finish` follows. */
  waitFor(server: ServerId, what: ThreadWait): false {
    this.desks[server]!.wait = what;
    return false;
  }

  /** For a handler to return: the thread is busy with the message, and `finish` follows. */
  isWorking(server: ServerId): false {
    this.desks[server]!.wait = undefined;
    return false;
  }

  /** When the message that is being dealt with came, µs. */
  arrivedAt(server: ServerId): Micros {
    return this.desks[server]!.at;
  }

  /** What keeps the messages of that server waiting: undefined where none wait. */
  blockOf(server: ServerId): ThreadBlock | undefined {
    const waiting = this.waiting(server);
    const { wait } = this.desks[server]!;
    return wait === undefined && waiting === 0 ? undefined : { by: wait ?? 'load', waiting };
  }

  /** The handler that returned false is done. */
  finish(server: ServerId): void {
    const desk = this.desks[server]!;
    this.watch?.(server, this.titles[desk.work]!, desk.at, desk.since, desk.wait);
    const next = desk.queue.shift();
    if (next === undefined) {
      clear(desk);
      return;
    }
    if (this.isMessage[next.work]!) desk.unread--;
    this.take(server, desk, next.work, next.fields, next.from, next.at);
  }

  /** Messages that have come and are not read yet. */
  waiting(server: ServerId): number {
    return this.desks[server]!.queue.length;
  }

  crash(server: ServerId): void {
    const desk = this.desks[server]!;
    this.sim.cancel(desk.reading);
    desk.queue.clear();
    desk.unread = 0;
    clear(desk);
  }

  private take(server: ServerId, desk: Desk, work: number, fields: unknown, from: HostId, at: Micros): void {
    desk.isBusy = true;
    desk.since = this.sim.now;
    desk.wait = undefined;
    desk.work = work;
    desk.fields = fields;
    desk.from = from;
    desk.at = at;
    desk.reading = this.sim.after(this.readingTime(), this.messageIsRead, 0, server);
  }

  private handle(server: ServerId): void {
    const { work, fields, from } = this.desks[server]!;
    const done = (this.handlers[work] as SipHandler<unknown>)(server, fields, from);
    if (done) this.finish(server);
  }
}

/** The thread sleeps. */
function clear(desk: Desk): void {
  desk.isBusy = false;
  desk.wait = undefined;
  desk.fields = undefined;
}
