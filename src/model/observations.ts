import type { StatementKind } from './protocol/mysql.ts';
import type { Micros } from '../kernel/units.ts';
import type { Place } from '../text/place.ts';
import type { CallId, ChannelId, LookupId, PhoneId, ServerId } from './ids.ts';

/**
 * What the model tells whoever listens. It calls, it never asks: an observer changes nothing, so traces, measures
 * and progress leave the fingerprint as it is. Records are read during the call only; copy what is kept.
 */
export interface Observations {
  /**
   * Somebody would have called and had no phone to do it with: no idle one, or his is without power or has its hands
   * full. It is not offered.
   */
  callNotPlaced(source: number): void;
  callOffered(call: CallRecord): void;
  callAnswered(call: CallRecord): void;
  /** Once per offered call, also for those that are in progress at the end. */
  callEnded(call: CallRecord): void;
  /** A REGISTER transaction came to its end at the phone. */
  registrationEnded(registration: RegistrationRecord): void;
  /** The number of live registrations of a server changed by +1 or -1 (its own view: expiry plus grace). */
  registrationsChanged(server: ServerId, change: 1 | -1): void;
  /** A phone's own view changed: registered somewhere, or not. */
  phoneChanged(phone: PhoneId, registered: boolean): void;
  /** Not told: a relay which had nobody to ask and nothing cached. */
  lookupEnded(lookup: LookupRecord): void;
  statementEnded(statement: StatementRecord): void;
  /** A DUNDi peer was marked by a server. */
  peerChanged(server: ServerId, peer: ServerId, status: 'OK' | 'UNREACHABLE' | 'LAGGED'): void;
  /** The dialplan lock of a server was released after `held`, having been waited for by `waiting` others. */
  lockReleased(server: ServerId, held: Micros, waiting: number): void;
  /**
   * A call came to a step that asks for something which exists in Asterisk and is not modelled: `Queue(support)`,
   * `function CURL`; `place` is that of the step.
   */
  notModelled(server: ServerId, what: string, place: Place): void;
  faultHappened(text: string): void;
  /** A line of a server's console at verbosity 3; called only while `wantsConsole`. */
  readonly wantsConsole: boolean;
  console(server: ServerId, line: string): void;
}

export type Outcome =
  | 'local'
  | 'dundi'
  | 'direct'
  | 'pstn'
  | 'voicemail'
  | 'busy'
  | 'noAnswer'
  | 'invalid'
  | 'congestion'
  | 'misrouted'
  | 'blocked'
  | 'abandoned'
  | 'unserved'
  | 'inProgress';

export interface CallRecord {
  readonly call: CallId;
  /** Index of the call source in the scenario. */
  readonly source: number;
  /** 0 for a first attempt, else which redial. */
  readonly redial: number;
  readonly offeredAt: Micros;
  /** Row of the caller, -1 from the PSTN. */
  readonly caller: number;
  readonly from: string;
  readonly dialled: string;
  /** Server that took (or should have taken) the INVITE. */
  readonly server: number;
  /** Server at which the called phone last rang by, -1 none. */
  readonly calleeServer: number;
  /** The called phone was powered and idle when the call was offered. */
  readonly calleeReachable: boolean;
  /** The called phone began to ring; -1 never. */
  readonly ringingAt: Micros;
  readonly answeredAt: Micros;
  readonly endedAt: Micros;
  readonly outcome: Outcome;
  /** Answered, then cut by a fault. */
  readonly dropped: boolean;
  /** Answered by direct dial after DUNDi found nobody, when something had failed before the call. */
  readonly saved: boolean;
  readonly lost: boolean;
  /** DUNDi lookups made for it on the caller's server, all purposes, cached ones too. */
  readonly lookups: number;
  /** Time spent waiting for the dialplan lock by the channels of this call, µs. */
  readonly lockWait: Micros;
  /** Final SIP status at the calling phone; 0: none came. */
  readonly status: number;
  /** Why it was lost, dropped or slow, from the closed list (`story/cause.ts`); empty: it was none of these. */
  readonly cause: string;
  /** The cause in one sentence, with times and names. */
  readonly because: string;
  /** The fault behind it; empty: none. */
  readonly fault: string;
}

export interface RegistrationRecord {
  readonly phone: PhoneId;
  readonly server: ServerId;
  readonly at: Micros;
  readonly kind: 'first' | 'refresh' | 'unregister';
  readonly result: 'granted' | 'timeout' | 'rejected' | 'cancelled';
  /** REGISTER datagrams sent, both passes, retransmissions too. */
  readonly sends: number;
  readonly took: Micros;
  /** Granted seconds, 0 when not granted. */
  readonly granted: number;
}

/** What a lookup learned of one peer, and from where. */
export interface LookupReply {
  readonly from: ServerId;
  /** A DPRESPONSE, a reply in the own cache, or a hint in the own cache ("do not ask for this prefix"). */
  readonly source: 'network' | 'cache' | 'hint';
  /** The number exists there. */
  readonly found: boolean;
  /** It refused to answer, or the same question of the same root was under way (facts A5, causes). */
  readonly refused: boolean;
  /** With `hint`: the numbers that begin so are not asked for. */
  readonly prefix: string;
  /** Seconds that it is good for from now: what is left in the cache; of a DPRESPONSE, the expiration that it carries. */
  readonly holds: number;
}

export interface LookupRecord {
  readonly lookup: LookupId;
  readonly server: ServerId;
  readonly number: string;
  readonly context: string;
  /** `find`: under the dialplan lock. `exec`, `function`: by a channel, without it. `relay`: for another server. */
  readonly purpose: 'find' | 'exec' | 'function' | 'relay' | 'cli';
  readonly at: Micros;
  readonly took: Micros;
  /** Servers whose answers came back with EXISTS, in order of arrival. */
  readonly answers: readonly ServerId[];
  /** The channel that made it; 0: `relay` and `cli`. */
  readonly channel: ChannelId | 0;
  /** Peers asked over the network; none: all from the cache, or none to ask. */
  readonly asked: readonly ServerId[];
  /** What was learned of each peer, in order. */
  readonly replies: readonly LookupReply[];
  /** Peers asked whose DPRESPONSE had not come at the end. */
  readonly silent: readonly ServerId[];
  readonly cacheHits: number;
  readonly hintHits: number;
  /** Ended by the wait budget (2000 + 200 × ttl ms) with peers still silent. */
  readonly budgetEnded: boolean;
  readonly datagrams: number;
}

export type { StatementKind };
export type StatementPurpose =
  | 'register'
  | 'refresh'
  | 'expire'
  | 'unregister'
  | 'wrongSecret'
  | 'unknownUser'
  | 'invite'
  | 'chanIsAvail'
  | 'dial'
  | 'deviceState'
  | 'dialplan';

export interface StatementRecord {
  readonly server: ServerId;
  readonly kind: StatementKind;
  readonly purpose: StatementPurpose;
  readonly at: Micros;
  /** For the server's one connection, then for a thread of the database. */
  readonly wait: Micros;
  readonly service: Micros;
  readonly failed: boolean;
}
