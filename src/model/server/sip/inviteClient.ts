import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, LegId, ServerId } from '../../ids.ts';
import type { Network, RowMessage } from '../../network/network.ts';
import { T1 } from '../../phone/registration/timing.ts';
import type { Rules } from '../../rules.ts';
import { CAUSE, type Leg, type LegListener } from '../channels/channelRows.ts';
import type { SipThreads } from './sipThread.ts';

/** Where called phones hear of it: `CalledPhones` declares these. */
export interface LegRequests {
  readonly inviteArrives: RowMessage<LegId>;
  readonly cancelArrives: RowMessage<LegId>;
  readonly byeArrives: RowMessage<LegId>;
}

/**
 * A server's INVITE to a phone: resends while it is silent, and what the phone says, read by the server's SIP thread.
 *
 * It does not know whether the phone is registered, nor who waits for it.
 */
export class SipLegs {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly rules: Rules;
  private readonly legs: { get(id: LegId): Leg | undefined };
  private readonly listener: LegListener;
  private readonly makeTime: () => Micros;
  private requests!: LegRequests;

  readonly tryingArrives: RowMessage<LegId>;
  readonly ringingArrives: RowMessage<LegId>;
  readonly answerArrives: RowMessage<LegId>;
  readonly refusalArrives: RowMessage<LegId>;
  readonly byeArrives: RowMessage<LegId>;
  private readonly inviteIsRepeated: EventType<LegId, HostId>;
  private readonly inviteIsGivenUp: EventType<LegId, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    sip: SipThreads,
    rules: Rules,
    legs: { get(id: LegId): Leg | undefined },
    listener: LegListener,
    makeTime: () => Micros,
  ) {
    this.sim = sim;
    this.network = network;
    this.rules = rules;
    this.legs = legs;
    this.listener = listener;
    this.makeTime = makeTime;
    const read =
      (handler: (leg: Leg) => void) =>
      (_: ServerId, id: number): boolean => {
        const leg = legs.get(id as LegId);
        if (leg !== undefined && leg.state !== 'ended') handler(leg);
        return true;
      };
    this.tryingArrives = sip.message(
      'sip.tryingArrives',
      read((leg) => this.heard(leg)),
    );
    this.ringingArrives = sip.message(
      'sip.ringingArrives',
      read((leg) => this.rings(leg)),
    );
    this.answerArrives = sip.message(
      'sip.answerArrives',
      read((leg) => this.isAnswered(leg)),
    );
    this.refusalArrives = sip.message(
      'sip.refusalArrives',
      read((leg) => this.end(leg, leg.cause)),
    );
    this.byeArrives = sip.message(
      'sip.byeOfCalledArrives',
      read((leg) => this.end(leg, CAUSE.normal)),
    );
    this.inviteIsRepeated = hosts.on('sip.inviteIsRepeated', (id) => this.transmit(id));
    this.inviteIsGivenUp = hosts.on('sip.inviteIsGivenUp', (id) => this.giveUp(id));
  }

  connect(requests: LegRequests): void {
    this.requests = requests;
  }

  /** T1 towards a phone that was probed is its last round trip, else 500 ms (facts B5). */
  t1For(lastMs: number): Micros {
    return lastMs > 0 ? Math.max(lastMs, this.rules.t1Min) * MILLISECOND : T1;
  }

  call(leg: Leg): void {
    leg.giveUp = this.sim.after(leg.t1 * this.rules.inviteGiveUp, this.inviteIsGivenUp, leg.id, leg.server);
    this.transmit(leg.id);
  }

  hangUp(leg: Leg): void {
    const answered = leg.state === 'answered';
    this.stop(leg);
    leg.state = 'ended';
    const message = answered ? this.requests.byeArrives : this.requests.cancelArrives;
    if (leg.host >= 0) this.network.sendRowReliably(leg.server, leg.host as HostId, message, leg.id, 0);
  }

  private transmit(id: LegId): void {
    const leg = this.legs.get(id);
    if (leg === undefined || leg.state !== 'calling') return;
    if (leg.host >= 0)
      this.network.sendRow(
        leg.server,
        leg.host as HostId,
        this.requests.inviteArrives,
        id,
        leg.sends === 0 ? this.makeTime() : 0,
      );
    let pause = 2 * leg.t1;
    for (let i = 0; i < leg.sends; i++) pause *= 2;
    leg.sends++;
    leg.timer = this.sim.after(pause, this.inviteIsRepeated, id, leg.server);
  }

  private giveUp(id: LegId): void {
    const leg = this.legs.get(id);
    if (leg !== undefined && leg.state === 'calling') this.end(leg, CAUSE.noUserResponse);
  }

  private heard(leg: Leg): void {
    this.sim.cancel(leg.timer);
    this.sim.cancel(leg.giveUp);
  }

  private rings(leg: Leg): void {
    this.heard(leg);
    if (leg.state !== 'calling') return;
    leg.state = 'ringing';
    leg.rang = true;
    this.listener.legChanged(leg);
  }

  private isAnswered(leg: Leg): void {
    this.heard(leg);
    if (leg.state === 'answered') return;
    leg.state = 'answered';
    this.listener.legChanged(leg);
  }

  private end(leg: Leg, cause: number): void {
    this.stop(leg);
    leg.cause = cause;
    leg.state = 'ended';
    this.listener.legChanged(leg);
  }

  /** The phone lost its power in a call; the caller hears nothing and hangs up, the server finds out by that. */
  lost(leg: Leg): void {
    if (leg.state !== 'ended') this.end(leg, CAUSE.normal);
  }

  private stop(leg: Leg): void {
    this.sim.cancel(leg.timer);
    this.sim.cancel(leg.giveUp);
  }
}
