import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { HostId, LegId, PhoneId, ServerId } from '../../ids.ts';
import { isServers, NOTIFY, REFER, REFER_RESPONSE, type Refer } from '../../protocol/sip.ts';
import { CAUSE, type ChannelRow, type Leg } from '../channels/channelRows.ts';
import type { Dialer } from '../channels/dialer.ts';
import { CallerTransfers } from './callerTransfers.ts';
import { DEFERRED_BYE, lengthOfSlot, secondOf } from './transferRules.ts';
import type { TransfersParts } from './transfersParts.ts';

/**
 * Transfers by a called phone (chan_sip.c:handle_request_refer). Blind: the caller goes to an extension; one that parks gives
 * the caller a slot, which is said to the parker; any other is where the caller's channel continues. Attended: the caller
 * and the other party of a second dialog of the phone are joined, which must be on this server too; its leg stays in the
 * path of the talk, also when the phone is out of it.
 *
 * What the phone that has called asks for is the affair of `CallerTransfers`.
 */
export class Transfers {
  private readonly parts: TransfersParts;
  private readonly byCaller: CallerTransfers;

  private readonly slotIsSaid: EventType<LegId, HostId>;
  private readonly byeIsDue: EventType<LegId, HostId>;
  /** What is being said, by leg. */
  private readonly saying = new Map<LegId, number>();

  constructor(parts: TransfersParts) {
    this.parts = parts;
    this.byCaller = new CallerTransfers(parts);
    parts.sip.receiveInDialog(REFER, (server, refer, from) => {
      this.refer(server, refer, from);
      return true;
    });
    this.slotIsSaid = parts.hosts.on('parking.slotIsSaid', (leg) => this.said(leg));
    this.byeIsDue = parts.hosts.on('sip.deferredByeIsDue', (leg) => parts.legs.drop(leg));
  }

  crash(server: ServerId): void {
    for (const id of this.saying.keys()) if (this.parts.table.get(id)?.server === server) this.saying.delete(id);
    this.byCaller.crash(server);
  }

  private refer(server: ServerId, refer: Refer, from: HostId): void {
    const { network, table, channels, devices, stories } = this.parts;
    const { dialog, call, to, replaces } = refer;
    const reply = (status: 202 | 404 | 481): void =>
      network.send(server, from, REFER_RESPONSE, { dialog, call, status });
    if (!isServers(dialog)) {
      this.byCaller.refer(server, refer, reply);
      return;
    }
    const leg = table.get(-dialog as LegId);
    const row = leg === undefined ? undefined : channels.get(leg.channel);
    if (leg === undefined || row?.dial?.answeredBy !== leg.id || leg.phone < 0) {
      reply(481);
      return;
    }
    const context = devices.contextOf(server, leg.phone as PhoneId);
    stories.note(row.call, { what: 'refers', server, phone: leg.phone as PhoneId, to });
    if (replaces !== 0) {
      this.attended(row, leg, replaces, reply);
      return;
    }
    const lot = this.parts.parking.lotOf(server, context, to);
    if (lot === undefined && this.parts.isUnknown(server, context, to)) {
      reply(404);
      return;
    }
    reply(202);
    if (lot !== undefined) this.park(row, leg, leg.phone as PhoneId, lot.name);
    else {
      stories.note(row.call, { what: 'sentOn', server });
      this.parts.audio.send(row.call, { kind: 'sentOn' });
      this.send(row, leg, { to: 'extension', context, exten: to });
    }
  }

  /** 1.2 refuses where it does not know the second dialog (get_refer_info), later releases say so by NOTIFY. */
  private attended(row: ChannelRow, leg: Leg, replaces: number, reply: (status: 202 | 404) => void): void {
    const { rules, channels, handOvers, audio, stories, side, callerHangsUp } = this.parts;
    const other = secondOf(this.parts, row, replaces);
    if (other === undefined) {
      reply(rules.dialect === '1.2' ? 404 : 202);
      if (rules.dialect !== '1.2') this.notify(leg, 481);
      return;
    }
    reply(202);
    handOvers.join(row, leg, other);
    stories.note(row.call, { what: 'joined', server: row.server, with: other.call });
    audio.send(row.call, { kind: 'joined', by: other.call });
    this.notify(leg, 200);
    this.parts.sim.after(DEFERRED_BYE, this.byeIsDue, leg.id, leg.server);
    side.hangUp(other, CAUSE.normal);
    if (channels.get(other.id) !== undefined) callerHangsUp.send(other.id);
  }

  private park(row: ChannelRow, leg: Leg, phone: PhoneId, lot: string): void {
    const slot = this.parts.parking.reserve(row, lot, { name: leg.name, phone });
    const { sim } = this.parts;
    this.saying.set(leg.id, slot);
    sim.after(lengthOfSlot(slot), this.slotIsSaid, leg.id, leg.server);
    if (slot > 0) this.send(row, leg, { to: 'slot' });
    else this.notify(leg, 503);
  }

  private send(row: ChannelRow, leg: Leg, transfer: Parameters<Dialer['transfer']>[2]): void {
    this.notify(leg, 200);
    this.parts.sim.after(DEFERRED_BYE, this.byeIsDue, leg.id, leg.server);
    this.parts.dialer.transfer(row, leg, transfer);
  }

  private notify({ id, server, host, call }: Leg, status: 200 | 481 | 503): void {
    this.parts.network.send(server, host as HostId, NOTIFY, { dialog: -id, call, status });
  }

  private said(id: LegId): void {
    const slot = this.saying.get(id);
    const leg = this.parts.table.get(id);
    this.saying.delete(id);
    if (slot === undefined || leg === undefined || leg.phone < 0) return;
    this.parts.parkerHears.send(leg.call, leg.phone as PhoneId, slot);
  }
}
