import { drawMicros } from '../../kernel/random/draw.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { Signal } from '../../kernel/signal.ts';
import type { Micros } from '../../kernel/units.ts';
import type { TrunkCall } from '../people/callerSignals.ts';
import type { Answering } from '../phone/calledPhones.ts';
import type { Stories } from '../story/stories.ts';
import type { ServerConfig } from '../config.ts';
import type { Hosts } from '../network/hosts.ts';
import type { CallId, HostId, LegId, ServerId } from '../ids.ts';
import type { Observations } from '../observations.ts';
import { CAUSE, type Leg, type LegTable } from '../server/channels/channelRows.ts';
import { groupDialled, TrunkGroup } from './trunkGroup.ts';

interface Held {
  readonly server: ServerId;
  readonly group: string;
  readonly channel: number;
}

/**
 * Trunk groups of gateways (`Zap/g1`): a call takes a channel, and when there is none it is blocked.
 *
 * The far end of a call to the PSTN rings after the group's set-up time and is picked up after the caller's drawn
 * ringing time. A call from the PSTN that names a group takes a channel of it before the gateway hears of the call; the
 * exchange takes channels from the other end than `Zap/g` does, as is usual against glare (assumed).
 */
export class Trunks {
  private readonly parts: TrunkParts;
  private readonly times: RandomStream;
  private readonly groups: ReadonlyMap<string, TrunkGroup>[];
  private readonly incoming = new Map<CallId, Held>();
  /** When a span of a group last failed, by server and group. */
  private readonly failedAt = new Map<string, Micros>();

  private readonly rings: EventType<LegId, HostId>;
  private readonly isAnswered: EventType<LegId, HostId>;

  constructor(parts: TrunkParts) {
    this.parts = parts;
    const { sim, hosts } = parts;
    this.times = sim.stream('pstn/setup');
    this.groups = parts.servers.map(
      ({ trunks }) => new Map(Object.entries(trunks).map(([name, config]) => [name, new TrunkGroup(config)])),
    );
    this.rings = hosts.on('trunk.rings', (id) => this.ring(id));
    this.isAnswered = hosts.on('trunk.isAnswered', (id) => this.pickUp(id));
    parts.callComes.receive((call) => this.arrive(call));
    parts.callIsOver.receive((call) => this.free(call));
    parts.putsDown.receive((call) => this.putDown(call));
  }

  // ---------------------------------------------------------------- to the PSTN

  /** Takes a channel of the group that was dialled; undefined: none is free. */
  seize(
    server: ServerId,
    dialled: string,
    call: CallId,
  ): { readonly group: string; readonly channel: number } | undefined {
    const found = groupDialled(this.parts.servers[server]!.trunks, dialled);
    if (found === undefined) {
      this.noteNone(server, dialled, call);
      return undefined;
    }
    const channel = this.take(server, found.name, call, found.hunt);
    return channel < 0 ? undefined : { group: found.name, channel };
  }

  call(leg: Leg): void {
    const { setup } = this.parts.servers[leg.server]!.trunks[leg.trunk]!;
    leg.timer = this.parts.sim.after(drawMicros(setup, this.times), this.rings, leg.id, leg.server);
  }

  hangUp(leg: Leg): void {
    const talked = leg.state === 'answered';
    this.end(leg);
    if (talked) this.parts.talkIsOver.send(leg.call);
  }

  /** The program died; what becomes of the person at the far end is said by the cut media. */
  end(leg: Leg): void {
    this.parts.sim.cancel(leg.timer);
    leg.state = 'ended';
    this.release({ server: leg.server, group: leg.trunk, channel: leg.trunkChannel });
  }

  /** The person in the PSTN hangs up. */
  private putDown(call: CallId): void {
    for (const leg of this.legsWhere((one) => one.call === call && one.state === 'answered')) {
      this.end(leg);
      leg.cause = CAUSE.normal;
      this.parts.legChanged.send(leg);
    }
  }

  private legsWhere(fits: (leg: Leg) => boolean): readonly Leg[] {
    const found: Leg[] = [];
    this.parts.legs.each((leg) => {
      if (leg.kind === 'trunk' && leg.state !== 'ended' && fits(leg)) found.push(leg);
    });
    return found;
  }

  private ring(id: LegId): void {
    const leg = this.parts.legs.get(id);
    const answer = leg === undefined ? undefined : this.parts.answering.answerOf(leg.call, -1);
    if (leg === undefined || answer === undefined || leg.state !== 'calling') return;
    leg.state = 'ringing';
    leg.rang = true;
    this.parts.stories.note(leg.call, { what: 'rings', server: leg.server, phone: -1 });
    if (answer.picksUp) leg.timer = this.parts.sim.after(answer.ringsFor, this.isAnswered, id, leg.server);
    this.parts.legChanged.send(leg);
  }

  private pickUp(id: LegId): void {
    const leg = this.parts.legs.get(id);
    if (leg === undefined || leg.state !== 'ringing') return;
    leg.state = 'answered';
    this.parts.legChanged.send(leg);
  }

  // ---------------------------------------------------------------- from the PSTN

  private arrive(call: TrunkCall): void {
    const { server, group } = call;
    if (group !== '') {
      const isDown = this.parts.hosts.isDown(server); // Its spans are in alarm, so the exchange offers it nothing.
      if (isDown) this.noteNone(server, group, call.call);
      const channel = isDown ? -1 : this.take(server, group, call.call, 'G');
      if (channel < 0) {
        this.parts.callIsRefused.send(call.call);
        return;
      }
      this.incoming.set(call.call, { server, group, channel });
    }
    this.parts.toGateway.send(call);
  }

  private free(call: CallId): void {
    const held = this.incoming.get(call);
    if (held === undefined) return;
    this.incoming.delete(call);
    this.release(held);
  }

  // ---------------------------------------------------------------- channels and spans

  /** That many spans of the group fail: calls on them are cut, and their channels cannot be taken. */
  spansFail(server: ServerId, name: string, spans: number): void {
    const group = this.group(server, name);
    this.failedAt.set(`${server} ${name}`, this.parts.sim.now);
    const cut = group.spansFail(spans);
    this.report(server, name);
    for (const { call, channel } of cut) {
      const held = this.incoming.get(call);
      if (held?.server === server && held.group === name && held.channel === channel)
        this.parts.callIsCut.send(call, server, name);
      else this.cutLeg(server, name, channel);
    }
  }

  spansReturn(server: ServerId, name: string, spans: number): void {
    this.group(server, name).spansReturn(spans);
    this.report(server, name);
  }

  /** Channels of all groups that calls hold. */
  get size(): number {
    return this.groups.reduce((sum, groups) => [...groups.values()].reduce((all, { busy }) => all + busy, sum), 0);
  }

  /** chan_dahdi.c:handle_alarms: a red alarm hangs up what is on the channel. */
  private cutLeg(server: ServerId, name: string, channel: number): void {
    const { stories, legChanged } = this.parts;
    const isOn = (leg: Leg): boolean => leg.server === server && leg.trunk === name && leg.trunkChannel === channel;
    for (const leg of this.legsWhere(isOn)) {
      if (leg.state === 'answered') stories.note(leg.call, { what: 'cut', server, phone: -1, group: name });
      this.hangUp(leg);
      leg.cause = CAUSE.destinationOutOfOrder;
      legChanged.send(leg);
    }
  }

  private take(server: ServerId, name: string, call: CallId, hunt: 'g' | 'G' | 'r' | 'R'): number {
    const group = this.group(server, name);
    const channel = group.seize(call, hunt);
    if (channel < 0) this.noteNone(server, name, call);
    else {
      this.parts.stories.note(call, { what: 'seizes', server, group: name });
      this.report(server, name);
    }
    return channel;
  }

  /** For the cause of the call: how many channels there are, and since when some are out of service. */
  private noteNone(server: ServerId, name: string, call: CallId): void {
    const group = this.groups[server]!.get(name);
    const since = group === undefined || group.spansDown === 0 ? -1 : (this.failedAt.get(`${server} ${name}`) ?? -1);
    const [channels, inService] = group === undefined ? [0, 0] : [group.channels, group.inService];
    this.parts.stories.note(call, { what: 'noTrunk', server, group: name, channels, inService, since });
  }

  private release({ server, group, channel }: Held): void {
    this.group(server, group).release(channel);
    this.report(server, group);
  }

  private report(server: ServerId, name: string): void {
    const { busy, inService } = this.group(server, name);
    this.parts.observations.trunksChanged(server, name, busy, inService);
  }

  private group(server: ServerId, name: string): TrunkGroup {
    return this.groups[server]!.get(name)!;
  }
}

export interface TrunkParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly servers: readonly ServerConfig[];
  readonly answering: Answering;
  readonly stories: Stories;
  readonly legs: LegTable;
  readonly observations: Observations;
  readonly legChanged: Signal<[leg: Leg]>;
  /** From the people: a call comes in from the PSTN. */
  readonly callComes: Signal<[call: TrunkCall]>;
  /** To the channels of the gateway: it has its trunk channel. */
  readonly toGateway: Signal<[call: TrunkCall]>;
  /** To the people: no channel is free. */
  readonly callIsRefused: Signal<[call: CallId]>;
  /** To the people: the span of a call from the PSTN has failed. */
  readonly callIsCut: Signal<[call: CallId, server: ServerId, group: string]>;
  /** From the people: a call from the PSTN is over. */
  readonly callIsOver: Signal<[call: CallId]>;
  /** From the people: the person in the PSTN who was called hangs up. */
  readonly putsDown: Signal<[call: CallId]>;
  /** To the people: that person is out of the call. */
  readonly talkIsOver: Signal<[call: CallId]>;
}
