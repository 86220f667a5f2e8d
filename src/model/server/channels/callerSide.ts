import { NOT_SCHEDULED, type EventType, type Simulation } from '../../../kernel/clock/simulation.ts';
import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { CallId, ChannelId, HostId, IaxCalledId, LegId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { BYE, INVITE_RESPONSE } from '../../protocol/sip.ts';
import type { Stories } from '../../story/stories.ts';
import { CAUSE, statusOf, type ChannelRow } from './channelRows.ts';
import type { LocalLegs } from './localLegs.ts';

/** The end of a call that came over IAX2: `CalledEnd`. */
export interface IaxSide {
  ring(id: IaxCalledId): void;
  answer(id: IaxCalledId): void;
  end(id: IaxCalledId, cause: number): void;
}

/** RFC 3261 13.3.1.4: a 200 that is not acknowledged for 64 × T1 ends the dialog. */
const ACK_GIVEN_UP: Micros = 32 * SECOND;

/** The other end of a channel that runs the dialplan: the calling phone, the calling server, or a trunk. */
export class ChannelSide {
  private readonly parts: ChannelSideParts;

  private readonly ackIsMissing: EventType<ChannelId, HostId>;

  constructor(parts: ChannelSideParts) {
    this.parts = parts;
    this.ackIsMissing = parts.hosts.on('channel.ackIsMissing', (channel) => parts.callerIsLost.send(channel));
  }

  ring(row: ChannelRow): void {
    if (row.closed || row.ringing || row.answered) return;
    row.ringing = true;
    if (row.side === 'sip') this.respond(row, 180);
    else if (row.side === 'iax' && row.iax !== 0) this.parts.iax.ring(row.iax);
    else if (row.local !== 0) this.parts.local.ring(row.local);
  }

  answer(row: ChannelRow): void {
    if (row.closed || row.answered) return;
    row.answered = true;
    if (row.side === 'sip') {
      this.respond(row, 200);
      row.ackMissing = this.parts.sim.after(ACK_GIVEN_UP, this.ackIsMissing, row.id, row.server);
    } else if (row.side === 'iax' && row.iax !== 0) this.parts.iax.answer(row.iax);
    else if (row.local !== 0) this.parts.local.answer(row.local);
  }

  acknowledged(row: ChannelRow): void {
    this.parts.sim.cancel(row.ackMissing);
    row.ackMissing = NOT_SCHEDULED;
  }

  /** Busy() and Congestion(): an error while it is not answered, a tone afterwards. */
  refuse(row: ChannelRow, cause: number): void {
    if (row.closed) return;
    if (cause === CAUSE.busy || cause === CAUSE.congestion)
      this.parts.stories.note(row.call, {
        what: 'tone',
        server: row.server,
        tone: cause === CAUSE.busy ? 'busy' : 'congestion',
      });
    if (!row.answered) this.hangUp(row, cause);
  }

  hangUp(row: ChannelRow, cause: number): void {
    if (row.closed) return;
    row.closed = true;
    this.parts.sim.cancel(row.ackMissing);
    if (row.side === 'iax') {
      if (row.iax !== 0) this.parts.iax.end(row.iax, cause === 0 ? CAUSE.normal : cause);
    } else if (row.side === 'local') {
      if (row.local !== 0) this.parts.local.end(row.local, cause === 0 ? CAUSE.normal : cause);
    } else if (row.side === 'leg') {
      if (row.leg !== 0) this.parts.dropLeg(row.leg);
    } else if (row.side === 'trunk') {
      this.parts.trunkCallEnds.send(row.call);
    } else if (row.answered) {
      const { network } = this.parts;
      if (network.reaches(row.server, row.peer as HostId))
        network.sendReliably(row.server, row.peer as HostId, BYE, { dialog: row.dialog, call: row.call });
    } else {
      this.respond(row, statusOf(cause));
    }
  }

  /**
   * Repeated until it is acknowledged (final responses), or carried again by the next one: lost only between servers that
   * do not reach each other.
   */
  private respond(row: ChannelRow, status: number): void {
    const { dialog, call, peer, server } = row;
    if (!this.parts.network.reaches(server, peer as HostId)) return;
    this.parts.network.sendReliably(server, peer as HostId, INVITE_RESPONSE, { dialog, call, status, nonce: 0 });
  }
}

export interface ChannelSideParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly iax: IaxSide;
  readonly local: Pick<LocalLegs, 'ring' | 'answer' | 'end'>;
  /** Ends a leg that no Dial has any more. */
  readonly dropLeg: (leg: LegId) => void;
  readonly stories: Stories;
  /** To the PSTN caller: the plan has ended the call. */
  readonly trunkCallEnds: Signal<[call: CallId]>;
  /** To the channels: the caller does not acknowledge the answer. */
  readonly callerIsLost: Signal<[channel: ChannelId]>;
}
