import type { ServerId } from '../../ids.ts';
import type { LookupReply } from '../../observations.ts';
import type { Rules } from '../../rules.ts';
import type { HitDetail } from './cache.ts';
import type { Audience, Lookup } from './lookup.ts';
import type { Node } from './node.ts';
import { isSkipped, type Peer } from './peer.ts';
import type { Question } from './transaction.ts';

interface Round {
  readonly chosen: Peer[];
  cached: boolean;
  nextOrder: number | undefined;
}

/**
 * Reads the cache and chooses whom to ask. The next order is looked at only while the lower ones gave neither a peer
 * to
 * ask nor a cache hit (facts A9; pbx_dundi.c:dundi_lookup_internal, build_transactions).
 */
export function chooseAudience(node: Node, lookup: Lookup): Audience {
  let order = 0;
  for (;;) {
    const round = chooseUpTo(order, node, lookup);
    const done = round.chosen.length > 0 || round.cached || round.nextOrder === undefined;
    // append_transaction puts each at the head of the list, so the last section of the list, the first of the file,
    // goes first.
    if (done) return { peers: round.chosen.reverse(), order };
    order = round.nextOrder!;
  }
}

function chooseUpTo(order: number, node: Node, lookup: Lookup): Round {
  const round: Round = { chosen: [], cached: false, nextOrder: undefined };
  for (const peer of node.including(lookup.request.context)) {
    if (peer.config.order > order) {
      round.nextOrder = Math.min(round.nextOrder ?? peer.config.order, peer.config.order);
    } else if (isCached(node, peer, lookup)) {
      round.cached = true;
    } else if (mayAsk(node, peer, lookup)) {
      round.chosen.push(peer);
    }
  }
  return round;
}

function isCached(node: Node, peer: Peer, lookup: Lookup): boolean {
  if (lookup.request.bypass) return false;
  const hit = node.cache.read(peer.eid, lookup.asker, lookup.answers, lookup.request.hint, lookup.expiration);
  if (hit === 'answer') lookup.cacheHits++;
  if (hit === 'hint') lookup.hintHits++;
  if (hit !== 'none') lookup.replies.push(replyOf(node, peer, hit, node.cache.detailOf(hit)));
  return hit !== 'none';
}

function replyOf(
  node: Node,
  peer: Peer,
  source: 'answer' | 'hint',
  { found, prefix, remaining }: HitDetail,
): LookupReply {
  return {
    from: peer.host >= 0 ? (peer.host as ServerId) : node.serverOf(peer.eid),
    source: source === 'answer' ? 'cache' : 'hint',
    found: source === 'answer' && found,
    refused: false,
    prefix: source === 'hint' ? prefix : '',
    holds: remaining,
  };
}

function mayAsk(node: Node, peer: Peer, lookup: Lookup): boolean {
  const { avoid, direct, hint } = lookup.request;
  let avoided: number | undefined;
  for (let i = 0; i < avoid.length && avoided === undefined; i++)
    if (avoid[i] === peer.eid || avoid[i] === node.self) avoided = avoid[i];
  // One that the sender only heard of: without it the answer might have been another, so it is not for everybody.
  if (avoided !== undefined && !direct.has(avoided)) hint.unaffected = false;
  const asks = peer.config.model === 'outbound' || peer.config.model === 'symmetric';
  return asks && avoided === undefined && peer.host >= 0 && !isSkipped(peer);
}

/**
 * Tells each peer whom else not to ask: those that we ask ourselves (pbx_dundi.c:optimize_transactions).
 *
 * The lists of a lookup differ in one place, the peer's own: the long one is made once, and copied without it.
 */
export function questionsFor({ peers, order }: Audience, node: Node, lookup: Lookup, rules: Rules): Question[] {
  const { number, context, ttl, bypass, avoid } = lookup.request;
  const root = avoid.length > 0 ? avoid[avoid.length - 1]! : undefined;
  const eids = [node.self];
  for (let i = 0; i < avoid.length - 1; i++) eids.push(avoid[i]!);
  const before = eids.length;
  const listed: Peer[] = [];
  for (const peer of node.including(context)) {
    const known = rules.avoidUnreachable || peer.lastMs > -1;
    if (!known || peer.config.order > order || peer.eid === root || avoid.includes(peer.eid)) continue;
    listed.push(peer);
    eids.push(peer.eid);
  }
  // The true root goes to the end again; our own question has us as its root once the list is not empty.
  eids.push(root ?? node.self);
  const direct = node.direct(context);
  return peers.map((asked) => {
    const at = listed.indexOf(asked);
    const own = at < 0 ? eids.slice() : without(eids, before + at);
    if (root === undefined && own.length === before + 1) own.pop();
    return { number, context, ttl, bypass, eids: own, direct };
  });
}

/** A copy without the element at that place. */
function without(list: readonly number[], place: number): number[] {
  const copy = list.slice(0, -1);
  for (let i = place; i < copy.length; i++) copy[i] = list[i + 1]!;
  return copy;
}
