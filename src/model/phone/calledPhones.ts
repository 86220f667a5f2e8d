import type { Micros } from '../../kernel/units.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { PhoneConfig } from '../config.ts';
import type { Hosts } from '../network/hosts.ts';
import type { HostId, LegId, PhoneId } from '../ids.ts';
import type { Network, RowMessage } from '../network/network.ts';
import { CAUSE, type Leg } from '../server/channels/channelRows.ts';
import type { ClientRegistrations } from './registration/clientRegistration.ts';
import type { Callers } from './callers.ts';
import type { Handsets } from './handsets.ts';

/** What called phones say to the server that calls them: `SipLegs` declares these. */
export interface LegReplies {
  readonly ringingArrives: RowMessage<LegId>;
  readonly answerArrives: RowMessage<LegId>;
  readonly refusalArrives: RowMessage<LegId>;
  readonly byeArrives: RowMessage<LegId>;
}

/**
 * The called side: a phone rings when it is powered and has room, is picked up after a while or not at all, and answers
 * 486 otherwise. Without power it says nothing.
 */
export class CalledPhones {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly phones: readonly PhoneConfig[];
  private readonly handsets: Handsets;
  private readonly lines: ClientRegistrations;
  private readonly callers: Callers;
  private readonly legs: { get(id: LegId): Leg | undefined; close(id: LegId): void };
  private readonly replyTime: () => Micros;
  private replies!: LegReplies;

  readonly inviteArrives: RowMessage<LegId>;
  readonly cancelArrives: RowMessage<LegId>;
  readonly byeArrives: RowMessage<LegId>;
  private readonly isPickedUp: EventType<LegId, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    phones: readonly PhoneConfig[],
    handsets: Handsets,
    lines: ClientRegistrations,
    callers: Callers,
    legs: { get(id: LegId): Leg | undefined; close(id: LegId): void },
    replyTime: () => Micros,
  ) {
    this.sim = sim;
    this.network = network;
    this.phones = phones;
    this.handsets = handsets;
    this.lines = lines;
    this.callers = callers;
    this.legs = legs;
    this.replyTime = replyTime;
    this.inviteArrives = hosts.on('phone.inviteArrives', (id) => this.invited(id));
    this.cancelArrives = hosts.on('phone.cancelArrives', (id) => this.stops(id));
    this.byeArrives = hosts.on('phone.legByeArrives', (id) => this.stops(id));
    this.isPickedUp = hosts.on('phone.isPickedUp', (id) => this.pickUp(id));
  }

  connect(replies: LegReplies): void {
    this.replies = replies;
  }

  private invited(id: LegId): void {
    const leg = this.legs.get(id);
    if (leg === undefined || leg.state === 'ended') return; // Sent again by a server that has died or cancelled since.
    if (leg.atPhone !== 'nothing') {
      const { answerArrives, ringingArrives, refusalArrives } = this.replies;
      this.say(
        leg,
        leg.atPhone === 'answered' ? answerArrives : leg.atPhone === 'ringing' ? ringingArrives : refusalArrives,
      );
      return;
    }
    const phone = leg.phone as PhoneId;
    const rings = this.phones[phone]!.kind.ringsUnregistered || this.lines.isPhoneRegistered(phone);
    if (!rings || !this.handsets.hasRoom(phone)) {
      leg.cause = rings ? CAUSE.busy : CAUSE.unregistered;
      leg.atPhone = 'over';
      this.say(leg, this.replies.refusalArrives);
      return;
    }
    this.ring(leg, phone);
  }

  private ring(leg: Leg, phone: PhoneId): void {
    this.handsets.take(phone);
    leg.atPhone = 'ringing';
    this.say(leg, this.replies.ringingArrives);
    const attempt = this.callers.get(leg.call);
    if (attempt === undefined) return;
    if (attempt.ringingAt < 0) attempt.ringingAt = this.sim.now;
    attempt.calleeServer = leg.server;
    if (attempt.picksUp) leg.pickUp = this.sim.after(attempt.ringsFor, this.isPickedUp, leg.id, leg.host as HostId);
  }

  private pickUp(id: LegId): void {
    const leg = this.legs.get(id);
    if (leg === undefined || leg.atPhone !== 'ringing') return;
    leg.atPhone = 'answered';
    this.say(leg, this.replies.answerArrives);
  }

  private stops(id: LegId): void {
    const leg = this.legs.get(id);
    if (leg === undefined) return;
    this.forget(leg);
    if (leg.state === 'ended') this.legs.close(id);
  }

  /** The phone is free again. */
  forget(leg: Leg): void {
    this.sim.cancel(leg.pickUp);
    const inCall = leg.atPhone === 'ringing' || leg.atPhone === 'answered';
    leg.atPhone = 'over';
    if (inCall) this.handsets.release(leg.phone as PhoneId);
  }

  /** The called person puts the handset down. */
  hangUp(leg: Leg): void {
    this.forget(leg);
    this.say(leg, this.replies.byeArrives);
  }

  private say(leg: Leg, message: RowMessage<LegId>): void {
    this.network.sendRow(leg.host as HostId, leg.server, message, leg.id, this.replyTime());
  }
}
