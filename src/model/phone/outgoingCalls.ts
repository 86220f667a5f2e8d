import { NOT_SCHEDULED, type EventType, type Simulation } from '../../kernel/clock/simulation.ts';
import type { Signal } from '../../kernel/signal.ts';
import type { Micros } from '../../kernel/units.ts';
import type { Phones } from '../config.ts';
import type { CallId, HostId, PhoneId, ServerId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import type { Network } from '../network/network.ts';
import { ACK, BYE, CANCEL, INVITE, INVITE_RESPONSE, type InviteResponse } from '../protocol/sip.ts';
import type { Stories } from '../story/stories.ts';
import type { CallEnd, OutgoingCall } from './outgoingCall.ts';
import type { OutgoingParts } from './outgoingParts.ts';
import { noReinvite } from './ownRequests.ts';
import type { ClientRegistrations } from './registration/clientRegistration.ts';
import { T1 } from './registration/timing.ts';

export type { CallEnd } from './outgoingCall.ts';

/** RFC 3261 17.1.1.2: an INVITE without any answer is given up after 64 × T1. */
const TIMER_B: Micros = 64 * T1;

/**
 * Calls that phones make: INVITE without a digest, with one after the challenge, resends, the last-resort proxy when
 * nothing answers, CANCEL and BYE (RFC 3261 9, 13, 15, 17.1.1).
 *
 * It knows no person and no dialplan. The Call-ID is the number of the call.
 */
export class OutgoingCalls {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly phones: Phones;
  private readonly registrations: ClientRegistrations;
  private readonly stories: Stories;
  private readonly replyTime: () => Micros;
  private readonly ends: Signal<[call: CallId, end: CallEnd]>;
  private readonly calls = new Map<CallId, OutgoingCall>();

  private readonly inviteIsRepeated: EventType<CallId, HostId>;
  private readonly inviteTimesOut: EventType<CallId, HostId>;

  constructor(parts: OutgoingParts) {
    const { sim, hosts, network } = parts;
    this.sim = sim;
    this.hosts = hosts;
    this.network = network;
    this.phones = parts.phones;
    this.registrations = parts.registrations;
    this.stories = parts.stories;
    this.replyTime = parts.replyTime;
    this.ends = parts.ends;
    network.receive(INVITE_RESPONSE, 'phone', (response, phone, server) => this.answered(response, phone, server));
    this.inviteIsRepeated = hosts.on('phone.inviteIsRepeated', (call) => this.repeat(call));
    this.inviteTimesOut = hosts.on('phone.inviteTimesOut', (call) => this.timedOut(call));
  }

  /** Where a call of this phone goes first: the server that it is registered at, or its proxy of last resort. */
  serverFor(phone: PhoneId): ServerId {
    const { lastResort } = this.phones.at(phone)!;
    return this.usesLastResort(phone) ? (lastResort as ServerId) : this.registrations.serverFor(phone);
  }

  private usesLastResort(phone: PhoneId): boolean {
    return this.phones.at(phone)!.lastResort >= 0 && !this.registrations.isPhoneRegistered(phone);
  }

  /** The person has dialled. */
  place(what: {
    readonly call: CallId;
    readonly phone: PhoneId;
    readonly to: string;
    readonly server: ServerId;
  }): void {
    const row: OutgoingCall = {
      call: what.call,
      dialog: what.call,
      phone: what.phone,
      to: what.to,
      server: what.server,
      state: 'inviting',
      nonce: 0,
      onLastResort: this.usesLastResort(what.phone),
      sends: 0,
      timer: NOT_SCHEDULED,
      timeout: NOT_SCHEDULED,
      refers: 'no',
      reinvite: noReinvite(),
    };
    this.calls.set(what.call, row);
    this.stories.note(row.call, { what: 'invited', server: row.server, lastResort: row.onLastResort });
    this.begin(row);
  }

  /** The person has hung up. */
  hangUp(call: CallId): void {
    const row = this.calls.get(call);
    if (row === undefined) return;
    if (row.state === 'inviting') {
      row.state = 'abandoned';
      return;
    }
    this.sayInDialog(row, row.state === 'answered' ? BYE : CANCEL);
    this.close(row);
  }

  /** An answered call of that phone. */
  talkOf(call: CallId, phone: PhoneId): OutgoingCall | undefined {
    const row = this.talkIn(call);
    return row?.phone === phone ? row : undefined;
  }

  talkIn(dialog: number): OutgoingCall | undefined {
    const row = this.calls.get(dialog as CallId);
    return row?.state === 'answered' ? row : undefined;
  }

  /** The phone leaves a talk by itself: it has sent the other party away, or its server has lost the call. */
  putDown(dialog: number): void {
    const row = this.talkIn(dialog);
    if (row === undefined) return;
    this.sayInDialog(row, BYE);
    this.over(row.call, 'bye');
  }

  /** A BYE for that call has come. */
  isHungUp(call: CallId): void {
    this.over(call, 'bye');
  }

  /** The phone has lost its power. */
  powerOff(phone: PhoneId): void {
    for (const row of this.calls.values()) if (row.phone === phone) this.close(row);
  }

  /** Calls under way. */
  get size(): number {
    return this.calls.size;
  }

  // ---------------------------------------------------------------- the INVITE transaction

  private begin(row: OutgoingCall): void {
    row.sends = 0;
    this.sim.cancel(row.timeout);
    row.timeout = this.sim.after(TIMER_B, this.inviteTimesOut, row.call, this.hostOf(row));
    this.transmit(row);
  }

  private repeat(call: CallId): void {
    const row = this.calls.get(call);
    if (row !== undefined && isAsking(row)) this.transmit(row);
  }

  private transmit(row: OutgoingCall): void {
    const { number, credentials } = this.phones.at(row.phone)!;
    const makes = row.sends === 0 && row.nonce !== 0;
    this.network.send(
      this.hostOf(row),
      row.server,
      INVITE,
      {
        dialog: row.call,
        call: row.call,
        from: number,
        to: row.to,
        credentials,
        nonce: row.nonce,
        digest: undefined,
      },
      makes ? this.replyTime() : 0,
    );
    let pause = T1;
    for (let i = 0; i < row.sends; i++) pause *= 2;
    row.sends++;
    this.sim.cancel(row.timer);
    row.timer = this.sim.after(pause, this.inviteIsRepeated, row.call, this.hostOf(row));
  }

  private answered(response: InviteResponse, phone: HostId, server: HostId): void {
    const row = this.calls.get(response.dialog as CallId);
    if (row === undefined) this.answersNobody(response, phone, server);
    else if (response.status === 401) this.challenged(row, response.nonce);
    else if (response.status < 200) this.proceeds(row);
    else if (response.status < 300) this.isAnswered(row);
    else this.isRefused(row, response.status);
  }

  private challenged(row: OutgoingCall, nonce: number): void {
    if (!isAsking(row) || row.nonce === nonce) return;
    if (row.nonce !== 0) {
      this.isRefused(row, 401); // The digest is not accepted: another one will not be, either.
      return;
    }
    this.acknowledge(row);
    if (row.state === 'abandoned') {
      this.close(row); // The first answer is final: there is nothing to cancel.
      return;
    }
    row.nonce = nonce;
    this.stories.note(row.call, { what: 'challenged', server: row.server });
    this.begin(row);
  }

  private proceeds(row: OutgoingCall): void {
    if (!isAsking(row)) return;
    this.stopAsking(row);
    if (row.state === 'abandoned') {
      this.sayInDialog(row, CANCEL);
      this.close(row);
      return;
    }
    row.state = 'proceeding';
    this.stories.note(row.call, { what: 'served', server: row.server });
  }

  /** 200 OK: a phone was picked up, or the dialplan has answered (Answer()). */
  private isAnswered(row: OutgoingCall): void {
    this.acknowledge(row);
    if (row.state === 'abandoned') {
      this.sayInDialog(row, BYE);
      this.close(row);
      return;
    }
    if (isAsking(row)) this.proceeds(row);
    if (row.state !== 'answered') this.stories.note(row.call, { what: 'final', status: 200 });
    row.state = 'answered';
  }

  private isRefused(row: OutgoingCall, status: number): void {
    this.acknowledge(row);
    this.stories.note(row.call, { what: 'final', status });
    this.over(row.call, 'error');
  }

  /** The call is over for the phone: a late 200 is acknowledged and ended (RFC 3261 9.1, 15), an error acknowledged. */
  private answersNobody({ status, dialog, call }: InviteResponse, phone: HostId, server: HostId): void {
    if (status < 200) return;
    this.network.send(phone, server, ACK, { dialog, call });
    if (status < 300) this.network.sendReliably(phone, server, BYE, { dialog, call });
  }

  private timedOut(call: CallId): void {
    const row = this.calls.get(call);
    if (row === undefined || !isAsking(row)) return;
    this.stories.note(call, { what: 'timedOut', server: row.server });
    const { lastResort } = this.phones.at(row.phone)!;
    if (row.state === 'abandoned' || row.onLastResort || lastResort < 0) {
      this.over(call, 'unanswered');
      return;
    }
    row.onLastResort = true;
    row.server = lastResort as ServerId;
    row.nonce = 0;
    this.stories.note(call, { what: 'invited', server: row.server, lastResort: true });
    this.begin(row);
  }

  // ---------------------------------------------------------------- the end

  private over(call: CallId, end: CallEnd): void {
    const row = this.calls.get(call);
    if (row === undefined) return;
    this.close(row);
    this.ends.send(call, end);
  }

  private close(row: OutgoingCall): void {
    this.stopAsking(row);
    this.sim.cancel(row.reinvite.timer);
    this.calls.delete(row.call);
  }

  private stopAsking(row: OutgoingCall): void {
    this.sim.cancel(row.timer);
    this.sim.cancel(row.timeout);
  }

  private acknowledge(row: OutgoingCall): void {
    this.network.send(this.hostOf(row), row.server, ACK, { dialog: row.call, call: row.call });
  }

  /** Repeated by the phone until its 200 comes: never lost on the way. */
  private sayInDialog(row: OutgoingCall, message: typeof BYE): void {
    this.network.sendReliably(this.hostOf(row), row.server, message, { dialog: row.call, call: row.call });
  }

  private hostOf(row: OutgoingCall): HostId {
    return this.hosts.ofPhone(row.phone);
  }
}

/** It has no answer yet, but perhaps a challenge. */
const isAsking = ({ state }: OutgoingCall): boolean => state === 'inviting' || state === 'abandoned';
