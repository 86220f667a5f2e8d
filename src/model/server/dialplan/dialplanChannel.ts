import { NOT_SCHEDULED, type Scheduled } from '../../../kernel/clock/simulation.ts';
import { LazyMap } from '../../../kernel/resource/lazyMap.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { ChannelId } from '../../ids.ts';
import type { Dialect } from './patterns.ts';
import type { Found } from './found.ts';
import { notFound } from './found.ts';
import type { Answer, ServiceResult } from './services.ts';

/** Where a channel is in the core's own program; `machine.ts` has one method for each. */
export type Phase =
  | 'start'
  | 'test'
  | 'spawn'
  | 'exec'
  | 'readAgain'
  | 'arguments'
  | 'step'
  | 'application'
  | 'after'
  | 'nothingMore'
  | 'fallThrough'
  | 'awaitDigits'
  | 'macroEnds'
  | 'leave'
  | 'leaveTest'
  | 'ended';

/** What a channel waits for. */
export type Waiting =
  | 'nothing'
  | 'find'
  | 'lookup'
  | 'row'
  | 'time'
  | 'silence'
  | 'dial'
  | 'available'
  | 'statement'
  | 'parked'
  | 'statementLock'
  | 'astdbLock';

/** Answers already received in this phase, in the order of the questions. */
export type Memo = Found | readonly Answer[] | ServiceResult | boolean | number | string;

/** Of a phase that has asked nothing yet. */
export const NO_MEMO: readonly Memo[] = [];

/** A macro under way: what its end puts back (app_macro.c). */
export interface MacroFrame {
  readonly name: string;
  readonly context: string;
  readonly exten: string;
  readonly priority: number;
  /** The outermost macro: the call stood here (macroexten). */
  readonly outermost: boolean;
  /** Variables to put back, undefined: to remove. */
  readonly saved: ReadonlyMap<string, string | undefined>;
  /** Called from `h`, or from a macro that was: continues after hang-up. */
  readonly inHangup: boolean;
  /** Gosubs entered and not left inside (16). */
  gosubs: number;
}

/** A return address (app_stack.c). */
export interface GosubFrame {
  readonly context: string;
  readonly exten: string;
  readonly priority: number;
  readonly saved: Map<string, string | undefined>;
  readonly arguments: number;
}

/** A call in the dialplan: plain data. A thread with its program counter, of which nothing is a function. */
export interface Channel {
  readonly id: ChannelId;
  /** `SIP/1001-00000001` */
  readonly name: string;
  readonly uniqueId: string;
  readonly callerNumber: string;
  readonly callerName: string;
  /** As dialled. */
  readonly dialled: string;

  context: string;
  exten: string;
  priority: number;

  phase: Phase;
  waiting: Waiting;
  timer: Scheduled;
  /** Counts the waits for time: a late end of an earlier one is recognised. */
  pauses: number;
  memo: readonly Memo[];
  waitsSince: Micros;
  /** Steps since it last had to wait for something that is not its own work: a caller, a callee, a database. */
  stepsInARow: number;
  /** Inside `proceed`: what comes in now is only noted. */
  running: boolean;

  /** The step that is run, its arguments after substitution, and what the application returned. */
  found: Found;
  args: string;
  result: number;

  /** Marked hung up: by its caller, by the absolute time-out, or by the core at the end of the plan (16). */
  hungUp: '' | 'caller' | 'timeout' | 'core';
  /** Q.850 cause, 0: none yet. */
  cause: number;
  /** `h` is being run. */
  leaving: boolean;

  readonly variables: Map<string, string>;
  readonly callerId: LazyMap<string, string>;
  /** What CHANNEL() has set, by its item. */
  readonly properties: LazyMap<string, string>;
  /** What CDR() has set, by its field. */
  readonly cdr: LazyMap<string, string>;
  /** Its group in each category, in the order of joining. */
  readonly groups: LazyMap<string, string>;
  readonly startedAt: Micros;
  /** -1: not yet. */
  answeredAt: Micros;
  readonly macros: MacroFrame[];
  readonly gosubs: GosubFrame[];
  macroExten: string;
  macroContext: string;
  /** Answers of DUNDIQUERY by its number. */
  readonly queries: (readonly Answer[])[];
  /** Seconds that WaitExten and the end of a plan wait for a digit. */
  responseTimeout: number;
  absoluteTimer: Scheduled;
}

export interface ChannelStart {
  readonly channel: ChannelId;
  readonly name: string;
  readonly uniqueId: string;
  readonly callerNumber: string;
  readonly callerName: string;
  readonly context: string;
  readonly exten: string;
  /** Usually 1. */
  readonly priority: number;
  readonly variables?: Readonly<Record<string, string>>;
}

export function newChannel(start: ChannelStart, dialect: Dialect, now: Micros): Channel {
  const channel: Channel = {
    id: start.channel,
    name: start.name,
    uniqueId: start.uniqueId,
    callerNumber: start.callerNumber,
    callerName: start.callerName,
    dialled: start.exten,
    context: start.context,
    exten: start.exten,
    priority: start.priority,
    phase: 'start',
    waiting: 'nothing',
    timer: NOT_SCHEDULED,
    pauses: 0,
    memo: NO_MEMO,
    waitsSince: now,
    stepsInARow: 0,
    running: false,
    found: notFound('noContext'),
    args: '',
    result: 0,
    hungUp: '',
    cause: 0,
    leaving: false,
    variables: new Map(),
    callerId: new LazyMap(),
    properties: new LazyMap(),
    cdr: new LazyMap(),
    groups: new LazyMap(),
    startedAt: now,
    answeredAt: -1,
    macros: [],
    gosubs: [],
    macroExten: '',
    macroContext: '',
    queries: [],
    responseTimeout: 10,
    absoluteTimer: NOT_SCHEDULED,
  };
  for (const [name, value] of Object.entries(start.variables ?? {})) setVariable(channel, name, value, dialect);
  return channel;
}

/** Leading underscores only say who inherits it; 1.2 does not look at case. */
export function variableKey(name: string, dialect: Dialect): string {
  const bare = name.startsWith('__') ? name.slice(2) : name.startsWith('_') ? name.slice(1) : name;
  return dialect === '1.2' ? bare.toLowerCase() : bare;
}

export function getVariable(channel: Channel, name: string, dialect: Dialect): string | undefined {
  return channel.variables.get(variableKey(name, dialect));
}

/** `undefined` takes it away. */
export function setVariable(channel: Channel, name: string, value: string | undefined, dialect: Dialect): void {
  const key = variableKey(name, dialect);
  if (value === undefined) channel.variables.delete(key);
  else channel.variables.set(key, value);
}
