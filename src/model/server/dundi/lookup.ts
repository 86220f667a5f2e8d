import { added } from '../../../kernel/resource/added.ts';
import type { Micros } from '../../../kernel/units.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled } from '../../../kernel/clock/simulation.ts';
import type { CallId, ChannelId, LookupId, ServerId } from '../../ids.ts';
import type { LookupRecord, LookupReply } from '../../observations.ts';
import type { EidList } from '../../protocol/eidList.ts';
import type { RunningHint } from './answer.ts';
import type { Asker, Findings } from './cache.ts';
import { NO_ROOT } from './cacheColumns.ts';
import type { Node } from './node.ts';
import type { Peer } from './peer.ts';
import type { Spelling } from './spellings.ts';
import type { Asked } from './transaction.ts';

export type LookupPurpose = LookupRecord['purpose'];

export interface LookupRequest {
  readonly server: ServerId;
  readonly number: string;
  readonly context: string;
  /** The two as the caches know them. */
  readonly spelling: Spelling;
  readonly ttl: number;
  readonly bypass: boolean;
  readonly purpose: LookupPurpose;
  /** 0: no channel can end it by hanging up. */
  readonly channel: ChannelId | 0;
  /** For the story of a call; 0: of none. */
  readonly call: CallId | 0;
  /** Its channel is hung up already: nothing is done for it. */
  readonly hungUp: boolean;
  /** For a relay: EIDs of the question, the root last, and which of them the sender talks to itself. Else empty. */
  readonly avoid: EidList;
  readonly direct: ReadonlySet<number>;
  /** What the answerer itself could say; a lookup of our own begins with `freshHint()`. */
  readonly hint: RunningHint;
}

/** Whom a lookup asks, in the order of the configuration file, and up to which `order` it looked. */
export interface Audience {
  readonly peers: readonly Peer[];
  readonly order: number;
}

export interface Lookup extends Asker, Findings {
  readonly id: LookupId;
  readonly request: LookupRequest;
  /** Another one of the same number was under way from the same root: this one is not made (facts A5). */
  duplicate: boolean;
  readonly startedAt: Micros;
  /** Listed among the server's requests, so that others wait for it. */
  registered: boolean;
  /** Its own search has begun. */
  searching: boolean;
  waiters: readonly LookupId[];
  /** Questions without an answer yet: a few. */
  open: Asked[];
  timer: Scheduled;
  /** Whom it is about to ask; undefined: the cache was not read yet, or nobody is asked. */
  audience: Audience | undefined;
  /** Asked over the network. */
  asked: readonly Peer[];
  /** What was learned of each peer, in order. */
  replies: readonly LookupReply[];
  cacheHits: number;
  hintHits: number;
  /** An answer came that ends the lookup under the rule `lookupEnds: firstAnswer`. */
  enough: boolean;
  budgetEnded: boolean;
  datagrams: number;
  ended: boolean;
  /** Its result, available from its end on. */
  record: LookupRecord | undefined;
  readonly done: EventType<number, LookupId>;
  readonly doneFor: number;
}

/** Of a lookup that asks nobody, as most are: every question to a server of a star begins one there. Never added to. */
export const NONE_OPEN: Asked[] = [];
const NO_WAITERS: readonly LookupId[] = [];
const NOBODY: readonly Peer[] = [];
const NO_REPLIES: readonly LookupReply[] = [];

/** Something was learned of a peer. */
export function learn(lookup: Lookup, reply: LookupReply): void {
  lookup.replies = added(lookup.replies, reply);
}

/** A lookup that begins now; its number is given by the table that it is entered in. */
export function newLookup(
  request: LookupRequest,
  node: Node,
  now: Micros,
  done: EventType<number, LookupId>,
  doneFor: number,
): Lookup {
  const { avoid, spelling, hint } = request;
  return {
    id: 0 as LookupId,
    request,
    spelling,
    avoidSum: node.eids.avoidSum(avoid),
    root: avoid.length === 0 ? NO_ROOT : avoid.last,
    answers: [],
    hint,
    expiration: node.config.cacheTime,
    duplicate: false,
    startedAt: now,
    registered: false,
    searching: false,
    waiters: NO_WAITERS,
    open: NONE_OPEN,
    timer: NOT_SCHEDULED,
    audience: undefined,
    asked: NOBODY,
    replies: NO_REPLIES,
    cacheHits: 0,
    hintHits: 0,
    enough: false,
    budgetEnded: false,
    datagrams: 0,
    ended: false,
    record: undefined,
    done,
    doneFor,
  };
}
