import { NOT_SCHEDULED, type EventType, type Simulation } from '../../kernel/clock/simulation.ts';
import type { Signal } from '../../kernel/signal.ts';
import { MINUTE, SECOND, type Micros } from '../../kernel/units.ts';
import type { Phones } from '../config.ts';
import type { CallId, HostId, PhoneId, ServerId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import type { Network } from '../network/network.ts';
import { ACK, BYE, CANCEL, INVITE, INVITE_RESPONSE, isServers, type Invite } from '../protocol/sip.ts';
import type { Stories } from '../story/stories.ts';
import type { Handsets } from './handsets.ts';
import type { IncomingCall } from './incomingCall.ts';
import { noReinvite } from './ownRequests.ts';
import type { OutgoingCalls } from './outgoingCalls.ts';
import type { ClientRegistrations } from './registration/clientRegistration.ts';
import { T1 } from './registration/timing.ts';

/** A phone that nobody answers and no CANCEL stops rings no longer than this. Assumed: manuals give 60 to 180 s. */
const RINGS_AT_MOST: Micros = MINUTE;
/** A called person who hears nothing puts the phone down. Assumed. */
const HEARS_NOTHING: Micros = 2 * SECOND;
/** RFC 3261 13.3.1.4: a 200 that is never acknowledged ends the dialog. */
const ACK_GIVEN_UP: Micros = 64 * T1;

const NONE: readonly IncomingCall[] = [];

/** What the person at the called phone does. */
export interface Answering {
  /** Undefined: the caller has gone. */
  answerOf(call: CallId, phone: PhoneId | -1): { readonly picksUp: boolean; readonly ringsFor: Micros } | undefined;
}

/**
 * Calls that phones get: a phone rings when it has power and room, is picked up after a while or not at all, and
 * answers 486 otherwise. Without power it says nothing.
 *
 * It knows the server that calls by address only: when that is dead, the phone rings on.
 */
export class CalledPhones {
  private readonly parts: CalledParts;
  /** By dialog. */
  private readonly calls = new Map<number, IncomingCall>();
  /** A call may ring several phones. */
  private readonly ofCall = new Map<CallId, readonly IncomingCall[]>();

  private readonly isPickedUp: EventType<number, HostId>;
  private readonly ringsTooLong: EventType<number, HostId>;
  private readonly isPutDown: EventType<number, HostId>;
  private readonly ackIsMissing: EventType<number, HostId>;

  constructor(parts: CalledParts) {
    this.parts = parts;
    const { hosts, network } = parts;
    network.receive(INVITE, 'phone', (invite, phone, server) => this.invited(invite, phone, server));
    network.receive(ACK, 'phone', ({ dialog }) => this.acknowledged(dialog));
    network.receive(CANCEL, 'phone', ({ dialog }) => this.stop(dialog));
    network.receive(BYE, 'phone', ({ dialog, call }) => {
      if (isServers(dialog)) this.stop(dialog);
      else parts.outgoing.isHungUp(call);
    });
    this.isPickedUp = hosts.on('phone.isPickedUp', (dialog) => this.pickUp(dialog));
    this.ringsTooLong = hosts.on('phone.ringsTooLong', (dialog) => this.refuse(dialog, 480));
    this.isPutDown = hosts.on('phone.isPutDown', (dialog) => this.putDown(dialog));
    this.ackIsMissing = hosts.on('phone.ackIsMissing', (dialog) => this.putDown(dialog));
    parts.callerIsGone.receive((call, isCut) => this.nobodyThere(call, isCut));
    parts.callsAreJoined.receive((from, to) => this.join(from, to));
    parts.putsDown.receive((call, phone) => {
      const talk = this.talkOf(call, phone);
      if (talk !== undefined) this.putDown(talk.dialog);
    });
  }

  /** The phone has lost its power. */
  powerOff(phone: PhoneId): void {
    for (const row of this.calls.values()) if (row.phone === phone) this.close(row);
  }

  /** Calls under way. */
  get size(): number {
    return this.calls.size;
  }

  private invited(invite: Invite, host: HostId, server: HostId): void {
    const known = this.calls.get(invite.dialog);
    if (known !== undefined) {
      this.respond(invite, host, server, known.state === 'answered' ? 200 : 180); // Sent again.
      return;
    }
    const { phones, registrations, handsets, stories, hosts } = this.parts;
    const phone = hosts.phoneOf(host);
    const rings = phones.at(phone)!.kind.ringsUnregistered || registrations.isPhoneRegistered(phone);
    if (rings && handsets.hasRoom(phone)) {
      this.ring(invite, phone, server);
      return;
    }
    const status = rings ? 486 : 480;
    stories.note(invite.call, { what: 'refused', server: server as ServerId, phone, status });
    this.respond(invite, host, server, status);
  }

  private ring(invite: Invite, phone: PhoneId, server: HostId): void {
    const { sim, handsets, stories, hosts, answering } = this.parts;
    const { dialog, call } = invite;
    handsets.take(phone);
    const row: IncomingCall = {
      dialog,
      server,
      phone,
      call,
      state: 'ringing',
      timer: NOT_SCHEDULED,
      ackMissing: NOT_SCHEDULED,
      refers: 'no',
      reinvite: noReinvite(),
    };
    this.calls.set(dialog, row);
    this.ofCall.set(call, this.phonesOf(call).concat(row));
    const host = hosts.ofPhone(phone);
    this.respond(invite, host, server, 180);
    stories.note(call, { what: 'rings', server: server as ServerId, phone });
    const answer = answering.answerOf(call, phone);
    row.timer =
      answer?.picksUp === true
        ? sim.after(answer.ringsFor, this.isPickedUp, dialog, host)
        : sim.after(RINGS_AT_MOST, this.ringsTooLong, dialog, host);
  }

  private pickUp(dialog: number): void {
    const row = this.calls.get(dialog);
    if (row === undefined || row.state !== 'ringing') return;
    const { sim, stories, hosts, answering } = this.parts;
    row.state = 'answered';
    stories.note(row.call, { what: 'pickedUp', phone: row.phone });
    const host = hosts.ofPhone(row.phone);
    this.respond(row, host, row.server, 200);
    row.ackMissing = sim.after(ACK_GIVEN_UP, this.ackIsMissing, dialog, host);
    // No media comes: the server is dead, or the caller's phone lost its power while this one rang.
    if (!hosts.isUp(row.server) || answering.answerOf(row.call, -1) === undefined) this.putDownLater(row);
  }

  private acknowledged(dialog: number): void {
    const row = this.calls.get(dialog);
    if (row === undefined) return;
    this.parts.sim.cancel(row.ackMissing);
    row.ackMissing = NOT_SCHEDULED;
  }

  private stop(dialog: number): void {
    const row = this.calls.get(dialog);
    if (row !== undefined) this.close(row);
  }

  private refuse(dialog: number, status: number): void {
    const row = this.calls.get(dialog);
    if (row === undefined || row.state !== 'ringing') return;
    this.respond(row, this.parts.hosts.ofPhone(row.phone), row.server, status);
    this.close(row);
  }

  /** What the first call has rung belongs to the second: its caller is at the other end now. */
  private join(from: CallId, to: CallId): void {
    const moved = this.phonesOf(from);
    if (moved.length === 0) return;
    for (const row of moved) row.call = to;
    this.ofCall.delete(from);
    this.ofCall.set(to, [...this.phonesOf(to), ...moved]);
  }

  /** An answered call of that phone. */
  talkOf(call: CallId, phone: PhoneId): IncomingCall | undefined {
    return this.phonesOf(call).find((row) => row.phone === phone && row.state === 'answered');
  }

  private phonesOf(call: CallId): readonly IncomingCall[] {
    return this.ofCall.get(call) ?? NONE;
  }

  /** The call of a server's dialog. */
  callOf(dialog: number): IncomingCall | undefined {
    return this.calls.get(dialog);
  }

  /** The called person hangs up. */
  putDown(dialog: number): void {
    const row = this.calls.get(dialog);
    if (row === undefined) return;
    const { hosts, network, replyTime } = this.parts;
    network.send(hosts.ofPhone(row.phone), row.server, BYE, { dialog, call: row.call }, replyTime());
    this.close(row);
  }

  /**
   * The caller has gone. The server's BYE comes within moments; where it does not, the person hears nothing and puts
   * the phone down, at once where the media was cut.
   */
  private nobodyThere(call: CallId, isCut: boolean): void {
    for (const row of this.phonesOf(call)) {
      if (row.state !== 'answered') continue;
      if (isCut) this.putDown(row.dialog);
      else this.putDownLater(row);
    }
  }

  private putDownLater(row: IncomingCall): void {
    const { sim, hosts } = this.parts;
    sim.cancel(row.timer);
    row.timer = sim.after(HEARS_NOTHING, this.isPutDown, row.dialog, hosts.ofPhone(row.phone));
  }

  private respond(
    { dialog, call }: { readonly dialog: number; readonly call: CallId },
    from: HostId,
    to: HostId,
    status: number,
  ): void {
    this.parts.network.send(from, to, INVITE_RESPONSE, { dialog, call, status, nonce: 0 }, this.parts.replyTime());
  }

  /** The phone is free again. */
  private close(row: IncomingCall): void {
    this.parts.sim.cancel(row.timer);
    this.parts.sim.cancel(row.ackMissing);
    this.parts.sim.cancel(row.reinvite.timer);
    this.calls.delete(row.dialog);
    const others = this.phonesOf(row.call).filter((other) => other !== row);
    if (others.length === 0) this.ofCall.delete(row.call);
    else this.ofCall.set(row.call, others);
    this.parts.handsets.release(row.phone);
    if (row.state === 'answered') this.parts.talkIsOver.send(row.call, row.phone);
  }
}

export interface CalledParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly phones: Phones;
  readonly handsets: Handsets;
  readonly registrations: ClientRegistrations;
  readonly outgoing: OutgoingCalls;
  readonly stories: Stories;
  readonly answering: Answering;
  /** µs that a phone takes to answer. */
  readonly replyTime: () => Micros;
  /** From the caller's side: nobody is at the other end any more. */
  readonly callerIsGone: Signal<[call: CallId, isCut: boolean]>;
  /** From the people: the called person hangs up. */
  readonly putsDown: Signal<[call: CallId, phone: PhoneId]>;
  /** To the people: that phone is in no talk of the call any more. */
  readonly talkIsOver: Signal<[call: CallId, phone: PhoneId]>;
  /** From the people: the first call was to a colleague, who talks to the caller of the second from now on. */
  readonly callsAreJoined: Signal<[from: CallId, to: CallId]>;
}
