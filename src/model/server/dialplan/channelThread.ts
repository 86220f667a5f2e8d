import { NOT_SCHEDULED } from '../../../kernel/clock/simulation.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { ServerId } from '../../ids.ts';
import type { Clock } from '../../network/hosts.ts';
import type { Rules } from '../../rules.ts';
import { getVariable, setVariable, type Memo } from './dialplanChannel.ts';
import type { Happening } from '../../story/happenings.ts';
import type { Queues } from '../queues/queues.ts';
import type { Dialplan } from './compile.ts';
import type { RowSelect } from './applications/sql.ts';
import type { ApplicationTimes } from './applications/applicationTimes.ts';
import type { Astdb } from './astdb.ts';
import type { Found } from './found.ts';
import { LOGGED, type Logged } from './logged.ts';
import type { MachineParts, ThreadOwner } from './machineParts.ts';
import type { RealtimeQuestion } from './realtimeSwitch.ts';
import { releaseOf, type Release } from './names/releases.ts';
import type { Dialect, MatchMode } from './patterns.ts';
import { Resumable } from './resumable.ts';
import {
  PENDING,
  type Answer,
  type Availability,
  type ChannelServices,
  type ContactsResult,
  type DialRequest,
  type DialResult,
  type DialTarget,
  type LookupPurpose,
  type ParkResult,
  type Pending,
  type Statement,
  type StatementResult,
} from './services.ts';
import type { OutgoingCalls } from './switchTarget.ts';

/** An open connection or a result of MYSQL(), under the number that the plan holds (app_mysql.c:add_identifier). */
export type MysqlThing =
  | { readonly kind: 'connection'; readonly connection: number }
  | { readonly kind: 'result'; readonly rows: readonly (string | null)[]; next: number };

/** What Dial says to a channel that is hung up already. */
const CANCELLED: DialResult = {
  kind: 'dial',
  status: 'CANCEL',
  answered: false,
  cause: 0,
  dialSeconds: 0,
  talkSeconds: 0,
  transfer: undefined,
};

/** What parking says to a channel that is hung up already. */
const GONE: ParkResult = { kind: 'parked', end: 'over' };

/**
 * What applications and functions may do for the channel whose turn it is: search the dialplan, wait, dial, ask the
 * database. How their code waits without blocking is the affair of `Resumable`.
 */
export class Thread extends Resumable {
  readonly dialect: Dialect;
  /** Whose applications and functions there are. */
  readonly release: Release;
  readonly rules: Rules;
  readonly services: ChannelServices;
  readonly sim: Clock;
  readonly outgoing: OutgoingCalls;
  readonly mysql = new Map<number, MysqlThing>();
  readonly times: ApplicationTimes;
  readonly queues: Queues;
  plan: Dialplan;
  readonly owner: ThreadOwner;
  private readonly parts: MachineParts;

  constructor(parts: MachineParts, owner: ThreadOwner) {
    super();
    this.parts = parts;
    this.owner = owner;
    this.plan = parts.plan;
    this.rules = parts.rules;
    this.dialect = parts.rules.dialect;
    this.release = releaseOf(parts.rules);
    this.services = parts.services;
    this.sim = parts.sim;
    this.outgoing = parts.outgoing;
    this.times = parts.times;
    this.queues = parts.queues;
  }

  find(context: string, exten: string, priority: number, action: MatchMode, label = ''): Found | Pending {
    const known = this.recall();
    if (known !== undefined) return known as Found;
    const { channel, parts } = this;
    const question = {
      context,
      exten,
      priority,
      label,
      action,
      channel: channel.id,
      caller: channel.callerId.get('num') ?? channel.callerNumber,
      macroNumber: exten === 's' ? this.macroNumber() : '',
    };
    return this.keep('find', parts.finder.find(question, parts.events.findEnds, channel.id)) as Found | Pending;
  }

  exists(context: string, exten: string, priority: number): boolean | Pending {
    const found = this.find(context, exten, priority, 'match');
    return found === PENDING ? PENDING : found.found;
  }

  /** The priority of a label; 0 when there is none, or when a switch claims the number. */
  priorityOf(context: string, exten: string, label: string): number | Pending {
    const found = this.find(context, exten, 0, 'match', label);
    return found === PENDING ? PENDING : found.bySwitch === '' ? found.priority : 0;
  }

  /** Without the dialplan lock. */
  lookup(number: string, context: string, purpose: LookupPurpose, bypass: boolean): readonly Answer[] | Pending {
    const { channel, parts } = this;
    const { events } = parts;
    return this.ask('lookup', () => {
      parts.lookups.lookup(parts.server, number, context, purpose, bypass, channel.id, events.lookupEnds, channel.id);
      return PENDING;
    }) as readonly Answer[] | Pending;
  }

  /** The row that a `switch => Realtime` has found, read once more before it runs, without the lock; false: it is gone. */
  rowAgain(question: RealtimeQuestion): boolean | Pending {
    const { realtime, events } = this.parts;
    return this.ask('row', () => {
      const row = realtime.ask(question, events.rowIsRead, this.channel.id);
      return row === PENDING ? PENDING : true;
    }) as boolean | Pending;
  }

  /** Processing: a hang-up does not shorten it. */
  work(time: Micros): Memo | Pending {
    return this.recall() ?? this.keep('time', this.wake(Math.max(1, time)));
  }

  /** False: the caller hung up, before or meanwhile. `Infinity`: until he does. */
  wait(time: Micros): boolean | Pending {
    return this.ask('silence', () => (this.channel.hungUp !== '' ? false : time > 0 ? this.wake(time) : true)) as
      boolean | Pending;
  }

  dial(request: DialRequest): DialResult | Pending {
    const { channel, services } = this;
    return this.ask('dial', () => (channel.hungUp === '' ? services.dial(channel.id, request) : CANCELLED)) as
      DialResult | Pending;
  }

  /** Parked in a lot; `given`: in the slot that a transfer has given it. */
  park(lot: string, given: boolean): ParkResult | Pending {
    const { channel, services } = this;
    return this.ask('parked', () => {
      if (channel.hungUp !== '') return given ? services.leaveParking(channel.id) : GONE;
      return given ? services.waitParked(channel.id) : services.park(channel.id, lot);
    }) as ParkResult | Pending;
  }

  pickUp(lot: string, slot: number): ParkResult | Pending {
    const { channel, services } = this;
    return this.ask('parked', () => (channel.hungUp === '' ? services.pickUp(channel.id, lot, slot) : GONE)) as
      ParkResult | Pending;
  }

  available(target: DialTarget, checkState: boolean): Availability | Pending {
    return this.ask('available', () => this.services.available(this.channel.id, target, { checkState })) as
      Availability | Pending;
  }

  deviceState(target: DialTarget): Availability | Pending {
    return this.ask('available', () => this.services.deviceState(this.channel.id, target)) as Availability | Pending;
  }

  /** One at a time on this server. */
  statement(statement: Statement): StatementResult | Pending {
    const mine = this.ask(
      'statementLock',
      () => this.parts.statementLock.acquire(this.parts.events.statementLockGranted, this.channel.id, 0) || PENDING,
    );
    if (mine === PENDING) return PENDING;
    const result = this.ask('statement', () => this.services.statement(this.channel.id, statement)) as
      StatementResult | Pending;
    if (result !== PENDING) this.once(() => this.parts.statementLock.release());
    return result;
  }

  /** A SELECT over the server's own connections, which needs no lock. */
  selectRows(select: RowSelect | undefined): StatementResult | Pending {
    return this.ask('statement', () => this.services.selectRows(this.channel.id, select)) as StatementResult | Pending;
  }

  contacts(account: string): ContactsResult | Pending {
    return this.ask('available', () => this.services.contacts(this.channel.id, account)) as ContactsResult | Pending;
  }

  /** Asterisk's own database, for one thread at a time; what `act` gives is remembered, as everything asked. */
  astdb<T extends string | boolean>(kind: 'read' | 'write', act: (db: Astdb) => T | void): T | Pending {
    const { astdb, hooks } = this.parts;
    const mine = this.ask(
      'astdbLock',
      () => astdb.lock.acquire(this.parts.events.astdbLockGranted, this.channel.id, 0) || PENDING,
    );
    if (mine === PENDING) return PENDING;
    const time = this.note(() => (kind === 'read' ? hooks.astdbRead() : hooks.astdbWrite()));
    if (time > 0 && this.work(time) === PENDING) return PENDING;
    return this.note(() => {
      astdb.lock.release();
      return act(astdb) ?? true;
    }) as T;
  }

  /** Nothing when it is answered already. */
  answer(): void {
    const { channel, services, sim } = this;
    this.once(() => {
      services.answer(channel.id);
      if (channel.answeredAt < 0) channel.answeredAt = sim.now;
    });
  }

  /** 0..n-1, from the server's own stream. */
  randomBelow(n: number): number {
    return this.note(() => this.sim.stream(`dialplan/${this.parts.name}/random`).integer(n));
  }

  get(name: string): string | undefined {
    return getVariable(this.channel, name, this.dialect);
  }

  set(name: string, value: string | undefined): void {
    setVariable(this.channel, name, value, this.dialect);
  }

  /** Sets the place of the channel so that the core's step to the next priority arrives there (ast_explicit_goto). */
  goTo(context: string, exten: string, priority: number): void {
    const { channel } = this;
    if (context !== '') channel.context = context;
    if (exten !== '') channel.exten = exten;
    if (priority > -1) channel.priority = priority - 1;
  }

  /**
   * A console line at verbosity 3, with the prefix of its own verbosity: 2 is `==`, 3 is `--`. Made only when an observer
   * reads it.
   */
  say(verbosity: 2 | 3, line: () => string): void {
    if (this.services.wantsConsole)
      this.services.console(this.channel.id, (verbosity === 2 ? '  == ' : '    -- ') + line());
  }

  log(level: 'NOTICE' | 'WARNING' | 'ERROR', what: Logged, text: string): void {
    if (this.services.wantsConsole) this.services.log(this.channel.id, level, LOGGED[what][this.dialect], text);
  }

  /**
   * What the step that is run asks for and the model does not do: an application, or `function NAME`. Counted each time
   * that a call comes there, under the step as it is written, so that there are no more names than steps.
   */
  notModelled(what: string): void {
    const { application, args, place } = this.channel.found;
    const written = what === application ? `${what}(${args.length > 40 ? `${args.slice(0, 39)}…` : args})` : what;
    this.once(() => this.parts.hooks.notModelled(this.parts.server, written, place));
  }

  /** For the story of the call. */
  happens(happening: Happening): void {
    this.once(() => this.parts.hooks.note(this.channel.id, happening));
  }

  get server(): ServerId {
    return this.parts.server;
  }

  /** What `s` of a macro with a switch is looked up as (pbx_dundi.c:dundi_helper). */
  macroNumber(): string {
    return this.get('ARG1') || this.channel.macroExten || this.channel.exten;
  }

  private wake(time: Micros): Pending {
    this.channel.pauses++;
    this.channel.timer =
      time === Infinity
        ? NOT_SCHEDULED
        : this.sim.after(Math.round(time), this.parts.events.timePasses, this.channel.id, this.channel.pauses);
    return PENDING;
  }
}
