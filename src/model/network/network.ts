import { assert, broken } from '../../kernel/assert.ts';
import { drawMicros } from '../../kernel/random/draw.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import { slotOf, type EventType, type Simulation } from '../../kernel/clock/simulation.ts';
import type { Micros } from '../../kernel/units.ts';
import type { NetworkConfig } from '../config.ts';
import type { CallId, HostId } from '../ids.ts';
import { MESSAGES, type Message } from '../protocol/index.ts';
import type { MessageFate, MessageRecord } from '../records.ts';
import { ArpCaches } from './arp.ts';
import type { HostRole, Hosts } from './hosts.ts';
import type { Interference } from './interference.ts';
import { Links } from './links.ts';
import { UnderWay } from './underWay.ts';

/** Takes what has arrived: the fields of the message, who gets it, who has sent it. */
export type Receiver<F> = (fields: F, to: HostId, from: HostId) => void;

/** A server's socket for such messages. */
export interface Socket {
  /** It holds no more: what comes is lost. */
  isFull(to: HostId): boolean;
  /** A message was lost so. */
  overflows(to: HostId): void;
}

/** Sees every message go and end. It changes nothing. */
export interface Tap {
  messageSent(message: MessageRecord): void;
  messageEnded(message: MessageRecord, fate: MessageFate): void;
}

/** A kind of message in this run: the event type of its arrival, and who takes it, by the role of the machine. */
interface Kind {
  readonly message: Message<never>;
  readonly type: EventType<number, HostId>;
  server: Receiver<unknown> | undefined;
  database: Receiver<unknown> | undefined;
  phone: Receiver<unknown> | undefined;
  /** Of the servers; undefined: their sockets hold all that comes. */
  socket: Socket | undefined;
}

/**
 * Every datagram goes through `send`: delay, loss, partition, as the link between the two has it. One grep for `.send(`
 * lists the protocol.
 *
 * It knows no field of any message. A machine that is off gets nothing; a hung one reads its sockets when it resumes.
 */
export class Network {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly delays: RandomStream;
  private readonly losses: RandomStream;
  private duplicateDraws: RandomStream | undefined;
  /** By the place of the message in `MESSAGES`. */
  private readonly kinds: readonly Kind[];
  private readonly underWay = new UnderWay();
  private readonly interference: Interference | undefined;
  private readonly tap: Tap | undefined;
  readonly arp: ArpCaches;
  readonly links: Links;
  /** Datagrams handed to the network, and those that never arrived. */
  sent = 0;
  lost = 0;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    config: NetworkConfig,
    indexOf: (name: string) => number,
    interference?: Interference,
    tap?: Tap,
  ) {
    this.sim = sim;
    this.hosts = hosts;
    this.interference = interference;
    this.tap = tap;
    this.delays = sim.stream('network/delay');
    this.losses = sim.stream('network/loss');
    this.arp = new ArpCaches(sim);
    this.links = new Links(config, hosts.servers + 1, indexOf);
    this.kinds = MESSAGES.map((message) => this.declare(message));
  }

  /**
   * From now on machines of that role deal with such messages so. One receiver for each kind and role. `socket`: of
   * the servers.
   */
  receive<F>(message: Message<F>, role: HostRole, receiver: Receiver<F>, socket?: Socket): void {
    const kind = this.kinds[message.place!]!;
    assert(kind[role] === undefined, `two parts of a ${role} receive ${message.title}`);
    kind[role] = receiver as Receiver<unknown>;
    if (socket !== undefined) kind.socket = socket;
  }

  /** One datagram, which may be lost; it leaves `before` µs from now, the time that the sender needs to make it. */
  send<F>(from: HostId, to: HostId, message: Message<F>, fields: F, before: Micros = 0): void {
    const record = this.note(from, to, message, fields, before);
    if (!this.links.reaches(from, to) || (!this.arp.isQuiet && this.goesToTheOld(from, to))) {
      this.lose(record);
      return;
    }
    const path = this.links.path(from, to);
    if (path.loss > 0 && this.losses.next() < path.loss) {
      this.lose(record);
      return;
    }
    this.put(from, to, message, fields, before + drawMicros(path.delay, this.delays), record);
    if (path.duplicates > 0 && this.duplicates().next() < path.duplicates)
      this.put(from, to, message, fields, before + drawMicros(path.delay, this.duplicates()), record);
  }

  /** Over TCP, or acknowledged and repeated by the sender: never lost on the way. `to` must be within reach. */
  sendReliably<F>(from: HostId, to: HostId, message: Message<F>, fields: F, before: Micros = 0): void {
    const record = this.note(from, to, message, fields, before);
    const after = Math.round(before) + drawMicros(this.links.path(from, to).delay, this.delays);
    this.put(from, to, message, fields, after, record);
  }

  private goesToTheOld(from: HostId, to: HostId): boolean {
    this.arp.heard(from, to);
    return this.arp.misses(from, to);
  }

  /** The machine runs again: it reads what waits in its sockets, and its late timers end, in order of arrival. */
  resume(host: HostId): void {
    for (const { type, a, b, datagram } of this.hosts.resume(host)) {
      const scheduled = this.sim.after(0, type, a, b);
      if (datagram !== undefined) this.underWay.add(slotOf(scheduled), datagram.from, datagram.fields, datagram.record);
    }
  }

  /** Not cut off from each other. */
  reaches(from: HostId, to: HostId): boolean {
    return this.links.reaches(from, to);
  }

  /** Drawn from only where something comes twice. */
  private duplicates(): RandomStream {
    this.duplicateDraws ??= this.sim.stream('network/duplicates');
    return this.duplicateDraws;
  }

  private declare(message: Message<never>): Kind {
    const kind: Kind = {
      message,
      type: this.sim.on<number, HostId>(message.event, (key, to) => this.arrive(kind, key, to)),
      server: undefined,
      database: undefined,
      phone: undefined,
      socket: undefined,
    };
    return kind;
  }

  private arrive(kind: Kind, key: number, to: HostId): void {
    const { underWay } = this;
    const row = underWay.arrive(this.sim.runningSlot);
    const fields = underWay.takeFields(row);
    const from = underWay.sender(row);
    const record = underWay.record(row);
    const isUp = this.hosts.isUp(to);
    const role = this.hosts.roleOf(to);
    if (isUp && kind.socket !== undefined && role === 'server' && kind.socket.isFull(to)) {
      kind.socket.overflows(to);
      this.lose(record);
      return;
    }
    if (record !== undefined) this.tap!.messageEnded(record, fateAt(this.hosts, to));
    if (isUp) {
      const receiver = receiverOf(kind, role);
      if (receiver === undefined) broken(`no part of a ${role} receives ${kind.message.title}`);
      receiver(fields, to, from);
    } else if (this.hosts.isHung(to)) {
      this.hosts.park(to, kind.type as unknown as EventType, key, to, { from, fields, record });
    }
  }

  /** Counts a message, and tells the tap of it. */
  private note<F>(from: HostId, to: HostId, message: Message<F>, fields: F, before: Micros): MessageRecord | undefined {
    this.sent++;
    if (this.tap === undefined) return undefined;
    const at = this.sim.now;
    const { call = 0 } = fields as { readonly call?: CallId | 0 };
    const leavesAt = at + Math.round(before);
    const record = { number: this.sent, at, leavesAt, message: message as Message<never>, fields, from, to, call };
    this.tap.messageSent(record);
    return record;
  }

  private lose(record: MessageRecord | undefined): void {
    this.lost++;
    if (record !== undefined) this.tap!.messageEnded(record, 'lost');
  }

  private put<F>(
    from: HostId,
    to: HostId,
    message: Message<F>,
    fields: F,
    after: Micros,
    record: MessageRecord | undefined,
  ): void {
    if (this.interference === undefined) {
      this.schedule(from, to, message, fields, after, record);
      return;
    }
    const copies = this.interference.meets({ at: this.sim.now, message: message as Message<never>, fields, from, to });
    if (copies.length === 0) this.lose(record);
    for (const later of copies) this.schedule(from, to, message, fields, after + later, record);
  }

  private schedule<F>(
    from: HostId,
    to: HostId,
    message: Message<F>,
    fields: F,
    after: Micros,
    record: MessageRecord | undefined,
  ): void {
    const { type } = this.kinds[message.place!]!;
    this.underWay.add(slotOf(this.sim.after(after, type, message.key(fields), to)), from, fields, record);
  }
}

/** As `kind[role]`, which V8 would search for: the role changes from one message to the next. */
function receiverOf(kind: Kind, role: HostRole): Receiver<unknown> | undefined {
  return role === 'server' ? kind.server : role === 'phone' ? kind.phone : kind.database;
}

function fateAt(hosts: Hosts, to: HostId): MessageFate {
  if (hosts.isUp(to)) return 'arrived';
  return hosts.isHung(to) ? 'waits' : 'off';
}
