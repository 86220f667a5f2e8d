import { Fifo } from '../../../kernel/resource/fifo.ts';
import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network, Socket } from '../../network/network.ts';
import type { Message } from '../../protocol/index.ts';
import { isServers } from '../../protocol/sip.ts';
import type { Rules } from '../../rules.ts';
import type { InDialogHandler, PhoneThreads, ThreadBlock, ThreadWait } from '../channelDriver.ts';
import type { SipWatch } from '../sip/sipThread.ts';
import { newSerializer, TaskPool, type Serializer } from './taskPool.ts';

/** A task of a server's pool; never used again. */
export type TaskId = number & { readonly taskId?: true };

/** True: done. False: it waits, and `finish` follows. */
export type TaskHandler<F> = (server: ServerId, fields: F, from: HostId, task: TaskId) => boolean;

/** Identity of a message. */
export interface Sorting<F> {
  /** Its Call-ID; that of a dialog which a server has made is below 0. */
  readonly callId: (fields: F) => number;
  /** A request that a copy may follow: the same for each copy; undefined: none follows. */
  readonly copies?: (fields: F) => string;
}

interface Kind<F> {
  readonly handler: TaskHandler<F>;
  readonly sorting: Sorting<F>;
  /** Of the message. */
  readonly title: string;
}

interface Task {
  readonly server: ServerId;
  readonly kind: Kind<unknown>;
  readonly fields: unknown;
  readonly from: HostId;
  /** When it came, µs; when a thread began with it. */
  readonly at: Micros;
  since: Micros;
  readonly callId: number;
  readonly serializer: Serializer<TaskId>;
  readonly copies: string | undefined;
  /** The end of its processing; cancelled when the server crashes. */
  reading: Scheduled;
  wait: ThreadWait | undefined;
}

interface Arrived {
  readonly kind: Kind<unknown>;
  readonly fields: unknown;
  readonly from: HostId;
  readonly at: Micros;
}

interface Desk {
  pool: TaskPool<TaskId>;
  readonly serializers: Map<number, Serializer<TaskId>>;
  /** Tasks that run now, by what their copies are known by. */
  readonly running: Map<string, TaskId>;
  /** The first copy, for which the reader waits, with the copy that it has in its hands; 0: it reads. */
  stoppedBy: TaskId | 0;
  isBooting: boolean;
  copy: Arrived | undefined;
  /** What has come after it. */
  readonly socket: Fifo<Arrived>;
}

/** pjsip_distributor.c: DISTRIBUTOR_POOL_SIZE */
const SERIALIZERS = 31;

/**
 * Reads a server's SIP socket and gives each message to a serializer, which a small pool of threads runs
 * (pjsip_distributor.c:distributor). Messages of one Call-ID keep their order; a message that waits holds its thread.
 *
 * A copy of a request whose first copy waits stops the reader itself (rule resendStopsReader). It does not know what a
 * message means.
 */
export class Distributor implements PhoneThreads {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly servers: readonly ServerConfig[];
  private readonly rules: Rules;
  private readonly processingTime: () => Micros;
  private readonly watch: SipWatch | undefined;
  private readonly socket: Socket;
  private readonly tasks = new SlotTable<Task, TaskId>();
  private readonly desks: Desk[];

  private readonly taskIsDone: EventType<TaskId, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    servers: readonly ServerConfig[],
    rules: Rules,
    processingTime: () => Micros,
    watch?: SipWatch,
    overflows: (server: ServerId) => void = () => {},
  ) {
    const { sipSocketHolds: holds } = rules;
    this.socket = {
      isFull: (server) => holds > 0 && this.desks[server]!.socket.length >= holds,
      overflows: (server) => overflows(server as ServerId),
    };
    this.watch = watch;
    this.sim = sim;
    this.network = network;
    this.servers = servers;
    this.rules = rules;
    this.processingTime = processingTime;
    this.desks = servers.map((_, server) => this.newDesk(server));
    this.taskIsDone = hosts.on('pjsip.messageIsProcessed', (id) => this.handle(id));
  }

  /** Messages of that kind are tasks of the servers' pools. */
  receive<F>(message: Message<F>, sorting: Sorting<F>, handler: TaskHandler<F>): void {
    const kind = { handler, sorting, title: message.title } as unknown as Kind<unknown>;
    this.network.receive(
      message,
      'server',
      (fields, server, from) => this.arrive(server as ServerId, { kind, fields, from, at: this.sim.now }),
      this.socket,
    );
  }

  receiveInDialog<F extends { readonly dialog: number }>(message: Message<F>, handler: InDialogHandler<F>): void {
    this.receive(message, { callId: ({ dialog }) => dialog }, handler);
  }

  /** For a handler to return: the task waits for that, and `finish` follows. */
  waitFor(id: TaskId, what: ThreadWait): false {
    this.tasks.get(id)!.wait = what;
    return false;
  }

  /** False: its server has crashed. */
  has(id: TaskId): boolean {
    return this.tasks.get(id) !== undefined;
  }

  /** When the message came, µs. */
  arrivedAt(id: TaskId): Micros {
    return this.tasks.get(id)!.at;
  }

  /** The handler that returned false is done. */
  finish(id: TaskId): void {
    const task = this.tasks.get(id)!;
    const desk = this.desks[task.server]!;
    this.watch?.(task.server, task.kind.title, task.at, task.since, task.wait);
    this.tasks.close(id);
    if (task.copies !== undefined && desk.running.get(task.copies) === id) desk.running.delete(task.copies);
    desk.pool.done(task.serializer);
    const isIdle = !task.serializer.isScheduled && task.serializer.tasks.length === 0;
    if (isServers(task.callId) && isIdle) desk.serializers.delete(task.callId);
    if (desk.stoppedBy === id) this.readOn(task.server, desk);
  }

  blockOf(server: ServerId): ThreadBlock | undefined {
    const waiting = this.waiting(server);
    let by: ThreadWait | undefined;
    this.tasks.each((task) => {
      if (task.server === server) by ??= task.wait;
    });
    return by === undefined && waiting === 0 ? undefined : { by: by ?? 'load', waiting };
  }

  waiting(server: ServerId): number {
    const { pool, socket, copy } = this.desks[server]!;
    return pool.waiting + socket.length + (copy === undefined ? 0 : 1);
  }

  /** Until it has booted it takes no message: who sent one sends it again. */
  boots(server: ServerId, isBooting: boolean): void {
    this.desks[server]!.isBooting = isBooting;
  }

  crash(server: ServerId): void {
    this.tasks.each((task, id) => {
      if (task.server !== server) return;
      this.sim.cancel(task.reading);
      this.tasks.close(id);
    });
    this.desks[server] = this.newDesk(server);
  }

  private newDesk(server: number): Desk {
    return {
      pool: new TaskPool<TaskId>(this.servers[server]!.pjsip.threads, (id) => this.start(id)),
      serializers: new Map(),
      running: new Map(),
      isBooting: false,
      stoppedBy: 0,
      copy: undefined,
      socket: new Fifo(),
    };
  }

  private arrive(server: ServerId, message: Arrived): void {
    const desk = this.desks[server]!;
    if (desk.isBooting) return;
    if (desk.stoppedBy === 0) this.distribute(server, desk, message);
    else desk.socket.push(message);
  }

  private distribute(server: ServerId, desk: Desk, message: Arrived): void {
    const { kind, fields, from, at } = message;
    const copies = kind.sorting.copies?.(fields);
    const first = copies === undefined ? undefined : desk.running.get(copies);
    if (first !== undefined && this.rules.resendStopsReader) {
      desk.stoppedBy = first;
      desk.copy = message;
      return;
    }
    const callId = kind.sorting.callId(fields);
    const serializer = serializerOf(desk, callId);
    const task: Task = {
      server,
      kind,
      fields,
      from,
      at,
      since: at,
      callId,
      serializer,
      copies,
      reading: NOT_SCHEDULED,
      wait: undefined,
    };
    desk.pool.push(serializer, this.tasks.open(task));
  }

  private readOn(server: ServerId, desk: Desk): void {
    const { copy } = desk;
    desk.stoppedBy = 0;
    desk.copy = undefined;
    for (let message = copy; message !== undefined; message = desk.stoppedBy === 0 ? desk.socket.shift() : undefined)
      this.distribute(server, desk, message);
  }

  /** A thread begins with a task. */
  private start(id: TaskId): void {
    const task = this.tasks.get(id)!;
    if (task.copies !== undefined) this.desks[task.server]!.running.set(task.copies, id);
    task.since = this.sim.now;
    task.reading = this.sim.after(this.processingTime(), this.taskIsDone, id, task.server);
  }

  private handle(id: TaskId): void {
    const { kind, server, fields, from } = this.tasks.get(id)!;
    if (kind.handler(server, fields, from, id)) this.finish(id);
  }
}

/** For the hash of two texts (pjstr_hash): numbers that follow each other lie anywhere. */
function scattered(callId: number): number {
  let mixed = Math.imul(callId ^ (callId >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** By Call-ID and From tag (ast_sip_get_distributor_serializer); a dialog that a server made has one of its own. */
function serializerOf({ serializers }: Desk, callId: number): Serializer<TaskId> {
  const key = isServers(callId) ? callId : scattered(callId) % SERIALIZERS;
  let serializer = serializers.get(key);
  if (serializer === undefined) serializers.set(key, (serializer = newSerializer<TaskId>()));
  return serializer;
}
