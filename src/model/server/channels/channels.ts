import { SECOND } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import { FAILED, type DatabaseClients } from '../mysql/databaseClients.ts';
import { NO_CONNECTION } from '../../protocol/mysql.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { ChannelId, PhoneId, ServerId } from '../../ids.ts';
import type { PhoneDevices, PhoneTables } from '../channelDriver.ts';
import type { RowSelect } from '../dialplan/applications/sql.ts';
import type { Machine } from '../dialplan/machine.ts';
import type { IaxCalling } from '../iax2/callingEnd.ts';
import {
  PENDING,
  type Availability,
  type ContactsResult,
  type ChannelServices,
  type DialRequest,
  type DialResult,
  type DialTarget,
  type ParkResult,
  type Pastime,
  type Pending,
  type Statement,
  type StatementResult,
} from '../dialplan/services.ts';
import type { ChannelSide } from './callerSide.ts';
import type { ChannelTable, IncomingInvite } from './channelTable.ts';
import { ENDED } from './dialogs.ts';
import type { Console } from './consoleLines.ts';
import type { Dialer } from './dialer.ts';
import { DEVICE } from '../devices.ts';
import type { ParkingLots } from '../parking/parkingLots.ts';
import { CAUSE, type Asking, type ChannelRow } from './channelRows.ts';
import type { Unaided } from './unaided.ts';

/** Why a device is read from the database. */
const PURPOSES = { available: 'chanIsAvail', state: 'deviceState', contacts: 'dialplan' } as const;

/** A device whose state alone was asked for. */
const NOT_CALLED: Availability = { kind: 'availability', deviceState: 0, channelName: '', cause: 0 };

/** What a statement of a channel was, until its answer comes: one of MYSQL(), or a SELECT of the server's own. */
type Asked = { readonly statement: Statement } | { readonly select: RowSelect | undefined };

/**
 * What the dialplan can do with the channel that runs it. It brings the parts of a server together for one call: its
 * caller, Dial, the database, the state of devices.
 */
export class Channels implements ChannelServices {
  private readonly parts: ChannelsParts;
  private readonly asked = new Map<ChannelId, Asked>();
  /** Connections that were opened to the standby's own address: what they read is as old as its lag. */
  private readonly atStandby = new Set<number>();

  private readonly deviceIsLoaded: EventType<ChannelId, number>;
  private readonly statementEnds: EventType<ChannelId, number>;

  constructor(parts: ChannelsParts) {
    this.parts = parts;
    const { sim } = parts;
    parts.threadBegins.receive((id) => this.begin(id));
    parts.callerHangsUp.receive((id) => this.hangUpByCaller(id));
    this.deviceIsLoaded = sim.on('channel.deviceIsLoaded', (id) => this.deviceLoaded(id));
    this.statementEnds = sim.on('channel.statementEnds', (id, ended) => this.stated(id, ended));
  }

  private get rows(): ChannelTable['rows'] {
    return this.parts.table.rows;
  }

  // ---------------------------------------------------------------- a caller comes and goes

  private begin(id: ChannelId): void {
    const row = this.rows.get(id);
    if (row === undefined || row.closed) {
      if (row !== undefined) this.close(row);
      return; // Hung up before its thread began.
    }
    const seconds = Math.floor(this.parts.sim.now / SECOND);
    this.parts.machines[row.server]!.start({
      channel: id,
      name: row.name,
      uniqueId: `${seconds}.${id}`,
      callerNumber: row.begins.callerNumber,
      callerName: row.begins.callerName,
      context: row.begins.context,
      exten: row.begins.exten,
      priority: 1,
    });
  }

  /** The channel of a Call-ID on this server; ENDED for a while after its end. */
  dialogOf(server: ServerId, dialog: number): ChannelId | undefined {
    return this.parts.table.dialogOf(server, dialog);
  }

  openSip(call: IncomingInvite): ChannelRow {
    return this.parts.table.openSip(call);
  }

  /** The channel's thread begins; false: its server has crashed since it was opened. */
  startThread(id: ChannelId): boolean {
    if (this.rows.get(id) === undefined) return false;
    this.begin(id);
    return true;
  }

  /** CANCEL or BYE of a dialog: its channel, when it has one on this server. */
  hangUpDialog(server: ServerId, dialog: number): void {
    const id = this.dialogOf(server, dialog);
    if (id !== undefined && id !== ENDED) this.hangUpByCaller(id);
  }

  /** ACK of a dialog. */
  acknowledged(server: ServerId, dialog: number): void {
    const row = this.rows.get(this.dialogOf(server, dialog) ?? ENDED);
    if (row !== undefined) this.parts.side.acknowledged(row);
  }

  /** The caller hung up: CANCEL, BYE, HANGUP, or the trunk. */
  private hangUpByCaller(id: ChannelId): void {
    const row = this.rows.get(id);
    if (row === undefined) return;
    const runs = this.parts.machines[row.server]!.get(id) !== undefined;
    if (runs) {
      if (row.side !== 'iax') row.closed = true;
      this.parts.machines[row.server]!.hangUp(id);
    } else if (row.side === 'iax') {
      this.parts.side.hangUp(row, CAUSE.normal);
    } else {
      row.closed = true;
    }
  }

  // ---------------------------------------------------------------- ChannelServices

  answer(id: ChannelId): void {
    const row = this.rows.get(id)!;
    if (row.side === 'sip' && !row.answered) this.parts.devices.stateChanges(row.server, row.phone);
    this.parts.side.answer(row);
    this.parts.unaided.answers(row);
  }

  isAnswered(id: ChannelId): boolean {
    return this.rows.get(id)!.answered;
  }

  indicate(id: ChannelId, what: 'ringing' | 'busy' | 'congestion' | 'progress' | 'proceeding'): void {
    const row = this.rows.get(id)!;
    if (what === 'busy' || what === 'congestion') this.parts.unaided.looks(row);
    if (what === 'ringing') this.parts.side.ring(row);
    else if (what === 'busy') this.parts.side.refuse(row, CAUSE.busy);
    else if (what === 'congestion') this.parts.side.refuse(row, CAUSE.congestion);
  }

  hangUpCaller(id: ChannelId, cause: number): void {
    const row = this.rows.get(id);
    if (row === undefined) return;
    this.parts.side.hangUp(row, cause);
    this.close(row);
  }

  dial(id: ChannelId, request: DialRequest): Pending {
    const row = this.rows.get(id)!;
    this.parts.unaided.looks(row);
    return this.parts.dialer.dial(row, request);
  }

  stopDial(id: ChannelId): DialResult {
    return this.parts.dialer.stop(this.rows.get(id)!);
  }

  park(id: ChannelId, lot: string): ParkResult | Pending {
    const row = this.rows.get(id)!;
    const slot = this.parts.parking.reserve(row, lot, { name: row.name, phone: -1 });
    return slot === 0 ? { kind: 'parked', end: 'full' } : this.parts.parking.wait(row);
  }

  waitParked(id: ChannelId): Pending {
    return this.parts.parking.wait(this.rows.get(id)!);
  }

  seekParked(id: ChannelId): void {
    this.parts.unaided.looks(this.rows.get(id)!);
  }

  queued(id: ChannelId, queue: string): void {
    this.parts.unaided.queued(this.rows.get(id)!, queue);
  }

  leavesQueue(id: ChannelId, queue: string, said: string): void {
    this.parts.unaided.leavesQueue(this.rows.get(id)!, queue, said);
  }

  knownState(id: ChannelId, { tech, resource }: DialTarget): number {
    const { devices } = this.parts;
    const { server } = this.rows.get(id)!;
    return tech.toUpperCase() === devices.tech
      ? devices.state(server, devices.parse(server, resource))
      : DEVICE.invalid;
  }

  pickUp(id: ChannelId, lot: string, slot: number): ParkResult | Pending {
    return this.parts.parking.pickUp(this.rows.get(id)!, lot, slot);
  }

  leaveParking(id: ChannelId): ParkResult {
    return this.parts.parking.leave(this.rows.get(id)!);
  }

  /** ChanIsAvail: what this server knows of the device, after the SELECTs that it takes to know it. */
  available(id: ChannelId, target: DialTarget, options: { readonly checkState: boolean }): Availability | Pending {
    const row = this.rows.get(id)!;
    const { devices } = this.parts;
    if (target.tech.toUpperCase() !== devices.tech) return this.judgeOther(row, target);
    const device = devices.parse(row.server, target.resource);
    const tables = devices.selects(row.server, device, options.checkState ? 'ask' : 'call');
    if (tables.length === 0) return this.judge(row, target, options.checkState);
    row.asking = { target, checkState: options.checkState, what: 'available', tables, asked: 0 };
    this.askNext(row, row.asking);
    return PENDING;
  }

  /** DEVICE_STATE(): at most one SELECT, and nothing is said of the call. */
  deviceState(id: ChannelId, target: DialTarget): Availability | Pending {
    const row = this.rows.get(id)!;
    const { devices } = this.parts;
    if (target.tech.toUpperCase() !== devices.tech) return { ...NOT_CALLED, deviceState: 4 };
    const device = devices.parse(row.server, target.resource);
    const tables = devices.selects(row.server, device, 'ask').slice(0, 1);
    if (tables.length === 0) return { ...NOT_CALLED, deviceState: devices.state(row.server, device) };
    row.asking = { target, checkState: true, what: 'state', tables, asked: 0 };
    this.askNext(row, row.asking);
    return PENDING;
  }

  private askNext(row: ChannelRow, asking: Asking): void {
    const table = asking.tables[asking.asked++]!;
    const purpose = PURPOSES[asking.what];
    const call = asking.what === 'state' ? 0 : row.call;
    this.parts.database.realtime(row.server, 'select', purpose, this.deviceIsLoaded, row.id, call, table);
  }

  private deviceLoaded(id: ChannelId): void {
    const row = this.rows.get(id);
    if (row?.asking === undefined) return;
    const { asking } = row;
    const { devices } = this.parts;
    const device = devices.parse(row.server, asking.target.resource);
    if (asking.what !== 'contacts') devices.stateLoaded(row.server, device);
    // The SELECTs after the first come with the channel, which is asked for only when the state allows it (facts E).
    const mayGoOn = !asking.checkState || allows(devices.state(row.server, device));
    const isDone = asking.asked === asking.tables.length;
    if (!isDone && mayGoOn) {
      this.askNext(row, asking);
      return;
    }
    row.asking = undefined;
    if (isDone) devices.loaded(row.server, device);
    const answer =
      asking.what === 'contacts'
        ? this.contactsOf(row, asking.target)
        : asking.what === 'state'
          ? { ...NOT_CALLED, deviceState: devices.state(row.server, device) }
          : this.judge(row, asking.target, asking.checkState);
    this.parts.machines[row.server]!.resume(id, answer);
  }

  private judge(row: ChannelRow, target: DialTarget, checkState: boolean): Availability {
    const { console, devices } = this.parts;
    const device = devices.parse(row.server, target.resource);
    const deviceState = devices.state(row.server, device);
    const can = (!checkState || allows(deviceState)) && devices.canCall(row.server, device);
    this.parts.unaided.comesTo(row, device.phone);
    if (!can) this.parts.unaided.looks(row);
    return {
      kind: 'availability',
      deviceState,
      channelName: can ? console.legName(devices.tech, devices.channelNameOf(device)) : '',
      cause: can ? 0 : devices.noChannelCause,
    };
  }

  /** A channel to a peer of iax.conf or to an address; to nobody else (chan_iax2.c:iax2_request, iax2_devicestate). */
  private judgeOther({ server }: ChannelRow, { tech, resource }: DialTarget): Availability {
    const isIax = /^iax2?$/i.test(tech);
    const can = isIax && this.parts.iax.parse(server, resource) !== undefined;
    return {
      kind: 'availability',
      deviceState: can ? 0 : 4,
      channelName: can ? this.parts.console.legName(tech, resource) : '',
      cause: can ? 0 : isIax ? CAUSE.unregistered : CAUSE.unallocated,
    };
  }

  statement(id: ChannelId, statement: Statement): StatementResult | Pending {
    const row = this.rows.get(id)!;
    if (statement.kind === 'disconnect') {
      this.parts.database.disconnect(row.server, statement.connection, row.call);
      this.atStandby.delete(statement.connection);
      return { kind: 'statement', ok: true, connection: 0, rows: [] };
    }
    this.asked.set(id, { statement });
    const connection = statement.kind === 'connect' ? NO_CONNECTION : statement.connection;
    this.parts.database.private(row.server, statement.kind, connection, this.statementEnds, id, row.call);
    return PENDING;
  }

  selectRows(id: ChannelId, select: RowSelect | undefined): Pending {
    const row = this.rows.get(id)!;
    this.asked.set(id, { select });
    const kind = select === undefined ? 'other' : 'select';
    this.parts.database.realtime(row.server, kind, 'dialplan', this.statementEnds, id, row.call, 'none');
    return PENDING;
  }

  contacts(id: ChannelId, account: string): ContactsResult | Pending {
    const row = this.rows.get(id)!;
    const { devices } = this.parts;
    const target = { tech: devices.tech, resource: account };
    const device = devices.parse(row.server, account);
    const tables = devices.selects(row.server, device, 'call');
    if (tables.length === 0) {
      devices.loaded(row.server, device);
      return this.contactsOf(row, target);
    }
    row.asking = { target, checkState: false, what: 'contacts', tables, asked: 0 };
    this.askNext(row, row.asking);
    return PENDING;
  }

  private contactsOf(row: ChannelRow, { resource }: DialTarget): ContactsResult {
    const { devices, tables } = this.parts;
    return { kind: 'contacts', contacts: tables.contacts(row.server, devices.parse(row.server, resource)) };
  }

  /** `ended`: OK or FAILED; of a `connect`, the number of its connection or FAILED. */
  private stated(id: ChannelId, ended: number): void {
    const ok = ended !== FAILED;
    const row = this.rows.get(id);
    const asked = this.asked.get(id);
    this.asked.delete(id);
    if (row === undefined || asked === undefined) return;
    if ('select' in asked) {
      const found = ok && asked.select !== undefined ? this.parts.tables.select(asked.select) : [];
      this.parts.machines[row.server]!.resume(id, { kind: 'statement', ok, connection: NO_CONNECTION, rows: found });
      return;
    }
    const { statement } = asked;
    if (ok && statement.kind === 'connect' && this.parts.sipTable.isStandby(statement.host)) this.atStandby.add(ended);
    const rows =
      ok && statement.kind === 'select' && statement.table.toLowerCase().startsWith('sip')
        ? this.parts.sipTable.select(statement.column, statement.name, this.atStandby.has(statement.connection))
        : [];
    this.parts.machines[row.server]!.resume(id, {
      kind: 'statement',
      ok,
      connection: statement.kind === 'connect' ? ended : NO_CONNECTION,
      rows,
    });
  }

  spend(id: ChannelId, on: Pastime): void {
    this.parts.unaided.spends(this.rows.get(id)!, on);
  }

  get wantsConsole(): boolean {
    return this.parts.console.wanted;
  }

  console(id: ChannelId, line: string): void {
    const row = this.rows.get(id);
    if (row !== undefined) this.parts.console.say(row.server, () => line);
  }

  log(id: ChannelId, level: 'NOTICE' | 'WARNING' | 'ERROR', where: string, text: string): void {
    this.console(id, `${level}: ${where}: ${text}`);
  }

  // ---------------------------------------------------------------- the end

  crash(server: ServerId): void {
    this.rows.each((row) => {
      if (row.server !== server) return;
      row.closed = true;
      this.close(row);
    });
    this.parts.table.crash(server);
  }

  private close(row: ChannelRow): void {
    this.asked.delete(row.id);
    if (row.phone >= 0) this.parts.devices.use(row.server, row.phone as PhoneId, -1);
    this.parts.table.close(row);
  }
}

/** app_chanisavail.c: unknown and not in use go on. */
function allows(state: number): boolean {
  return state <= 1;
}

export interface ChannelsParts {
  readonly sim: Simulation;
  readonly table: ChannelTable;
  readonly database: DatabaseClients;
  readonly tables: PhoneTables;
  readonly sipTable: SipTable;
  readonly devices: PhoneDevices;
  readonly dialer: Dialer;
  readonly parking: ParkingLots;
  readonly side: ChannelSide;
  readonly iax: Pick<IaxCalling, 'parse'>;
  readonly unaided: Unaided;
  readonly machines: readonly Machine[];
  readonly console: Console;
  readonly threadBegins: Signal<[channel: ChannelId]>;
  readonly callerHangsUp: Signal<[channel: ChannelId]>;
}
