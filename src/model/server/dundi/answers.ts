import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { DundiMapping } from '../../config.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { CallId, HostId, LookupId, ServerId, TransactionId } from '../../ids.ts';
import type { Rules } from '../../rules.ts';
import { NO_CHANNEL, PENDING } from '../dialplan/services.ts';
import type { Finder } from '../dialplan/finder.ts';
import type { FindRequest } from '../dialplan/extensionSearch.ts';
import type { MatchMode } from '../dialplan/patterns.ts';
import type { Answer, Discover, DundiCause } from '../../protocol/dundi.ts';
import { freshHint, type RunningHint } from './answer.ts';
import type { Lookups } from './lookups.ts';
import { MappingTexts, type MappingTextOptions } from './mappingTexts.ts';
import type { Node } from './node.ts';
import { encrypts } from './keys.ts';
import { retransmitTime } from './peer.ts';
import type { Taken, TransactionSignals } from './transaction.ts';
import type { Transactions } from './transactions.ts';

/** The three tests of a mapped context, each of which takes the dialplan lock (pbx_dundi.c:dundi_lookup_local). */
const TESTS: readonly MatchMode[] = ['match', 'canmatch', 'matchmore'];

/** Searches of one server's dialplan. */
export type LocalTests = Pick<Finder, 'find' | 'has' | 'take'>;

/** A lookup thread: one for every question, without limit (facts A8). */
interface Thread {
  readonly id: ThreadId;
  readonly transaction: TransactionId;
  readonly call: CallId | 0;
  readonly server: ServerId;
  readonly number: string;
  readonly context: string;
  /** Beginnings of the number, the shortest first. */
  readonly prefixes: readonly string[];
  readonly ttl: number;
  readonly bypass: boolean;
  readonly avoid: readonly number[];
  readonly direct: ReadonlySet<number>;
  readonly mappings: readonly DundiMapping[];
  /** Which mapping, and which of TESTS; after them, how long a prefix is being tried. */
  mapping: number;
  test: number;
  prefix: number;
  /** The test that is made. */
  readonly request: { -readonly [K in keyof FindRequest]: FindRequest[K] };
  /** What the tests of this mapping found: the n-th bit for the n-th test. */
  found: number;
  readonly answers: Answer[];
  readonly hint: RunningHint;
}

type ThreadId = number & { readonly thread?: true };

/**
 * Answers questions: from the mapped contexts first, and unless that was canonical (weight 0) from the peers.
 *
 * It needs the same dialplan lock as the server's own calls: a server that waits for the hub with the lock held cannot
 * answer the hub (facts A8). It does not know why the lock is held.
 */
export class Answers {
  private readonly sim: Simulation;
  private readonly nodes: readonly Node[];
  private readonly transactions: Transactions;
  private readonly lookups: Lookups;
  private readonly finders: readonly LocalTests[];
  private readonly mappingTexts: MappingTexts;
  private readonly answerTime: () => Micros;
  private readonly ownLimit: boolean;
  private readonly table = new SlotTable<Thread>();

  private readonly threadBegins: EventType<ThreadId, HostId>;
  private readonly found: EventType<ThreadId, number>;
  private readonly relayed: EventType<ThreadId, LookupId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    nodes: readonly Node[],
    transactions: Transactions,
    signals: TransactionSignals,
    lookups: Lookups,
    finders: readonly LocalTests[],
    options: MappingTextOptions & {
      readonly answerTime: () => Micros;
      readonly rules: Pick<Rules, 'forwardTtl' | 'mappingDestinationMax' | 'dialect'>;
    },
  ) {
    this.sim = sim;
    this.nodes = nodes;
    this.transactions = transactions;
    this.lookups = lookups;
    this.finders = finders;
    this.mappingTexts = new MappingTexts(nodes, options);
    this.answerTime = options.answerTime;
    this.ownLimit = options.rules.forwardTtl === 'ownLimit';
    signals.questionArrived.receive((transaction, question) => this.begin(transaction, question));
    this.threadBegins = hosts.on('dundi.lookupThreadBegins', (id) => this.step(id));
    this.found = sim.on('dundi.localTestEnds', (id, request) => this.tested(id, request));
    this.relayed = sim.on('dundi.relayEnds', (id, lookup) => this.finish(id, lookup));
  }

  /** handle_command_response, DPDISCOVER: who asks, may he, and is there anything of that name. */
  private begin(transaction: Taken, question: Discover): void {
    const { server } = transaction;
    const node = this.nodes[server]!;
    const peer = node.peerOf(question.eids[0]!);
    if (peer !== undefined) transaction.retransmit = retransmitTime(peer);
    const mappings = node.mappings(question.context);
    const inClear = question.signedBy === '' && peer !== undefined && encrypts(peer);
    if (peer === undefined || inClear || !node.answers(peer, question.context) || mappings.length === 0) {
      const refused = { answers: [], hint: freshHint(), expiration: 0, cause: 'noAuth' } as const;
      this.transactions.reply(transaction.id, refused, 'network');
      return;
    }
    // The first is the one we know; when it is the root too, it is listed twice (dundi_answer_query).
    const skip = question.eids.length > 1 && question.eids[0] === question.eids[question.eids.length - 1] ? 1 : 0;
    const received = Math.max(question.ttl - 1, 0);
    const thread: Thread = {
      id: 0,
      transaction: transaction.id,
      call: transaction.call,
      server,
      number: question.number,
      context: question.context,
      prefixes: node.spellings.of(question.number, question.context).prefixes,
      ttl: this.ownLimit ? Math.min(received, node.config.ttl) : received,
      bypass: question.bypass,
      avoid: skip === 0 ? question.eids : question.eids.slice(skip),
      direct: question.direct,
      mappings,
      mapping: 0,
      test: 0,
      prefix: 0,
      found: 0,
      request: {
        context: '',
        exten: '',
        priority: 1,
        label: '',
        action: 'match',
        channel: NO_CHANNEL,
        caller: undefined,
        macroNumber: '',
      },
      answers: [],
      hint: freshHint(),
    };
    (thread as { id: ThreadId }).id = this.table.open(thread);
    this.sim.after(this.answerTime(), this.threadBegins, thread.id, server);
  }

  crash(server: ServerId): void {
    this.table.each((thread) => {
      if (thread.server === server) this.table.close(thread.id);
    });
  }

  /** Goes on with the next test that has to be made, until one has to wait for the lock. */
  private step(id: ThreadId): void {
    const thread = this.table.get(id);
    if (thread === undefined) return;
    for (;;) {
      if (!this.hasTest(thread)) {
        this.askPeers(thread);
        return;
      }
      const mapping = thread.mappings[thread.mapping]!;
      const trying = thread.test < TESTS.length;
      const { request } = thread;
      request.context = mapping.localContext;
      request.exten = trying ? thread.number : thread.prefixes[thread.prefix - 1]!;
      request.action = trying ? TESTS[thread.test]! : 'canmatch';
      const outcome = this.finders[thread.server]!.find(request, this.found, id);
      if (outcome === PENDING) return;
      this.note(thread, outcome.found);
    }
  }

  private tested(id: ThreadId, request: number): void {
    const thread = this.table.get(id);
    if (thread === undefined || !this.finders[thread.server]!.has(request)) return; // The server crashed meanwhile.
    this.note(thread, this.finders[thread.server]!.take(request).found);
    this.step(id);
  }

  private hasTest(thread: Thread): boolean {
    while (thread.mapping < thread.mappings.length && thread.mappings[thread.mapping]!.localContext === '')
      this.nextMapping(thread);
    return thread.mapping < thread.mappings.length;
  }

  private note(thread: Thread, found: boolean): void {
    if (thread.test < TESTS.length) {
      if (found) thread.found |= 1 << thread.test;
      thread.test++;
      if (thread.test === TESTS.length) this.weigh(thread);
      return;
    }
    // Looking for the fewest digits that nothing here can match.
    if (!found) {
      const prefix = thread.prefixes[thread.prefix - 1]!;
      if (prefix.length > thread.hint.prefix.length) thread.hint.prefix = prefix;
    }
    if (!found || thread.prefix >= thread.number.length) this.nextMapping(thread);
    else thread.prefix++;
  }

  private weigh(thread: Thread): void {
    const mapping = thread.mappings[thread.mapping]!;
    const exists = (thread.found & 1) !== 0;
    const canMatch = (thread.found & 2) !== 0;
    const matchMore = (thread.found & 4) !== 0;
    if (exists || canMatch || matchMore) thread.hint.dontAsk = false;
    const partial = !mapping.noPartial && (canMatch || matchMore);
    if (exists || partial) {
      thread.answers.push({
        tech: mapping.tech,
        destination: exists ? this.mappingTexts.destination(thread, mapping) : '',
        exists,
        canMatch: canMatch && !mapping.noPartial,
        matchMore: matchMore && !mapping.noPartial,
        weight: this.mappingTexts.weight(thread, mapping),
        eid: this.nodes[thread.server]!.self,
        expiration: this.nodes[thread.server]!.config.cacheTime,
      });
      this.nextMapping(thread);
    } else {
      thread.prefix = 1;
      if (thread.number.length === 0) this.nextMapping(thread);
    }
  }

  private nextMapping(thread: Thread): void {
    thread.mapping++;
    thread.test = 0;
    thread.prefix = 0;
    thread.found = 0;
  }

  /** Nothing canonical of our own: any peer that can be asked may know (pbx_dundi.c:dundi_lookup_thread). */
  private askPeers(thread: Thread): void {
    const canonical = thread.answers.some((answer) => answer.weight === 0);
    if (canonical) {
      this.reply(thread, thread.answers, this.nodes[thread.server]!.config.cacheTime, 0);
      return;
    }
    this.lookups.begin(
      {
        server: thread.server,
        number: thread.number,
        context: thread.context,
        ttl: thread.ttl,
        bypass: thread.bypass,
        purpose: 'relay',
        channel: 0,
        call: thread.call,
        hungUp: false,
        avoid: thread.avoid,
        direct: thread.direct,
        hint: thread.hint,
      },
      this.relayed,
      thread.id,
    );
  }

  private finish(id: ThreadId, lookupId: LookupId): void {
    const thread = this.table.get(id);
    const lookup = this.lookups.result(lookupId);
    if (thread === undefined || lookup === undefined) return;
    const cause: DundiCause = lookup.duplicate && thread.answers.length === 0 ? 'duplicate' : 0;
    const answers = thread.answers.length === 0 ? lookup.answers : [...thread.answers, ...lookup.answers];
    this.reply(thread, answers, lookup.expiration.seconds, cause);
  }

  private reply(thread: Thread, answers: readonly Answer[], expiration: number, cause: DundiCause): void {
    this.table.close(thread.id);
    if (!thread.hint.dontAsk) thread.hint.prefix = '';
    let least = expiration;
    for (const answer of answers) if (answer.expiration > 0) least = Math.min(least, answer.expiration);
    this.transactions.reply(thread.transaction, { answers, hint: thread.hint, expiration: least, cause }, 'lookup');
  }
}
