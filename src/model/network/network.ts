import { drawMicros, meanOf, type Distribution } from '../../kernel/random/distributions.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { Micros } from '../../kernel/units.ts';
import type { NetworkConfig } from '../config.ts';
import type { Hosts } from './hosts.ts';
import type { HostId } from '../ids.ts';

/** An event type of `Hosts.on`, when it is a datagram that arrives. */
export type Message<A extends number> = EventType<A, HostId>;

interface Path {
  readonly delay: Distribution;
  readonly loss: number;
}

/**
 * Every datagram goes through `send`: delay, loss, partition. So one grep for `.send(` lists the protocol.
 *
 * It does not know what a datagram means, nor whether its receiver lives: `Hosts` tells that on arrival.
 */
export class Network {
  private readonly sim: Simulation;
  private readonly delays: RandomStream;
  private readonly losses: RandomStream;
  private readonly usual: Path;
  /** Servers and the database, `from * machines + to`; undefined: the usual path. */
  private readonly paths: (Path | undefined)[];
  private readonly cut: Uint8Array;
  private readonly machines: number;
  /** Datagrams handed to the network, and those that never arrived. */
  sent = 0;
  lost = 0;

  constructor(sim: Simulation, hosts: Hosts, config: NetworkConfig, indexOf: (name: string) => number) {
    this.sim = sim;
    this.delays = sim.stream('network/delay');
    this.losses = sim.stream('network/loss');
    this.usual = { delay: config.delay, loss: config.loss };
    this.machines = hosts.servers + 1;
    this.paths = new Array<Path | undefined>(this.machines * this.machines).fill(undefined);
    this.cut = new Uint8Array(this.machines * this.machines);
    for (const link of config.links) {
      const [a, b] = [indexOf(link.between[0]), indexOf(link.between[1])];
      const path = { delay: link.delay, loss: link.loss };
      this.paths[a * this.machines + b] = path;
      this.paths[b * this.machines + a] = path;
    }
  }

  /** One datagram, which may be lost; it leaves `before` from now, the time that the sender needs to make it. */
  send<A extends number>(from: HostId, to: HostId, message: Message<A>, a: A, before: Micros = 0): void {
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
    this.sim.after(before + drawMicros(path.delay, this.delays), message, a, to);
  }

  /** Over TCP: never lost on the way. Whoever calls has seen that `to` is reached. */
  sendReliably<A extends number>(from: HostId, to: HostId, message: Message<A>, a: A, before: Micros): void {
    this.sent++;
    this.sim.after(Math.round(before) + drawMicros(this.path(from, to).delay, this.delays), message, a, to);
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

  private path(from: HostId, to: HostId): Path {
    if (from >= this.machines || to >= this.machines) return this.usual;
    return this.paths[from * this.machines + to] ?? this.usual;
  }
}
