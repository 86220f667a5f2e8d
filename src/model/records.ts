import type { Micros } from '../kernel/units.ts';
import type { CallId, ChannelId, HostId, LookupId, PhoneId, ServerId } from './ids.ts';
import type { Message } from './protocol/message.ts';
import type { StatementKind } from './protocol/mysql.ts';

export type Outcome =
  | 'local'
  | 'dundi'
  | 'otherServer'
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
  /** DUNDi lookups made for it on the caller's server, all purposes, cached ones too; those of relays are not in it. */
  readonly lookups: number;
  /** Their numbers, in order of beginning. */
  readonly lookupIds: readonly LookupId[];
  /** Time spent waiting for the dialplan lock by the channels of this call, µs. */
  readonly lockWait: Micros;
  /** Technology of the last call to another server: `IAX2`; empty: the call went to none. */
  readonly tech: string;
  /** Final SIP status at the calling phone; 0: none came. */
  readonly status: number;
  /** A server dialled another one for it that was dead or hung at that moment, whatever became of it then. */
  readonly toDead: boolean;
  /** Why it was lost, dropped or slow, from the closed list (`story/cause.ts`); empty: it was none of these. */
  readonly cause: string;
  /** The cause in one sentence, with times and names. */
  readonly because: string;
  /** The fault behind it; empty: none. */
  readonly fault: string;
  /** With cause `trunkSilent`: of the server to which no call was made. */
  readonly silent: SilentTrunk | undefined;
}

/** A server that had not answered the last qualify of another one. */
export interface SilentTrunk {
  readonly tech: TrunkTech;
  /** It had failed, and was up again. */
  readonly isBack: boolean;
}

/** Technologies over which a server asks another one whether it answers. */
export type TrunkTech = 'SIP' | 'PJSIP' | 'IAX2';

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
  /** What these answers say is to be dialled, without the technology: `priv:secret@10.10.10.122/1002`. */
  readonly destinations: readonly string[];
  /** The channel that made it; 0: `relay` and `cli`. */
  readonly channel: ChannelId | 0;
  /** The call that it was made for, a relay's too; 0: none (a console). */
  readonly call: CallId | 0;
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
  | 'boot'
  | 'dialplan';

/** The table that a statement of the server itself is about; `none`: one of the dialplan. */
export type DatabaseTable = 'sip' | 'ps_endpoints' | 'ps_auths' | 'ps_aors' | 'ps_contacts' | 'extensions' | 'none';

export interface StatementRecord {
  readonly server: ServerId;
  readonly kind: StatementKind;
  readonly purpose: StatementPurpose;
  readonly table: DatabaseTable;
  readonly at: Micros;
  /** For a connection of the server, then for a thread of the database. */
  readonly wait: Micros;
  readonly service: Micros;
  readonly failed: boolean;
  /** It failed because as many connections were open as the database allows (MySQL's error 1040). */
  readonly full: boolean;
}

/** A message that was handed to the network. */
export interface MessageRecord {
  /** Counts the messages of a run, from 1. */
  readonly number: number;
  /** Handed over. */
  readonly at: Micros;
  /** Leaves the sender. */
  readonly leavesAt: Micros;
  readonly message: Message<never>;
  readonly fields: unknown;
  readonly from: HostId;
  readonly to: HostId;
  /** The call that it belongs to, by its fields; 0: none. */
  readonly call: CallId | 0;
}

/**
 * Where a message ended: `arrived` in the socket of a machine that runs; `lost` on the way; `off`: the machine was off;
 * `waits`: the machine hangs, and reads it when it runs again (then `arrived` follows).
 */
export type MessageFate = 'arrived' | 'lost' | 'off' | 'waits';
