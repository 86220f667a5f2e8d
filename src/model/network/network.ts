import { assert, broken } from '../../kernel/assert.ts';
import { drawMicros } from '../../kernel/random/draw.ts';
import { meanOf } from '../../kernel/random/moments.ts';
import type { Distribution } from '../../kernel/random/distributions.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import { slotOf, type EventType, type Scheduled, type Simulation } from '../../kernel/clock/simulation.ts';
import type { Micros } from '../../kernel/units.ts';
import type { NetworkConfig } from '../config.ts';
import type { HostId } from '../ids.ts';
import { MESSAGES, type Message } from '../protocol/index.ts';
import type { HostRole, Hosts } from './hosts.ts';
import type { Interference } from './interference.ts';

/** Takes what has arrived: the fields of the message, who gets it, who has sent it. */
export type Receiver<F> = (fields: F, to: HostId, from: HostId) => void;

interface Path {
  readonly delay: Distribution;
  readonly loss: number;
}

/** A kind of message in this run: the event type of its arrival, and who takes it, by the role of the machine. */
interface Kind {
  readonly message: Message<never>;
  readonly type: EventType<number, HostId>;
  server: Receiver<unknown> | undefined;
  database: Receiver<unknown> | undefined;
  phone: Receiver<unknown> | undefined;
}

/**
 * Every datagram goes through `send`: delay, loss, partition. One grep for `.send(` lists the protocol.
 *
 * It knows no field of any message. A machine that is off gets nothing; a hung one reads its sockets when it resumes.
 */
export class Network {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly delays: RandomStream;
  private readonly losses: RandomStream;
  private readonly usual: Path;
  /** Servers and the database, `from * machines + to`; undefined: the usual path. */
  private readonly paths: (Path | undefined)[];
  private readonly cut: Uint8Array;
  private readonly machines: number;
  /** By the place of the message in `MESSAGES`. */
  private readonly kinds: readonly Kind[];
  /** What is on its way, by the slot of its event: the fields, and the sender. */
  private readonly fields: unknown[] = [];
  private readonly senders: HostId[] = [];
  private readonly interference: Interference | undefined;
  /** Datagrams handed to the network, and those that never arrived. */
  sent = 0;
  lost = 0;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    config: NetworkConfig,
    indexOf: (name: string) => number,
    interference?: Interference,
  ) {
    this.sim = sim;
    this.hosts = hosts;
    this.interference = interference;
    this.delays = sim.stream('network/delay');
    this.losses = sim.stream('network/loss');
    this.usual = { delay: config.delay, loss: config.loss };
    this.machines = hosts.servers + 1;
    this.paths = new Array<Path | undefined>(this.machines * this.machines).fill(undefined);
    this.cut = new Uint8Array(this.machines * this.machines);
    this.kinds = MESSAGES.map((message) => this.declare(message));
    for (const link of config.links) {
      const [a, b] = [indexOf(link.between[0]), indexOf(link.between[1])];
      const path = { delay: link.delay, loss: link.loss };
      this.paths[a * this.machines + b] = path;
      this.paths[b * this.machines + a] = path;
    }
  }

  /** From now on machines of that role deal with such messages so. One receiver for each kind and role. */
  receive<F>(message: Message<F>, role: HostRole, receiver: Receiver<F>): void {
    const kind = this.kinds[message.place!]!;
    assert(kind[role] === undefined, `two parts of a ${role} receive ${message.title}`);
    kind[role] = receiver as Receiver<unknown>;
  }

  /** One datagram, which may be lost; it leaves `before` µs from now, the time that the sender needs to make it. */
  send<F>(from: HostId, to: HostId, message: Message<F>, fields: F, before: Micros = 0): void {
    this.sent++;
    if (!this.reaches(from, to)) {
      this.lost++;
      return;
    }
    const path = this.path(from, to);
    if (path.loss > 0 && this.losses.next() < path.loss) {
      this.lost++;
      return;
    }
    this.put(from, to, message, fields, before + drawMicros(path.delay, this.delays));
  }

  /** Over TCP, or acknowledged and repeated by the sender: never lost on the way. `to` must be within reach. */
  sendReliably<F>(from: HostId, to: HostId, message: Message<F>, fields: F, before: Micros = 0): void {
    this.sent++;
    this.put(from, to, message, fields, Math.round(before) + drawMicros(this.path(from, to).delay, this.delays));
  }

  /** The machine runs again: it reads what waits in its sockets, and its late timers end, in order of arrival. */
  resume(host: HostId): void {
    for (const { type, a, b, datagram } of this.hosts.resume(host)) {
      const scheduled = this.sim.after(0, type, a, b);
      if (datagram !== undefined) this.attach(scheduled, datagram.from, datagram.fields);
    }
  }

  /** Not cut off from each other. Phones are always reachable: they are powered or not. */
  reaches(from: HostId, to: HostId): boolean {
    if (from >= this.machines || to >= this.machines) return true;
    return this.cut[from * this.machines + to] === 0;
  }

  /** Mean time there and back. */
  roundTrip(a: HostId, b: HostId): Micros {
    return meanOf(this.path(a, b).delay) + meanOf(this.path(b, a).delay);
  }

  setReach(between: readonly HostId[], and: readonly HostId[], reach: boolean): void {
    for (const a of between) {
      for (const b of and) {
        this.cut[a * this.machines + b] = reach ? 0 : 1;
        this.cut[b * this.machines + a] = reach ? 0 : 1;
      }
    }
  }

  private declare(message: Message<never>): Kind {
    const kind: Kind = {
      message,
      type: this.sim.on<number, HostId>(message.event, (key, to) => this.arrive(kind, key, to)),
      server: undefined,
      database: undefined,
      phone: undefined,
    };
    return kind;
  }

  private arrive(kind: Kind, key: number, to: HostId): void {
    const slot = this.sim.runningSlot;
    const fields = this.fields[slot];
    const from = this.senders[slot]!;
    this.fields[slot] = undefined;
    if (this.hosts.isUp(to)) {
      const role = this.hosts.roleOf(to);
      const receiver = kind[role];
      if (receiver === undefined) broken(`no part of a ${role} receives ${kind.message.title}`);
      receiver(fields, to, from);
    } else if (this.hosts.isHung(to)) {
      this.hosts.park(to, kind.type as unknown as EventType, key, to, { from, fields });
    }
  }

  private put<F>(from: HostId, to: HostId, message: Message<F>, fields: F, after: Micros): void {
    if (this.interference === undefined) {
      this.schedule(from, to, message, fields, after);
      return;
    }
    const copies = this.interference.meets({ at: this.sim.now, message: message as Message<never>, fields, from, to });
    if (copies.length === 0) this.lost++;
    for (const later of copies) this.schedule(from, to, message, fields, after + later);
  }

  private schedule<F>(from: HostId, to: HostId, message: Message<F>, fields: F, after: Micros): void {
    const { type } = this.kinds[message.place!]!;
    this.attach(this.sim.after(after, type, message.key(fields), to), from, fields);
  }

  private attach(scheduled: Scheduled, from: HostId, fields: unknown): void {
    const slot = slotOf(scheduled);
    this.fields[slot] = fields;
    this.senders[slot] = from;
  }

  private path(from: HostId, to: HostId): Path {
    if (from >= this.machines || to >= this.machines) return this.usual;
    return this.paths[from * this.machines + to] ?? this.usual;
  }
}
