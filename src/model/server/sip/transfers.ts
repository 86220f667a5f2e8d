import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';
import type { CallId, ChannelId, HostId, LegId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import type { Audio } from '../../people/audio.ts';
import { NOTIFY, REFER, REFER_RESPONSE, type Refer } from '../../protocol/sip.ts';
import type { Rules } from '../../rules.ts';
import type { Stories } from '../../story/stories.ts';
import type { ChannelSide } from '../channels/callerSide.ts';
import { CAUSE, type ChannelRow, type Leg, type LegTable } from '../channels/channelRows.ts';
import type { ChannelTable } from '../channels/channelTable.ts';
import type { Dialer } from '../channels/dialer.ts';
import type { Legs } from '../channels/legs.ts';
import { PARKING_ANNOUNCEMENT } from '../dialplan/index.ts';
import type { ParkingLots } from '../parking/parkingLots.ts';
import type { PhoneDevices, PhoneThreads } from '../channelDriver.ts';

/** A digit of a number that is said. Measured on 16.28: about 0.87 s each. */
const DIGIT: Micros = 870 * MILLISECOND;
/**
 * A leg that has sent a call away is ended so long after the REFER when the phone does not do so itself
 * (chan_sip.c: SIP_DEFER_BYE_ON_TRANSFER, DEFAULT_TRANS_TIMEOUT; measured on 16.28).
 */
const DEFERRED_BYE: Micros = 35 * SECOND;

/** What the parker hears on the own leg: the number of the slot; 0: there is none free, and the talk continues. */
export type ParkerHears = Signal<[call: CallId, phone: PhoneId, slot: number]>;

/**
 * Transfers by a called phone (chan_sip.c:handle_request_refer). Blind: the caller goes to an extension; one that parks gives
 * the caller a slot, which is said to the parker; any other is where the caller's channel continues. Attended: the caller
 * and the other party of a second dialog of the phone are joined, which must be on this server too; its leg stays in the
 * path of the talk, also when the phone is out of it.
 *
 * Only the called phone of a Dial can do it here; a REFER of a caller's own leg is refused.
 */
export class Transfers {
  private readonly parts: TransfersParts;

  private readonly slotIsSaid: EventType<LegId, HostId>;
  private readonly byeIsDue: EventType<LegId, HostId>;
  /** What is being said, by leg. */
  private readonly saying = new Map<LegId, number>();

  constructor(parts: TransfersParts) {
    this.parts = parts;
    parts.sip.receiveInDialog(REFER, (server, refer, from) => {
      this.refer(server, refer, from);
      return true;
    });
    this.slotIsSaid = parts.hosts.on('parking.slotIsSaid', (leg) => this.said(leg));
    this.byeIsDue = parts.hosts.on('sip.deferredByeIsDue', (leg) => parts.legs.drop(leg));
  }

  crash(server: ServerId): void {
    for (const id of this.saying.keys()) if (this.parts.table.get(id)?.server === server) this.saying.delete(id);
  }

  private refer(server: ServerId, { dialog, call, to, replaces }: Refer, from: HostId): void {
    const { network, table, channels, devices, stories } = this.parts;
    const leg = table.get(-dialog as LegId);
    const row = leg === undefined ? undefined : channels.get(leg.channel);
    const reply = (status: 202 | 404 | 481): void =>
      network.send(server, from, REFER_RESPONSE, { dialog, call, status });
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
    const { rules, channels, dialer, audio, stories, side, callerHangsUp } = this.parts;
    const other = this.secondOf(row, replaces);
    if (other === undefined) {
      reply(rules.dialect === '1.2' ? 404 : 202);
      if (rules.dialect !== '1.2') this.notify(leg, 481);
      return;
    }
    reply(202);
    dialer.join(row, leg, other);
    stories.note(row.call, { what: 'joined', server: row.server, with: other.call });
    audio.send(row.call, { kind: 'joined', by: other.call });
    this.notify(leg, 200);
    this.parts.sim.after(DEFERRED_BYE, this.byeIsDue, leg.id, leg.server);
    side.hangUp(other, CAUSE.normal);
    if (channels.get(other.id) !== undefined) callerHangsUp.send(other.id);
  }

  /** The channel of the phone's second call, if that call is answered. */
  private secondOf(row: ChannelRow, replaces: number): ChannelRow | undefined {
    const id = this.parts.channels.dialogOf(row.server, replaces);
    const other = id === undefined ? undefined : this.parts.channels.get(id);
    const answered = other?.dial === undefined ? undefined : this.parts.table.get(other.dial.answeredBy as LegId);
    return other !== undefined && other !== row && answered?.state === 'answered' ? other : undefined;
  }

  private park(row: ChannelRow, leg: Leg, phone: PhoneId, lot: string): void {
    const slot = this.parts.parking.reserve(row, lot, { name: leg.name, phone });
    const { sim } = this.parts;
    this.saying.set(leg.id, slot);
    const length = slot === 0 ? PARKING_ANNOUNCEMENT : DIGIT * String(slot).length;
    sim.after(length, this.slotIsSaid, leg.id, leg.server);
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

export interface TransfersParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly sip: PhoneThreads;
  readonly devices: PhoneDevices;
  readonly stories: Stories;
  readonly table: LegTable;
  readonly channels: ChannelTable;
  readonly legs: Legs;
  readonly dialer: Dialer;
  readonly parking: ParkingLots;
  readonly rules: Rules;
  readonly side: ChannelSide;
  /** What the caller hears. */
  readonly audio: Signal<[call: CallId, audio: Audio]>;
  /** To the channels: that one ends. */
  readonly callerHangsUp: Signal<[channel: ChannelId]>;
  /** Nothing of the dialplan file or of a registration fits that number. */
  readonly isUnknown: (server: ServerId, context: string, exten: string) => boolean;
  readonly parkerHears: ParkerHears;
}
