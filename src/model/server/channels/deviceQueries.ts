import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { ChannelId } from '../../ids.ts';
import type { PhoneDevice, PhoneDevices, PhoneTables } from '../channelDriver.ts';
import { DEVICE } from '../devices.ts';
import type { Machine } from '../dialplan/machine.ts';
import {
  PENDING,
  type Availability,
  type ContactsResult,
  type DialTarget,
  type Pending,
} from '../dialplan/services.ts';
import type { IaxCalling } from '../iax2/callingEnd.ts';
import { FAILED, type DatabaseClients } from '../mysql/databaseClients.ts';
import { CAUSE, type Asking, type ChannelRow } from './channelRows.ts';
import type { ChannelTable } from './channelTable.ts';
import type { Console } from './consoleLines.ts';
import type { Unaided } from './unaided.ts';

/** Why a device is read from the database. */
const PURPOSES = { available: 'chanIsAvail', state: 'deviceState', contacts: 'dialplan' } as const;

/** A device whose state alone was asked for. */
const NOT_CALLED: Availability = { kind: 'availability', deviceState: 0, channelName: '', cause: 0 };

/**
 * What the dialplan asks of devices: ChanIsAvail, DEVICE_STATE(), and the functions that read contacts. The channel waits
 * for the SELECTs that it takes to know a device.
 *
 * Nothing is sent to a phone for it.
 */
export class DeviceQueries {
  private readonly parts: DeviceQueriesParts;
  private readonly deviceIsLoaded: EventType<ChannelId, number>;

  constructor(parts: DeviceQueriesParts) {
    this.parts = parts;
    this.deviceIsLoaded = parts.sim.on('channel.deviceIsLoaded', (id, ended) => this.loaded(id, ended !== FAILED));
  }

  /** Nothing is asked for it. */
  knownState({ server }: ChannelRow, { tech, resource }: DialTarget): number {
    const { devices } = this.parts;
    return tech.toUpperCase() === devices.tech
      ? devices.state(server, devices.parse(server, resource))
      : DEVICE.invalid;
  }

  /** ChanIsAvail: what this server knows of the device, after the SELECTs that it takes to know it. */
  available(row: ChannelRow, target: DialTarget, checkState: boolean): Availability | Pending {
    const { devices } = this.parts;
    if (target.tech.toUpperCase() !== devices.tech) return this.judgeOther(row, target);
    const device = devices.parse(row.server, target.resource);
    const tables = devices.selects(row.server, device, checkState ? 'ask' : 'call');
    if (tables.length === 0) return this.judge(row, target, checkState);
    row.asking = { target, checkState, what: 'available', tables, asked: 0 };
    this.askNext(row, row.asking);
    return PENDING;
  }

  /** DEVICE_STATE(): at most one SELECT, and nothing is said of the call. */
  deviceState(row: ChannelRow, target: DialTarget): Availability | Pending {
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

  private loaded(id: ChannelId, ok: boolean): void {
    const row = this.parts.table.rows.get(id);
    if (row?.asking === undefined) return;
    const { asking } = row;
    const { devices } = this.parts;
    const device = devices.parse(row.server, asking.target.resource);
    if (!ok) {
      this.isNobody(row, asking, device);
      return;
    }
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

  /** The database has failed: there is no device of that name (chan_sip.c:sip_devicestate, sip_request_call). */
  private isNobody(row: ChannelRow, { what }: Asking, device: PhoneDevice): void {
    const { devices, machines, unaided } = this.parts;
    row.asking = undefined;
    if (what === 'available') {
      unaided.comesTo(row, device.phone);
      unaided.looks(row);
    }
    const cause = what === 'state' ? NOT_CALLED.cause : devices.noChannelCause;
    const nobody = { ...NOT_CALLED, deviceState: DEVICE.invalid, cause };
    machines[row.server]!.resume(row.id, what === 'contacts' ? { kind: 'contacts', contacts: [] } : nobody);
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

  /** Of an account of chan_pjsip, after the SELECTs that find it. */
  contacts(row: ChannelRow, account: string): ContactsResult | Pending {
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
}

/** app_chanisavail.c: unknown and not in use go on. */
function allows(state: number): boolean {
  return state <= 1;
}

export interface DeviceQueriesParts {
  readonly sim: Simulation;
  readonly table: ChannelTable;
  readonly database: DatabaseClients;
  readonly tables: PhoneTables;
  readonly devices: PhoneDevices;
  readonly iax: Pick<IaxCalling, 'parse'>;
  readonly unaided: Unaided;
  readonly machines: readonly Machine[];
  readonly console: Console;
}
