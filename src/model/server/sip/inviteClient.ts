import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { HostId, LegId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { ACK, BYE, CANCEL, INVITE, isServers, type InDialog, type InviteResponse } from '../../protocol/sip.ts';
import type { Rules } from '../../rules.ts';
import type { Stories } from '../../story/stories.ts';
import { CAUSE, type Leg, type LegTable } from '../channels/channelRows.ts';
import { refusalOf } from './refusals.ts';

/** RFC 3261 17.1.1.1: T1, the estimate of the round trip, where nothing better is known. */
const T1: Micros = 500 * MILLISECOND;
/** chan_sip.c MAX_AUTHTRIES: challenges of one INVITE that are answered. */
const MAX_AUTHTRIES = 3;

const UNAUTHORIZED = 401;
const REFUSES_DIGEST: ReadonlySet<number> = new Set([UNAUTHORIZED, 403]);
/** The other server has no such extension (404, 484), or nothing behind it has answered (408). */
const KNOWS_NO_NUMBER: ReadonlySet<number> = new Set([404, 408, 484]);

/**
 * A server's INVITE to a phone or to another server: resends while it is silent, the answer to its challenge, and what it
 * says (chan_sip.c:retrans_pkt, handle_response_invite). `Invites` reads the responses in the server's SIP thread.
 *
 * It does not know whether a phone is registered, nor what waits for it.
 */
export class InviteClient {
  private readonly parts: InviteClientParts;
  /** Legs whose Dial is over, and whose INVITE nothing has answered yet. */
  private readonly unheard = new Map<LegId, Leg>();

  private readonly inviteIsRepeated: EventType<LegId, HostId>;
  private readonly inviteIsGivenUp: EventType<LegId, HostId>;

  constructor(parts: InviteClientParts) {
    this.parts = parts;
    this.inviteIsRepeated = parts.hosts.on('sip.inviteIsRepeated', (id) => this.transmit(id));
    this.inviteIsGivenUp = parts.hosts.on('sip.inviteIsGivenUp', (id) => this.giveUp(id));
  }

  /** T1 towards a phone that is qualified is its last round trip, else 500 ms (facts B5). */
  t1For(lastMs: number): Micros {
    return lastMs > 0 ? Math.max(lastMs, this.parts.rules.t1Min) * MILLISECOND : T1;
  }

  call(leg: Leg): void {
    const { sim, rules } = this.parts;
    leg.giveUp = sim.after(leg.t1 * rules.inviteGiveUp, this.inviteIsGivenUp, leg.id, leg.server);
    this.transmit(leg.id);
  }

  hangUp(leg: Leg): void {
    const { state, proceeds, host } = leg;
    leg.state = 'ended';
    if (this.parts.rules.cancelAwaitsResponse && state === 'calling' && !proceeds && host >= 0) {
      this.unheard.set(leg.id, leg);
      return;
    }
    this.stop(leg);
    this.say(leg, state === 'answered' ? BYE : CANCEL);
  }

  /** The program died. */
  crash(server: ServerId): void {
    for (const leg of this.unheard.values()) if (leg.server === server) this.forget(leg);
  }

  /** A response of the phone, read by the SIP thread. */
  answered(server: ServerId, response: InviteResponse): void {
    const { dialog, status } = response;
    const leg = this.legOf(server, dialog);
    if (leg === undefined) {
      this.isHeardLate(server, dialog, status);
      return;
    }
    if (status === 401) this.isChallenged(leg, response.nonce);
    else if (status < 180) this.heard(leg);
    else if (status < 200) this.rings(leg);
    else if (status < 300) this.isAnswered(leg);
    else this.isRefused(leg, status);
  }

  /** BYE of the called side, read by the SIP thread. False: the server has made no such leg. */
  isHungUp(server: ServerId, { dialog }: InDialog): boolean {
    const leg = this.legOf(server, dialog);
    if (leg !== undefined) this.end(leg, CAUSE.normal);
    return leg !== undefined;
  }

  private legOf(server: ServerId, dialog: number): Leg | undefined {
    const leg = isServers(dialog) ? this.parts.legs.get(-dialog as LegId) : undefined;
    return leg === undefined || leg.server !== server || leg.state === 'ended' ? undefined : leg;
  }

  /**
   * The first response to the INVITE of a leg whose Dial is over (chan_sip.c:check_pendings). A challenge is not
   * answered any more, as in pjsip (sip_inv.c); chan_sip would answer it, and cancel at the next response.
   */
  private isHeardLate(server: ServerId, dialog: number, status: number): void {
    const leg = isServers(dialog) ? this.unheard.get(-dialog as LegId) : undefined;
    if (leg === undefined || leg.server !== server) return;
    this.forget(leg);
    if (status >= 200) this.acknowledge(leg);
    if (status < 300) this.say(leg, status < 200 ? CANCEL : BYE);
  }

  private forget(leg: Leg): void {
    this.stop(leg);
    this.unheard.delete(leg.id);
  }

  private transmit(id: LegId): void {
    const { legs, network, sim, makeTime } = this.parts;
    const open = legs.get(id);
    const leg = open?.state === 'calling' ? open : this.unheard.get(id);
    if (leg === undefined) return;
    if (leg.host >= 0)
      network.send(
        leg.server,
        leg.host as HostId,
        INVITE,
        {
          dialog: -leg.id,
          call: leg.call,
          from: leg.fromUser,
          to: leg.number,
          credentials: 'right',
          nonce: leg.nonce,
          digest: leg.nonce === 0 ? undefined : leg.digest,
        },
        leg.sends === 0 && leg.nonce === 0 ? makeTime() : 0,
      );
    let pause = this.parts.rules.inviteFirstResend * leg.t1;
    for (let i = 0; i < leg.sends; i++) pause *= 2;
    leg.sends++;
    leg.timer = sim.after(pause, this.inviteIsRepeated, id, leg.server);
  }

  private giveUp(id: LegId): void {
    const leg = this.parts.legs.get(id);
    if (leg?.state === 'calling') this.end(leg, CAUSE.noUserResponse);
    const unheard = this.unheard.get(id);
    if (unheard !== undefined) this.forget(unheard);
  }

  private heard(leg: Leg): void {
    if (leg.toServer && !leg.proceeds) this.parts.stories.note(leg.call, { what: 'reached', server: leg.server });
    leg.proceeds = true;
    this.parts.sim.cancel(leg.timer);
    this.parts.sim.cancel(leg.giveUp);
  }

  /** "Failed to authenticate on INVITE": without a user name, or when the answer has been refused (do_proxy_auth). */
  private isChallenged(leg: Leg, nonce: number): void {
    this.acknowledge(leg);
    if (leg.state !== 'calling') return;
    if (leg.digest === undefined || leg.authTries === MAX_AUTHTRIES) {
      this.refuse(leg, UNAUTHORIZED);
      return;
    }
    this.stop(leg);
    leg.authTries++;
    leg.nonce = nonce;
    leg.sends = 0;
    leg.proceeds = false;
    this.call(leg);
  }

  private rings(leg: Leg): void {
    this.heard(leg);
    if (leg.state !== 'calling') return;
    leg.state = 'ringing';
    leg.rang = true;
    this.parts.legChanged.send(leg);
  }

  private isAnswered(leg: Leg): void {
    this.heard(leg);
    this.acknowledge(leg);
    if (leg.state === 'answered') return;
    leg.state = 'answered';
    this.parts.legChanged.send(leg);
  }

  private isRefused(leg: Leg, status: number): void {
    this.heard(leg);
    this.acknowledge(leg);
    this.refuse(leg, status);
  }

  /** In the story of a call a refused digest is always the same cause. */
  private refuse(leg: Leg, status: number): void {
    const { endsBy, cause } = refusalOf(this.parts.rules.sipRefusals, status);
    if (endsBy === 'nothing') return;
    leg.endsBy = endsBy;
    this.end(leg, cause, REFUSES_DIGEST.has(status) ? CAUSE.facilityRejected : cause, KNOWS_NO_NUMBER.has(status));
  }

  private say(leg: Leg, message: typeof BYE): void {
    const { network } = this.parts;
    if (leg.host >= 0 && network.reaches(leg.server, leg.host as HostId))
      network.sendReliably(leg.server, leg.host as HostId, message, inDialog(leg));
  }

  private acknowledge(leg: Leg): void {
    this.parts.network.send(leg.server, leg.host as HostId, ACK, inDialog(leg));
  }

  /** `said`: the cause as the story of a call to another server has it; `misrouted`: that server is dead or the wrong one. */
  private end(leg: Leg, cause: number, said = cause, misrouted = cause === CAUSE.noUserResponse): void {
    this.stop(leg);
    if (leg.toServer && leg.state !== 'answered') {
      this.parts.stories.note(leg.call, { what: 'legEnded', server: leg.server, cause: said, misrouted });
    }
    leg.cause = cause;
    leg.state = 'ended';
    this.parts.legChanged.send(leg);
  }

  private stop(leg: Leg): void {
    this.parts.sim.cancel(leg.timer);
    this.parts.sim.cancel(leg.giveUp);
  }
}

function inDialog(leg: Leg): InDialog {
  return { dialog: -leg.id, call: leg.call };
}

export interface InviteClientParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly rules: Rules;
  readonly legs: LegTable;
  readonly stories: Pick<Stories, 'note'>;
  /** To the Dial that the leg belongs to. */
  readonly legChanged: Signal<[leg: Leg]>;
  /** µs from Dial to the INVITE on the wire. */
  readonly makeTime: () => Micros;
}
