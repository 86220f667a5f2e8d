import { MILLISECOND, SECOND } from '../../../src/kernel/units.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import { Listener } from '../../../src/measure/listener.ts';
import type { PhoneConfig } from '../../../src/model/config.ts';
import type { CallId, HostId, PhoneId, ServerId } from '../../../src/model/ids.ts';
import { Hosts } from '../../../src/model/network/hosts.ts';
import { Network } from '../../../src/model/network/network.ts';
import type { RegistrationRecord } from '../../../src/model/observations.ts';
import { Transferring, type TransferWish } from '../../../src/model/phone/transferring.ts';
import { CalledPhones } from '../../../src/model/phone/calledPhones.ts';
import { Handsets } from '../../../src/model/phone/handsets.ts';
import { Holding } from '../../../src/model/phone/holding.ts';
import { OutgoingCalls, type CallEnd } from '../../../src/model/phone/outgoingCalls.ts';
import { PhoneTalks } from '../../../src/model/phone/phoneTalks.ts';
import { PhoneOptions } from '../../../src/model/phone/phoneOptions.ts';
import { ClientRegistrations } from '../../../src/model/phone/registration/clientRegistration.ts';
import {
  ACK,
  BYE,
  CANCEL,
  INVITE,
  INVITE_RESPONSE,
  OPTIONS,
  OPTIONS_RESPONSE,
  REFER,
  REGISTER,
  REGISTER_RESPONSE,
  REINVITE,
  type Media,
} from '../../../src/model/protocol/sip.ts';
import type { Happening } from '../../../src/model/story/happenings.ts';
import type { Stories } from '../../../src/model/story/stories.ts';
import { rounded, Sniffer, WIRE, type Meets } from '../laboratory.ts';

/** What a server of the laboratory says to a REGISTER with a digest; to one without, it is a challenge or nothing. */
export type Registers = 'grants' | 'refuses' | 'silent' | 'challengesOnly';

class Notes extends Listener {
  readonly ended: (RegistrationRecord & { readonly endedAt: number })[] = [];
  readonly believes: [at: number, phone: number, registered: boolean][] = [];

  override registrationEnded(record: RegistrationRecord): void {
    this.ended.push({ ...record, endedAt: rounded(this.now / SECOND) });
  }
  override phoneChanged(phone: PhoneId, registered: boolean): void {
    this.believes.push([rounded(this.now / SECOND), phone, registered]);
  }
}

/**
 * Phones alone: registration, calls made and taken. Three servers on a wire of 1 ms are a few lines that answer
 * REGISTER; all else is said for them by the test.
 */
export class PhoneLab {
  readonly sim = new Simulation({ seed: 'phones' });
  readonly hosts: Hosts;
  readonly network: Network;
  readonly wire = new Sniffer();
  readonly heard = new Notes();
  readonly handsets: Handsets;
  readonly lines: ClientRegistrations;
  readonly outgoing: OutgoingCalls;
  readonly called: CalledPhones;
  readonly options: PhoneOptions;
  readonly transferring: Transferring;
  readonly holding: Holding;
  readonly ends: [at: number, call: number, end: CallEnd][] = [];
  readonly noted: Happening[] = [];
  readonly callerIsGone = new Signal<[call: CallId, isCut: boolean]>('callerIsGone');
  readonly refers = new Signal<[wish: TransferWish]>('refers');
  readonly holds = new Signal<[call: CallId, phone: PhoneId, media: Media]>('holds');
  /** Calls on hold, and those that the server would not transfer. */
  readonly held: CallId[] = [];
  readonly refused: CallId[] = [];
  readonly putsDown = new Signal<[call: CallId, phone: PhoneId]>('putsDown');
  /** Calls whose called phone is out of its talk. */
  readonly talksOver: [call: CallId, phone: PhoneId][] = [];
  readonly joined = new Signal<[from: CallId, to: CallId]>('joined');
  readonly parkerHears = new Signal<[call: CallId, phone: PhoneId, slot: number]>('parkerHears');
  readonly slotIsKnown = new Signal<[call: CallId, phone: PhoneId, slot: number]>('slotIsKnown');
  /** What has come to the servers, and when. */
  readonly arrived: [title: string, at: number][] = [];
  /** By server. */
  readonly registers: Registers[] = ['grants', 'grants', 'grants'];
  /** ms that a phone takes to answer. */
  replyMs = 0;
  /** Seconds granted; undefined: as asked for. */
  granted: number | undefined = undefined;
  /** The person at each called phone. */
  person: { picksUp: boolean; ringsFor: number } | undefined = { picksUp: true, ringsFor: SECOND };

  constructor(phones: readonly PhoneConfig[], meets?: Meets) {
    const { sim } = this;
    this.hosts = new Hosts(sim, 3, phones.length);
    if (meets !== undefined) this.wire.disturb = meets;
    this.network = new Network(sim, this.hosts, WIRE, () => 0, this.wire);
    this.heard.follow(sim);
    this.handsets = new Handsets(phones);
    const { hosts, network } = this;
    const stories = { note: (_: CallId, what: Happening) => void this.noted.push(what) } as unknown as Stories;
    const replyTime = (): number => this.replyMs * MILLISECOND;
    this.lines = new ClientRegistrations(sim, hosts, network, phones, this.heard, replyTime);
    const ends = new Signal<[call: CallId, end: CallEnd]>('ends');
    ends.receive((call, end) => this.ends.push([this.now, call, end]));
    this.outgoing = new OutgoingCalls({
      sim,
      hosts,
      network,
      phones,
      registrations: this.lines,
      stories,
      replyTime,
      ends,
    });
    this.called = new CalledPhones({
      sim,
      hosts,
      network,
      phones,
      handsets: this.handsets,
      registrations: this.lines,
      outgoing: this.outgoing,
      stories,
      answering: { answerOf: () => this.person },
      replyTime,
      callerIsGone: this.callerIsGone,
      callsAreJoined: this.joined,
      putsDown: this.putsDown,
      talkIsOver: heard('talkIsOver', (call: CallId, phone: PhoneId) => this.talksOver.push([call, phone])),
    });
    const talks = new PhoneTalks(this.called, this.outgoing);
    this.transferring = new Transferring({
      hosts,
      network,
      replyTime,
      talks,
      refers: this.refers,
      transferRefused: heard('refused', (call: CallId) => this.refused.push(call)),
      parkerHears: this.parkerHears,
      slotIsKnown: this.slotIsKnown,
    });
    const isOnHold = heard('isOnHold', (call: CallId) => this.held.push(call));
    this.holding = new Holding({ sim, hosts, network, talks, holds: this.holds, isOnHold });
    this.options = new PhoneOptions(sim, hosts, network, replyTime);
    this.serve();
  }

  private serve(): void {
    const { network } = this;
    network.receive(REGISTER, 'server', ({ branch, nonce, expires }, server, phone) => {
      const registers = this.registers[server]!;
      if (registers === 'silent' || (registers === 'challengesOnly' && nonce !== 0)) return;
      const none = { branch, nonce: 0, stale: false, expires: 0 };
      if (nonce === 0) network.send(server, phone, REGISTER_RESPONSE, { ...none, status: 401, nonce: 7 });
      else if (registers === 'refuses') network.send(server, phone, REGISTER_RESPONSE, { ...none, status: 403 });
      else {
        const granted = expires === 0 ? 0 : (this.granted ?? expires);
        network.send(server, phone, REGISTER_RESPONSE, { ...none, status: 200, expires: granted });
      }
    });
    for (const message of [INVITE, INVITE_RESPONSE, ACK, CANCEL, BYE, OPTIONS, OPTIONS_RESPONSE, REFER, REINVITE])
      network.receive(message as typeof OPTIONS, 'server', () => void this.arrived.push([message.title, this.now]));
  }

  /** Seconds, to the millisecond. */
  get now(): number {
    return rounded(this.sim.now / SECOND);
  }

  until(seconds: number): this {
    this.sim.run(Math.round(seconds * SECOND));
    return this;
  }

  host(phone: number): HostId {
    return this.hosts.ofPhone(phone as PhoneId);
  }

  /** The first line of that phone begins to register. */
  begin(phone = 0): this {
    this.lines.begin(this.lines.linesOfPhone(phone as PhoneId)[0]!);
    return this;
  }

  /** Times of the REGISTERs to that server, or to all, from that second on; of a pair of passes the first alone. */
  registersTo(server?: number, from = 0): readonly number[] {
    return this.wire
      .all('REGISTER')
      .filter((seen) => seen.fields['nonce'] === 0 && seen.at >= from && (server ?? seen.to) === seen.to)
      .map(({ at }) => at);
  }

  /** The server answers the INVITE of that call. */
  say(status: number, call: number, server = 0, phone = 0): void {
    const fields = { dialog: call, call: call as CallId, status, nonce: status === 401 ? 1 : 0 };
    this.network.send(server as ServerId, this.host(phone), INVITE_RESPONSE, fields);
  }

  /** A server calls that phone. */
  invite(dialog: number, phone = 0, server = 0): void {
    this.network.send(server as ServerId, this.host(phone), INVITE, {
      dialog,
      call: -dialog as CallId,
      from: '1009',
      to: '1001',
      credentials: 'right',
      nonce: 0,
      digest: undefined,
    });
  }

  /** A server says so in a dialog of its own, or of the phone's. */
  inDialog(message: typeof ACK, dialog: number, phone = 0, server = 0): void {
    const call = (dialog < 0 ? -dialog : dialog) as CallId;
    this.network.send(server as ServerId, this.host(phone), message, { dialog, call });
  }

  dial(call: number, phone = 0, to = '1002'): void {
    this.outgoing.place({
      call: call as CallId,
      phone: phone as PhoneId,
      to,
      server: this.outgoing.serverFor(phone as PhoneId),
    });
  }

  /** What is left when all is over. */
  get left(): number {
    return this.outgoing.size + this.called.size;
  }
}

/** A signal with its receiver. */
function heard<A extends readonly unknown[]>(name: string, receiver: (...args: A) => unknown): Signal<A> {
  const signal = new Signal<A>(name);
  signal.receive((...args) => void receiver(...args));
  return signal;
}
