import type { Micros } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { ServerConfig } from '../../config.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { CallId, ChannelId, HostId, IaxCallId, ServerId } from '../../ids.ts';
import type { Network, RowMessage } from '../../network/network.ts';
import type { Rules } from '../../rules.ts';
import { CAUSE, type ChannelRow } from '../channels/channelRows.ts';
import type { Finder } from '../dialplan/finder.ts';
import { NO_CHANNEL, PENDING } from '../dialplan/services.ts';
import { closeIfDone, type IaxCall, type IaxTable, type ToCalled, type ToCaller } from './iaxCall.ts';
import type { Secrets } from './secrets.ts';

/** Makes the channel of a call that comes in: `Channels`. */
export interface IncomingCalls {
  openIax(server: ServerId, iax: IaxCallId, call: CallId, name: string, begins: ChannelRow['begins']): ChannelRow;
  hangUpByCaller(channel: ChannelId): void;
}

/** A frame that needs the lock, and that no thread was free to read. */
interface Unread {
  readonly frame: 'new' | 'authRep';
  readonly id: IaxCallId;
}

/**
 * The called side of IAX2: call token, user, challenge, secret, ACCEPT. It needs the dialplan lock before it challenges
 * and again before it accepts, and each frame that waits for it holds one of the threads that read IAX2 (facts D).
 */
export class IaxCalled implements ToCalled {
  private readonly parts: IaxCalledParts;
  private replies!: ToCaller;
  private callNumbers = 0;
  /** Challenges outstanding, by server and user. */
  private readonly challenges: Map<string, number>[];
  private readonly waitingThreads: Int32Array;
  private readonly unread: Unread[][];

  readonly newArrives: RowMessage<IaxCallId>;
  readonly authRepArrives: RowMessage<IaxCallId>;
  readonly pingArrives: RowMessage<IaxCallId>;
  readonly hangupArrives: RowMessage<IaxCallId>;
  private readonly newIsTested: EventType<IaxCallId, number>;
  private readonly authIsTested: EventType<IaxCallId, number>;

  constructor(parts: IaxCalledParts) {
    this.parts = parts;
    const { sim, hosts, servers } = parts;
    this.challenges = servers.map(() => new Map());
    this.waitingThreads = new Int32Array(servers.length);
    this.unread = servers.map(() => []);
    this.newArrives = hosts.on('iax.newArrives', (id, host) => this.read('new', id, host as ServerId));
    this.authRepArrives = hosts.on('iax.authRepArrives', (id, host) => this.read('authRep', id, host as ServerId));
    this.pingArrives = hosts.on('iax.pingArrives', (id) => this.pong(id));
    this.hangupArrives = hosts.on('iax.hangupArrivesAtCalled', (id) => this.hungUp(id));
    this.newIsTested = sim.on('iax.newIsTested', (id, search) =>
      this.tested(id, search, (call, found) => this.challenge(call, found)),
    );
    this.authIsTested = sim.on('iax.authIsTested', (id, search) =>
      this.tested(id, search, (call, found) => this.accept(call, found)),
    );
  }

  connect(replies: ToCaller): void {
    this.replies = replies;
  }

  // ---------------------------------------------------------------- threads

  private read(frame: Unread['frame'], id: IaxCallId, server: ServerId): void {
    if (this.waitingThreads[server]! >= this.parts.rules.iaxThreads) this.unread[server]!.push({ frame, id });
    else this.deal(frame, id, server);
  }

  /** With what came while no thread was free, as far as threads are free now. */
  private readOn(server: ServerId): void {
    while (this.unread[server]!.length > 0 && this.waitingThreads[server]! < this.parts.rules.iaxThreads) {
      const { frame, id } = this.unread[server]!.shift()!;
      this.deal(frame, id, server);
    }
  }

  private deal(frame: Unread['frame'], id: IaxCallId, server: ServerId): void {
    const call = this.parts.table.get(id);
    if (call === undefined || call.ended) return; // The caller has given up.
    const done = frame === 'new' ? this.takeNew(call) : this.takeAuthRep(call);
    if (done) return;
    call.waits = true;
    this.waitingThreads[server]!++;
  }

  private test(call: IaxCall, done: EventType<IaxCallId, number>, then: (found: boolean) => void): boolean {
    const found = this.parts.finders[call.address.host as ServerId]!.find(
      {
        context: contextOf(call),
        exten: call.address.exten,
        priority: 1,
        label: '',
        action: 'match',
        channel: NO_CHANNEL,
        macroNumber: '',
      },
      done as EventType<number, number>,
      call.id,
    );
    if (found === PENDING) {
      call.testing = true;
      return false;
    }
    then(found.found);
    return true;
  }

  private tested(id: IaxCallId, search: number, then: (call: IaxCall, found: boolean) => void): void {
    const call = this.parts.table.get(id);
    if (call === undefined) return;
    const server = call.address.host as ServerId;
    if (!this.parts.finders[server]!.has(search)) return; // The server crashed meanwhile.
    const { found } = this.parts.finders[server]!.take(search);
    call.waits = false;
    this.waitingThreads[server]!--;
    if (call.ended)
      closeIfDone(this.parts.table, call); // The caller hung up while this waited for the lock.
    else then(call, found);
    this.readOn(server);
  }

  // ---------------------------------------------------------------- from NEW to ACCEPT

  private takeNew(call: IaxCall): boolean {
    if (call.seen !== 'nothing') return true; // Sent again before our answer came.
    if (!call.tokened) {
      this.send(call, this.replies.tokenArrives);
      return true;
    }
    call.seen = 'new';
    const { users } = this.parts.servers[call.address.host as ServerId]!.iax;
    const name = call.address.user === '' ? 'guest' : call.address.user;
    call.user = users.find((user) => user.name === name);
    if (call.user === undefined) {
      this.reject(call, CAUSE.facilityRejected);
      return true;
    }
    return this.test(call, this.newIsTested, (found) => this.challenge(call, found));
  }

  /** The extension is looked for before the challenge, though a challenged caller is judged by the later look. */
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
      this.reject(call, CAUSE.rejected); // "Unauthenticated call limit reached"
      return;
    }
    call.challenged = true;
    this.challenges[server]!.set(user.name, outstanding + 1);
    this.send(call, this.replies.authReqArrives);
  }

  private takeAuthRep(call: IaxCall): boolean {
    if (call.seen !== 'new') return true;
    call.seen = 'authrep';
    this.settleChallenge(call);
    const user = call.user!;
    const isRight =
      user.dbSecret !== ''
        ? this.parts.secrets.accepts(call.address.host as ServerId, call.address.secret)
        : user.secret === call.address.secret;
    if (!isRight) {
      this.reject(call, CAUSE.facilityRejected);
      return true;
    }
    return this.test(call, this.authIsTested, (found) => this.accept(call, found));
  }

  private accept(call: IaxCall, found: boolean): void {
    if (!found) {
      this.reject(call, CAUSE.unallocated); // "No such context/extension"
      return;
    }
    this.send(call, this.replies.acceptArrives);
    this.callNumbers++;
    const from = this.parts.servers[call.from]!.address;
    const name =
      this.parts.rules.dialect === '16'
        ? `IAX2/${call.user!.name}-${this.callNumbers}`
        : `IAX2/${from}:4569-${this.callNumbers}`;
    call.channel = this.parts.incoming.openIax(call.address.host as ServerId, call.id, call.call, name, {
      context: contextOf(call),
      exten: call.address.exten,
      callerNumber: call.callerNumber,
    }).id;
  }

  private reject(call: IaxCall, cause: number): void {
    call.cause = cause;
    this.send(call, this.replies.rejectArrives);
  }

  private settleChallenge(call: IaxCall): void {
    if (!call.challenged) return;
    call.challenged = false;
    const outstanding = this.challenges[call.address.host]!;
    outstanding.set(call.user!.name, Math.max(0, (outstanding.get(call.user!.name) ?? 0) - 1));
  }

  // ---------------------------------------------------------------- the call itself

  ring(id: IaxCallId): void {
    const call = this.parts.table.get(id);
    if (call !== undefined) this.send(call, this.replies.ringingArrives);
  }

  answer(id: IaxCallId): void {
    const call = this.parts.table.get(id);
    if (call !== undefined) this.send(call, this.replies.answerArrives);
  }

  /** The plan of the called side has ended. */
  end(id: IaxCallId, cause: number): void {
    const call = this.parts.table.get(id);
    if (call === undefined) return;
    call.cause = cause;
    call.channel = 0;
    if (!call.ended) this.send(call, this.replies.hangupArrives);
    closeIfDone(this.parts.table, call);
  }

  private pong(id: IaxCallId): void {
    const call = this.parts.table.get(id);
    // A server that was restarted does not know the call: its INVAL ends it no sooner than the missing PONG would.
    if (call !== undefined && call.channel !== 0) this.send(call, this.replies.pongArrives);
  }

  private hungUp(id: IaxCallId): void {
    const call = this.parts.table.get(id);
    if (call === undefined) return;
    this.settleChallenge(call);
    if (call.channel !== 0) this.parts.incoming.hangUpByCaller(call.channel);
    else closeIfDone(this.parts.table, call);
  }

  crash(server: ServerId): void {
    this.challenges[server]!.clear();
    this.waitingThreads[server] = 0;
    this.unread[server]!.length = 0;
    this.parts.table.each((call) => {
      if (call.address.host !== server) return;
      call.channel = 0;
      call.challenged = false;
      call.testing = false;
      closeIfDone(this.parts.table, call);
    });
  }

  private send(call: IaxCall, message: RowMessage<IaxCallId>): void {
    const host = call.address.host as HostId;
    if (this.parts.network.reaches(host, call.from))
      this.parts.network.sendRowReliably(host, call.from, message, call.id, this.parts.frameTime());
  }
}

function contextOf(call: IaxCall): string {
  return call.address.context === '' ? call.user!.context : call.address.context;
}

export interface IaxCalledParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly rules: Rules;
  readonly servers: readonly ServerConfig[];
  readonly table: IaxTable;
  readonly incoming: IncomingCalls;
  readonly finders: readonly Finder[];
  readonly secrets: Secrets;
  readonly frameTime: () => Micros;
}
