import { drawMicros } from '../../kernel/random/draw.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { Signal } from '../../kernel/signal.ts';
import type { Answering } from '../phone/calledPhones.ts';
import type { Stories } from '../story/stories.ts';
import type { ServerConfig } from '../config.ts';
import type { Hosts } from '../network/hosts.ts';
import type { HostId, LegId, ServerId } from '../ids.ts';
import type { Leg, LegTable } from '../server/channels/channelRows.ts';

/**
 * Trunk groups of gateways (`Zap/g1`): a call takes a channel, and when there is none it is blocked.
 *
 * The far end rings after the group's set-up time and is picked up after the caller's drawn ringing time.
 */
export class Trunks {
  private readonly sim: Simulation;
  private readonly servers: readonly ServerConfig[];
  private readonly answering: Answering;
  private readonly stories: Stories;
  private readonly legs: LegTable;
  private readonly legChanged: Signal<[leg: Leg]>;
  private readonly times: RandomStream;
  private readonly taken: Map<string, number>[];

  private readonly rings: EventType<LegId, HostId>;
  private readonly isAnswered: EventType<LegId, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    servers: readonly ServerConfig[],
    answering: Answering,
    stories: Stories,
    legs: LegTable,
    legChanged: Signal<[leg: Leg]>,
  ) {
    this.sim = sim;
    this.servers = servers;
    this.answering = answering;
    this.stories = stories;
    this.legs = legs;
    this.legChanged = legChanged;
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
    const answer = leg === undefined ? undefined : this.answering.answerOf(leg.call);
    if (leg === undefined || answer === undefined || leg.state !== 'calling') return;
    leg.state = 'ringing';
    leg.rang = true;
    this.stories.note(leg.call, { what: 'rings', server: leg.server, phone: -1 });
    if (answer.picksUp) leg.timer = this.sim.after(answer.ringsFor, this.isAnswered, id, leg.server);
    this.legChanged.send(leg);
  }

  private pickUp(id: LegId): void {
    const leg = this.legs.get(id);
    if (leg === undefined || leg.state !== 'ringing') return;
    leg.state = 'answered';
    this.legChanged.send(leg);
  }
}
