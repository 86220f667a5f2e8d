import { SECOND, type Micros } from '../../../kernel/units.ts';
import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Attempt } from '../../phone/attempt.ts';
import type { Callers } from '../../phone/callers.ts';
import { FAILED, type DatabaseClients } from '../mysql/databaseClients.ts';
import type { SipTable } from '../../database/siptable.ts';
import { NO_CONNECTION } from '../../protocol/mysql.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { CallId, ChannelId, HostId, IaxCallId, PhoneId, ServerId } from '../../ids.ts';
import type { Devices } from '../devices.ts';
import type { Machine } from '../dialplan/machine.ts';
import {
  PENDING,
  type Availability,
  type ChannelServices,
  type DialRequest,
  type DialResult,
  type DialTarget,
  type Pastime,
  type Pending,
  type Statement,
  type StatementResult,
} from '../dialplan/services.ts';
import type { ChannelSide } from './callerSide.ts';
import type { Console } from './consoleLines.ts';
import type { Dialer } from './dialer.ts';
import { CAUSE, type ChannelRow } from './channelRows.ts';
import type { Unaided } from './unaided.ts';

/** What a statement of a channel was, until its answer comes. */
interface Asked {
  readonly statement: Statement;
}

/**
 * The channels that run a dialplan, and what the dialplan can do with them. It brings the parts of a server together
 * for
 * one call: its caller, Dial, the database, the state of devices.
 */
export class Channels implements ChannelServices {
  private readonly parts: ChannelsParts;
  readonly rows = new SlotTable<ChannelRow, ChannelId>();
  private readonly asked = new Map<ChannelId, Asked>();
  private readonly ofCall = new Map<CallId, ChannelId>();
  private devices!: Devices;
  private dialer!: Dialer;
  private side!: ChannelSide;
  private unaided!: Unaided;
  private machines!: readonly Machine[];

  private readonly threadBegins: EventType<ChannelId, HostId>;
  private readonly deviceIsLoaded: EventType<ChannelId, number>;
  private readonly statementEnds: EventType<ChannelId, number>;

  constructor(parts: ChannelsParts) {
    this.parts = parts;
    const { sim, hosts } = parts;
    this.threadBegins = hosts.on('channel.threadBegins', (id) => this.begin(id));
    this.deviceIsLoaded = sim.on('channel.deviceIsLoaded', (id) => this.deviceLoaded(id));
    this.statementEnds = sim.on('channel.statementEnds', (id, ended) => this.stated(id, ended));
  }

  knowDevices(devices: Devices): void {
    this.devices = devices;
  }

  connect(dialer: Dialer, side: ChannelSide, unaided: Unaided, machines: readonly Machine[]): void {
    this.dialer = dialer;
    this.side = side;
    this.unaided = unaided;
    this.machines = machines;
  }

  // ---------------------------------------------------------------- calls come in

  openSip(server: ServerId, attempt: Attempt, context: string): ChannelRow {
    const name = this.parts.console.legName('SIP', attempt.from);
    const row = this.open(
      { server, side: 'sip', name, call: attempt.id, iax: 0, phone: attempt.caller },
      context,
      attempt.dialled,
      attempt.from,
    );
    attempt.channel = row.id;
    this.ofCall.set(attempt.id, row.id);
    return row;
  }

  openTrunk(attempt: Attempt, context: string): ChannelRow {
    const name = this.parts.console.legName('Zap', '1');
    const row = this.open(
      { server: attempt.server, side: 'trunk', name, call: attempt.id, iax: 0, phone: -1 },
      context,
      attempt.dialled,
      attempt.from,
    );
    attempt.channel = row.id;
    return row;
  }

  openIax(server: ServerId, iax: IaxCallId, call: CallId, name: string, context: string, exten: string): ChannelRow {
    const from = this.parts.callers.get(call)?.from ?? '';
    return this.open({ server, side: 'iax', name, call, iax, phone: -1 }, context, exten, from);
  }

  private open(
    what: Pick<ChannelRow, 'server' | 'side' | 'name' | 'call' | 'iax' | 'phone'>,
    context: string,
    exten: string,
    callerNumber: string,
  ): ChannelRow {
    const row: ChannelRow = {
      id: 0 as ChannelId,
      server: what.server,
      side: what.side,
      name: what.name,
      call: what.call,
      iax: what.iax,
      phone: what.phone,
      answered: false,
      ringing: false,
      closed: false,
      looked: false,
      dial: undefined,
      asking: undefined,
      begins: { context, exten, callerNumber },
    };
    (row as { id: ChannelId }).id = this.rows.open(row);
    this.parts.sim.after(this.parts.startTime(), this.threadBegins, row.id, row.server);
    return row;
  }

  private begin(id: ChannelId): void {
    const row = this.rows.get(id);
    if (row === undefined || row.closed) {
      if (row !== undefined) this.close(row);
      return; // Hung up before its thread began.
    }
    const seconds = Math.floor(this.parts.sim.now / SECOND);
    this.machines[row.server]!.start({
      channel: id,
      name: row.name,
      uniqueId: `${seconds}.${id}`,
      callerNumber: row.begins.callerNumber,
      callerName: row.begins.callerNumber,
      context: row.begins.context,
      exten: row.begins.exten,
      priority: 1,
    });
  }

  /** CANCEL or BYE of a call: its channel, when it has one on this server. */
  hangUpCall(server: ServerId, call: CallId): void {
    const row = this.rows.get(this.ofCall.get(call) ?? (0 as ChannelId));
    if (row !== undefined && row.server === server) this.hangUpByCaller(row.id);
  }

  /** The caller hung up: CANCEL, BYE, HANGUP, or the trunk. */
  hangUpByCaller(id: ChannelId): void {
    const row = this.rows.get(id);
    if (row === undefined) return;
    const runs = this.machines[row.server]!.get(id) !== undefined;
    if (runs) {
      if (row.side !== 'iax') row.closed = true;
      this.machines[row.server]!.hangUp(id);
    } else if (row.side === 'iax') {
      this.side.hangUp(row, CAUSE.normal);
    } else {
      row.closed = true;
    }
  }

  // ---------------------------------------------------------------- ChannelServices

  answer(id: ChannelId): void {
    const row = this.rows.get(id)!;
    this.side.answer(row);
    this.unaided.answers(row);
  }

  isAnswered(id: ChannelId): boolean {
    return this.rows.get(id)!.answered;
  }

  indicate(id: ChannelId, what: 'ringing' | 'busy' | 'congestion' | 'progress' | 'proceeding'): void {
    const row = this.rows.get(id)!;
    if (what === 'busy' || what === 'congestion') this.unaided.looks(row);
    if (what === 'ringing') this.side.ring(row);
    else if (what === 'busy') this.side.refuse(row, CAUSE.busy);
    else if (what === 'congestion') this.side.refuse(row, CAUSE.congestion);
  }

  hangUpCaller(id: ChannelId, cause: number): void {
    const row = this.rows.get(id);
    if (row === undefined) return;
    this.side.hangUp(row, cause);
    this.close(row);
  }

  dial(id: ChannelId, request: DialRequest): Pending {
    const row = this.rows.get(id)!;
    this.unaided.looks(row);
    return this.dialer.dial(row, request);
  }

  stopDial(id: ChannelId): DialResult {
    return this.dialer.stop(this.rows.get(id)!);
  }

  /** ChanIsAvail: what this server knows of the device, after the SELECTs that it takes to know it. */
  available(id: ChannelId, target: DialTarget, options: { readonly checkState: boolean }): Availability | Pending {
    const row = this.rows.get(id)!;
    if (target.tech.toUpperCase() !== 'SIP') return this.judgeOther(target);
    const device = this.devices.parse(target.resource);
    const selects = this.devices.selects(row.server, device, options.checkState ? 'ask' : 'call');
    if (selects === 0) return this.judge(row, target, options.checkState);
    row.asking = { target, checkState: options.checkState, selectsLeft: selects };
    this.parts.database.realtime(row.server, 'select', 'chanIsAvail', this.deviceIsLoaded, id);
    return PENDING;
  }

  private deviceLoaded(id: ChannelId): void {
    const row = this.rows.get(id);
    if (row?.asking === undefined) return;
    const { asking } = row;
    const { database } = this.parts;
    const { devices } = this;
    const device = devices.parse(asking.target.resource);
    asking.selectsLeft--;
    // The second SELECT comes with the channel, which is asked for only when the state allows it (facts E).
    const mayGoOn = !asking.checkState || allows(devices.state(row.server, device));
    if (asking.selectsLeft > 0 && mayGoOn) {
      database.realtime(row.server, 'select', 'chanIsAvail', this.deviceIsLoaded, id);
      return;
    }
    row.asking = undefined;
    if (asking.selectsLeft === 0) devices.loaded(row.server, device);
    this.machines[row.server]!.resume(id, this.judge(row, asking.target, asking.checkState));
  }

  private judge(row: ChannelRow, target: DialTarget, checkState: boolean): Availability {
    const { console } = this.parts;
    const { devices } = this;
    const device = devices.parse(target.resource);
    const deviceState = devices.state(row.server, device);
    const can = (!checkState || allows(deviceState)) && devices.canCall(row.server, device);
    this.unaided.comesTo(row, device.phone);
    if (!can) this.unaided.looks(row);
    return {
      kind: 'availability',
      deviceState,
      channelName: can ? console.legName('SIP', target.resource) : '',
      cause: can ? 0 : CAUSE.unregistered,
    };
  }

  /** IAX2/1006 with no such peer is taken for a host name, which no resolver knows. */
  private judgeOther(target: DialTarget): Availability {
    const isAddress = target.tech.toUpperCase() === 'IAX2' && target.resource.includes('@');
    return {
      kind: 'availability',
      deviceState: isAddress ? 0 : 4,
      channelName: isAddress ? this.parts.console.legName(target.tech, target.resource) : '',
      cause: isAddress ? 0 : CAUSE.unallocated,
    };
  }

  statement(id: ChannelId, statement: Statement): StatementResult | Pending {
    const row = this.rows.get(id)!;
    if (statement.kind === 'disconnect') {
      this.parts.database.disconnect(row.server, statement.connection);
      return { kind: 'statement', ok: true, connection: 0, rows: [] };
    }
    this.asked.set(id, { statement });
    const connection = statement.kind === 'connect' ? NO_CONNECTION : statement.connection;
    this.parts.database.private(row.server, statement.kind, connection, this.statementEnds, id);
    return PENDING;
  }

  /** `ended`: OK or FAILED; of a `connect`, the number of its connection or FAILED. */
  private stated(id: ChannelId, ended: number): void {
    const ok = ended !== FAILED;
    const row = this.rows.get(id);
    const asked = this.asked.get(id);
    this.asked.delete(id);
    if (row === undefined || asked === undefined) return;
    const { statement } = asked;
    const rows =
      ok && statement.kind === 'select' && statement.table.toLowerCase().startsWith('sip')
        ? this.parts.table.select(statement.column, statement.name)
        : [];
    this.machines[row.server]!.resume(id, {
      kind: 'statement',
      ok,
      connection: statement.kind === 'connect' ? ended : NO_CONNECTION,
      rows,
    });
  }

  spend(id: ChannelId, on: Pastime): Micros {
    return this.unaided.spends(this.rows.get(id)!, on);
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
  }

  private close(row: ChannelRow): void {
    this.asked.delete(row.id);
    if (row.side === 'sip') {
      this.ofCall.delete(row.call);
      this.devices.use(row.server, row.phone as PhoneId, -1);
    }
    this.rows.close(row.id);
  }
}

/** app_chanisavail.c: unknown and not in use go on. */
function allows(state: number): boolean {
  return state <= 1;
}

export interface ChannelsParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly startTime: () => Micros;
  readonly database: DatabaseClients;
  readonly table: SipTable;
  readonly callers: Callers;
  readonly console: Console;
}
