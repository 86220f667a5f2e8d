import type { Simulation } from '../../../kernel/clock/simulation.ts';
import { SECOND } from '../../../kernel/units.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { ChannelId, ServerId } from '../../ids.ts';
import type { PhoneDevices } from '../channelDriver.ts';
import type { RowSelect } from '../dialplan/applications/sql.ts';
import type { Machine } from '../dialplan/machine.ts';
import type {
  Availability,
  ContactsResult,
  ChannelServices,
  DialRequest,
  DialResult,
  DialTarget,
  ParkResult,
  Pastime,
  Pending,
  Statement,
  StatementResult,
} from '../dialplan/services.ts';
import type { ChannelSide } from './callerSide.ts';
import type { ChannelStatements } from './channelStatements.ts';
import type { ChannelTable, IncomingInvite } from './channelTable.ts';
import { ENDED } from './dialogs.ts';
import type { Console } from './consoleLines.ts';
import type { DeviceQueries } from './deviceQueries.ts';
import type { Dialer } from './dialer.ts';
import type { ParkingLots } from '../parking/parkingLots.ts';
import { CAUSE, type ChannelRow } from './channelRows.ts';
import { leavePhone } from './phoneUse.ts';
import type { Unaided } from './unaided.ts';

/**
 * What the dialplan can do with the channel that runs it. It brings the parts of a server together for one call: its
 * caller, Dial, the database, the state of devices.
 */
export class Channels implements ChannelServices {
  private readonly parts: ChannelsParts;

  constructor(parts: ChannelsParts) {
    this.parts = parts;
    parts.threadBegins.receive((id) => this.begin(id));
    parts.callerHangsUp.receive((id) => this.hangUpByCaller(id));
  }

  private get rows(): ChannelTable['rows'] {
    return this.parts.table.rows;
  }

  // ---------------------------------------------------------------- a caller comes and goes

  private begin(id: ChannelId): void {
    const row = this.rows.get(id);
    if (row === undefined || row.closed) {
      if (row !== undefined) this.end(row);
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
    this.end(row);
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
    if (this.parts.parking.has(row)) return this.parts.parking.wait(row); // The caller has parked it.
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

  pickUp(id: ChannelId, lot: string, slot: number): ParkResult | Pending {
    return this.parts.parking.pickUp(this.rows.get(id)!, lot, slot);
  }

  leaveParking(id: ChannelId): ParkResult {
    return this.parts.parking.leave(this.rows.get(id)!);
  }

  knownState(id: ChannelId, target: DialTarget): number {
    return this.parts.queries.knownState(this.rows.get(id)!, target);
  }

  available(id: ChannelId, target: DialTarget, options: { readonly checkState: boolean }): Availability | Pending {
    return this.parts.queries.available(this.rows.get(id)!, target, options.checkState);
  }

  deviceState(id: ChannelId, target: DialTarget): Availability | Pending {
    return this.parts.queries.deviceState(this.rows.get(id)!, target);
  }

  contacts(id: ChannelId, account: string): ContactsResult | Pending {
    return this.parts.queries.contacts(this.rows.get(id)!, account);
  }

  statement(id: ChannelId, statement: Statement): StatementResult | Pending {
    return this.parts.statements.run(this.rows.get(id)!, statement);
  }

  selectRows(id: ChannelId, select: RowSelect | undefined): Pending {
    return this.parts.statements.select(this.rows.get(id)!, select);
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

  /** A party who was parked by the caller, and went before the thread had come to the slot, leaves it too. */
  private end(row: ChannelRow): void {
    if (row.side === 'leg' && this.parts.parking.has(row)) this.parts.parking.leave(row);
    this.close(row);
  }

  private close(row: ChannelRow): void {
    this.parts.statements.forget(row.id);
    leavePhone(row, this.parts.devices);
    this.parts.table.close(row);
  }
}

export interface ChannelsParts {
  readonly sim: Simulation;
  readonly table: ChannelTable;
  readonly devices: PhoneDevices;
  readonly dialer: Dialer;
  readonly parking: ParkingLots;
  readonly side: ChannelSide;
  readonly queries: DeviceQueries;
  readonly statements: ChannelStatements;
  readonly unaided: Unaided;
  readonly machines: readonly Machine[];
  readonly console: Console;
  readonly threadBegins: Signal<[channel: ChannelId]>;
  readonly callerHangsUp: Signal<[channel: ChannelId]>;
}
