import type { Rules } from '../../rules.ts';
import type { WallClock } from '../wallClock.ts';
import type { Answer, Hint } from '../../protocol/dundi.ts';
import { merge, type RunningHint } from './answer.ts';
import {
  ABSENT,
  answersOf,
  entriesOn,
  newSlot,
  put,
  takeAway,
  timeoutOf,
  type CacheEntry,
  type Entry,
  type Shelf,
  type Slot,
} from './cacheEntries.ts';
import { rowsOf, type CacheRow } from './cacheRows.ts';
import { slotName, type Spelling } from './spellings.ts';

/** Where a lookup looks, whichever peer it comes to. */
interface Shelves {
  readonly spelling: Spelling;
  readonly replies: Shelf;
  /** Of each beginning of the number, the shortest first. */
  readonly hints: readonly Shelf[];
}

/** Who asks for what, as far as the cache cares. */
export interface Asker {
  readonly spelling: Spelling;
  /** Checksum of the avoid list without its root. */
  readonly avoidSum: number;
  /** Root EID of the question; NO_ROOT when it is our own. */
  readonly root: number;
}

export type CacheHit = 'none' | 'answer' | 'hint';

/** What the last hit of `read` was. */
export interface HitDetail {
  /** The number exists there. */
  readonly found: boolean;
  /** Of a hint. */
  readonly prefix: string;
  /** Seconds of its life that are left. */
  readonly remaining: number;
}

type RunningDetail = { -readonly [K in keyof HitDetail]: HitDetail[K] };

/**
 * Answers that one server had from its peers: astdb family dundi/cache. It is on disk and survives a restart.
 *
 * It does not know who is reachable: entries of a peer that is skipped are used all the same (facts A9).
 */
export class DundiCache {
  private readonly rules: Rules;
  private readonly clock: WallClock;
  /** By `number/context`. */
  private readonly replies = new Map<string, Shelf>();
  private readonly hints = new Map<string, Shelf>();
  /** Lengths of the beginnings that `hints` has, a bit for each: others are not looked for. */
  private hintLengths = 0;
  /** Those of the number that was looked for last: of a lookup, all peers' turns come one after the other. */
  private last: Shelves | undefined;
  private readonly replyHit: RunningDetail = { found: false, prefix: '', remaining: 0 };
  private readonly hintHit: RunningDetail = { found: false, prefix: '', remaining: 0 };

  constructor(rules: Rules, clock: WallClock) {
    this.rules = rules;
    this.clock = clock;
  }

  /** Of the last `read`, when it hit something. */
  detailOf(hit: 'answer' | 'hint'): HitDetail {
    return hit === 'answer' ? this.replyHit : this.hintHit;
  }

  /**
   * Reads what is known of this peer: adds answers, lowers `expiration.seconds` to what remains of an entry used, and
   * says whether the peer need not be asked (pbx_dundi.c:cache_lookup).
   */
  read(peer: number, asker: Asker, answers: Answer[], hint: RunningHint, expiration: { seconds: number }): CacheHit {
    const shelves = this.shelvesOf(asker.spelling);
    const slot = shelves.replies[peer];
    const found = slot !== undefined && this.readSlot(slot, asker, answers, hint, expiration, this.replyHit);
    let hinted = false;
    // Only while nothing at all was found yet, from any peer.
    if (this.rules.hints && answers.length === 0)
      hinted = this.readHints(shelves, peer, asker, answers, hint, expiration);
    return found ? 'answer' : hinted ? 'hint' : 'none';
  }

  private readHints(
    { spelling, hints }: Shelves,
    peer: number,
    asker: Asker,
    answers: Answer[],
    hint: RunningHint,
    expiration: { seconds: number },
  ): boolean {
    for (let length = 1; length <= hints.length; length++) {
      const slot = hints[length - 1]![peer];
      if (slot === undefined || !this.readSlot(slot, asker, answers, hint, expiration, this.hintHit)) continue;
      this.hintHit.prefix = spelling.prefixes[length - 1]!;
      if (length > hint.prefix.length) hint.prefix = spelling.prefixes[length - 1]!;
      return true;
    }
    return false;
  }

  private shelvesOf(spelling: Spelling): Shelves {
    if (this.last?.spelling !== spelling)
      this.last = { spelling, replies: this.replies.get(spelling.slot) ?? EMPTY, hints: this.hintShelves(spelling) };
    return this.last;
  }

  private hintShelves({ prefixSlots }: Spelling): readonly Shelf[] {
    if (!this.rules.hints || this.hintLengths === 0) return NO_SHELVES;
    const shelves: Shelf[] = [];
    for (let i = 0; i < prefixSlots.length; i++)
      shelves.push((this.hintLengths & lengthBit(i + 1)) === 0 ? EMPTY : (this.hints.get(prefixSlots[i]!) ?? EMPTY));
    return shelves;
  }

  /** In the order of the keys that Asterisk tries: this avoid list, none, this root. */
  private readSlot(
    slot: Slot,
    asker: Asker,
    answers: Answer[],
    hint: RunningHint,
    expiration: { seconds: number },
    detail: RunningDetail,
  ): boolean {
    detail.found = false;
    detail.remaining = Infinity;
    let found = this.readEntry(slot, 'avoid', asker.avoidSum, answers, hint, expiration, detail);
    if (asker.avoidSum !== 0 && this.readEntry(slot, 'avoid', 0, answers, hint, expiration, detail)) found = true;
    if (this.readEntry(slot, 'root', asker.root, answers, hint, expiration, detail)) found = true;
    return found;
  }

  private readEntry(
    slot: Slot,
    by: Entry['by'],
    key: number,
    answers: Answer[],
    hint: RunningHint,
    expiration: { seconds: number },
    detail: RunningDetail,
  ): boolean {
    const timeout = timeoutOf(slot, by, key);
    if (timeout === ABSENT) return false;
    const remaining = timeout - this.now();
    if (remaining <= 0) {
      takeAway(slot, by, key);
      return false;
    }
    for (const answer of answersOf(slot, by, key)) {
      if (merge(answers, answer, remaining)) hint.dontAsk = false;
      if (answer.exists) detail.found = true;
    }
    detail.remaining = Math.min(detail.remaining, remaining);
    expiration.seconds = Math.min(expiration.seconds, remaining);
    return true;
  }

  /** Stores what a peer's reply added; an empty reply is a "no" that lives as long (pbx_dundi.c:cache_save). */
  save(peer: number, asker: Asker, added: readonly Answer[], unaffected: boolean, expiration: number): void {
    if (added.length === 0 && !this.rules.negativeCache) return;
    const life = Math.max(expiration - this.rules.cacheMargin, this.rules.cacheFloor);
    if (life > 0) this.store(this.replies, asker.spelling.slot, peer, asker, unaffected, this.now() + life, added);
  }

  /** Stores "don't ask for anything that begins with this", for the whole expiration (pbx_dundi.c:cache_save_hint). */
  saveHint(peer: number, asker: Asker, hint: Hint, expiration: number): void {
    if (!this.rules.hints || !hint.dontAsk) return;
    const { number, context, prefixSlots } = asker.spelling;
    const known = hint.prefix !== '' && number.startsWith(hint.prefix);
    this.hintLengths |= lengthBit(hint.prefix.length);
    const name = known ? prefixSlots[hint.prefix.length - 1]! : slotName(hint.prefix, context);
    this.store(this.hints, name, peer, asker, hint.unaffected, this.now() + expiration, NOTHING);
  }

  private store(
    family: Map<string, Shelf>,
    name: string,
    peer: number,
    asker: Asker,
    unaffected: boolean,
    timeout: number,
    answers: readonly Answer[],
  ): void {
    let shelf = family.get(name);
    if (shelf === undefined) {
      family.set(name, (shelf = []));
      this.last = undefined;
    }
    const slot = shelf[peer];
    const avoidSum = unaffected ? 0 : asker.avoidSum;
    if (slot === undefined) shelf[peer] = newSlot(avoidSum, asker.root, timeout, answers);
    else {
      put(slot, 'avoid', avoidSum, timeout, answers);
      put(slot, 'root', asker.root, timeout, answers);
    }
  }

  /** What is stored of a number and of each beginning of it, expired entries too: one for each peer. Changes nothing. */
  entriesOf({ number, slot, prefixes, prefixSlots }: Spelling): CacheEntry[] {
    const hints = prefixSlots.flatMap((name, i) => entriesOn(this.hints.get(name), prefixes[i]!, true));
    return [...entriesOn(this.replies.get(slot), number, false), ...hints];
  }

  /** The same of all numbers. */
  entries(): CacheEntry[] {
    const keyOf = (name: string): string => name.slice(0, name.indexOf('/'));
    const replies = [...this.replies].flatMap(([name, shelf]) => entriesOn(shelf, keyOf(name), false));
    return [...replies, ...[...this.hints].flatMap(([name, shelf]) => entriesOn(shelf, keyOf(name), true))];
  }

  /** `dundi flush` */
  flush(): void {
    this.replies.clear();
    this.hints.clear();
    this.hintLengths = 0;
    this.last = undefined;
  }

  /** Every entry, expired ones too: they stay in the database until a lookup reads them. */
  rows(eidText: (eid: number) => string): CacheRow[] {
    return [...rowsOf('', this.replies, eidText), ...rowsOf('hint/', this.hints, eidText)];
  }

  private now(): number {
    return this.rules.cacheClock === 'wholeSecond' ? this.clock.wholeSeconds() : this.clock.exactSeconds();
  }
}

const NOTHING: readonly Answer[] = [];
const EMPTY: Shelf = [];
const NO_SHELVES: readonly Shelf[] = [];

/** Lengths from 31 on share a bit. */
function lengthBit(length: number): number {
  return 1 << Math.min(length, 31);
}
