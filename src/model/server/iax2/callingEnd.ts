import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { IaxPeer, ServerConfig } from '../../config.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, IaxCallId, ServerId } from '../../ids.ts';
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
  type Frame,
  type New,
} from '../../protocol/iax2.ts';
import type { Message } from '../../protocol/index.ts';
import type { Rules } from '../../rules.ts';
import type { Stories } from '../../story/stories.ts';
import type { Silence } from '../silence.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Console } from '../channels/consoleLines.ts';
import { CAUSE, type Leg, type LegTable } from '../channels/channelRows.ts';
import { iaxHostOf, parseIaxAddress, type IaxAddress } from './address.ts';
import type { DialSecrets } from './dialSecrets.ts';
import type { Frames } from './frames.ts';
import { LONGEST_RETRY, SHORTEST_RETRY } from './retries.ts';
import { newCalling, type CallingRow, type IaxRows } from './rows.ts';
import type { IaxQualify } from './iaxQualify.ts';
import type { Transmissions } from './transmissions.ts';

/**
 * The calling side of IAX2: NEW, the call token, the answer to the challenge, and what the other end says of the call
 * (chan_iax2.c:iax2_call, auto_congest, authenticate_reply; facts D). It knows of a dead server only that it says
 * nothing.
 */
export class IaxCalling {
  private readonly parts: IaxCallingParts;
  /** Number of the next channel name. */
  private names = 0;

  private readonly autokillEnds: EventType<IaxCallId, HostId>;

  constructor(parts: IaxCallingParts) {
    this.parts = parts;
    const { hosts } = parts;
    this.on(CALLTOKEN, (row) => this.repeatWithToken(row));
    this.on(AUTHREQ, (row) => this.authenticate(row));
    this.on(ACCEPT, (row) => this.accepted(row));
    this.on(REJECT, (row, { cause }) => this.rejected(row, cause));
    this.on(RINGING, (row) => this.progressed(row, 'ringing'));
    this.on(ANSWER, (row) => this.progressed(row, 'answered'));
    this.on(HANGUP, (row, { cause }) => this.end(row, cause, false));
    parts.frames.atCalling(INVAL, (row) => this.end(row, CAUSE.normal, false));
    this.autokillEnds = hosts.on('iax.autokillEnds', (id) => this.autokilled(id));
    parts.lost.receive((row) => this.end(row, CAUSE.destinationOutOfOrder, true));
  }

  /** A frame from the other end; whatever it says, the other end lives. */
  private on<F extends Frame>(message: Message<F>, handler: (row: CallingRow, fields: F) => void): void {
    this.parts.frames.atCalling(message, (row, fields) => {
      this.parts.sim.cancel(row.autokill);
      this.parts.transmissions.heard(row);
      handler(row, fields);
    });
  }

  /** Undefined when the server can make no call to it. */
  parse(server: ServerId, resource: string): IaxAddress | undefined {
    const { serverAt, servers, secrets } = this.parts;
    const { peers } = servers[server]!.iax;
    const registeredAt = (peer: string): ServerId | -1 => this.parts.accounts.hostOf(server, 'IAX2', peer);
    const isUnreachable = (peer: IaxPeer): boolean => this.parts.qualify.isUnreachable(server, peer);
    const dundiSecret = (): string => secrets.stored(server);
    return parseIaxAddress(resource, { peers, serverAt, registeredAt, isUnreachable, dundiSecret });
  }

  /** The peer of iax.conf that makes `parse` undefined, for it does not answer; undefined: it is for another reason. */
  silentPeer(
    server: ServerId,
    resource: string,
  ): (Silence & { readonly name: string; readonly host: ServerId | -1 }) | undefined {
    const { serverAt, servers, qualify } = this.parts;
    const { peers } = servers[server]!.iax;
    const peer = peers.find(({ name }) => name === iaxHostOf(resource));
    const silence = peer && qualify.silenceOf(server, peer);
    if (peer === undefined || silence === undefined) return undefined;
    const host = peer.host === 'dynamic' ? this.parts.accounts.hostOf(server, 'IAX2', peer.name) : serverAt(peer.host);
    const { asks, since, next } = silence;
    return { asks, since, next, name: peer.name, host };
  }

  /** `IAX2/10.10.10.122:4569-1`: the number of the call on that server. */
  nameFor(address: IaxAddress): string {
    this.names++;
    return `IAX2/${address.hostText.includes(':') ? address.hostText : `${address.hostText}:4569`}-${this.names}`;
  }

  /** `callerNumber`: caller id of the channel that dials. */
  open(leg: Leg, address: IaxAddress, callerNumber: string): IaxCallId {
    const { server, call } = leg;
    const { rules, servers, sim } = this.parts;
    const row = newCalling(
      { server, peer: address.host, call, leg: leg.id, address, callerNumber, tokened: !rules.callToken },
      sim.now,
      retryOf(address, servers[server]!),
    );
    this.parts.rows.openCalling(row);
    this.parts.transmissions.begins(row);
    return row.id;
  }

  call(leg: Leg): void {
    const row = this.parts.rows.calling.get(leg.iax as IaxCallId)!;
    const limit = limitOf(row.address, this.parts.servers[row.server]!);
    // auto_congest: congestion after twice the limit, unless something came back.
    if (limit > 0) row.autokill = this.parts.sim.after(2 * limit, this.autokillEnds, row.id, row.server);
    this.parts.transmissions.repeat(row, NEW, this.request(row));
  }

  hangUp(leg: Leg): void {
    const row = this.parts.rows.calling.get(leg.iax as IaxCallId);
    if (row === undefined) return;
    this.parts.transmissions.send(row, HANGUP, { cause: CAUSE.normal });
    this.close(row);
  }

  crash(server: ServerId): void {
    this.parts.rows.calling.each((row) => {
      if (row.server === server) this.close(row);
    });
  }

  private request({ address, callerNumber, tokened }: CallingRow): Omit<New, keyof Frame> {
    const { user, context, exten } = address;
    return { user, context, exten, callingNumber: callerNumber, tokened };
  }

  private repeatWithToken(row: CallingRow): void {
    if (row.tokened) return;
    row.tokened = true;
    this.parts.transmissions.repeat(row, NEW, this.request(row));
  }

  /** A call without a secret gives up when it is challenged: "I don't know how to authenticate" (authenticate_reply). */
  private authenticate(row: CallingRow): void {
    const secret = row.address.secret === '' ? this.secretFor(row) : row.address.secret;
    if (secret !== '') this.parts.transmissions.send(row, AUTHREP, { secret });
    else this.end(row, 0, false);
  }

  /** Of any peer at that address that has no user name, or the one of the call (authenticate_reply). */
  private secretFor({ server, address }: CallingRow): string {
    const { servers, serverAt } = this.parts;
    const peer = servers[server]!.iax.peers.find(
      ({ host, userName, secret }) =>
        secret !== '' && serverAt(host) === address.host && (userName === '' || userName === address.user),
    );
    return peer?.secret ?? '';
  }

  private accepted(row: CallingRow): void {
    const { console, rules, stories } = this.parts;
    stories.note(row.call, { what: 'reached', server: row.server });
    console.say(
      row.server,
      () => `    -- Call accepted by ${row.address.hostText}${rules.dialect === '16' ? ':4569' : ''} (format ulaw)`,
    );
    console.say(row.server, () =>
      rules.dialect === '16' ? '    -- Format for call is (ulaw)' : '    -- Format for call is ulaw',
    );
  }

  /** chan_iax2.c says it where authdebug is on: by default in 1.2, and not in 16. */
  private rejected(row: CallingRow, cause: number): void {
    const { console, rules, legs } = this.parts;
    const why =
      cause === CAUSE.unallocated
        ? 'No such context/extension'
        : cause === CAUSE.rejected
          ? 'Unauthenticated call limit reached'
          : 'No authority found';
    const isHeard = rules.dialect === '1.2' && legs.get(row.leg) !== undefined;
    if (isHeard)
      console.say(
        row.server,
        () => `WARNING: chan_iax2.c:6986 socket_read: Call rejected by ${row.address.hostText}: ${why}`,
      );
    this.end(row, cause, cause === CAUSE.unallocated);
  }

  private progressed(row: CallingRow, state: 'ringing' | 'answered'): void {
    const leg = this.parts.legs.get(row.leg);
    if (leg === undefined || leg.state === 'answered') return; // It came twice, or late.
    leg.state = state;
    if (state === 'ringing') leg.rang = true;
    this.parts.legChanged.send(leg);
  }

  /** auto_congest: no part of the other end has spoken. */
  private autokilled(id: IaxCallId): void {
    const row = this.parts.rows.calling.get(id);
    if (row !== undefined) this.end(row, CAUSE.congestion, true);
  }

  private end(row: CallingRow, cause: number, misrouted: boolean): void {
    const { legs, legChanged, stories } = this.parts;
    this.close(row);
    stories.note(row.call, { what: 'legEnded', server: row.server, cause, misrouted });
    const leg = legs.get(row.leg);
    if (leg === undefined || leg.state === 'ended') return;
    leg.state = 'ended';
    leg.cause = cause;
    legChanged.send(leg);
  }

  private close(row: CallingRow): void {
    this.parts.transmissions.forget(row);
    this.parts.sim.cancel(row.autokill);
    this.parts.rows.calling.close(row.id);
  }
}

/** iax2_call: the threshold of the peer's qualify, else autokill; 0: none. */
function limitOf({ maxMs }: IaxAddress, { iax: { autokillMs } }: ServerConfig): Micros {
  return (maxMs > 0 ? maxMs : autokillMs) * MILLISECOND;
}

/** iax2_call: with a limit the ping time is half of it. */
function retryOf(address: IaxAddress, server: ServerConfig): Micros | undefined {
  const limit = limitOf(address, server);
  return limit === 0 ? undefined : Math.min(Math.max(limit, SHORTEST_RETRY), LONGEST_RETRY);
}

export interface IaxCallingParts {
  readonly qualify: Pick<IaxQualify, 'isUnreachable' | 'silenceOf'>;
  /** Servers that have registered. */
  readonly accounts: Pick<Accounts, 'hostOf'>;
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly frames: Frames;
  readonly transmissions: Transmissions;
  /** A call whose other end is silent. */
  readonly lost: Signal<[row: CallingRow]>;
  readonly rules: Rules;
  readonly servers: readonly ServerConfig[];
  readonly rows: IaxRows;
  readonly stories: Pick<Stories, 'note'>;
  readonly legs: Pick<LegTable, 'get'>;
  readonly legChanged: Signal<[leg: Leg]>;
  readonly console: Console;
  readonly serverAt: (address: string) => ServerId | -1;
  readonly secrets: Pick<DialSecrets, 'stored'>;
}
