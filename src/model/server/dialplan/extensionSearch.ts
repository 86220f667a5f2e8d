import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { ChannelId, LookupId, ServerId } from '../../ids.ts';
import type { Context } from './contexts.ts';
import { foundBySwitch, notFound, type Found } from './found.ts';
import type { RealtimeQuestion } from './realtimeSwitch.ts';
import type { MatchMode } from './patterns.ts';
import { PENDING, type Answer, type LockHolder, type Pending } from './services.ts';

/** The finder whose search it is. */
export interface SearchOwner {
  readonly server: ServerId;
  gotLock(id: number, search: Search): void;
  gotAnswers(id: number, search: Search, lookup: LookupId): void;
  switchAnswered(id: number, search: Search): void;
  gotRow(id: number, search: Search, question: number): void;
}

/** Literals have all keys in this order, so that a search reads one hidden class. */
export interface FindRequest {
  readonly context: string;
  readonly exten: string;
  /** From 1. Not looked at when there is a label. */
  readonly priority: number;
  /** Empty: find the priority. */
  readonly label: string;
  readonly action: MatchMode;
  readonly channel: ChannelId;
  /** Number of the caller, for extensions that only some may dial; undefined: nobody calls. */
  readonly caller: string | undefined;
  /** For `s` in a context `macro-…`, whose switch is asked for the macro's number; empty for other requests. */
  readonly macroNumber: string;
}

/** A search that could not end at once: it waits for the lock, or for a lookup. */
export interface Search {
  readonly finder: SearchOwner;
  readonly request: FindRequest;
  readonly done: EventType<number, number>;
  readonly a: number;
  /** When it began to wait for the lock. */
  askedAt: Micros;
  /** Where the search continues: which context, and which of its switches (-1: its extensions first). */
  at: number;
  nextSwitch: number;
  status: Found['status'];
  lookup: LookupId | 0;
  /** What a table of the database is asked now. */
  question: RealtimeQuestion | undefined;
  hasLock: boolean;
  /** What held the lock when this search had to wait for it. */
  holder: LockHolder | undefined;
  /** What ends it: known when a switch has been asked, too. */
  found: Found | undefined;
}

/** It begins to wait for the lock now. */
export function newSearch(
  finder: SearchOwner,
  request: FindRequest,
  done: EventType<number, number>,
  a: number,
  now: Micros,
): Search {
  return {
    finder,
    request,
    done,
    a,
    askedAt: now,
    at: 0,
    nextSwitch: -1,
    status: 'noContext',
    lookup: 0,
    question: undefined,
    hasLock: false,
    holder: undefined,
    found: undefined,
  };
}

/** What ends the search, or how far it came in this context. */
export function searchExtensions(
  context: Context,
  { exten, priority, label, action, caller }: FindRequest,
): Found | Found['status'] {
  const result = context.find(exten, priority, label, action, caller);
  if (typeof result !== 'string') return result.found;
  return result === 'early' ? notFound('noExtension') : result;
}

/** Most searches end without a question to a switch: no row is made for them. PENDING: a switch has to be asked. */
export function searchAtOnce(order: readonly Context[], request: FindRequest): Found | Pending {
  let status: Found['status'] = 'noContext';
  for (let at = 0; at < order.length; at++) {
    const context = order[at]!;
    const result = searchExtensions(context, request);
    if (typeof result !== 'string') return result;
    status = further(status, result);
    if (context.asksSwitch) return PENDING;
  }
  return notFound(status);
}

const RANK: Readonly<Record<Found['status'], number>> = {
  noContext: 0,
  noExtension: 1,
  noPriority: 2,
  noLabel: 3,
  success: 4,
};

/** Of two contexts, what is said of the search: how far it came in the better one. */
export function further(one: Found['status'], other: Found['status']): Found['status'] {
  return RANK[other] > RANK[one] ? other : one;
}

/**
 * What the answers to the last switch of that context mean: found when at least as many of them have the wanted flag as the
 * priority says (pbx_dundi.c:dundi_helper).
 */
export function judge(search: Search, context: Context, answers: readonly Answer[]): Found | undefined {
  const { action, label } = search.request;
  const priority = label === '' ? search.request.priority : 0;
  const count = answers.filter((answer) =>
    action === 'match' ? answer.exists : action === 'canmatch' ? answer.canMatch : answer.matchMore,
  ).length;
  if (count < priority) return undefined;
  const { data } = context.switches[search.nextSwitch - 1]!;
  return foundBySwitch(context.name, data === '' ? context.name : data, priority, answers);
}
