import type { Signal } from '../../../kernel/signal.ts';
import type { CallId, HostId, LegId, PhoneId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import type { Audio } from '../../people/audio.ts';
import { REINVITE, REINVITE_RESPONSE, type Reinvite } from '../../protocol/sip.ts';
import type { Stories } from '../../story/stories.ts';
import type { PhoneDevices, PhoneThreads } from '../channelDriver.ts';
import type { Leg, LegTable } from '../channels/channelRows.ts';
import type { ChannelTable } from '../channels/channelTable.ts';

/**
 * A called phone puts its caller on hold, and takes the call back: the server that the phone is at plays music to the
 * caller meanwhile, and the media comes through it, also where the phones sent it to each other before
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
    const { network, table, channels, stories, audio } = this.parts;
    const leg = table.get(-dialog as LegId);
    const row = leg === undefined ? undefined : channels.get(leg.channel);
    const isThere = leg !== undefined && row?.dial?.answeredBy === leg.id;
    network.send(server, from, REINVITE_RESPONSE, { dialog, call, number, status: isThere ? 200 : 481 });
    const holds = media === 'sendonly';
    if (!isThere || leg.held === holds) return; // Sent again: its first answer was lost.
    this.setHeld(leg, holds);
    if (holds) stories.note(leg.call, { what: 'held', server, phone: leg.phone as PhoneId });
    audio.send(leg.call, holds ? { kind: 'held', server } : { kind: 'takenBack' });
  }

  private setHeld(leg: Leg, held: boolean): void {
    leg.held = held;
    if (leg.inUse) this.parts.devices.holds(leg.server, leg.phone as PhoneId, held ? 1 : -1);
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
