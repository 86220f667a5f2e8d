import type { DundiMapping } from '../../config.ts';
import type { TransactionId } from '../../ids.ts';
import type { Answer, Discover } from '../../protocol/dundi.ts';
import type { FindRequest } from '../dialplan/extensionSearch.ts';
import { NO_CHANNEL } from '../dialplan/services.ts';
import { freshHint } from './answer.ts';
import type { LookupRequest } from './lookup.ts';
import type { Node } from './node.ts';
import type { Spelling } from './spellings.ts';
import type { Taken } from './transaction.ts';

export type ThreadId = number & { readonly thread?: true };

/**
 * A lookup thread: one for every question, without limit (facts A8). What it asks the peers, when its own dialplan does not
 * do, is the question over again: the thread is the request, too.
 */
export interface AnswerThread extends LookupRequest {
  readonly id: ThreadId;
  readonly transaction: TransactionId;
  readonly spelling: Spelling;
  readonly mappings: readonly DundiMapping[];
  /** Which mapping, and which of its tests; after them, how long a prefix is being tried. */
  mapping: number;
  test: number;
  prefix: number;
  /** What the tests of this mapping found: the n-th bit for the n-th test. */
  found: number;
  answers: readonly Answer[];
}

const NO_ANSWERS: readonly Answer[] = [];

/** `ttl`: what is left for its own questions. */
export function newThread(
  { id, server, call }: Taken,
  { number, context, bypass, eids, direct }: Discover,
  node: Node,
  mappings: readonly DundiMapping[],
  ttl: number,
): AnswerThread {
  // The first is the one we know; when it is the root too, it is listed twice (dundi_answer_query).
  const isTwice = eids.length > 1 && eids.first === eids.last;
  return {
    id: 0,
    transaction: id,
    server,
    number,
    context,
    spelling: node.spellings.of(number, context),
    ttl,
    bypass,
    purpose: 'relay',
    channel: 0,
    call,
    hungUp: false,
    avoid: isTwice ? node.eids.list(eids.toArray().slice(1)) : eids,
    direct,
    hint: freshHint(),
    mappings,
    mapping: 0,
    test: 0,
    prefix: 0,
    found: 0,
    answers: NO_ANSWERS,
  };
}

/** A test of the thread's number, or of a beginning of it, as a search. */
export function testRequest(context: string, exten: string, action: FindRequest['action']): FindRequest {
  return { context, exten, priority: 1, label: '', action, channel: NO_CHANNEL, caller: undefined, macroNumber: '' };
}
