import type { EventType } from '../../../kernel/clock/simulation.ts';
import type { Lock } from '../../../kernel/resource/lock.ts';
import { assert } from '../../../kernel/assert.ts';
import type { Clock } from '../../network/hosts.ts';
import type { LookupId, ServerId } from '../../ids.ts';
import type { Autoservice } from './autoservice.ts';
import type { Dialplan } from './compile.ts';
import type { SwitchConfig } from './compiledPlan.ts';
import { isAsked, isRealtime, type Context } from './contexts.ts';
import type { DigitTree } from './digitTree.ts';
import type { DialplanEvents } from './dialplanEvents.ts';
import { foundInTable, notFound, type Found } from './found.ts';
import { familyOf, type RealtimeSwitches } from './realtimeSwitch.ts';
import type { FinderParts } from './finderParts.ts';
import {
  further,
  judge,
  newSearch,
  searchAtOnce,
  searchExtensions,
  type FindRequest,
  type Search,
  type SearchOwner,
} from './extensionSearch.ts';
import {
  NO_CHANNEL,
  PENDING,
  type DialplanHooks,
  type Pending,
  type SwitchLookups,
  type LockHolder,
} from './services.ts';
import { switchQuestion } from './switchTarget.ts';

/**
 * Looks for extensions on one server as pbx_find_extension does, holding the server's one dialplan lock.
 * In each context: its extensions, then its switches, then its includes (facts A7).
 * It does not know who asks, nor what a lookup is made of.
 */
export class Finder implements SearchOwner {
  readonly server: ServerId;
  private readonly sim: Clock;
  private readonly events: DialplanEvents;
  private readonly lock: Lock;
  private readonly lookups: SwitchLookups;
  private readonly realtime: RealtimeSwitches;
  private readonly hooks: DialplanHooks;
  private readonly lookupUnderLock: boolean;
  /** Undefined: the thread that asks a switch keeps its channel. */
  private readonly autoservice: Autoservice | undefined;
  private plan: Dialplan;
  /** The search that holds the lock while its lookup is under way. */
  private asking: Search | undefined;

  constructor(parts: FinderParts) {
    this.server = parts.server;
    this.sim = parts.sim;
    this.lock = parts.lock;
    this.plan = parts.plan;
    this.lookups = parts.lookups;
    this.realtime = parts.realtime;
    this.hooks = parts.hooks;
    this.lookupUnderLock = parts.rules.lookupUnderLock;
    this.events = parts.events;
    this.autoservice = parts.rules.switchAutoservice ? parts.autoservice : undefined;
  }

  /**
   * The answer at once when the lock is free and no switch is asked; else PENDING, and later the event (done, a,
   * search) runs, in which `take(search)` gives the answer.
   */
  find(request: FindRequest, done: EventType<number, number>, a: number): Found | Pending {
    const { searches } = this.events;
    if (this.lock.held) {
      const waiting = newSearch(this, request, done, a, this.sim.now);
      this.lock.acquire(this.events.lockGranted, searches.open(waiting), 0);
      waiting.holder = this.holder;
      return PENDING;
    }
    this.lock.acquire(this.events.lockGranted, 0, 0);
    const atOnce = searchAtOnce(this.plan.searchOrder(request.context), request);
    if (atOnce !== PENDING) {
      searches.pass();
      this.unlock();
      return atOnce;
    }
    const search = newSearch(this, request, done, a, this.sim.now);
    const id = searches.open(search);
    search.hasLock = true;
    const found = this.goOn(id, search);
    if (found !== PENDING) searches.close(id);
    return found;
  }

  /** Where the lock is free and a context has numbers alone: tests of them end at once. Undefined: each has to be a search. */
  numbersIn(context: string): DigitTree | undefined {
    if (this.lock.held) return undefined;
    const order = this.plan.searchOrder(context);
    return order.length === 1 ? order[0]!.numbersAlone : undefined;
  }

  /** `times` tests were made of `numbersIn`: each took the lock, and no time. */
  tested(times: number): void {
    this.events.searches.pass(times);
    this.hooks.lockReleased(this.server, 0, this.lock.waiting, times);
  }

  /** What holds the lock now, as far as it is a search; undefined: the lock is free, or a registration holds it. */
  get holder(): LockHolder | undefined {
    if (!this.lock.held || this.asking === undefined) return undefined;
    const { request, lookup } = this.asking;
    return {
      channel: request.channel,
      since: this.lock.heldSince,
      number: request.exten,
      waitsFor: this.lookups.waitsFor(lookup as LookupId),
    };
  }

  /** Some thread has the lock: a search, or a registration. */
  get isLocked(): boolean {
    return this.lock.held;
  }

  /** Threads that wait for the lock. */
  get waitingForLock(): number {
    return this.lock.waiting;
  }

  /** What the first threads in line for the lock look for; undefined: a thread that changes the regcontext. */
  firstInLine(most: number): readonly (FindRequest | undefined)[] {
    const { lockGranted, searches } = this.events;
    return this.lock.line(most).map(({ type, a }) => (type === lockGranted ? searches.get(a)?.request : undefined));
  }

  /** False when the server crashed since: its event may be on its way still. */
  has(search: number): boolean {
    return this.events.searches.get(search) !== undefined;
  }

  /** The answer of a search whose event has run; once. */
  take(search: number): Found {
    const ended = this.events.searches.get(search);
    assert(ended?.found !== undefined, 'a search is taken when it has ended, once');
    this.events.searches.close(search);
    return ended!.found!;
  }

  /**
   * Changes of the plan's regcontext take the lock too: true when it is held now, else (done, a, b) runs when it is.
   */
  lockForChange(done: EventType<number, number>, a: number, b: number): boolean {
    return this.lock.acquire(done, a, b);
  }

  /** Ends a change begun by `lockForChange`. */
  unlock(): void {
    const held = this.sim.now - this.lock.heldSince;
    const waiting = this.lock.waiting;
    this.lock.release();
    this.hooks.lockReleased(this.server, held, waiting, 1);
  }

  /** The server crashed: nothing waits any more, and it will start with this plan. */
  restart(plan: Dialplan): void {
    const { searches } = this.events;
    searches.each((search, id) => {
      if (search.finder === this) searches.close(id);
    });
    this.lock.reset();
    this.autoservice?.reset();
    this.asking = undefined;
    this.plan = plan;
  }

  /** The lock is free for this search. */
  gotLock(id: number, search: Search): void {
    search.hasLock = true;
    const waited = this.sim.now - search.askedAt;
    if (waited > 0) this.hooks.lockWaited(this.server, search.request.channel, waited, search.holder);
    this.finish(id, search, this.goOn(id, search));
  }

  /** The lookup of this search has ended: its thread takes its channel back. */
  gotAnswers(id: number, search: Search, lookup: LookupId): void {
    if (search.lookup !== lookup) return;
    search.found = judge(
      search,
      this.plan.searchOrder(search.request.context)[search.at]!,
      this.lookups.result(lookup),
    );
    this.takeChannelBack(id, search);
  }

  /** The database has answered, or does not. */
  gotRow(id: number, search: Search, question: number): void {
    const row = this.realtime.take(question);
    const context = this.plan.searchOrder(search.request.context)[search.at]!;
    search.found = row === undefined ? undefined : foundInTable(context.name, row, search.question!);
    this.takeChannelBack(id, search);
  }

  private takeChannelBack(id: number, search: Search): void {
    if (this.autoservice === undefined || search.request.channel === NO_CHANNEL) this.switchAnswered(id, search);
    else this.sim.after(this.autoservice.stop(), this.events.channelTakenBack, id, 0);
  }

  /** A switch has been asked: what it knows ends the search. */
  switchAnswered(id: number, search: Search): void {
    const { found } = search;
    if (found !== undefined) {
      if (search.hasLock) this.letGo(search);
      this.finish(id, search, found);
      return;
    }
    search.askedAt = this.sim.now;
    if (!search.hasLock && !this.lock.acquire(this.events.lockGranted, id, 0)) {
      search.holder = this.holder;
      return;
    }
    search.hasLock = true;
    this.finish(id, search, this.goOn(id, search));
  }

  private finish(id: number, search: Search, found: Found | Pending): void {
    if (found === PENDING) return;
    search.found = found;
    this.sim.after(0, search.done, search.a, id);
  }

  /** With the lock: searches until something is found, a lookup begins, or all contexts are done. */
  private goOn(id: number, search: Search): Found | Pending {
    const order = this.plan.searchOrder(search.request.context);
    for (; search.at < order.length; search.at++, search.nextSwitch = -1) {
      const context = order[search.at]!;
      if (search.nextSwitch < 0) {
        const result = searchExtensions(context, search.request);
        if (typeof result !== 'string') {
          this.letGo(search);
          return result;
        }
        search.status = further(search.status, result);
        search.nextSwitch = 0;
      }
      if (this.beginLookup(id, context, search)) return PENDING;
      if (search.found !== undefined) {
        this.letGo(search);
        return search.found;
      }
    }
    this.letGo(search);
    return notFound(search.status);
  }

  private beginLookup(id: number, context: Context, search: Search): boolean {
    while (search.nextSwitch < context.switches.length) {
      const it = context.switches[search.nextSwitch++]!;
      if (!isAsked(it)) continue;
      if (isRealtime(it)) {
        if (this.beginRow(id, context, search, it)) return true;
        if (search.found !== undefined) return false;
        continue;
      }
      const { channel, exten, macroNumber } = search.request;
      const { number, context: asked } = switchQuestion(context.name, exten, macroNumber, it.data);
      const { server, lookups, events } = this;
      if (channel !== NO_CHANNEL) this.autoservice?.start();
      search.lookup = lookups.lookup(server, number, asked, 'find', false, channel, events.searchLookupEnds, id);
      if (this.lookupUnderLock) this.asking = search;
      else this.letGo(search);
      return true;
    }
    return false;
  }

  /** True: statements are under way, and the lock is held meanwhile. What is remembered of the table is found at once. */
  private beginRow(id: number, context: Context, search: Search, it: SwitchConfig): boolean {
    const { channel, exten, priority, label, action } = search.request;
    const asked = familyOf(it, context.name);
    if (label !== '' || !this.realtime.isAsked(this.server, asked.family, priority)) return false;
    const { family, context: table, withPatterns } = asked;
    const { server } = this;
    const question = { server, channel, family, context: table, exten, priority, mode: action, withPatterns };
    const row = this.realtime.ask(question, this.events.searchRowIsRead, id);
    if (row !== PENDING) {
      search.found = foundInTable(context.name, row, question);
      return false;
    }
    if (channel !== NO_CHANNEL) this.autoservice?.start();
    search.question = question;
    return true;
  }

  private letGo(search: Search): void {
    search.hasLock = false;
    this.asking = undefined;
    this.unlock();
  }
}
