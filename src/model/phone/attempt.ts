import type { Micros } from '../../kernel/units.ts';
import { NOT_SCHEDULED, type Scheduled } from '../../kernel/clock/simulation.ts';
import type { CallId, ChannelId, PhoneId, ServerId } from '../ids.ts';
import type { CallRecord, Outcome } from '../observations.ts';
import type { Intention } from '../people/arrivals.ts';

/** Where the caller stands. */
export type CallerState = 'inviting' | 'proceeding' | 'answered' | 'over';

/** How an answered call went: the first letter of what planners count. */
export type Way = 'local' | 'dundi' | 'direct' | 'pstn';

/**
 * One call attempt: what was drawn for it at its arrival, used or not, and what has become of it. Plain data; `Callers`
 * moves the caller's side, the servers note what they did for it.
 */
export interface Attempt {
  readonly id: CallId;
  readonly source: number;
  readonly redial: number;
  readonly offeredAt: Micros;
  /** -1: from the PSTN. */
  readonly caller: PhoneId | -1;
  readonly from: string;
  readonly dialled: string;
  /** The number dialled is a phone's own. */
  readonly dialsPhone: boolean;
  /** The phone of that number, or the one that the plan came to; -1: none. */
  callee: PhoneId | -1;
  /** It was powered and idle when it was dialled, or when the plan came to it. */
  calleeReachable: boolean;
  /** Something had failed before it was made. */
  readonly afterFailure: boolean;
  readonly talk: Micros;
  readonly patience: Micros;
  readonly ringsFor: Micros;
  readonly picksUp: boolean;
  /** Time until it is tried again after a failure; -1: it is not. */
  readonly redialAfter: Micros;

  state: CallerState;
  /** Where the INVITE goes. */
  server: ServerId;
  onLastResort: boolean;
  withDigest: boolean;
  sends: number;
  timer: Scheduled;
  timeout: Scheduled;
  patienceEnds: Scheduled;
  talkEnds: Scheduled;
  /** Its own server has answered its INVITE, with whatever. */
  served: boolean;
  /** The channel on its server; 0: none. */
  channel: ChannelId | 0;
  /** Final SIP status that the caller got; 0: none. */
  finalStatus: number;

  calleeServer: ServerId | -1;
  ringingAt: Micros;
  answeredAt: Micros;
  /** When the plan itself answered, while it has not looked for anybody (`Unaided`); else -1. */
  planAnsweredAt: Micros;
  /** The phone that picked up, -1: none yet, or another end of a trunk. */
  talksTo: PhoneId | -1;
  /** How its own server reached an answer; undefined: not yet. */
  way: Way | undefined;
  /** A person, or the other end of a trunk, has answered: not only another server's dialplan. */
  pickedUp: boolean;
  /** Media goes between the phones themselves: a crash of the server does not end the talk. */
  native: boolean;
  /** Servers through which the media of the call goes. */
  readonly mediaThrough: ServerId[];
  voicemail: boolean;
  /** It was sent to a server that was dead, or did not know the number. */
  misrouted: boolean;
  /** A phone was called that never said anything. */
  noReply: boolean;
  blocked: boolean;
  busy: boolean;
  congested: boolean;
  gaveUp: boolean;
  dropped: boolean;
  /** DUNDi found nobody for it and it went on without. */
  notFound: boolean;
  lookups: number;
  lockWait: Micros;
  cut: boolean;
}

/** What only those know who hear of it: the phone, its server, the clock. */
type Circumstances = Pick<
  Attempt,
  'offeredAt' | 'from' | 'afterFailure' | 'onLastResort' | 'server' | 'calleeReachable'
>;

/**
 * An attempt at its beginning; its number comes with the row that it gets. Field by field: a spread would cost more
 * than all else here.
 */
export function newAttempt(intention: Intention, circumstances: Circumstances): Attempt {
  const { callee } = intention;
  return {
    id: 0 as CallId,
    source: intention.source,
    redial: intention.redial,
    offeredAt: circumstances.offeredAt,
    caller: intention.caller,
    from: circumstances.from,
    dialled: intention.dialled,
    dialsPhone: callee >= 0,
    callee,
    calleeReachable: circumstances.calleeReachable,
    afterFailure: circumstances.afterFailure,
    talk: intention.talk,
    patience: intention.patience,
    ringsFor: intention.ringsFor,
    picksUp: intention.picksUp,
    redialAfter: intention.redialAfter,
    state: 'inviting',
    server: circumstances.server,
    onLastResort: circumstances.onLastResort,
    withDigest: false,
    sends: 0,
    timer: NOT_SCHEDULED,
    timeout: NOT_SCHEDULED,
    patienceEnds: NOT_SCHEDULED,
    talkEnds: NOT_SCHEDULED,
    served: false,
    channel: 0,
    finalStatus: 0,
    calleeServer: -1,
    ringingAt: -1,
    answeredAt: -1,
    planAnsweredAt: -1,
    talksTo: -1,
    way: undefined,
    pickedUp: false,
    native: false,
    mediaThrough: [],
    voicemail: false,
    misrouted: false,
    noReply: false,
    blocked: false,
    busy: false,
    congested: false,
    gaveUp: false,
    dropped: false,
    notFound: false,
    lookups: 0,
    lockWait: 0,
    cut: false,
  };
}

/** Every attempt ends in exactly one of these (design, "Outcomes"). */
export function outcomeOf(attempt: Attempt): Outcome {
  if (attempt.answeredAt >= 0) return attempt.way ?? 'local';
  if (attempt.voicemail) return 'voicemail';
  if (attempt.cut) return 'inProgress';
  if (!attempt.served) return 'unserved';
  if (attempt.blocked) return 'blocked';
  if (attempt.gaveUp && attempt.ringingAt < 0) return 'abandoned';
  if (attempt.ringingAt >= 0) return attempt.gaveUp && attempt.picksUp ? 'abandoned' : 'noAnswer';
  if (attempt.busy) return 'busy';
  if (attempt.misrouted) return 'misrouted';
  if (attempt.congested) return 'congestion';
  if (attempt.noReply) return 'noAnswer';
  return 'invalid';
}

/**
 * Not connected though it should have been, or dropped, in the words of the design: of invalid, noAnswer and voicemail
 * those whose called phone was powered and idle. That it then rang and nobody came makes no difference: who wants
 * people that do not pick up without losses has to leave their calls out (`answerProbability` is 100 % by default).
 */
function isLost(attempt: Attempt, outcome: Outcome): boolean {
  switch (outcome) {
    case 'unserved':
    case 'misrouted':
    case 'congestion':
    case 'blocked':
    case 'abandoned':
      return true;
    case 'invalid':
    case 'noAnswer':
    case 'voicemail':
      return attempt.calleeReachable;
    default:
      return attempt.dropped;
  }
}

export function recordOf(attempt: Attempt, now: Micros): CallRecord {
  const outcome = outcomeOf(attempt);
  return {
    call: attempt.id,
    source: attempt.source,
    redial: attempt.redial,
    offeredAt: attempt.offeredAt,
    caller: attempt.caller,
    from: attempt.from,
    dialled: attempt.dialled,
    server: attempt.server,
    calleeServer: attempt.calleeServer,
    calleeReachable: attempt.calleeReachable,
    ringingAt: attempt.ringingAt,
    answeredAt: attempt.answeredAt,
    endedAt: now,
    outcome,
    dropped: attempt.dropped,
    saved: outcome === 'direct' && attempt.notFound && attempt.afterFailure,
    lost: isLost(attempt, outcome),
    lookups: attempt.lookups,
    lockWait: attempt.lockWait,
  };
}
