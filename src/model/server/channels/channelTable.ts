import { NOT_SCHEDULED, type EventType, type Simulation } from '../../../kernel/clock/simulation.ts';
import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { CallerId } from '../../config.ts';
import type { CallId, ChannelId, HostId, LegId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { TrunkCall } from '../../people/callerSignals.ts';
import type { Invite } from '../../protocol/sip.ts';
import type { IncomingCall } from '../iax2/calledEnd.ts';
import type { ChannelRow, Leg } from './channelRows.ts';
import type { Console } from './consoleLines.ts';
import { Dialogs } from './dialogs.ts';

/** An INVITE that has been accepted. */
export interface IncomingInvite {
  readonly server: ServerId;
  readonly invite: Invite;
  /** Where it came from. */
  readonly peer: HostId;
  /** The account of the caller; -1: no phone's. */
  readonly phone: PhoneId | -1;
  /** Of its channel: `SIP/NAME-…`, `PJSIP/NAME-…`. */
  readonly name: string;
  readonly context: string;
  /** Undefined: what the INVITE says. */
  readonly callerId: CallerId | undefined;
}

/** The far end of a leg of the same server. */
export interface LocalCall extends Pick<ChannelRow, 'server' | 'call' | 'name' | 'fromServer' | 'begins'> {
  readonly leg: LegId;
}

/** Where a new channel comes from. */
type Origin = Pick<ChannelRow, 'server' | 'side' | 'name' | 'call' | 'begins'> &
  Partial<Pick<ChannelRow, 'iax' | 'local' | 'leg' | 'phone' | 'dialog' | 'peer' | 'fromServer'>>;

/** The channels of all servers that run a dialplan: how each comes into being, and where its row is. */
export class ChannelTable {
  readonly rows = new SlotTable<ChannelRow, ChannelId>();
  private readonly dialogs: Dialogs;
  private readonly parts: ChannelTableParts;
  private readonly ofTrunkCall = new Map<CallId, ChannelId>();

  private readonly threadBegins: EventType<ChannelId, HostId>;

  constructor(parts: ChannelTableParts) {
    this.parts = parts;
    this.dialogs = new Dialogs(parts.sim, parts.hosts.servers);
    this.threadBegins = parts.hosts.on('channel.threadBegins', (id) => parts.threadBegins.send(id));
    parts.trunkCalls.receive((call) => this.openTrunk(call));
    parts.trunkHangsUp.receive((call) => {
      const id = this.ofTrunkCall.get(call);
      if (id !== undefined) parts.callerHangsUp.send(id);
    });
  }

  get(id: ChannelId): ChannelRow | undefined {
    return this.rows.get(id);
  }

  /** The channel of a Call-ID; ENDED for a while after its end, else undefined. */
  dialogOf(server: ServerId, dialog: number): ChannelId | undefined {
    return this.dialogs.get(server, dialog);
  }

  /** Its thread is started by `Channels.startThread`. */
  openSip({ server, invite, peer, phone, name, context, callerId }: IncomingInvite): ChannelRow {
    const { dialog, call, from, to } = invite;
    const callerNumber = callerId?.number || from; // Without one, the name that the phone presents (chan_sip.c:sip_new).
    const row = this.open({
      server,
      side: 'sip',
      name: this.parts.console.legName(this.parts.tech, name),
      call,
      phone,
      dialog,
      peer,
      fromServer: this.parts.hosts.isServer(peer),
      begins: { context, exten: to, callerNumber, callerName: callerId?.name || callerNumber },
    });
    this.dialogs.open(server, dialog, row.id);
    return row;
  }

  openIax({ server, iax, call, name, context, exten, callerNumber }: IncomingCall): ChannelRow {
    const begins = { context, exten, callerNumber, callerName: callerNumber };
    return this.startAfterwards(this.open({ server, side: 'iax', name, call, iax, fromServer: true, begins }));
  }

  openLocal({ leg, ...call }: LocalCall): ChannelRow {
    return this.startAfterwards(this.open({ ...call, side: 'local', local: leg }));
  }

  /**
   * A thread of its own for the party at the far end of a leg, from that extension on. The caller's number is the one that was
   * dialled to reach it (app_dial.c: the caller ID of a called channel, but for option o).
   */
  openLeg(leg: Leg, dialled: string, context: string, exten: string): ChannelRow {
    const begins = { context, exten, callerNumber: dialled, callerName: dialled };
    const { server, call, name, id } = leg;
    const row = this.open({ server, side: 'leg', name, call, leg: id, begins });
    row.answered = true;
    row.looked = true; // The plan looks for another person than the one who has answered.
    return row;
  }

  /** The party at the far end of the leg, which serves that call, is in the place of the phone that called. */
  becomesOfLeg(row: ChannelRow, leg: Leg): void {
    this.parts.sim.cancel(row.ackMissing);
    this.dialogs.end(row.server, row.dialog);
    row.side = 'leg';
    row.leg = leg.id;
    row.call = leg.call;
    row.phone = -1;
    row.peer = -1;
    row.held = false;
  }

  private openTrunk({ call, server, context, dialled, from }: TrunkCall): void {
    if (this.parts.hosts.isDown(server)) return; // Nothing drives the trunk's card: the caller hears silence.
    const name = this.parts.console.legName('Zap', '1');
    const begins = { context, exten: dialled, callerNumber: from, callerName: from };
    this.ofTrunkCall.set(call, this.startAfterwards(this.open({ server, side: 'trunk', name, call, begins })).id);
  }

  /** The channel is made and its thread started by another thread than the SIP thread, which is not waited for. */
  startAfterwards(row: ChannelRow): ChannelRow {
    this.parts.sim.after(this.parts.startTime(), this.threadBegins, row.id, row.server);
    return row;
  }

  private open(origin: Origin): ChannelRow {
    return this.rows.add((id) => ({
      id,
      server: origin.server,
      side: origin.side,
      name: origin.name,
      call: origin.call,
      fromServer: origin.fromServer ?? false,
      local: origin.local ?? 0,
      iax: origin.iax ?? 0,
      leg: origin.leg ?? 0,
      phone: origin.phone ?? -1,
      dialog: origin.dialog ?? 0,
      peer: origin.peer ?? -1,
      held: false,
      answered: false,
      ringing: false,
      closed: false,
      looked: false,
      notFound: false,
      ackMissing: NOT_SCHEDULED,
      dial: undefined,
      asking: undefined,
      begins: origin.begins,
    }));
  }

  close(row: ChannelRow): void {
    this.parts.sim.cancel(row.ackMissing);
    if (row.side === 'sip') this.dialogs.end(row.server, row.dialog);
    if (row.side === 'trunk') this.ofTrunkCall.delete(row.call);
    this.rows.close(row.id);
  }

  /** Every row of the server has been closed. */
  crash(server: ServerId): void {
    this.dialogs.crash(server);
  }
}

export interface ChannelTableParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly console: Console;
  /** Of the phones' channel driver. */
  readonly tech: 'SIP' | 'PJSIP';
  /** µs from the request to the first step of the dialplan, of a call that comes by IAX2 or from the PSTN. */
  readonly startTime: () => Micros;
  /** To `Channels`: the thread of a channel begins. */
  readonly threadBegins: Signal<[channel: ChannelId]>;
  /** To `Channels`: CANCEL, BYE, HANGUP, or the trunk. */
  readonly callerHangsUp: Signal<[channel: ChannelId]>;
  readonly trunkCalls: Signal<[call: TrunkCall]>;
  readonly trunkHangsUp: Signal<[call: CallId]>;
}
