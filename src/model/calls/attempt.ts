import type { Micros } from '../../kernel/ids.ts';
import type { Scheduled } from '../../kernel/simulation.ts';
import type { CallId, ChannelId, PhoneId, ServerId } from '../ids.ts';
import type { CallRecord, Outcome } from '../observations.ts';

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
  /** The phone of that number, -1 when there is none. */
  readonly callee: PhoneId | -1;
  readonly calleeReachable: boolean;
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

/** Lost for a reason that the cluster answers for, not the person called. */
function isLost(attempt: Attempt, outcome: Outcome): boolean {
  switch (outcome) {
    case 'unserved': case 'misrouted': case 'congestion': case 'blocked': case 'abandoned':
      return true;
    case 'invalid': case 'voicemail':
      return attempt.calleeReachable;
    case 'noAnswer':
      return attempt.calleeReachable && (attempt.ringingAt < 0 || attempt.picksUp);
    default:
      return attempt.dropped;
  }
}

export function recordOf(attempt: Attempt, now: Micros): CallRecord {
  const outcome = outcomeOf(attempt);
  return {
    call: attempt.id, source: attempt.source, redial: attempt.redial, offeredAt: attempt.offeredAt,
    caller: attempt.caller, from: attempt.from, dialled: attempt.dialled, server: attempt.server,
    calleeServer: attempt.calleeServer, calleeReachable: attempt.calleeReachable,
    ringingAt: attempt.ringingAt, answeredAt: attempt.answeredAt, endedAt: now, outcome,
    dropped: attempt.dropped, saved: outcome === 'direct' && attempt.notFound && attempt.afterFailure, lost: isLost(attempt, outcome),
    lookups: attempt.lookups, lockWait: attempt.lockWait,
  };
}
