import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import { removeAt } from '../../../kernel/resource/removeAt.ts';
import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, LookupId, ServerId } from '../../ids.ts';
import type { Observations } from '../../observations.ts';
import type { Rules } from '../../rules.ts';
import type { RelayBook } from '../../story/relayBook.ts';
import type { Answer, DiscoverResponse } from '../../protocol/dundi.ts';
import { merge, swapped } from './answer.ts';
import { chooseAudience, eidsFor, questionOf } from './asking.ts';
import { learn, newLookup, NONE_OPEN, type Lookup, type LookupRequest } from './lookup.ts';
import { isIdle, recordOf, replyOf, silentOf } from './lookupRecord.ts';
import type { Node } from './node.ts';
import { autokillTime, remember } from './peer.ts';
import { PendingLookups } from './pendingLookups.ts';
import { newAsked, type Asked, type TransactionSignals } from './transaction.ts';
import type { Transactions } from './transactions.ts';
import { waitBudget } from './waitBudget.ts';

/** The wait is looked at every 100 ms (pbx_dundi.c:dundi_lookup_internal): when a hung-up channel's lookup ends. */
const POLL: Micros = 100 * MILLISECOND;

/**
 * Asks every peer who holds a number, and ends when all have spoken or died, or when 2000 + 200 × ttl ms are over
 * (pbx_dundi.c:dundi_lookup_internal).
 *
 * It knows nothing of phones, calls or the dialplan. A dead peer is to it a silent one: only a timer tells them apart.
 */
export class Lookups {
  private readonly sim: Simulation;
  private readonly rules: Rules;
  private readonly nodes: readonly Node[];
  private readonly transactions: Transactions;
  private readonly observations: Observations;
  private readonly relays: RelayBook;
  private readonly askTime: () => Micros;
  private readonly questionTime: () => Micros;
  private readonly table = new SlotTable<Lookup>();
  private readonly pending: PendingLookups;

  private readonly askingBegins: EventType<LookupId, HostId>;
  private readonly questionsLeave: EventType<LookupId, HostId>;
  private readonly budgetEnds: EventType<LookupId, HostId>;
  private readonly waitingEnds: EventType<LookupId, HostId>;
  private readonly hangUpIsSeen: EventType<LookupId, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    rules: Rules,
    nodes: readonly Node[],
    transactions: Transactions,
    signals: TransactionSignals,
    observations: Observations,
    relays: RelayBook,
    askTime: () => Micros,
    questionTime: () => Micros,
  ) {
    this.sim = sim;
    this.rules = rules;
    this.nodes = nodes;
    this.transactions = transactions;
    this.observations = observations;
    this.relays = relays;
    this.askTime = askTime;
    this.questionTime = questionTime;
    this.pending = new PendingLookups(nodes.length);
    this.askingBegins = hosts.on('dundi.askingBegins', (id) => this.search(id));
    this.questionsLeave = hosts.on('dundi.questionsLeave', (id) => this.ask(id));
    this.budgetEnds = hosts.on('dundi.budgetEnds', (id) => this.giveUp(id));
    this.waitingEnds = hosts.on('dundi.waitingEnds', (id) => this.goOn(id));
    this.hangUpIsSeen = hosts.on('dundi.hangUpIsSeen', (id) => this.abandon(id));
    signals.responseArrived.receive((transaction, response) => this.collect(transaction, response));
    signals.discoverEnded.receive((transaction) => this.ended(transaction));
  }

  /** Runs `done(a, lookup)` when it is over, never at once; the result is read there, and gone afterwards. */
  begin<A extends number>(request: LookupRequest, done: EventType<A, LookupId>, a: A): LookupId {
    const lookup = newLookup(
      request,
      this.nodes[request.server]!,
      this.sim.now,
      done as EventType<number, LookupId>,
      a,
    );
    (lookup as { id: LookupId }).id = this.table.open(lookup) as LookupId;
    if (request.hungUp) this.finishSilently(lookup);
    else this.enter(lookup);
    return lookup.id;
  }

  /** The channel has hung up: the wait ends at its next look at the clock. */
  channelHungUp(id: LookupId): void {
    const lookup = this.table.get(id);
    if (lookup === undefined || lookup.ended) return;
    const waited = this.sim.now - lookup.startedAt;
    this.sim.after(POLL - (waited % POLL), this.hangUpIsSeen, id, lookup.request.server);
  }

  /** Under way, or ended and not read yet. */
  get size(): number {
    return this.table.size;
  }

  /** Under way on this server, and waited for by others of the same number. */
  pendingOf(server: ServerId): readonly Lookup[] {
    return this.pending.of(server);
  }

  crash(server: ServerId): void {
    this.table.each((lookup) => {
      if (lookup.request.server !== server) return;
      this.sim.cancel(lookup.timer);
      this.table.close(lookup.id);
    });
    this.pending.crash(server);
  }

  // ---------------------------------------------------------------- coalescing (facts A5)

  private enter(lookup: Lookup): void {
    const coalesced = this.pending.enter(lookup);
    if (coalesced.kind === 'first') this.beginSearch(lookup);
    else if (coalesced.kind === 'duplicate') {
      lookup.duplicate = true;
      this.finish(lookup);
    } else {
      // Waits for the cache to fill; its own search begins, unregistered, when the other one ends or the time is over.
      coalesced.behind.waiters = [...coalesced.behind.waiters, lookup.id];
      lookup.timer = this.sim.after(waitBudget(lookup.request.ttl), this.waitingEnds, lookup.id, lookup.request.server);
    }
  }

  private goOn(id: LookupId): void {
    const lookup = this.table.get(id);
    if (lookup === undefined || lookup.ended || lookup.searching) return;
    this.sim.cancel(lookup.timer);
    this.beginSearch(lookup);
  }

  private releaseWaiters(lookup: Lookup): void {
    if (!this.pending.leave(lookup)) return;
    for (const waiter of lookup.waiters) this.sim.after(0, this.waitingEnds, waiter, lookup.request.server);
  }

  // ---------------------------------------------------------------- the search

  /** The cache is read from disk, also when it then has everything. */
  private beginSearch(lookup: Lookup): void {
    lookup.searching = true;
    lookup.timer = this.sim.after(this.askTime(), this.askingBegins, lookup.id, lookup.request.server);
  }

  private search(id: LookupId): void {
    const lookup = this.table.get(id);
    if (lookup === undefined || lookup.ended) return;
    const node = this.nodes[lookup.request.server]!;
    const audience = chooseAudience(node, lookup);
    if (lookup.request.ttl <= 0) {
      // The list was built, and even what the cache had is thrown away (facts A4); how long that lives is not known
      // either.
      lookup.answers.length = 0;
      lookup.expiration = node.config.cacheTime;
      lookup.request.hint.ttlExpired = true;
      this.finish(lookup);
    } else if (audience.peers.length === 0) {
      this.finish(lookup);
    } else {
      lookup.audience = audience;
      lookup.timer = this.sim.after(this.questionTime(), this.questionsLeave, id, lookup.request.server);
    }
  }

  private ask(id: LookupId): void {
    const lookup = this.table.get(id);
    if (lookup?.audience === undefined || lookup.ended) return;
    const { audience } = lookup;
    lookup.audience = undefined;
    lookup.asked = audience.peers;
    const { server, call } = lookup.request;
    const node = this.nodes[server]!;
    lookup.open = [];
    const question = questionOf(node, lookup);
    const eids = eidsFor(audience, node, lookup, this.rules);
    for (let i = 0; i < eids.length; i++) {
      const peer = audience.peers[i]!;
      const autokill = autokillTime(peer, node.config.autokillMs);
      const transaction = newAsked(server, peer, this.sim.now, question, undefined, eids[i]!, lookup.id, call);
      lookup.open.push(this.transactions.ask(transaction, autokill));
    }
    lookup.timer = this.sim.after(waitBudget(lookup.request.ttl), this.budgetEnds, lookup.id, lookup.request.server);
  }

  private collect(transaction: Asked, reply: DiscoverResponse): void {
    const lookup = this.table.get(transaction.lookup);
    if (lookup === undefined) return;
    if (reply.cause === 0) this.take(lookup, transaction, reply);
    learn(lookup, replyOf(transaction, reply));
    if (this.rules.lookupEnds === 'firstAnswer' && reply.answers.some((answer) => answer.exists)) lookup.enough = true;
  }

  private take(lookup: Lookup, transaction: Asked, reply: DiscoverResponse): void {
    const { hint } = lookup.request;
    const node = this.nodes[lookup.request.server]!;
    const expiration = reply.expiration > 0 ? reply.expiration : node.config.cacheTime;
    const before = lookup.answers.length;
    for (const answer of reply.answers) {
      const weight = this.rules.weightSwap ? swapped(answer.weight) : answer.weight;
      if (merge(lookup.answers, answer, expiration, weight)) hint.dontAsk = false;
    }
    node.cache.save(
      transaction.peer.eid,
      lookup,
      lookup.answers.length > before ? lookup.answers.slice(before) : NO_ANSWERS,
      reply.hint.unaffected,
      expiration,
    );
    node.cache.saveHint(transaction.peer.eid, lookup, reply.hint, reply.expiration);
    if (reply.hint.ttlExpired) hint.ttlExpired = true;
    if (!reply.hint.dontAsk) hint.dontAsk = false;
    else if (reply.hint.prefix.length > hint.prefix.length) hint.prefix = reply.hint.prefix;
    if (reply.expiration > 0) lookup.expiration = Math.min(lookup.expiration, reply.expiration);
  }

  /**
   * A peer has answered, or did not acknowledge in time: then nothing of it is cached. Only the last end ends the wait
   * (facts A3): one silent peer delays them all.
   */
  private ended(transaction: Asked): void {
    const lookup = this.table.get(transaction.lookup);
    if (lookup === undefined) return;
    const node = this.nodes[lookup.request.server]!;
    if (node.config.storeHistory) remember(transaction.peer, this.sim.now - transaction.startedAt);
    lookup.datagrams += transaction.datagrams;
    const at = lookup.open.indexOf(transaction);
    if (at >= 0) removeAt(lookup.open, at);
    if ((lookup.open.length === 0 || lookup.enough) && !lookup.ended) this.finish(lookup);
  }

  /** The budget is over. What came so far is returned as if it were all (facts A3). */
  private giveUp(id: LookupId): void {
    const lookup = this.table.get(id);
    if (lookup === undefined || lookup.ended) return;
    lookup.budgetEnded = true;
    this.finish(lookup);
  }

  private abandon(id: LookupId): void {
    const lookup = this.table.get(id);
    if (lookup !== undefined && !lookup.ended) this.finish(lookup);
  }

  private finishSilently(lookup: Lookup): void {
    lookup.ended = true;
    this.sim.after(0, lookup.done, lookup.doneFor, lookup.id);
  }

  private finish(lookup: Lookup): void {
    lookup.ended = true;
    this.sim.cancel(lookup.timer);
    for (const transaction of lookup.open) {
      lookup.datagrams += transaction.datagrams;
      this.transactions.cancel(transaction);
    }
    lookup.open = NONE_OPEN;
    this.releaseWaiters(lookup);
    if (!isIdle(lookup)) {
      lookup.record = recordOf(lookup, this.nodes[lookup.request.server]!, this.sim.now);
      if (lookup.request.purpose === 'relay') this.relays.note(lookup.record);
      this.observations.lookupEnded(lookup.record);
    }
    this.sim.after(0, lookup.done, lookup.doneFor, lookup.id);
  }

  /** Read by the part that began it, in the handler of its `done`: afterwards the row is gone. */
  result(id: LookupId): Lookup | undefined {
    const lookup = this.table.get(id);
    if (lookup !== undefined) this.table.close(id);
    return lookup;
  }

  /** Peers that were asked and have not answered yet. */
  waitsFor(id: LookupId): readonly ServerId[] {
    const lookup = this.table.get(id);
    return lookup === undefined ? NOBODY : silentOf(lookup);
  }
}

const NOBODY: readonly ServerId[] = [];
const NO_ANSWERS: readonly Answer[] = [];
