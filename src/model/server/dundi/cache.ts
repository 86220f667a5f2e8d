import type { Rules } from '../../rules.ts';
import type { WallClock } from '../wallClock.ts';
import type { Answer, Hint } from '../../protocol/dundi.ts';
import { merge, type RunningHint } from './answer.ts';
import {
  ABSENT,
  answersAt,
  columnOf,
  columnsOf,
  newColumn,
  newShelf,
  NO_COLUMNS,
  put,
  putInto,
  takeAway,
  timeoutAt,
  type Column,
  type Keys,
  type OwnColumns,
  type Shelf,
} from './cacheColumns.ts';
import { entriesOn, type CachedPeer, type CacheEntry } from './cacheEntries.ts';
import { rowsOf, type CacheRow } from './cacheRows.ts';
import { slotName, type Spelling } from './spellings.ts';

/** Where a lookup looks, whichever peer it comes to. */
interface Places {
  readonly asker: Asker;
  readonly replies: OwnColumns;
  /** Of each beginning of the number, the shortest first. */
  readonly hints: readonly OwnColumns[];
}

/** Who asks for what, as far as the cache cares. */
export interface Asker extends Keys {
  readonly spelling: Spelling;
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
  /** Those of the lookup that came last: its turns with all peers come one after the other. */
  private last: Places | undefined;
  /** The peers that have replied, in the order of their first reply; and the place of each in that order, by EID. */
  private readonly peers: number[] = [];
  private readonly placeByEid: number[] = [];
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
    const place = this.placeOf(peer);
    if (place === NOWHERE) return 'none';
    const { replies, hints } = this.placesOf(asker);
    const found = this.readColumns(replies, place, answers, hint, expiration, this.replyHit);
    let hinted = false;
    // Only while nothing at all was found yet, from any peer.
    if (this.rules.hints && answers.length === 0)
      hinted = this.readHints(asker, hints, place, answers, hint, expiration);
    return found ? 'answer' : hinted ? 'hint' : 'none';
  }

  private readHints(
    { spelling }: Asker,
    hints: readonly OwnColumns[],
    place: number,
    answers: Answer[],
    hint: RunningHint,
    expiration: { seconds: number },
  ): boolean {
    for (let length = 1; length <= hints.length; length++) {
      if (!this.readColumns(hints[length - 1]!, place, answers, hint, expiration, this.hintHit)) continue;
      this.hintHit.prefix = spelling.prefixes[length - 1]!;
      if (length > hint.prefix.length) hint.prefix = spelling.prefixes[length - 1]!;
      return true;
    }
    return false;
  }

  private placesOf(asker: Asker): Places {
    if (this.last?.asker !== asker)
      this.last = {
        asker,
        replies: columnsOf(this.replies.get(asker.spelling.slot), asker),
        hints: this.hintsOf(asker),
      };
    return this.last;
  }

  private hintsOf(asker: Asker): readonly OwnColumns[] {
    if (!this.rules.hints || this.hintLengths === 0) return NO_HINTS;
    const { prefixSlots } = asker.spelling;
    const hints: OwnColumns[] = [];
    for (let i = 0; i < prefixSlots.length; i++)
      hints.push(
        (this.hintLengths & lengthBit(i + 1)) === 0 ? NO_COLUMNS : columnsOf(this.hints.get(prefixSlots[i]!), asker),
      );
    return hints;
  }

  private readColumns(
    columns: OwnColumns,
    place: number,
    answers: Answer[],
    hint: RunningHint,
    expiration: { seconds: number },
    detail: RunningDetail,
  ): boolean {
    if (columns === NO_COLUMNS) return false;
    const { avoid, none, root } = columns;
    detail.found = false;
    detail.remaining = Infinity;
    let found = avoid !== undefined && this.readEntry(avoid, place, answers, hint, expiration, detail);
    if (none !== undefined && this.readEntry(none, place, answers, hint, expiration, detail)) found = true;
    if (root !== undefined && this.readEntry(root, place, answers, hint, expiration, detail)) found = true;
    return found;
  }

  private readEntry(
    column: Column,
    place: number,
    answers: Answer[],
    hint: RunningHint,
    expiration: { seconds: number },
    detail: RunningDetail,
  ): boolean {
    const timeout = timeoutAt(column, place);
    if (timeout === ABSENT) return false;
    const remaining = timeout - this.now();
    if (remaining <= 0) {
      takeAway(column, place);
      return false;
    }
    for (const answer of answersAt(column, place)) {
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
    if (life <= 0) return;
    const place = this.placeFor(peer);
    const timeout = this.now() + life;
    if (!putInto(this.placesOf(asker).replies, asker, place, unaffected, timeout, added))
      this.store(this.replies, asker.spelling.slot, place, asker, unaffected, timeout, added);
  }

  /** Stores "don't ask for anything that begins with this", for the whole expiration (pbx_dundi.c:cache_save_hint). */
  saveHint(peer: number, asker: Asker, hint: Hint, expiration: number): void {
    if (!this.rules.hints || !hint.dontAsk) return;
    const { number, context, prefixSlots } = asker.spelling;
    const { length } = hint.prefix;
    const known = length > 0 && number.startsWith(hint.prefix);
    this.hintLengths |= lengthBit(length);
    const place = this.placeFor(peer);
    const timeout = this.now() + expiration;
    const columns = known ? (this.placesOf(asker).hints[length - 1] ?? NO_COLUMNS) : NO_COLUMNS;
    if (putInto(columns, asker, place, hint.unaffected, timeout, NOTHING)) return;
    const name = known ? prefixSlots[length - 1]! : slotName(hint.prefix, context);
    this.store(this.hints, name, place, asker, hint.unaffected, timeout, NOTHING);
  }

  /** Also where there is no column of its keys yet. */
  private store(
    family: Map<string, Shelf>,
    name: string,
    place: number,
    asker: Asker,
    unaffected: boolean,
    timeout: number,
    answers: readonly Answer[],
  ): void {
    let shelf = family.get(name);
    if (shelf === undefined) family.set(name, (shelf = newShelf()));
    put(this.columnFor(shelf.avoid, unaffected ? 0 : asker.avoidSum), place, timeout, answers);
    put(this.columnFor(shelf.root, asker.root), place, timeout, answers);
  }

  private columnFor(columns: Column[], key: number): Column {
    const known = columnOf(columns, key);
    if (known !== undefined) return known;
    const column = newColumn(key, this.peers.length);
    columns.push(column);
    this.last = undefined;
    return column;
  }

  private placeOf(peer: number): number {
    return peer < this.placeByEid.length ? this.placeByEid[peer]! : NOWHERE;
  }

  /** Its place from now on. */
  private placeFor(peer: number): number {
    const known = this.placeOf(peer);
    if (known !== NOWHERE) return known;
    while (this.placeByEid.length <= peer) this.placeByEid.push(NOWHERE);
    return (this.placeByEid[peer] = this.peers.push(peer) - 1);
  }

  /** What is stored of a number and of each beginning of it, expired entries too: one for each peer. Changes nothing. */
  entriesOf({ number, slot, prefixes, prefixSlots }: Spelling): CacheEntry[] {
    const peers = this.inOrder();
    const hints = prefixSlots.flatMap((name, i) => entriesOn(this.hints.get(name), peers, prefixes[i]!, true));
    return [...entriesOn(this.replies.get(slot), peers, number, false), ...hints];
  }

  /** The same of all numbers. */
  entries(): CacheEntry[] {
    const peers = this.inOrder();
    const keyOf = (name: string): string => name.slice(0, name.indexOf('/'));
    const replies = [...this.replies].flatMap(([name, shelf]) => entriesOn(shelf, peers, keyOf(name), false));
    return [...replies, ...[...this.hints].flatMap(([name, shelf]) => entriesOn(shelf, peers, keyOf(name), true))];
  }

  /** The peers that have replied, by EID. */
  private inOrder(): readonly CachedPeer[] {
    return this.peers.map((peer, place) => ({ peer, place })).sort((a, b) => a.peer - b.peer);
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
    const peers = this.inOrder();
    return [...rowsOf('', this.replies, peers, eidText), ...rowsOf('hint/', this.hints, peers, eidText)];
  }

  private now(): number {
    return this.rules.cacheClock === 'wholeSecond' ? this.clock.wholeSeconds() : this.clock.exactSeconds();
  }
}

const NOTHING: readonly Answer[] = [];
const NOWHERE = -1;
const NO_HINTS: readonly OwnColumns[] = [];

/** Lengths from 31 on share a bit. */
function lengthBit(length: number): number {
  return 1 << Math.min(length, 31);
}
