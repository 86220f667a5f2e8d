import { added } from '../../../kernel/resource/added.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { ServerId } from '../../ids.ts';
import type { LookupRecord, LookupReply } from '../../observations.ts';
import type { DiscoverResponse } from '../../protocol/dundi.ts';
import type { Lookup } from './lookup.ts';
import type { Node } from './node.ts';
import type { Asked } from './transaction.ts';

/** An ended lookup, as observers and stories see it. */
export function recordOf(lookup: Lookup, node: Node, now: Micros): LookupRecord {
  const { server, number, context, purpose } = lookup.request;
  let answers: readonly ServerId[] = NOBODY;
  let destinations: readonly string[] = NOWHERE;
  for (const { exists, eid, destination } of lookup.answers) {
    if (!exists) continue;
    answers = added(answers, node.serverOf(eid));
    destinations = added(destinations, destination);
  }
  return {
    lookup: lookup.id,
    server,
    number,
    context,
    purpose,
    at: lookup.startedAt,
    took: now - lookup.startedAt,
    answers,
    destinations,
    channel: lookup.request.channel,
    call: lookup.request.call,
    asked: lookup.asked.map(({ lastHost }) => lastHost as ServerId),
    replies: lookup.replies,
    silent: silentOf(lookup),
    cacheHits: lookup.cacheHits,
    hintHits: lookup.hintHits,
    budgetEnded: lookup.budgetEnded,
    datagrams: lookup.datagrams,
  };
}

/** What a DPRESPONSE says, for the record. */
export function replyOf({ peer }: Asked, { answers, cause, expiration }: DiscoverResponse): LookupReply {
  return {
    from: peer.lastHost as ServerId,
    source: 'network',
    found: answers.some(({ exists }) => exists),
    refused: cause !== 0,
    prefix: '',
    holds: expiration,
  };
}

/** Peers that were asked and have not answered. */
export function silentOf({ asked, replies }: Lookup): readonly ServerId[] {
  let silent = NOBODY;
  for (const { lastHost } of asked)
    if (!hasAnswered(replies, lastHost as ServerId)) silent = added(silent, lastHost as ServerId);
  return silent;
}

/** A list is looked through faster than a set is made, of fifty peers too: most answer in the order in which they were asked. */
function hasAnswered(replies: readonly LookupReply[], host: ServerId): boolean {
  for (const { from, source } of replies) if (from === host && source === 'network') return true;
  return false;
}

const NOBODY: readonly ServerId[] = [];
const NOWHERE: readonly string[] = [];

/** A relay that had nobody to ask and nothing in the cache: every leaf of a star makes one for each question. */
export function isIdle(lookup: Lookup): boolean {
  return (
    lookup.request.purpose === 'relay' && lookup.asked.length === 0 && lookup.cacheHits === 0 && lookup.hintHits === 0
  );
}
