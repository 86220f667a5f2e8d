import type { Micros } from '../../kernel/units.ts';
import type { Distribution } from '../../kernel/random/distributions.ts';
import type { PhoneKind } from '../phone/kinds.ts';

/**
 * Columns of a phone's row in the database, as chan_sip.c:build_peer reads them; undefined: the column is empty, and
 * [general] of each server decides.
 */
export interface RowColumns {
  readonly context: string | undefined;
  readonly qualifyMs: number | undefined;
  readonly callLimit: number | undefined;
  readonly directMedia: boolean | undefined;
  readonly regExten: readonly string[] | undefined;
  readonly callerId: CallerId | undefined;
  readonly insecureInvite: boolean | undefined;
  /** Until a server writes the row for the first time. */
  readonly fullContactIsNull: boolean;
  /** Columns of ps_endpoints and ps_aors; undefined: none of them is filled. */
  readonly pjsip?: PjsipColumns | undefined;
}

/** As sorcery_realtime.c reads them; undefined: the column is empty, and what the server says of every row holds. */
export interface PjsipColumns {
  readonly context: string | undefined;
  readonly directMedia: boolean | undefined;
  /** device_state_busy_at */
  readonly busyAt: number | undefined;
  /** Seconds. */
  readonly minExpiration: number | undefined;
  readonly maxExpiration: number | undefined;
  readonly defaultExpiration: number | undefined;
  readonly maxContacts: number | undefined;
  readonly removeExisting: boolean | undefined;
  readonly removeUnavailable: boolean | undefined;
  readonly qualifyFrequency: Micros | undefined;
  readonly qualifyTimeout: Micros | undefined;
}

/** Either may be empty. */
export interface CallerId {
  readonly name: string;
  readonly number: string;
}

export interface PhoneConfig {
  /** Its name, its user part and its extension: `1001`. */
  readonly number: string;
  /** Row of the first phone with that number, whose account this one registers too; undefined: it is the first. */
  readonly account?: number | undefined;
  readonly group: string;
  readonly address: string;
  readonly port: number;
  /** Index into servers. */
  readonly home: number;
  /** Where it registers when `home` fails, in order; how depends on its kind. */
  readonly backup: readonly number[];
  /** Proxy of last resort: outbound calls only, never registers there. -1: none. */
  readonly lastResort: number;
  /** Seconds it asks for. */
  readonly expires: number;
  readonly kind: PhoneKind;
  /** Columns of its row in the database. */
  readonly row?: RowColumns | undefined;
  /** What it presents: its own name and secret, a wrong secret, or a name that nobody knows. */
  readonly credentials: 'right' | 'wrongSecret' | 'unknownUser';
  readonly powered: boolean;
  /** From the first ring until it is picked up. */
  readonly answerAfter: Distribution;
  /** 0..1: picked up at all. */
  readonly answerProbability: number;
  /** Calls that it takes at once; one more gets 486. */
  readonly callsAtOnce: number;
}

/** What many phones of a group have in common. */
export type PhoneTemplate = Omit<PhoneConfig, 'number' | 'address'>;

export type CallSource = PoissonCalls | PlannedCall;

interface CallDetail {
  /** For results: calls of one name are counted by themselves; empty: none. */
  readonly name: string;
  readonly talk: Distribution;
  /** The caller hangs up when nobody has answered after this, seconds from INVITE. */
  readonly patience: Distribution;
  /** Share of failed attempts that are tried again, and when; redials are attempts and are marked. */
  readonly redialProbability: number;
  readonly redialAfter: Distribution;
  readonly redialAttempts: number;
  /** What one of the two does with the call besides; undefined: they talk until one hangs up. */
  readonly park: ParkBehaviour | undefined;
  readonly transfer?: TransferBehaviour | undefined;
}

/** Which of the two of a talk sends the other one on. */
export type Transferrer = 'caller' | 'callee';
/** `either`: which of them is drawn for each call, one as likely as the other. */
export type Transferrers = Transferrer | 'either';

/** One of the two of a call parks the other, and a colleague fetches the call from its slot. */
export interface ParkBehaviour {
  readonly by: Transferrers;
  /** Share of the answered calls that are parked. */
  readonly probability: number;
  /** From the answer until the call is parked. */
  readonly after: Distribution;
  /** To which it is transferred: `700`. */
  readonly extension: string;
  /** Rows of phones: one of them, idle then, dials the slot. */
  readonly fetchers: readonly number[];
  /** From the moment at which the parker knows the slot until a colleague dials it. */
  readonly fetchedAfter: Distribution;
  /** Share of the parked calls that a colleague tries to fetch. */
  readonly fetchProbability: number;
  /** Who is parked hangs up when nobody has fetched the call after this. */
  readonly patience: Distribution;
}

/** One of the two of a call sends the other to a colleague. */
export interface TransferBehaviour {
  readonly by: Transferrers;
  /** Share of the answered calls that are sent on. */
  readonly probability: number;
  /** From the answer until then. */
  readonly after: Distribution;
  /** Rows of phones: the colleagues. */
  readonly colleagues: readonly number[];
  /** Share of the transfers for which the colleague is asked first, while the other is on hold. */
  readonly attended: number;
  /** Talk with the colleague before the two are joined. */
  readonly consultation: Distribution;
  /** Who is sent hangs up when nobody talks to them again after this. */
  readonly patience: Distribution;
}

export interface PoissonCalls extends CallDetail {
  readonly kind: 'poisson';
  /** Calls per second, all callers together. */
  readonly ratePerSecond: number;
  /** Rates that follow each other, the first from 0 on, the last up to `Infinity`; undefined: always the one above. */
  readonly steps?: readonly { readonly until: Micros; readonly ratePerSecond: number }[];
  readonly from: Micros;
  readonly until: Micros;
  /** Rows of phones that call and are called; a caller never calls itself. No callers: from the PSTN. */
  readonly callers: readonly number[];
  readonly callees: readonly number[];
  /** Number that is dialled in place of callees', each X a digit that is drawn; empty: callees. */
  readonly outside: string;
  /** Digits that are dialled before the number of the callee; empty: none. */
  readonly prefix: string;
  readonly pstn: PstnEntry;
}

export interface PlannedCall extends CallDetail {
  readonly kind: 'planned';
  readonly at: Micros;
  /** Row of the calling phone; -1: from the PSTN. */
  readonly caller: number;
  readonly pstn: PstnEntry;
  /** As dialled: a phone's number, or anything else. */
  readonly dialled: string;
  /** Time from ringing until the phone is picked up; Infinity: never; undefined: as the phone's user does. */
  readonly answers?: Micros;
  /** What a real system's log says became of it (`ANSWERED`), to compare with. No part decides anything by it. */
  readonly logged?: string;
}

/** Where a call from the PSTN comes in. */
export interface PstnEntry {
  /** -1: the call is not from the PSTN. */
  readonly server: number;
  readonly context: string;
  /** Trunk group whose channel it takes; empty: none, and it is never blocked. */
  readonly group: string;
}
