import type { Signal } from '../../../kernel/signal.ts';
import type { CallId, ChannelId, HostId, LegId, PhoneId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import type { Audio } from '../../people/audio.ts';
import { isServers, REINVITE, REINVITE_RESPONSE, type Reinvite } from '../../protocol/sip.ts';
import type { Stories } from '../../story/stories.ts';
import type { PhoneDevices, PhoneThreads } from '../channelDriver.ts';
import type { ChannelRow, Leg, LegTable } from '../channels/channelRows.ts';
import type { ChannelTable } from '../channels/channelTable.ts';

/**
 * A phone puts the other party on hold, and takes it back: the server that the phone is at plays music to that party
 * meanwhile, and the media comes through it, also where the phones sent it to each other before
 * (chan_sip.c:process_sdp of 1.2.6 and change_hold_state of 16; res_pjsip_sdp_rtp.c:apply_negotiated_sdp_stream).
 */
export class Holds {
  private readonly parts: HoldsParts;

  constructor(parts: HoldsParts) {
    this.parts = parts;
    parts.sip.receiveInDialog(REINVITE, (server, request, from) => {
      this.reinvited(server, request, from);
      return true;
    });
  }

  private reinvited(server: ServerId, { dialog, call, number, media }: Reinvite, from: HostId): void {
    const { network, stories, audio } = this.parts;
    const end = isServers(dialog) ? this.calledEnd(dialog) : this.callingEnd(server, dialog);
    network.send(server, from, REINVITE_RESPONSE, { dialog, call, number, status: end === undefined ? 481 : 200 });
    const holds = media === 'sendonly';
    if (end === undefined || end.held === holds) return; // Sent again: its first answer was lost.
    this.setHeld(end, holds);
    if (holds) stories.note(end.call, { what: 'held', server, phone: end.phone as PhoneId });
    audio.send(end.call, holds ? { kind: 'held', server } : { kind: 'takenBack' });
  }

  /** The leg of a called phone, in a talk. */
  private calledEnd(dialog: number): Leg | undefined {
    const leg = this.parts.table.get(-dialog as LegId);
    const row = leg === undefined ? undefined : this.parts.channels.get(leg.channel);
    return leg !== undefined && row?.dial?.answeredBy === leg.id ? leg : undefined;
  }

  /** The channel of a phone that has called, in a talk. */
  private callingEnd(server: ServerId, dialog: number): ChannelRow | undefined {
    const { channels } = this.parts;
    const row = channels.get(channels.dialogOf(server, dialog) ?? (0 as ChannelId));
    return row?.dial !== undefined && row.dial.answeredBy !== 0 ? row : undefined;
  }

  private setHeld(end: Leg | ChannelRow, held: boolean): void {
    end.held = held;
    const counts = 'inUse' in end ? end.inUse : end.phone >= 0;
    if (counts) this.parts.devices.holds(end.server, end.phone as PhoneId, held ? 1 : -1);
  }
}

export interface HoldsParts {
  readonly network: Network;
  readonly sip: PhoneThreads;
  readonly devices: PhoneDevices;
  readonly stories: Stories;
  readonly table: LegTable;
  readonly channels: ChannelTable;
  /** What the caller hears. */
  readonly audio: Signal<[call: CallId, audio: Audio]>;
}
