import type { EventType } from '../../../kernel/clock/simulation.ts';
import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { Happening } from '../../story/happenings.ts';
import type { Place } from '../../../text/place.ts';
import type { ChannelId, LookupId, ServerId } from '../../ids.ts';
import type { RowSelect } from './applications/sql.ts';

/** What the dialplan asks of the rest of the server. The dialplan knows no SIP, no DUNDi packet and no database. */

/** "Not yet": the answer comes later, by an event or through `Machine.resume`. */
export const PENDING = 'pending' as const;
export type Pending = typeof PENDING;

/** No channel: a find made for OPTIONS, for DUNDi, or by a command. */
export const NO_CHANNEL = 0 as ChannelId;

/** Length of pbx-invalidpark and pbx-parkingfailed. Assumed. */
export const PARKING_ANNOUNCEMENT: Micros = 3 * SECOND;
/** The call that has been parked longest. */
export const ANY_SLOT = 0;

// ---------------------------------------------------------------- DUNDi

export interface Answer {
  readonly tech: string;
  readonly destination: string;
  readonly weight: number;
  /** Only these count for dialling (facts A7). */
  readonly exists: boolean;
  /** Somebody could match a longer number; the number could become one that matches. */
  readonly matchMore: boolean;
  readonly canMatch: boolean;
}

/**
 * `find`: while an extension is looked for. `exec`: the switch is run, without the dialplan lock.
 * `function`: DUNDILOOKUP(), for a channel but not ended by its hang-up (the function passes no channel).
 */
export type LookupPurpose = 'find' | 'exec' | 'function';

export interface SwitchLookups {
  /** Begins a lookup; later runs the event (done, a, lookup). Never at once. */
  lookup(
    server: ServerId,
    number: string,
    context: string,
    purpose: LookupPurpose,
    bypass: boolean,
    channel: ChannelId,
    done: EventType<number, LookupId>,
    a: number,
  ): LookupId;
  /** Read in the handler of `done`; sorted by weight, then by arrival. */
  result(lookup: LookupId): readonly Answer[];
  /** The channel was marked hung up: its lookups under way, other than those of functions, end at once. */
  hungUp(channel: ChannelId): void;
  /** Servers whose answer a lookup still waits for. */
  waitsFor(lookup: LookupId): readonly ServerId[];
}

// ---------------------------------------------------------------- channels

export interface DialTarget {
  readonly tech: string;
  readonly resource: string;
}

export interface DialRequest {
  readonly targets: readonly DialTarget[];
  /** Time limit; 0: none. */
  readonly seconds: number;
  readonly options: string;
  readonly url: string;
}

export type DialStatus = 'ANSWER' | 'NOANSWER' | 'BUSY' | 'CONGESTION' | 'CHANUNAVAIL' | 'CANCEL';

export interface DialResult {
  readonly kind: 'dial';
  readonly status: DialStatus;
  /** Somebody answered, and that call has ended. */
  readonly answered: boolean;
  /** Hang-up cause of the other side, 0: none known. */
  readonly cause: number;
  /** Whole seconds, as DIALEDTIME and ANSWEREDTIME tell them. */
  readonly dialSeconds: number;
  readonly talkSeconds: number;
  /** The called side has sent the caller elsewhere (REFER); undefined: it has not. */
  readonly transfer: Transfer | undefined;
}

/** Where a transferred channel continues: at an extension, or in the parking slot that it has been given. */
export type Transfer =
  { readonly to: 'extension'; readonly context: string; readonly exten: string } | { readonly to: 'slot' };

/** What ChanIsAvail learns of one device. */
export interface Availability {
  readonly kind: 'availability';
  /**
   * AST_DEVICE_*: 0 unknown, 1 not in use, 2 in use, 3 busy, 4 invalid, 5 unavailable. Read only when it was asked for.
   */
  readonly deviceState: number;
  /** The driver can make a channel: its name, else empty. Not tried when the state forbids it. */
  readonly channelName: string;
  /** Cause that the driver gave, 0 on success. */
  readonly cause: number;
}

export type Statement =
  | {
      readonly kind: 'connect';
      readonly host: string;
      /** seconds, 0: the operating system's */ readonly timeout: number;
    }
  | {
      readonly kind: 'select';
      readonly connection: number;
      readonly column: string;
      readonly table: string;
      readonly name: string;
    }
  | { readonly kind: 'other'; readonly connection: number; readonly sql: string }
  | { readonly kind: 'disconnect'; readonly connection: number };

export interface StatementResult {
  readonly kind: 'statement';
  readonly ok: boolean;
  /** Of `connect`: a number for the connection, which later statements carry; not 0. */
  readonly connection: number;
  /** Of `select`: the column, one entry for each row; null: it is NULL. */
  readonly rows: readonly (string | null)[];
}

/** A contact as the functions of chan_pjsip show it. */
export interface ContactView {
  /** `1001;@…` */
  readonly id: string;
  readonly uri: string;
  /** Second in which it ends. */
  readonly until: number;
  /** reg_server */
  readonly server: string;
  readonly endpoint: string;
  /** Whether it has answered the OPTIONS of the server that was asked. */
  readonly status: 'available' | 'unavailable' | 'unknown' | 'notQualified';
  /** Of the last OPTIONS that it answered, µs; -1: none, or it did not answer the last. */
  readonly roundTrip: Micros | -1;
}

/** Contacts of an account that its server can read. */
export interface ContactsResult {
  readonly kind: 'contacts';
  readonly contacts: readonly ContactView[];
}

/**
 * What becomes of a channel that was parked, or that picked a parked call up. `full`: no slot is free; `empty`: nobody is
 * parked there; `timedOut`: continues at that place; `over`: one of the two has hung up.
 */
export type ParkResult =
  | { readonly kind: 'parked'; readonly end: 'full' | 'empty' | 'over' }
  | { readonly kind: 'parked'; readonly end: 'timedOut'; readonly context: string; readonly exten: string };

export type ServiceResult = DialResult | Availability | StatementResult | ContactsResult | ParkResult;

/** On what a channel spends its time while the dialplan waits. */
export type Pastime =
  'playback' | 'background' | 'say' | 'voicemail' | 'voicemailMain' | 'record' | 'endless' | 'other';

/** The server's channels, as the applications need them. Whatever returns PENDING is answered by `Machine.resume`. */
export interface ChannelServices {
  /** Answers the caller; nothing when it is answered already. */
  answer(channel: ChannelId): void;
  isAnswered(channel: ChannelId): boolean;
  indicate(channel: ChannelId, what: 'ringing' | 'busy' | 'congestion' | 'progress' | 'proceeding'): void;
  /**
   * The plan is over: hangs up the caller. The last call made for a channel, exactly once, also when the caller hung up
   * first.
   */
  hangUpCaller(channel: ChannelId, cause: number): void;
  dial(channel: ChannelId, request: DialRequest): Pending;
  /**
   * The caller went while `dial` was under way (ringing or talking): ends it and returns its state. `resume` does not
   * follow.
   */
  stopDial(channel: ChannelId): DialResult;
  available(channel: ChannelId, target: DialTarget, options: { readonly checkState: boolean }): Availability | Pending;
  /** AST_DEVICE_* of a device, as DEVICE_STATE() asks for it: unlike `available`, for the sake of no call. */
  deviceState(channel: ChannelId, target: DialTarget): Availability | Pending;
  statement(channel: ChannelId, statement: Statement): StatementResult | Pending;
  /** A SELECT over the server's own connections; undefined: some other SQL. */
  selectRows(channel: ChannelId, select: RowSelect | undefined): StatementResult | Pending;
  /** The contacts of an account of chan_pjsip; none under chan_sip. */
  contacts(channel: ChannelId, account: string): ContactsResult | Pending;
  /** Parks the channel in a lot; empty: the default one. */
  park(channel: ChannelId, lot: string): ParkResult | Pending;
  /** The channel has been given a slot: it waits there. */
  waitParked(channel: ChannelId): ParkResult | Pending;
  /** The channel begins to look for a parked call. */
  seekParked(channel: ChannelId): void;
  /** A queue has let the channel in; it is out again without a talk, for what QUEUESTATUS says. */
  queued(channel: ChannelId, queue: string): void;
  leavesQueue(channel: ChannelId, queue: string, said: string): void;
  /** AST_DEVICE_* of a device of the phones' driver, as its changes have made it known: nothing is asked for it. */
  knownState(channel: ChannelId, target: DialTarget): number;
  /** Joins the channel with the one in that slot. `slot`: its number, or ANY_SLOT. */
  pickUp(channel: ChannelId, lot: string, slot: number): ParkResult | Pending;
  /** The caller went while one of these was under way. `resume` does not follow. */
  leaveParking(channel: ChannelId): ParkResult;
  /** The channel begins to spend time; how long, the plan knows (voicemail is an outcome). */
  spend(channel: ChannelId, on: Pastime, detail: string): void;
  readonly wantsConsole: boolean;
  /** A line at verbosity 3, prefix included. Called only while `wantsConsole`. */
  console(channel: ChannelId, line: string): void;
  /** A log line without its date and process: `where` is `app_x.c:318 function`. Called only while `wantsConsole`. */
  log(channel: ChannelId, level: 'NOTICE' | 'WARNING' | 'ERROR', where: string, text: string): void;
}

/** What holds a server's dialplan lock while a lookup is under way. */
export interface LockHolder {
  /** NO_CHANNEL: not a call's own thread. */
  readonly channel: ChannelId;
  /** µs. */
  readonly since: Micros;
  readonly number: string;
  /** Servers whose answer the lookup waits for. */
  readonly waitsFor: readonly ServerId[];
}

export interface DialplanHooks {
  /** Processing time of one application. */
  stepTime(): Micros;
  /** Reading and writing one key of Asterisk's own database, the lock held. */
  astdbRead(): Micros;
  astdbWrite(): Micros;
  /**
   * A call came to something that exists in this release and is not modelled: `Queue(support)`, `function CURL`.
   * `place`: the step that has it.
   */
  notModelled(server: ServerId, what: string, place: Place): void;
  /** For the story of the channel's call. */
  note(channel: ChannelId, happening: Happening): void;
  /**
   * A channel had to wait for the dialplan lock; called when it gets it, `waited` > 0. Channel NO_CHANNEL for others.
   */
  lockWaited(server: ServerId, channel: ChannelId, waited: Micros, holder: LockHolder | undefined): void;
  /** The lock was let go after `held`, with `waiting` in line for it; this happened `times` times now. */
  lockReleased(server: ServerId, held: Micros, waiting: number, times: number): void;
}
