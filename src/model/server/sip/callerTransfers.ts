import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { ChannelId, HostId, LegId, PhoneId, ServerId } from '../../ids.ts';
import { BYE, NOTIFY, type Refer } from '../../protocol/sip.ts';
import { CAUSE, type ChannelRow, type Leg } from '../channels/channelRows.ts';
import { leavePhone } from '../channels/phoneUse.ts';
import type { ParkingLotConfig } from '../../config.ts';
import type { TransfersParts } from './transfersParts.ts';
import { DEFERRED_BYE, lengthOfSlot, secondOf } from './transferRules.ts';

/**
 * Transfers by the phone that has called. Blind: the called party, at the far end of a leg, gets a thread of its own, which
 * begins at the extension (pbx.c:ast_async_goto makes a channel `AsyncGoto/…` for it; bridge.c:ast_bridge_transfer_blind);
 * one that parks gives it a slot. Attended: the called party takes the place of the phone in its call to the colleague
 * (chan_sip.c:attempt_transfer of 1.2; bridge.c:two_bridge_attended_transfer).
 *
 * The phone's own channel hears nobody any more, and ends with its BYE.
 */
export class CallerTransfers {
  private readonly parts: TransfersParts;

  private readonly slotIsSaid: EventType<ChannelId, HostId>;
  private readonly byeIsDue: EventType<ChannelId, HostId>;
  /** What is being said, by channel. */
  private readonly saying = new Map<ChannelId, number>();

  constructor(parts: TransfersParts) {
    this.parts = parts;
    this.slotIsSaid = parts.hosts.on('parking.slotIsSaidToCaller', (id) => this.said(id));
    this.byeIsDue = parts.hosts.on('sip.deferredByeToCallerIsDue', (id) => this.bye(id));
  }

  crash(server: ServerId): void {
    for (const id of this.saying.keys()) if (this.parts.channels.get(id)?.server === server) this.saying.delete(id);
  }

  /** `reply`: the response to the REFER. */
  refer(server: ServerId, refer: Refer, reply: (status: 202 | 404 | 481) => void): void {
    const { channels, table, devices, stories, rules } = this.parts;
    const row = channels.get(channels.dialogOf(server, refer.dialog) ?? (0 as ChannelId));
    const leg = row?.dial === undefined ? undefined : table.get(row.dial.answeredBy as LegId);
    if (row === undefined || leg?.state !== 'answered' || row.phone < 0) {
      reply(481);
      return;
    }
    const phone = row.phone as PhoneId;
    const context = devices.contextOf(server, phone);
    stories.note(row.call, { what: 'refers', server, phone, to: refer.to });
    if (refer.replaces !== 0) {
      const other = secondOf(this.parts, row, refer.replaces);
      reply(other === undefined && rules.dialect === '1.2' ? 404 : 202);
      if (other !== undefined) this.attended(row, leg, other);
      else if (rules.dialect !== '1.2') this.notify(row, 481);
      return;
    }
    const lot = this.parts.parking.lotOf(server, context, refer.to);
    if (lot === undefined && this.parts.isUnknown(server, context, refer.to)) {
      reply(404);
      return;
    }
    reply(202);
    if (lot === undefined) this.blind(row, leg, context, refer.to);
    else this.park(row, leg, lot);
  }

  private blind(row: ChannelRow, leg: Leg, context: string, exten: string): void {
    const { channels, stories, audio } = this.parts;
    const own = channels.openLeg(leg, row.begins.exten, context, exten);
    this.leave(row, leg, own);
    stories.note(row.call, { what: 'sentOn', server: row.server });
    audio.send(row.call, { kind: 'callerLeaves' });
    audio.send(row.call, { kind: 'sentOn' });
    channels.startAfterwards(own);
  }

  private park(row: ChannelRow, leg: Leg, { name, context, extension }: ParkingLotConfig): void {
    const { channels, parking, audio, sim } = this.parts;
    const own = channels.openLeg(leg, row.begins.exten, context, extension);
    const slot = parking.reserve(own, name, { name: row.name, phone: row.phone }, () =>
      audio.send(row.call, { kind: 'callerLeaves' }),
    );
    this.saying.set(row.id, slot);
    sim.after(lengthOfSlot(slot), this.slotIsSaid, row.id, row.server);
    if (slot === 0) {
      channels.close(own);
      this.notify(row, 503);
      return;
    }
    this.leave(row, leg, own);
    channels.startAfterwards(own);
  }

  private attended(row: ChannelRow, leg: Leg, other: ChannelRow): void {
    const { stories, audio, devices, network, handOvers } = this.parts;
    const consultation = other.call;
    if (network.reaches(other.server, other.peer as HostId))
      network.sendReliably(other.server, other.peer as HostId, BYE, { dialog: other.dialog, call: consultation });
    leavePhone(other, devices);
    handOvers.replace(other, leg);
    this.leave(row, leg, other);
    stories.note(row.call, { what: 'joined', server: row.server, with: consultation });
    audio.send(row.call, { kind: 'callerLeaves' });
    audio.send(row.call, { kind: 'joined', by: consultation });
  }

  /** The leg belongs to that channel from now on. */
  private leave(row: ChannelRow, leg: Leg, own: ChannelRow): void {
    this.parts.handOvers.release(row, leg, own);
    this.notify(row, 200);
    this.parts.sim.after(DEFERRED_BYE, this.byeIsDue, row.id, row.server);
  }

  private bye(id: ChannelId): void {
    const row = this.parts.channels.get(id);
    if (row === undefined) return;
    this.parts.side.hangUp(row, CAUSE.normal);
    if (this.parts.channels.get(id) !== undefined) this.parts.callerHangsUp.send(id);
  }

  private notify({ server, peer, dialog, call }: ChannelRow, status: 200 | 481 | 503): void {
    this.parts.network.send(server, peer as HostId, NOTIFY, { dialog, call, status });
  }

  private said(id: ChannelId): void {
    const slot = this.saying.get(id);
    const row = this.parts.channels.get(id);
    this.saying.delete(id);
    if (slot !== undefined && row !== undefined && row.phone >= 0)
      this.parts.parkerHears.send(row.call, row.phone as PhoneId, slot);
  }
}
