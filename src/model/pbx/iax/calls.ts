import { MILLISECOND, SECOND, type Micros } from '../../../kernel/ids.ts';
import { InFlight } from '../../../kernel/inflight.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/simulation.ts';
import type { Callers } from '../../calls/callers.ts';
import type { IaxUser, ServerConfig } from '../../config.ts';
import type { Hosts } from '../../hosts.ts';
import type { CallId, ChannelId, HostId, IaxCallId, LegId, ServerId } from '../../ids.ts';
import type { Message, Network } from '../../network/network.ts';
import type { Rules } from '../../rules.ts';
import { CAUSE, type ChannelRow, type Leg, type LegListener } from '../channels/rows.ts';
import type { Console } from '../channels/console.ts';
import type { Finder } from '../dialplan/finder.ts';
import { NO_CHANNEL, PENDING } from '../dialplan/services.ts';
import { parseIaxAddress, type IaxAddress } from './address.ts';
import type { Secrets } from './secrets.ts';

/** chan_iax2.c:attempt_transmit: first resend after twice the ping time (1 s by default), then ten times as long, 10 s at most. */
const FIRST_RESEND: Micros = 2 * SECOND;
const LONGEST_RESEND: Micros = 10 * SECOND;
const MAX_RETRIES = 4;
/** A call is lost when its PING (every 20 s) is not ACKed through all resends (facts D). */
const PING: Micros = 20 * SECOND;
const PING_GIVEN_UP: Micros = 32 * SECOND;

type State = 'new' | 'authenticating' | 'accepted' | 'ended';

interface IaxCall {
  readonly id: IaxCallId;
  readonly leg: LegId;
  readonly call: CallId;
  readonly from: ServerId;
  readonly address: IaxAddress;
  state: State;
  /** The caller's side has heard something from the other. */
  heard: boolean;
  tokened: boolean;
  sends: number;
  timer: Scheduled;
  autokill: Scheduled;
  /** The called side's user, and whether its challenge is outstanding. */
  user: IaxUser | undefined;
  challenged: boolean;
  /** The called side knows of it: duplicates of NEW and AUTHREP are not worked off again. */
  seen: 'nothing' | 'new' | 'authrep';
  channel: ChannelId | 0;
  cause: number;
}

/** Makes the channel of a call that comes in: `Channels`. */
export interface IncomingCalls {
  openIax(server: ServerId, iax: IaxCallId, call: CallId, name: string, context: string, exten: string): ChannelRow;
  hangUpByCaller(channel: ChannelId): void;
}

/**
 * IAX2 between two servers: NEW, CALLTOKEN, challenge, ACCEPT, RINGING, ANSWER, HANGUP (facts D).
 *
 * The called side needs the dialplan lock before it challenges and again before it accepts. The caller's side knows of a
 * dead server only that it says nothing.
 */
export class IaxCalls {
  private readonly parts: IaxParts;
  private readonly table = new InFlight<IaxCall, IaxCallId>();
  /** Challenges outstanding, by server and user. */
  private readonly challenges: Map<string, number>[];
  /** Threads that wait for the dialplan lock, and frames that wait for a thread, by server. */
  private readonly waitingThreads: Int32Array;
  private readonly unread: { readonly type: Message<IaxCallId>; readonly id: IaxCallId }[][];
  private callNumbers = 0;

  private readonly newArrives: Message<IaxCallId>;
  private readonly tokenArrives: Message<IaxCallId>;
  private readonly authReqArrives: Message<IaxCallId>;
  private readonly authRepArrives: Message<IaxCallId>;
  private readonly acceptArrives: Message<IaxCallId>;
  private readonly rejectArrives: Message<IaxCallId>;
  private readonly ringingArrives: Message<IaxCallId>;
  private readonly answerArrives: Message<IaxCallId>;
  private readonly hangupArrivesAtCaller: Message<IaxCallId>;
  private readonly hangupArrivesAtCalled: Message<IaxCallId>;
  private readonly newTested: EventType<IaxCallId, number>;
  private readonly authTested: EventType<IaxCallId, number>;
  private readonly newIsRepeated: EventType<IaxCallId, HostId>;
  private readonly autokillEnds: EventType<IaxCallId, HostId>;
  private readonly pingIsDue: EventType<IaxCallId, HostId>;

  constructor(parts: IaxParts) {
    this.parts = parts;
    const { sim, hosts } = parts;
    this.challenges = parts.servers.map(() => new Map());
    this.waitingThreads = new Int32Array(parts.servers.length);
    this.unread = parts.servers.map(() => []);
    this.newArrives = hosts.on('iax.newArrives', (id, host) => this.withThread(this.newArrives, id, host as ServerId, (call) => this.takeNew(call)));
    this.tokenArrives = hosts.on('iax.callTokenArrives', (id) => this.repeatWithToken(id));
    this.authReqArrives = hosts.on('iax.authReqArrives', (id) => this.authenticate(id));
    this.authRepArrives = hosts.on('iax.authRepArrives', (id, host) => this.withThread(this.authRepArrives, id, host as ServerId, (call) => this.takeAuthRep(call)));
    this.acceptArrives = hosts.on('iax.acceptArrives', (id) => this.accepted(id));
    this.rejectArrives = hosts.on('iax.rejectArrives', (id) => this.rejected(id));
    this.ringingArrives = hosts.on('iax.ringingArrives', (id) => this.progressed(id, 'ringing'));
    this.answerArrives = hosts.on('iax.answerArrives', (id) => this.progressed(id, 'answered'));
    this.hangupArrivesAtCaller = hosts.on('iax.hangupArrivesAtCaller', (id) => this.endAtCaller(id));
    this.hangupArrivesAtCalled = hosts.on('iax.hangupArrivesAtCalled', (id) => this.endAtCalled(id));
    this.newTested = sim.on('iax.newIsTested', (id, search) => this.tested(id, search, (call, found) => this.challenge(call, found)));
    this.authTested = sim.on('iax.authIsTested', (id, search) => this.tested(id, search, (call, found) => this.accept(call, found)));
    this.newIsRepeated = hosts.on('iax.newIsRepeated', (id) => this.transmit(id));
    this.autokillEnds = hosts.on('iax.autokillEnds', (id) => this.autokilled(id));
    this.pingIsDue = hosts.on('iax.pingIsDue', (id) => this.ping(id));
  }

  parse(resource: string): IaxAddress | undefined {
    return parseIaxAddress(resource, this.parts.serverAt);
  }

  /** `IAX2/10.10.10.122:4569-1`: the number of the call on that server. */
  nameFor(_: ServerId, address: IaxAddress): string {
    this.callNumbers++;
    return `IAX2/${address.hostText.includes(':') ? address.hostText : `${address.hostText}:4569`}-${this.callNumbers}`;
  }

  // ---------------------------------------------------------------- the calling side

  open(leg: Leg, address: IaxAddress): IaxCallId {
    const call: IaxCall = {
      id: 0 as IaxCallId, leg: leg.id, call: leg.call, from: leg.server, address, state: 'new', heard: false,
      tokened: !this.parts.rules.callToken, sends: 0, timer: NOT_SCHEDULED, autokill: NOT_SCHEDULED,
      user: undefined, challenged: false, seen: 'nothing', channel: 0, cause: 0,
    };
    (call as { id: IaxCallId }).id = this.table.open(call);
    return call.id;
  }

  call(leg: Leg): void {
    const call = this.table.get(leg.iax as IaxCallId)!;
    const { autokillMs } = this.parts.servers[call.from]!.iax;
    // auto_congest: congestion twice the limit after NEW, unless something came back.
    if (autokillMs > 0) call.autokill = this.parts.sim.after(2 * autokillMs * MILLISECOND, this.autokillEnds, call.id, call.from);
    this.transmit(call.id);
  }

  hangUp(leg: Leg): void {
    const call = this.table.get(leg.iax as IaxCallId);
    if (call === undefined) return;
    this.toCalled(call, this.hangupArrivesAtCalled);
    this.stop(call);
    call.state = 'ended';
    this.closeIfDone(call);
  }

  private transmit(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call === undefined || call.state === 'ended' || call.heard) return;
    if (call.sends > MAX_RETRIES - 1) {
      // Four sends, and the pause after the last: the other side is taken for dead.
      this.endLeg(call, CAUSE.destinationOutOfOrder, true);
      return;
    }
    if (call.address.host >= 0) this.parts.network.send(call.from, call.address.host as HostId, this.newArrives, id, this.parts.frameTime());
    let pause = FIRST_RESEND;
    for (let i = 0; i < call.sends; i++) pause = Math.min(10 * pause, LONGEST_RESEND);
    call.sends++;
    call.timer = this.parts.sim.after(pause, this.newIsRepeated, id, call.from);
  }

  private repeatWithToken(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call === undefined || call.state === 'ended' || call.tokened) return;
    call.tokened = true;
    this.toCalled(call, this.newArrives);
  }

  private authenticate(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call === undefined || call.state === 'ended') return;
    this.hear(call);
    call.state = 'authenticating';
    this.toCalled(call, this.authRepArrives);
  }

  private accepted(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call === undefined || call.state === 'ended') return;
    this.hear(call);
    call.state = 'accepted';
    call.timer = this.parts.sim.after(PING, this.pingIsDue, id, call.from);
    const address = call.address.hostText;
    this.parts.console.say(call.from, () => `    -- Call accepted by ${address} (format ulaw)`);
    this.parts.console.say(call.from, () => (this.parts.rules.dialect === '16' ? '    -- Format for call is (ulaw)' : '    -- Format for call is ulaw'));
  }

  private rejected(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call === undefined || call.state === 'ended') return;
    this.hear(call);
    this.endLeg(call, call.cause, call.cause === CAUSE.unallocated);
  }

  private progressed(id: IaxCallId, state: 'ringing' | 'answered'): void {
    const call = this.table.get(id);
    const leg = call === undefined ? undefined : this.parts.legs.get(call.leg);
    if (call === undefined || leg === undefined || call.state === 'ended') return;
    this.hear(call);
    if (state === 'answered') this.parts.sim.cancel(call.timer); // From here media tells: a cut ends the talk at once.
    leg.state = state;
    this.parts.listener.legChanged(leg);
  }

  private endAtCaller(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call !== undefined && call.state !== 'ended') this.endLeg(call, call.cause, false);
  }

  /** auto_congest: no part of the other side has spoken. */
  private autokilled(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call !== undefined && !call.heard && call.state !== 'ended') this.endLeg(call, CAUSE.congestion, true);
  }

  private ping(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call === undefined || call.state === 'ended') return;
    const other = call.address.host as HostId;
    const alive = this.parts.hosts.isUp(other) && this.parts.network.reaches(call.from, other) && call.channel !== 0;
    const next = alive ? PING : PING_GIVEN_UP;
    if (!alive && call.heard && call.seen === 'nothing') this.endLeg(call, CAUSE.destinationOutOfOrder, true);
    else {
      if (!alive) call.seen = 'nothing'; // The next look, after all resends, ends it.
      call.timer = this.parts.sim.after(next, this.pingIsDue, id, call.from);
    }
  }

  private endLeg(call: IaxCall, cause: number, misrouted: boolean): void {
    this.stop(call);
    call.state = 'ended';
    const attempt = this.parts.callers.get(call.call);
    if (attempt !== undefined && misrouted) attempt.misrouted = true;
    const leg = this.parts.legs.get(call.leg);
    if (leg !== undefined && leg.state !== 'ended') {
      this.parts.console.say(call.from, () => `    -- Hungup '${leg.name}'`);
      leg.state = 'ended';
      leg.cause = cause;
      this.parts.listener.legChanged(leg);
    }
    this.closeIfDone(call);
  }

  private hear(call: IaxCall): void {
    if (call.heard) return;
    call.heard = true;
    this.parts.sim.cancel(call.timer);
    this.parts.sim.cancel(call.autokill);
  }

  // ---------------------------------------------------------------- the called side

  /** A frame is read by a free thread; those that wait for the dialplan lock are not free. */
  private withThread(type: Message<IaxCallId>, id: IaxCallId, server: ServerId, work: (call: IaxCall) => boolean): void {
    const call = this.table.get(id);
    if (call === undefined) return; // The caller has given up.
    if (this.waitingThreads[server]! >= this.parts.rules.iaxThreads) this.unread[server]!.push({ type, id });
    else if (!work(call)) this.waitingThreads[server]!++;
  }

  private takeNew(call: IaxCall): boolean {
    if (call.seen !== 'nothing') return true; // Sent again before our answer came.
    const server = call.address.host as ServerId;
    if (!call.tokened) {
      this.toCaller(call, this.tokenArrives);
      return true;
    }
    call.seen = 'new';
    const users = this.parts.servers[server]!.iax.users;
    call.user = users.find((user) => user.name === call.address.user) ?? (call.address.user === '' ? users.find((user) => user.name === 'guest') : undefined);
    if (call.user === undefined) {
      this.reject(call, CAUSE.facilityRejected);
      return true;
    }
    return this.test(call, this.newTested, (found) => this.challenge(call, found));
  }

  private test(call: IaxCall, done: EventType<IaxCallId, number>, then: (found: boolean) => void): boolean {
    const found = this.parts.finders[call.address.host as ServerId]!.find({
      context: this.contextOf(call), exten: call.address.exten, priority: 1, label: '', action: 'match', channel: NO_CHANNEL, macroNumber: '',
    }, done as EventType<number, number>, call.id);
    if (found === PENDING) return false;
    then(found.found);
    return true;
  }

  private tested(id: IaxCallId, search: number, then: (call: IaxCall, found: boolean) => void): void {
    const call = this.table.get(id);
    if (call === undefined) return;
    const server = call.address.host as ServerId;
    if (!this.parts.finders[server]!.has(search)) return; // The server crashed meanwhile.
    const found = this.parts.finders[server]!.take(search).found;
    then(call, found);
    this.waitingThreads[server]!--;
    const next = this.unread[server]!.shift();
    if (next !== undefined) this.parts.sim.after(0, next.type, next.id, server);
  }

  /** The extension is looked for before the challenge; what it says is used after it (chan_iax2.c:socket_process). */
  private challenge(call: IaxCall, found: boolean): void {
    const server = call.address.host as ServerId;
    const user = call.user!;
    if (user.secret === '' && user.dbSecret === '') {
      this.accept(call, found);
      return;
    }
    const { maxAuthReq } = this.parts.servers[server]!.iax;
    const outstanding = this.challenges[server]!.get(user.name) ?? 0;
    if (maxAuthReq > 0 && outstanding >= maxAuthReq) {
      this.reject(call, CAUSE.rejected);
      return;
    }
    call.challenged = true;
    this.challenges[server]!.set(user.name, outstanding + 1);
    this.toCaller(call, this.authReqArrives);
  }

  private takeAuthRep(call: IaxCall): boolean {
    if (call.seen !== 'new' || call.state === 'ended') return true;
    call.seen = 'authrep';
    this.settleChallenge(call);
    const server = call.address.host as ServerId;
    const user = call.user!;
    const right = user.dbSecret !== '' ? this.parts.secrets.accepts(server, call.address.secret) : user.secret === call.address.secret;
    if (!right) {
      this.reject(call, CAUSE.facilityRejected);
      return true;
    }
    return this.test(call, this.authTested, (found) => this.accept(call, found));
  }

  private accept(call: IaxCall, found: boolean): void {
    if (call.state === 'ended') {
      this.closeIfDone(call); // The caller hung up while this waited for the lock.
      return;
    }
    if (!found) {
      this.reject(call, CAUSE.unallocated); // "No such context/extension"
      return;
    }
    const server = call.address.host as ServerId;
    this.toCaller(call, this.acceptArrives);
    this.callNumbers++;
    const from = this.parts.servers[call.from]!.address;
    const name = this.parts.rules.dialect === '16' ? `IAX2/${call.user!.name}-${this.callNumbers}` : `IAX2/${from}:4569-${this.callNumbers}`;
    call.channel = this.parts.incoming.openIax(server, call.id, call.call, name, this.contextOf(call), call.address.exten).id;
  }

  private reject(call: IaxCall, cause: number): void {
    call.cause = cause;
    this.toCaller(call, this.rejectArrives);
  }

  private contextOf(call: IaxCall): string {
    return call.address.context === '' ? call.user!.context : call.address.context;
  }

  ring(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call !== undefined) this.toCaller(call, this.ringingArrives);
  }

  answer(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call !== undefined) this.toCaller(call, this.answerArrives);
  }

  /** The called side's plan has ended. */
  endByCallee(id: IaxCallId, cause: number): void {
    const call = this.table.get(id);
    if (call === undefined) return;
    call.cause = cause;
    call.channel = 0;
    if (call.state === 'ended') this.table.close(id);
    else this.toCaller(call, this.hangupArrivesAtCaller);
  }

  private endAtCalled(id: IaxCallId): void {
    const call = this.table.get(id);
    if (call === undefined) return;
    this.settleChallenge(call);
    if (call.channel !== 0) this.parts.incoming.hangUpByCaller(call.channel);
    else this.table.close(id);
  }

  private settleChallenge(call: IaxCall): void {
    if (!call.challenged) return;
    call.challenged = false;
    const server = call.address.host as ServerId;
    const name = call.user!.name;
    this.challenges[server]!.set(name, Math.max(0, (this.challenges[server]!.get(name) ?? 0) - 1));
  }

  // ---------------------------------------------------------------- both

  crash(server: ServerId): void {
    this.challenges[server]!.clear();
    this.waitingThreads[server] = 0;
    this.unread[server]!.length = 0;
    this.table.each((call) => {
      if (call.from === server) {
        this.stop(call);
        call.state = 'ended';
      }
      if (call.address.host === server) {
        call.channel = 0;
        call.challenged = false;
      }
      this.closeIfDone(call);
    });
  }

  private toCalled(call: IaxCall, message: Message<IaxCallId>): void {
    const other = call.address.host;
    if (other >= 0 && this.parts.network.reaches(call.from, other as HostId)) {
      this.parts.network.sendReliably(call.from, other as HostId, message, call.id, this.parts.frameTime());
    }
  }

  private toCaller(call: IaxCall, message: Message<IaxCallId>): void {
    const host = call.address.host as HostId;
    if (this.parts.network.reaches(host, call.from)) this.parts.network.sendReliably(host, call.from, message, call.id, this.parts.frameTime());
  }

  private stop(call: IaxCall): void {
    this.parts.sim.cancel(call.timer);
    this.parts.sim.cancel(call.autokill);
  }

  private closeIfDone(call: IaxCall): void {
    if (call.state === 'ended' && call.channel === 0 && !call.challenged) this.table.close(call.id);
  }
}

export interface IaxParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly rules: Rules;
  readonly servers: readonly ServerConfig[];
  readonly callers: Callers;
  readonly legs: { get(id: LegId): Leg | undefined };
  readonly listener: LegListener;
  readonly incoming: IncomingCalls;
  readonly finders: readonly Finder[];
  readonly secrets: Secrets;
  readonly console: Console;
  readonly serverAt: (address: string) => ServerId | -1;
  readonly frameTime: () => Micros;
}
