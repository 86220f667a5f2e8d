import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { Stories } from '../../story/stories.ts';
import type { ServerConfig } from '../../config.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, IaxCallId, LegId, ServerId } from '../../ids.ts';
import type { Network, RowMessage } from '../../network/network.ts';
import type { Rules } from '../../rules.ts';
import type { Console } from '../channels/consoleLines.ts';
import { CAUSE, type Leg } from '../channels/channelRows.ts';
import { parseIaxAddress, type IaxAddress } from './address.ts';
import { closeIfDone, newCall, type IaxCall, type IaxTable, type ToCalled, type ToCaller } from './iaxCall.ts';

/**
 * chan_iax2.c:attempt_transmit: first resend after twice the ping time (1 s by default), then ten times as long, 10 s
 * at most.
 */
const FIRST_RESEND: Micros = 2 * SECOND;
const LONGEST_RESEND: Micros = 10 * SECOND;
const SENDS = 4;
/** A call is lost when its PING is not answered through all resends (facts D). */
const PING: Micros = 20 * SECOND;
const PING_GIVEN_UP: Micros = 32 * SECOND;

/**
 * The calling side of IAX2: NEW with its resends, the call token, the answer to the challenge, and what the other side
 * says of the call (facts D). It knows of a dead server only that it says nothing.
 */
export class IaxCalling implements ToCaller {
  private readonly parts: IaxCallingParts;
  private requests!: ToCalled;
  private callNumbers = 0;

  readonly tokenArrives: RowMessage<IaxCallId>;
  readonly authReqArrives: RowMessage<IaxCallId>;
  readonly acceptArrives: RowMessage<IaxCallId>;
  readonly rejectArrives: RowMessage<IaxCallId>;
  readonly ringingArrives: RowMessage<IaxCallId>;
  readonly answerArrives: RowMessage<IaxCallId>;
  readonly pongArrives: RowMessage<IaxCallId>;
  readonly hangupArrives: RowMessage<IaxCallId>;
  private readonly newIsRepeated: EventType<IaxCallId, HostId>;
  private readonly autokillEnds: EventType<IaxCallId, HostId>;
  private readonly pingIsDue: EventType<IaxCallId, HostId>;
  private readonly pongIsMissing: EventType<IaxCallId, HostId>;

  constructor(parts: IaxCallingParts) {
    this.parts = parts;
    const { hosts } = parts;
    this.tokenArrives = this.message('iax.callTokenArrives', (call) => this.repeatWithToken(call));
    this.authReqArrives = this.message('iax.authReqArrives', (call) => this.send(call, this.requests.authRepArrives));
    this.acceptArrives = this.message('iax.acceptArrives', (call) => this.accepted(call));
    this.rejectArrives = this.message('iax.rejectArrives', (call) => this.rejected(call));
    this.ringingArrives = this.message('iax.ringingArrives', (call) => this.progressed(call, 'ringing'));
    this.answerArrives = this.message('iax.answerArrives', (call) => this.progressed(call, 'answered'));
    this.pongArrives = this.message('iax.pongArrives', (call) => this.pingAgain(call));
    this.hangupArrives = this.message('iax.hangupArrivesAtCaller', (call) => this.end(call, call.cause, false));
    this.newIsRepeated = hosts.on('iax.newIsRepeated', (id) => this.transmit(id));
    this.autokillEnds = hosts.on('iax.autokillEnds', (id) => this.autokilled(id));
    this.pingIsDue = hosts.on('iax.pingIsDue', (id) => this.ping(id));
    this.pongIsMissing = hosts.on('iax.pongIsMissing', (id) => this.lost(id));
  }

  connect(requests: ToCalled): void {
    this.requests = requests;
  }

  /** A frame from the other side; whatever it says, the other side lives. */
  private message(name: string, handler: (call: IaxCall) => void): RowMessage<IaxCallId> {
    return this.parts.hosts.on(name, (id) => {
      const call = this.parts.table.get(id);
      if (call === undefined || call.ended) return; // The caller has hung up since.
      this.hear(call);
      handler(call);
    });
  }

  parse(resource: string): IaxAddress | undefined {
    return parseIaxAddress(resource, this.parts.serverAt);
  }

  /** `IAX2/10.10.10.122:4569-1`: the number of the call on that server. */
  nameFor(address: IaxAddress): string {
    this.callNumbers++;
    return `IAX2/${address.hostText.includes(':') ? address.hostText : `${address.hostText}:4569`}-${this.callNumbers}`;
  }

  open(leg: Leg, address: IaxAddress): IaxCallId {
    const call = newCall(leg, address, !this.parts.rules.callToken);
    (call as { id: IaxCallId }).id = this.parts.table.open(call);
    return call.id;
  }

  call(leg: Leg): void {
    const call = this.parts.table.get(leg.iax as IaxCallId)!;
    const { autokillMs } = this.parts.servers[call.from]!.iax;
    // auto_congest: congestion after twice the limit, unless something came back.
    if (autokillMs > 0)
      call.autokill = this.parts.sim.after(2 * autokillMs * MILLISECOND, this.autokillEnds, call.id, call.from);
    this.transmit(call.id);
  }

  hangUp(leg: Leg): void {
    const call = this.parts.table.get(leg.iax as IaxCallId);
    if (call === undefined) return;
    this.send(call, this.requests.hangupArrives);
    this.stop(call);
    closeIfDone(this.parts.table, call);
  }

  crash(server: ServerId): void {
    this.parts.table.each((call) => {
      if (call.from !== server) return;
      this.stop(call);
      closeIfDone(this.parts.table, call);
    });
  }

  private transmit(id: IaxCallId): void {
    const call = this.parts.table.get(id);
    if (call === undefined || call.ended || call.heard) return;
    if (call.sends === SENDS) {
      this.end(call, CAUSE.destinationOutOfOrder, true);
      return;
    }
    const other = call.address.host;
    if (other >= 0)
      this.parts.network.sendRow(call.from, other as HostId, this.requests.newArrives, id, this.parts.frameTime());
    let pause = FIRST_RESEND;
    for (let i = 0; i < call.sends; i++) pause = Math.min(10 * pause, LONGEST_RESEND);
    call.sends++;
    call.timer = this.parts.sim.after(pause, this.newIsRepeated, id, call.from);
  }

  private repeatWithToken(call: IaxCall): void {
    if (call.tokened) return;
    call.tokened = true;
    this.send(call, this.requests.newArrives);
  }

  private accepted(call: IaxCall): void {
    const { console, rules } = this.parts;
    console.say(
      call.from,
      () => `    -- Call accepted by ${call.address.hostText}${rules.dialect === '16' ? ':4569' : ''} (format ulaw)`,
    );
    console.say(call.from, () =>
      rules.dialect === '16' ? '    -- Format for call is (ulaw)' : '    -- Format for call is ulaw',
    );
    this.pingAgain(call);
  }

  /** chan_iax2.c tells it where authdebug is on: by default in 1.2, and not in 16. */
  private rejected(call: IaxCall): void {
    const { console, rules, legs } = this.parts;
    const why =
      call.cause === CAUSE.unallocated
        ? 'No such context/extension'
        : call.cause === CAUSE.rejected
          ? 'Unauthenticated call limit reached'
          : 'No authority found';
    const isHeard = rules.dialect === '1.2' && legs.get(call.leg) !== undefined;
    if (isHeard)
      console.say(
        call.from,
        () => `WARNING: chan_iax2.c:6986 socket_read: Call rejected by ${call.address.hostText}: ${why}`,
      );
    this.end(call, call.cause, call.cause === CAUSE.unallocated);
  }

  private progressed(call: IaxCall, state: 'ringing' | 'answered'): void {
    const leg = this.parts.legs.get(call.leg);
    if (leg === undefined) return;
    // From here the media tells: a cut ends the talk at once.
    if (state === 'answered') this.parts.sim.cancel(call.timer);
    leg.state = state;
    if (state === 'ringing') leg.rang = true;
    this.parts.legChanged.send(leg);
  }

  /** auto_congest: no part of the other side has spoken. */
  private autokilled(id: IaxCallId): void {
    const call = this.parts.table.get(id);
    if (call !== undefined && !call.heard && !call.ended) this.end(call, CAUSE.congestion, true);
  }

  private pingAgain(call: IaxCall): void {
    this.parts.sim.cancel(call.timer);
    if (this.parts.legs.get(call.leg)?.state === 'answered') return;
    call.timer = this.parts.sim.after(PING, this.pingIsDue, call.id, call.from);
  }

  private ping(id: IaxCallId): void {
    const call = this.parts.table.get(id);
    if (call === undefined || call.ended) return;
    this.send(call, this.requests.pingArrives);
    call.timer = this.parts.sim.after(PING_GIVEN_UP, this.pongIsMissing, id, call.from);
  }

  private lost(id: IaxCallId): void {
    const call = this.parts.table.get(id);
    if (call !== undefined && !call.ended) this.end(call, CAUSE.destinationOutOfOrder, true);
  }

  private end(call: IaxCall, cause: number, misrouted: boolean): void {
    const { stories, legs, legChanged, table } = this.parts;
    this.stop(call);
    stories.note(call.call, { what: 'legEnded', server: call.from, cause, misrouted });
    const leg = legs.get(call.leg);
    if (leg !== undefined && leg.state !== 'ended') {
      leg.state = 'ended';
      leg.cause = cause;
      legChanged.send(leg);
    }
    closeIfDone(table, call);
  }

  private hear(call: IaxCall): void {
    if (call.heard) return;
    call.heard = true;
    this.stopTimers(call);
  }

  private stop(call: IaxCall): void {
    this.stopTimers(call);
    call.ended = true;
  }

  private stopTimers(call: IaxCall): void {
    this.parts.sim.cancel(call.timer);
    this.parts.sim.cancel(call.autokill);
  }

  /** After NEW every frame is acknowledged and repeated: lost only when the servers are cut off from each other. */
  private send(call: IaxCall, message: RowMessage<IaxCallId>): void {
    const other = call.address.host as HostId;
    if (other >= 0 && this.parts.network.reaches(call.from, other))
      this.parts.network.sendRowReliably(call.from, other, message, call.id, this.parts.frameTime());
  }
}

export interface IaxCallingParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly rules: Rules;
  readonly servers: readonly ServerConfig[];
  readonly table: IaxTable;
  readonly stories: Stories;
  readonly legs: { get(id: LegId): Leg | undefined };
  readonly legChanged: Signal<[leg: Leg]>;
  readonly console: Console;
  readonly serverAt: (address: string) => ServerId | -1;
  readonly frameTime: () => Micros;
}
