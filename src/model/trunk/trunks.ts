import { drawMicros } from '../../kernel/random/distributions.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { Callers } from '../phone/callers.ts';
import type { ServerConfig } from '../config.ts';
import type { Hosts } from '../network/hosts.ts';
import type { HostId, LegId, ServerId } from '../ids.ts';
import type { Leg, LegListener } from '../server/channels/channelRows.ts';

/**
 * Trunk groups of gateways (`Zap/g1`): a call takes a channel, and when there is none it is blocked.
 *
 * The far end rings after the group's set-up time and is picked up after the caller's drawn ringing time.
 */
export class Trunks {
  private readonly sim: Simulation;
  private readonly servers: readonly ServerConfig[];
  private readonly callers: Callers;
  private readonly legs: { get(id: LegId): Leg | undefined };
  private readonly listener: LegListener;
  private readonly times: RandomStream;
  private readonly taken: Map<string, number>[];

  private readonly rings: EventType<LegId, HostId>;
  private readonly isAnswered: EventType<LegId, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    servers: readonly ServerConfig[],
    callers: Callers,
    legs: { get(id: LegId): Leg | undefined },
    listener: LegListener,
  ) {
    this.sim = sim;
    this.servers = servers;
    this.callers = callers;
    this.legs = legs;
    this.listener = listener;
    this.times = sim.stream('pstn/setup');
    this.taken = servers.map(() => new Map());
    this.rings = hosts.on('trunk.rings', (id) => this.ring(id));
    this.isAnswered = hosts.on('trunk.isAnswered', (id) => this.pickUp(id));
  }

  seize(server: ServerId, group: string): boolean {
    const used = this.taken[server]!.get(group) ?? 0;
    if (used >= (this.servers[server]!.trunks[group]?.channels ?? 0)) return false;
    this.taken[server]!.set(group, used + 1);
    return true;
  }

  call(leg: Leg): void {
    const { setup } = this.servers[leg.server]!.trunks[leg.trunk]!;
    leg.timer = this.sim.after(drawMicros(setup, this.times), this.rings, leg.id, leg.server);
  }

  hangUp(leg: Leg): void {
    this.sim.cancel(leg.timer);
    this.taken[leg.server]!.set(leg.trunk, this.taken[leg.server]!.get(leg.trunk)! - 1);
  }

  private ring(id: LegId): void {
    const leg = this.legs.get(id);
    const attempt = leg === undefined ? undefined : this.callers.get(leg.call);
    if (leg === undefined || attempt === undefined || leg.state !== 'calling') return;
    leg.state = 'ringing';
    leg.rang = true;
    if (attempt.ringingAt < 0) attempt.ringingAt = this.sim.now;
    if (attempt.picksUp) leg.timer = this.sim.after(attempt.ringsFor, this.isAnswered, id, leg.server);
    this.listener.legChanged(leg);
  }

  private pickUp(id: LegId): void {
    const leg = this.legs.get(id);
    if (leg === undefined || leg.state !== 'ringing') return;
    leg.state = 'answered';
    this.listener.legChanged(leg);
  }
}
