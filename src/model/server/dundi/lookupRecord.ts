import { added } from '../../../kernel/resource/added.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { ServerId } from '../../ids.ts';
import type { LookupRecord, LookupReply } from '../../observations.ts';
import type { DiscoverResponse } from '../../protocol/dundi.ts';
import type { Lookup } from './lookup.ts';
import type { Node } from './node.ts';
import type { Peer } from './peer.ts';
import type { Asked } from './transaction.ts';

/** An ended lookup, as observers and stories see it. */
export function recordOf(lookup: Lookup, node: Node, now: Micros): LookupRecord {
  const { server, number, context, purpose } = lookup.request;
  const found = lookup.answers.filter((answer) => answer.exists);
  return {
    lookup: lookup.id,
    server,
    number,
    context,
    purpose,
    at: lookup.startedAt,
    took: now - lookup.startedAt,
    answers: found.map(({ eid }) => node.serverOf(eid)),
    destinations: found.map(({ destination }) => destination),
    channel: lookup.request.channel,
    call: lookup.request.call,
    asked: hostsOf(lookup.asked),
    replies: lookup.replies,
    silent: silentOf(lookup),
    cacheHits: lookup.cacheHits,
    hintHits: lookup.hintHits,
    budgetEnded: lookup.budgetEnded,
    datagrams: lookup.datagrams,
  };
}

function hostsOf(peers: readonly Peer[]): readonly ServerId[] {
  return peers.length === 0 ? NOBODY : peers.map(({ lastHost }) => lastHost as ServerId);
}

/** What a DPRESPONSE says, for the record: mostly what the peer said before. */
export function replyOf({ peer }: Asked, { answers, cause, expiration }: DiscoverResponse): LookupReply {
  const from = peer.lastHost as ServerId;
  const found = answers.some(({ exists }) => exists);
  const refused = cause !== 0;
  const { said } = peer;
  const isSame = said?.from === from && said.found === found && said.refused === refused && said.holds === expiration;
  if (isSame) return said;
  return (peer.said = { from, source: 'network', found, refused, prefix: '', holds: expiration });
}

/** Peers that were asked and have not answered. */
export function silentOf({ asked, replies }: Lookup): readonly ServerId[] {
  let silent = NOBODY;
  let last = 0;
  for (const { lastHost } of asked) {
    const at = replyFrom(lastHost, replies, last);
    if (at >= 0) last = at + 1;
    else silent = added(silent, lastHost as ServerId);
  }
  return silent;
}

/**
 * Where its reply over the network is, looked for from `first` on and then before it: replies come about in the order in
 * which the peers were asked.
 */
function replyFrom(host: ServerId | -1, replies: readonly LookupReply[], first: number): number {
  for (let i = 0; i < replies.length; i++) {
    const at = first + i < replies.length ? first + i : first + i - replies.length;
    const { from, source } = replies[at]!;
    if (from === host && source === 'network') return at;
  }
  return -1;
}

const NOBODY: readonly ServerId[] = [];

/** A relay that had nobody to ask and nothing in the cache: every leaf of a star makes one for each question. */
export function isIdle(lookup: Lookup): boolean {
  return (
    lookup.request.purpose === 'relay' && lookup.asked.length === 0 && lookup.cacheHits === 0 && lookup.hintHits === 0
  );
}
