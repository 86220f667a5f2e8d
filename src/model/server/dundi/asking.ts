import { broken } from '../../../kernel/assert.ts';
import type { ServerId } from '../../ids.ts';
import type { LookupReply } from '../../observations.ts';
import type { EidList } from '../../protocol/eidList.ts';
import type { Rules } from '../../rules.ts';
import type { HitDetail } from './cacheHit.ts';
import { learn, type Audience, type Lookup } from './lookup.ts';
import type { Node } from './node.ts';
import { isSkipped, type Peer } from './peer.ts';
import type { Question } from './transaction.ts';

const NOBODY: Audience = { peers: [], order: 0 };
/** Never added to. */
const NONE_CHOSEN: Peer[] = [];

interface Round {
  chosen: Peer[];
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
    if (done) return round.chosen.length === 0 ? NOBODY : { peers: round.chosen.reverse(), order };
    order = round.nextOrder!;
  }
}

function chooseUpTo(order: number, node: Node, lookup: Lookup): Round {
  const round: Round = { chosen: NONE_CHOSEN, cached: false, nextOrder: undefined };
  for (const peer of node.in(lookup.request.context).including) {
    if (peer.order > order) {
      round.nextOrder = Math.min(round.nextOrder ?? peer.order, peer.order);
    } else if (isCached(node, peer, lookup)) {
      round.cached = true;
    } else if (mayAsk(node, peer, lookup)) {
      if (round.chosen === NONE_CHOSEN) round.chosen = [];
      round.chosen.push(peer);
    }
  }
  return round;
}

function isCached(node: Node, peer: Peer, lookup: Lookup): boolean {
  if (lookup.request.bypass) return false;
  const hit = node.cache.read(peer.eid, lookup, lookup);
  if (hit === 'answer') lookup.cacheHits++;
  if (hit === 'hint') lookup.hintHits++;
  if (hit !== 'none') learn(lookup, replyOf(node, peer, hit, node.cache.detailOf(hit)));
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
  for (let i = 0; i < avoid.length && avoided === undefined; i++) {
    const eid = avoid.at(i);
    if (eid === peer.eid || eid === node.self) avoided = eid;
  }
  // One that the sender only heard of: without it the answer might have been another, so it is not for everybody.
  if (avoided !== undefined && !direct.has(avoided)) hint.unaffected = false;
  return peer.asks && avoided === undefined && peer.host >= 0 && !isSkipped(peer);
}

/** What all that are asked are asked. */
export function questionOf(node: Node, { request: { number, context, ttl, bypass } }: Lookup): Question {
  return { number, context, ttl, bypass, direct: node.in(context).direct };
}

/** Tells each peer whom else not to ask: those that we ask ourselves (pbx_dundi.c:optimize_transactions). */
export function eidsFor({ peers, order }: Audience, node: Node, lookup: Lookup, rules: Rules): EidList[] {
  const { context, avoid } = lookup.request;
  const root = avoid.length > 0 ? avoid.last : undefined;
  const eids = [node.self];
  for (let i = 0; i < avoid.length - 1; i++) eids.push(avoid.at(i));
  const before = eids.length;
  // Where those that are asked are in the list; 0: they are not. They are asked in the opposite order.
  const places = peers.map(() => 0);
  let turn = peers.length - 1;
  for (const peer of node.in(context).including) {
    const known = rules.avoidUnreachable || peer.lastMs > -1;
    const isListed = known && peer.order <= order && peer.eid !== root && !avoid.includes(peer.eid);
    let at = turn;
    while (at >= 0 && peers[at] !== peer) at--;
    if (at >= 0) turn = at - 1;
    if (!isListed) continue;
    if (at >= 0) places[at] = eids.length;
    eids.push(peer.eid);
  }
  if (turn >= 0) broken(`a peer is asked that the context ${context} does not have`);
  const listed = eids.length - before;
  // Our own question has us as its root, once the list is not empty without the peer that is asked.
  const isAlone = root === undefined && listed === 0;
  // The true root goes to the end again.
  if (!isAlone) eids.push(root ?? node.self);
  const all = node.eids.list(eids);
  const none = root === undefined && listed === 1 ? node.eids.list([node.self]) : undefined;
  return places.map((place) => (place === 0 ? all : (none ?? node.eids.without(all, place))));
}
