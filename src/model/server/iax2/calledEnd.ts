import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { ServerConfig } from '../../config.ts';
import type { CallId, ChannelId, HostId, IaxCalledId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import {
  ACCEPT,
  ANSWER,
  AUTHREP,
  AUTHREQ,
  CALLTOKEN,
  HANGUP,
  INVAL,
  NEW,
  REJECT,
  RINGING,
  type AuthReply,
  type New,
} from '../../protocol/iax2.ts';
import type { Rules } from '../../rules.ts';
import { CAUSE } from '../channels/channelRows.ts';
import type { Finder } from '../dialplan/finder.ts';
import { NO_CHANNEL, PENDING } from '../dialplan/services.ts';
import type { Challenges } from './challenges.ts';
import type { Deliveries } from './deliveries.ts';
import type { Frames } from './frames.ts';
import type { Readers, Unread } from './readers.ts';
import { needsSecret, userFor } from './users.ts';
import { isCalling, newCalled, type CalledRow, type IaxRows } from './rows.ts';
import type { DialSecrets } from './dialSecrets.ts';
import type { Transmissions } from './transmissions.ts';

/** Makes the channel of a call that comes in, and ends it: `Channels`. */
export interface IncomingCalls {
  openIax(call: IncomingCall): { readonly id: ChannelId };
  hangUpByCaller(channel: ChannelId): void;
}

/** A call that has been accepted. */
export interface IncomingCall {
  readonly server: ServerId;
  readonly iax: IaxCalledId;
  readonly call: CallId;
  /** Of its channel: `IAX2/priv-1`. */
  readonly name: string;
  readonly context: string;
  readonly exten: string;
  readonly callerNumber: string;
}

/**
 * The called side of IAX2: call token, user, challenge, secret, ACCEPT (chan_iax2.c:socket_read, check_access,
 * authenticate_request, authenticate_verify). It needs the dialplan lock before it challenges and again before it
 * accepts, and each frame that waits for it holds one of the threads that read IAX2 (facts D).
 *
 * It knows of the caller only what the frames say.
 */
export class IaxCalled {
  private readonly parts: IaxCalledParts;
  /** Number of the next channel name. */
  private names = 0;

  private readonly newIsTested: EventType<IaxCalledId, number>;
  private readonly authIsTested: EventType<IaxCalledId, number>;

  constructor(parts: IaxCalledParts) {
    this.parts = parts;
    const { sim, network, frames } = parts;
    network.receive(NEW, 'server', (fields, to, from) => this.read(to as ServerId, { kind: 'new', fields, from }));
    network.receive(AUTHREP, 'server', (fields, to, from) => this.authRepArrives(to as ServerId, fields, from));
    frames.atCalled(HANGUP, (row) => this.hungUp(row));
    frames.atCalled(INVAL, (row) => this.hungUp(row));
    parts.lost.receive((row) => this.hungUp(row));
    this.newIsTested = sim.on('iax.newIsTested', (id, search) =>
      this.tested(id, search, (row, found) => this.challenge(row, found)),
    );
    this.authIsTested = sim.on('iax.authIsTested', (id, search) =>
      this.tested(id, search, (row, found) => this.accept(row, found)),
    );
  }

  // ---------------------------------------------------------------- threads

  private read(server: ServerId, frame: Unread): void {
    if (this.parts.readers.isFree(server)) this.deal(server, frame);
    else this.parts.readers.keep(server, frame);
  }

  private deal(server: ServerId, frame: Unread): void {
    if (frame.kind === 'new') this.takeNew(server, frame.from, frame.fields);
    else this.takeAuthRep(server, frame.from, frame.fields);
  }

  /** ast_exists_extension in the reading thread, which waits for the dialplan lock. */
  private test(row: CalledRow, done: EventType<IaxCalledId, number>, then: (found: boolean) => void): void {
    const found = this.parts.finders[row.server]!.find(
      {
        context: row.context,
        exten: row.exten,
        priority: 1,
        label: '',
        action: 'match',
        channel: NO_CHANNEL,
        caller: row.callerNumber,
        macroNumber: '',
      },
      done as EventType<number, number>,
      row.id,
    );
    if (found !== PENDING) {
      then(found.found);
      return;
    }
    row.testing = true;
    this.parts.readers.hold(row.server);
  }

  private tested(id: IaxCalledId, search: number, then: (row: CalledRow, found: boolean) => void): void {
    const row = this.parts.rows.called.get(id);
    if (row === undefined) return; // The server crashed meanwhile.
    const { finders, readers } = this.parts;
    const { found } = finders[row.server]!.take(search);
    row.testing = false;
    readers.release(row.server);
    if (row.state === 'over')
      this.close(row); // The caller hung up while this waited for the lock.
    else then(row, found);
    for (let frame = readers.next(row.server); frame !== undefined; frame = readers.next(row.server))
      this.deal(row.server, frame);
  }

  // ---------------------------------------------------------------- from NEW to ACCEPT

  private takeNew(server: ServerId, from: HostId, fields: New): void {
    const { frames, rows, rules, servers } = this.parts;
    if (rows.find(server, from, fields.source, 0) !== undefined) return; // Sent again before our answer came.
    if (rules.callToken && !fields.tokened) {
      frames.answerNew(fields, server, from, CALLTOKEN, {});
      return;
    }
    const user = userFor(servers[server]!.iax.users, fields);
    if (user === undefined) {
      frames.answerNew(fields, server, from, REJECT, { cause: CAUSE.facilityRejected });
      return;
    }
    const row = newCalled(
      {
        server,
        peer: from,
        peerNumber: fields.source,
        call: fields.call,
        user,
        context: fields.context === '' ? (user.contexts[0] ?? 'default') : fields.context,
        exten: fields.exten,
        callerNumber: fields.callingNumber,
      },
      this.parts.sim.now,
    );
    rows.openCalled(row);
    this.parts.transmissions.begins(row);
    this.test(row, this.newIsTested, (found) => this.challenge(row, found));
  }

  /** The extension is looked for before the challenge, though a challenged caller is judged by the later look. */
  private challenge(row: CalledRow, found: boolean): void {
    const { challenges, servers, transmissions } = this.parts;
    const { user, server } = row;
    if (!needsSecret(user)) {
      this.accept(row, found);
      return;
    }
    if (!challenges.begin(server, user.name, servers[server]!.iax.maxAuthReq)) {
      this.reject(row, CAUSE.rejected); // "Unauthenticated call limit reached"
      return;
    }
    row.state = 'challenged';
    transmissions.repeat(row, AUTHREQ, {});
  }

  /** It answers the challenge when it reaches the socket: 1.2 repeats nothing while its one thread waits. */
  private authRepArrives(server: ServerId, fields: AuthReply, from: HostId): void {
    const row = this.parts.rows.find(server, from, fields.source, fields.destination);
    if (row !== undefined) {
      if (!this.parts.deliveries.accepts(row, fields)) return;
      this.parts.transmissions.heard(row);
    }
    this.read(server, { kind: 'authRep', fields, from });
  }

  private takeAuthRep(server: ServerId, from: HostId, fields: AuthReply): void {
    const row = this.parts.frames.rowOf(fields, server, from);
    if (row === undefined || isCalling(row) || row.state !== 'challenged') return; // Unknown, or it came twice.
    this.parts.challenges.end(server, row.user.name);
    row.state = 'authenticated';
    const isRight =
      row.user.dbSecret !== '' ? this.parts.secrets.accepts(server, fields.secret) : row.user.secret === fields.secret;
    if (isRight) this.test(row, this.authIsTested, (found) => this.accept(row, found));
    else this.reject(row, CAUSE.facilityNotSubscribed); // authenticate_verify, "No authority found"
  }

  private accept(row: CalledRow, found: boolean): void {
    if (!found) {
      this.reject(row, CAUSE.unallocated); // "No such context/extension"
      return;
    }
    this.parts.transmissions.send(row, ACCEPT, {});
    row.state = 'accepted';
    const { id, server, call, context, exten, callerNumber } = row;
    const { incoming } = this.parts;
    row.channel = incoming.openIax({ server, iax: id, call, name: this.nameFor(row), context, exten, callerNumber }).id;
  }

  private nameFor(row: CalledRow): string {
    this.names++;
    return this.parts.rules.dialect === '16'
      ? `IAX2/${row.user.name}-${this.names}`
      : `IAX2/${this.parts.servers[row.peer]!.address}:4569-${this.names}`;
  }

  private reject(row: CalledRow, cause: number): void {
    this.parts.transmissions.send(row, REJECT, { cause });
    this.close(row);
  }

  // ---------------------------------------------------------------- the call itself

  ring(id: IaxCalledId): void {
    const row = this.parts.rows.called.get(id);
    if (row !== undefined) this.parts.transmissions.send(row, RINGING, {});
  }

  answer(id: IaxCalledId): void {
    const row = this.parts.rows.called.get(id);
    if (row !== undefined) this.parts.transmissions.send(row, ANSWER, {});
  }

  /** The plan of this side has ended, with a Q.850 cause. */
  end(id: IaxCalledId, cause: number): void {
    const row = this.parts.rows.called.get(id);
    if (row === undefined) return;
    if (row.state !== 'over') this.parts.transmissions.send(row, HANGUP, { cause });
    row.channel = 0;
    this.close(row);
  }

  /** HANGUP; INVAL: the other end has no such call; or it is silent. */
  private hungUp(row: CalledRow): void {
    if (row.state === 'over') return;
    this.parts.readers.forget(row.server, row.peer, row.peerNumber);
    this.settleChallenge(row);
    this.parts.transmissions.forget(row);
    row.state = 'over';
    if (row.channel !== 0) this.parts.incoming.hangUpByCaller(row.channel);
    else if (!row.testing) this.close(row);
  }

  private settleChallenge(row: CalledRow): void {
    if (row.state === 'challenged') this.parts.challenges.end(row.server, row.user.name);
  }

  private close(row: CalledRow): void {
    this.parts.transmissions.forget(row);
    this.parts.rows.closeCalled(row);
  }

  crash(server: ServerId): void {
    this.parts.challenges.crash(server);
    this.parts.readers.crash(server);
    this.parts.rows.called.each((row) => {
      if (row.server === server) this.close(row);
    });
  }
}

export interface IaxCalledParts {
  readonly sim: Simulation;
  readonly network: Network;
  readonly frames: Frames;
  readonly transmissions: Transmissions;
  readonly deliveries: Deliveries;
  /** A call whose other end is silent. */
  readonly lost: Signal<[row: CalledRow]>;
  readonly rules: Rules;
  readonly servers: readonly ServerConfig[];
  readonly rows: IaxRows;
  readonly readers: Readers;
  readonly challenges: Challenges;
  readonly incoming: IncomingCalls;
  readonly finders: readonly Finder[];
  readonly secrets: DialSecrets;
}
