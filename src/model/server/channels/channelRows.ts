import { SECOND, type Micros } from '../../../kernel/units.ts';
import { added } from '../../../kernel/resource/added.ts';
import type { SlotTable } from '../../../kernel/resource/slotTable.ts';
import { NOT_SCHEDULED, type Scheduled } from '../../../kernel/clock/simulation.ts';
import type { DatabaseTable } from '../../records.ts';
import type { CallId, ChannelId, HostId, IaxCalledId, IaxCallId, LegId, PhoneId, ServerId } from '../../ids.ts';
import type { Digest } from '../../protocol/sip.ts';
import type { DialRequest, DialResult, DialStatus, DialTarget } from '../dialplan/services.ts';

/** Who is at the other end of a channel that runs the dialplan. `leg`: the called party, whom the caller has sent on. */
export type CallerSide = 'sip' | 'iax' | 'trunk' | 'local' | 'leg';

/** A channel of a server that runs the dialplan: what the rest of the server keeps of it. */
export interface ChannelRow {
  readonly id: ChannelId;
  readonly server: ServerId;
  /** An attended transfer by the caller puts the called party into the place of the caller (`becomesOfLeg`). */
  side: CallerSide;
  /** `SIP/1001-6c54` */
  readonly name: string;
  /** The attempt that it serves. */
  call: CallId;
  /** The caller is another server, which forwards a call of its own caller. */
  readonly fromServer: boolean;
  /** With side `local`: the leg whose far end it is. */
  readonly local: LegId | 0;
  /** With side `iax`. */
  readonly iax: IaxCalledId | 0;
  /** With side `leg`: the leg, which no Dial has any more. */
  leg: LegId | 0;
  /** With side `sip`: the account that calls, the Call-ID of its INVITE, and where responses go. */
  phone: PhoneId | -1;
  dialog: number;
  peer: HostId | -1;
  /** That phone has put the other party on hold. */
  held: boolean;
  answered: boolean;
  ringing: boolean;
  /** The caller has gone, or has received the final response. */
  closed: boolean;
  /** The plan has looked for a callee. */
  looked: boolean;
  /** The last lookup of the channel found the number nowhere. */
  notFound: boolean;
  /** The 200 to the caller has not been acknowledged yet. */
  ackMissing: Scheduled;
  dial: Dialling | undefined;
  asking: Asking | undefined;
  /** Where its thread begins. */
  readonly begins: {
    readonly context: string;
    readonly exten: string;
    readonly callerNumber: string;
    readonly callerName: string;
  };
}

/** A Dial under way. */
export interface Dialling {
  readonly request: DialRequest;
  /** Which target comes next. */
  next: number;
  legs: LegId[];
  /** Of each leg, which target it is. */
  targets: number[];
  readonly begunAt: Micros;
  timer: Scheduled;
  /** The thread looks for a hint, or waits for the database: what the legs do it will see afterwards. */
  blocked: boolean;
  /** SELECTs for the next target that have been sent, and whether the database has failed one of them. */
  asked: number;
  isUnread: boolean;
  /** Q.850 cause of the last target that failed; 0: none did. */
  cause: number;
  busy: number;
  congested: number;
  unavailable: number;
  /** Hung up before they answered, which is no failure. */
  unanswered: number;
  answeredBy: LegId | 0;
  /** Since when that leg and the channel hear each other; -1: they do not yet. */
  answeredAt: Micros;
}

/** It has called nobody yet. */
export function newDialling(request: DialRequest, begunAt: Micros): Dialling {
  return {
    request,
    next: 0,
    legs: [],
    targets: [],
    begunAt,
    timer: NOT_SCHEDULED,
    blocked: true,
    asked: 0,
    isUnread: false,
    cause: 0,
    busy: 0,
    congested: 0,
    unavailable: 0,
    unanswered: 0,
    answeredBy: 0,
    answeredAt: -1,
  };
}

export function addLeg(dial: Dialling, leg: LegId, target: number): void {
  dial.legs = added(dial.legs, leg);
  dial.targets = added(dial.targets, target);
}

/** The leg that has answered belongs to this Dial no more. */
export function takeLeg(dial: Dialling, leg: LegId): void {
  const at = dial.legs.indexOf(leg);
  dial.legs.splice(at, 1);
  dial.targets.splice(at, 1);
  dial.answeredBy = 0;
}

/**
 * @param isTold whether the caller's HANGUPCAUSE becomes that: of a channel that could not be made, only for the last
 * target (app_dial.c)
 */
export function countFailure(dial: Dialling, cause: number, isTold: boolean): void {
  if (isTold) dial.cause = cause;
  if (cause === CAUSE.busy) dial.busy++;
  else if (cause === CAUSE.congestion) dial.congested++;
  else dial.unavailable++;
}

/** A frame of the called side has said busy or congestion, whatever its cause is (app_dial.c:wait_for_answer). */
export function countFrame(dial: Dialling, frame: 'busy' | 'congestion', cause: number): void {
  dial.cause = cause;
  if (frame === 'busy') dial.busy++;
  else dial.congested++;
}

/** The called side has hung up with a cause that is no failure (app_dial.c:handle_cause). */
export function countHangUp(dial: Dialling, cause: number): void {
  dial.cause = cause;
  dial.unanswered++;
}

/** DIALSTATUS when nobody is left who could answer (app_dial.c:wait_for_answer). */
export function statusOfFailures({ busy, congested, unanswered }: Dialling): DialStatus {
  if (unanswered > 0) return 'NOANSWER';
  return busy > 0 ? 'BUSY' : congested > 0 ? 'CONGESTION' : 'CHANUNAVAIL';
}

export function resultOf(dial: Dialling, now: Micros, status: DialStatus, cause: number): DialResult {
  const answered = dial.answeredAt >= 0;
  return {
    kind: 'dial',
    status,
    answered,
    cause,
    dialSeconds: Math.floor(((answered ? dial.answeredAt : now) - dial.begunAt) / SECOND),
    talkSeconds: answered ? Math.floor((now - dial.answeredAt) / SECOND) : 0,
    transfer: undefined,
  };
}

/** A device that is looked for. */
export interface Asking {
  readonly target: DialTarget;
  readonly checkState: boolean;
  /** For ChanIsAvail, DEVICE_STATE(), or the functions that read contacts. */
  readonly what: 'available' | 'state' | 'contacts';
  /** What is selected from, and how many of these SELECTs have been sent. */
  readonly tables: readonly DatabaseTable[];
  asked: number;
}

export type LegState = 'calling' | 'ringing' | 'answered' | 'ended';

/** One target of a Dial that is being called. */
export interface Leg {
  readonly id: LegId;
  /** An attended transfer gives the leg to the channel of another call. */
  channel: ChannelId;
  readonly server: ServerId;
  call: CallId;
  readonly kind: 'sip' | 'iax' | 'trunk' | 'local';
  readonly name: string;
  /** As it was dialled. */
  readonly resource: string;
  /** Number of the caller, as it is shown to the called side. */
  readonly callerNumber: string;
  state: LegState;
  /** It has said that it rings, and the Dial has seen it. */
  rang: boolean;
  seenRinging: boolean;
  /** Q.850 cause of its end. */
  cause: number;
  /** How its end reaches the Dial: as a hang-up with that cause, or as a frame that says busy or congestion. */
  endsBy: 'hangUp' | 'busy' | 'congestion';
  /** Its Dial has counted its end, or has dropped it. */
  counted: boolean;
  /** It counts against the phone's call-limit on this server. */
  inUse: boolean;
  /** The phone has put the caller on hold. */
  held: boolean;

  /** SIP: the phone called; -1: none, or nobody has that address. */
  readonly phone: PhoneId | -1;
  readonly host: HostId | -1;
  /** It goes to another server, over IAX2 or over SIP: what answers there is a dialplan, and no person. */
  readonly toServer: boolean;
  /** SIP: user parts of Request-URI and From. */
  readonly number: string;
  readonly fromUser: string;
  /** SIP: what challenges are answered with; undefined: not at all. */
  readonly digest: Digest | undefined;
  /** SIP: nonce of the last challenge, 0 before; and how many have been answered. */
  nonce: number;
  authTries: number;
  /** SIP: media may go past the server of the leg. */
  readonly directMedia: boolean;
  /** By its name as a registered peer, not by an address. */
  readonly byPeer: boolean;
  readonly t1: Micros;
  sends: number;
  /** SIP: its INVITE has had a provisional response. */
  proceeds: boolean;
  timer: Scheduled;
  giveUp: Scheduled;
  /** IAX2: its call. */
  iax: IaxCallId | 0;
  /** Local: the channel at its far end. */
  local: ChannelId | 0;
  /** Trunk group, and its channel of it; -1: it is no trunk's. */
  readonly trunk: string;
  readonly trunkChannel: number;
}

/** Q.850 causes (causes.h). */
export const CAUSE = {
  unallocated: 1,
  noRoute: 3,
  normal: 16,
  busy: 17,
  noUserResponse: 18,
  noAnswer: 19,
  unregistered: 20,
  rejected: 21,
  numberChanged: 22,
  destinationOutOfOrder: 27,
  invalidNumberFormat: 28,
  facilityRejected: 29,
  congestion: 34,
  networkOutOfOrder: 38,
  temporaryFailure: 41,
  facilityNotSubscribed: 50,
  bearerCapability: 58,
  timerExpired: 102,
  interworking: 127,
} as const;

export type LegTable = SlotTable<Leg, LegId>;

/** Final status for a hang-up cause (hangup_cause2sip of chan_sip.c and chan_pjsip.c, all releases). */
const STATUSES: Readonly<Record<number, number>> = {
  [CAUSE.unallocated]: 404,
  [CAUSE.noRoute]: 404,
  [CAUSE.busy]: 486,
  [CAUSE.noUserResponse]: 408,
  [CAUSE.noAnswer]: 480,
  [CAUSE.unregistered]: 480,
  [CAUSE.rejected]: 403,
  [CAUSE.numberChanged]: 410,
  [CAUSE.destinationOutOfOrder]: 502,
  [CAUSE.invalidNumberFormat]: 484,
  [CAUSE.facilityRejected]: 501,
  [CAUSE.congestion]: 503,
  [CAUSE.networkOutOfOrder]: 500,
  [CAUSE.bearerCapability]: 488,
  [CAUSE.interworking]: 500,
};

/** Of a cause that has none: 603 (sip_hangup; res_pjsip_session.c:ast_sip_session_terminate). */
export function statusOf(cause: number): number {
  return STATUSES[cause] ?? 603;
}
