import { added } from '../../../kernel/resource/added.ts';
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
import type { CacheHit, HitDetail, RunningDetail } from './cacheHit.ts';
import { rowsOf, type CacheRow } from './cacheRows.ts';
import { addShelf, clearShelf, shelfAt, slotName, type Slot } from './cacheSlots.ts';
import type { Spelling, Spellings } from './spellings.ts';

/** Where a lookup looks, whichever peer it comes to. */
interface Places {
  asker: Asker | undefined;
  replies: OwnColumns;
  /** Of each beginning of the number, the shortest first. */
  hints: OwnColumns[];
}

/** What a lookup has found so far. */
export interface Findings {
  readonly answers: Answer[];
  readonly hint: RunningHint;
  /** Seconds: the shortest of all that was used. */
  expiration: number;
}

/** Who asks for what, as far as the cache cares. */
export interface Asker extends Keys {
  readonly spelling: Spelling;
}

/**
 * Answers that one server had from its peers: astdb family dundi/cache. It is on disk and survives a restart.
 *
 * It does not know who is reachable: entries of a peer that is skipped are used all the same (facts A9).
 */
export class DundiCache {
  private readonly rules: Rules;
  private readonly clock: WallClock;
  private readonly server: number;
  private readonly spellings: Spellings;
  /** Where it has something, in the order of the first entry there. */
  private readonly replies: Slot[] = [];
  private readonly hints: Slot[] = [];
  /** Lengths of the beginnings that `hints` has, a bit for each: others are not looked for. */
  private hintLengths = 0;
  /** Those of the lookup that came last: its turns with all peers come one after the other. */
  private readonly last: Places = { asker: undefined, replies: NO_COLUMNS, hints: NO_HINTS };
  /** The peers that have replied, in the order of their first reply; and the place of each in that order, by EID. */
  private readonly peers: number[] = [];
  private readonly placeByEid: number[] = [];
  private readonly replyHit: RunningDetail = { found: false, prefix: '', remaining: 0 };
  private readonly hintHit: RunningDetail = { found: false, prefix: '', remaining: 0 };

  constructor(rules: Rules, clock: WallClock, server: number, spellings: Spellings) {
    this.rules = rules;
    this.clock = clock;
    this.server = server;
    this.spellings = spellings;
  }

  /** Of the last `read`, when it hit something. */
  detailOf(hit: 'answer' | 'hint'): HitDetail {
    return hit === 'answer' ? this.replyHit : this.hintHit;
  }

  /**
   * Reads what is known of this peer: adds answers, lowers the expiration to what remains of an entry used, and
   * says whether the peer need not be asked (pbx_dundi.c:cache_lookup).
   */
  read(peer: number, asker: Asker, findings: Findings): CacheHit {
    if (this.hasNothingOf(asker)) return 'none';
    const place = this.placeOf(peer);
    if (place === NOWHERE) return 'none';
    const { replies, hints } = this.placesOf(asker);
    const found = this.readColumns(replies, place, findings, this.replyHit);
    let hinted = false;
    // Only while nothing at all was found yet, from any peer.
    if (this.rules.hints && findings.answers.length === 0) hinted = this.readHints(asker, hints, place, findings);
    return found ? 'answer' : hinted ? 'hint' : 'none';
  }

  private readHints({ spelling }: Asker, hints: readonly OwnColumns[], place: number, findings: Findings): boolean {
    const { hint } = findings;
    for (let length = 1; length <= hints.length; length++) {
      if (!this.readColumns(hints[length - 1]!, place, findings, this.hintHit)) continue;
      this.hintHit.prefix = spelling.prefixes[length - 1]!;
      if (length > hint.prefix.length) hint.prefix = spelling.prefixes[length - 1]!;
      return true;
    }
    return false;
  }

  /** As most servers of a star have of most numbers. */
  private hasNothingOf(asker: Asker): boolean {
    return this.hintLengths === 0 && shelfAt(asker.spelling.slot, this.server) === undefined;
  }

  private placesOf(asker: Asker): Places {
    const { last } = this;
    if (last.asker !== asker) {
      last.asker = asker;
      last.replies = columnsOf(shelfAt(asker.spelling.slot, this.server), asker);
      last.hints = this.hintsOf(asker);
    }
    return last;
  }

  private hintsOf(asker: Asker): OwnColumns[] {
    if (!this.rules.hints || this.hintLengths === 0) return NO_HINTS;
    const { hintSlots } = asker.spelling;
    let hints = NO_HINTS;
    for (let i = 0; i < hintSlots.length; i++) {
      if ((this.hintLengths & lengthBit(i + 1)) === 0) continue;
      const columns = columnsOf(shelfAt(hintSlots[i]!, this.server), asker);
      if (columns === NO_COLUMNS) continue;
      if (hints === NO_HINTS) hints = hintSlots.map(() => NO_COLUMNS);
      hints[i] = columns;
    }
    return hints;
  }

  private readColumns(columns: OwnColumns, place: number, findings: Findings, detail: RunningDetail): boolean {
    if (columns === NO_COLUMNS) return false;
    const { avoid, none, root } = columns;
    detail.found = false;
    detail.remaining = Infinity;
    let found = avoid !== undefined && this.readEntry(avoid, place, findings, detail);
    if (none !== undefined && this.readEntry(none, place, findings, detail)) found = true;
    if (root !== undefined && this.readEntry(root, place, findings, detail)) found = true;
    return found;
  }

  private readEntry(column: Column, place: number, findings: Findings, detail: RunningDetail): boolean {
    const timeout = timeoutAt(column, place);
    if (timeout === ABSENT) return false;
    const remaining = timeout - this.now();
    if (remaining <= 0) {
      takeAway(column, place);
      return false;
    }
    for (const answer of answersAt(column, place)) {
      if (merge(findings.answers, answer, remaining)) findings.hint.dontAsk = false;
      if (answer.exists) detail.found = true;
    }
    detail.remaining = Math.min(detail.remaining, remaining);
    findings.expiration = Math.min(findings.expiration, remaining);
    return true;
  }

  /** Stores what a peer's reply added; an empty reply is a "no" that lives as long (pbx_dundi.c:cache_save). */
  save(peer: number, asker: Asker, added: readonly Answer[], unaffected: boolean, expiration: number): void {
    if (added.length === 0 && !this.rules.negativeCache) return;
    const life = Math.max(expiration - this.rules.cacheMargin, this.rules.cacheFloor);
    if (life <= 0) return;
    const place = this.placeFor(peer);
    const timeout = this.now() + life;
    const last = this.placesOf(asker);
    if (putInto(last.replies, asker, place, unaffected, timeout, added)) return;
    last.replies = this.store(this.replies, asker.spelling.slot, place, asker, unaffected, timeout, added);
  }

  /** Stores "don't ask for anything that begins with this", for the whole expiration (pbx_dundi.c:cache_save_hint). */
  saveHint(peer: number, asker: Asker, hint: Hint, expiration: number): void {
    if (!this.rules.hints || !hint.dontAsk) return;
    const { number, context, hintSlots } = asker.spelling;
    const { length } = hint.prefix;
    const known = length > 0 && number.startsWith(hint.prefix);
    this.hintLengths |= lengthBit(length);
    const place = this.placeFor(peer);
    const timeout = this.now() + expiration;
    const last = this.placesOf(asker);
    const columns = known ? (last.hints[length - 1] ?? NO_COLUMNS) : NO_COLUMNS;
    if (putInto(columns, asker, place, hint.unaffected, timeout, NOTHING)) return;
    const slot = known ? hintSlots[length - 1]! : this.spellings.hintSlot(hint.prefix, context);
    const stored = this.store(this.hints, slot, place, asker, hint.unaffected, timeout, NOTHING);
    if (known && last.hints !== NO_HINTS) last.hints[length - 1] = stored;
    else last.asker = undefined;
  }

  /** Also where there is no column of its keys yet. Returns where the asker looks from now on. */
  private store(
    family: Slot[],
    slot: Slot,
    place: number,
    asker: Asker,
    unaffected: boolean,
    timeout: number,
    answers: readonly Answer[],
  ): OwnColumns {
    let shelf = shelfAt(slot, this.server);
    if (shelf === undefined) {
      shelf = addShelf(slot, this.server);
      family.push(slot);
    }
    put(this.columnFor(shelf, 'avoid', unaffected ? 0 : asker.avoidSum), place, timeout, answers);
    put(this.columnFor(shelf, 'root', asker.root), place, timeout, answers);
    return columnsOf(shelf, asker);
  }

  private columnFor(shelf: Shelf, by: keyof Shelf, key: number): Column {
    const known = columnOf(shelf[by], key);
    if (known !== undefined) return known;
    const column = newColumn(key, this.peers.length);
    shelf[by] = added(shelf[by], column);
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
  entriesOf({ slot, hintSlots }: Spelling): CacheEntry[] {
    return [...this.entriesIn([slot], false), ...this.entriesIn(hintSlots, true)];
  }

  /** The same of all numbers. */
  entries(): CacheEntry[] {
    return [...this.entriesIn(this.replies, false), ...this.entriesIn(this.hints, true)];
  }

  private entriesIn(slots: readonly Slot[], isHint: boolean): CacheEntry[] {
    const peers = this.inOrder();
    return slots.flatMap((slot) => entriesOn(shelfAt(slot, this.server), peers, slot.text, isHint));
  }

  /** The peers that have replied, by EID. */
  private inOrder(): readonly CachedPeer[] {
    return this.peers.map((peer, place) => ({ peer, place })).sort((a, b) => a.peer - b.peer);
  }

  /** `dundi flush` */
  flush(): void {
    for (const slot of [...this.replies, ...this.hints]) clearShelf(slot, this.server);
    this.replies.length = 0;
    this.hints.length = 0;
    this.hintLengths = 0;
    this.last.asker = undefined;
  }

  /** Every entry, expired ones too: they stay in the database until a lookup reads them. */
  rows(eidText: (eid: number) => string): CacheRow[] {
    const peers = this.inOrder();
    const rowsIn = (prefix: string, slots: readonly Slot[]): CacheRow[] =>
      slots.flatMap((slot) => rowsOf(prefix, slotName(slot), shelfAt(slot, this.server)!, peers, eidText));
    return [...rowsIn('', this.replies), ...rowsIn('hint/', this.hints)];
  }

  private now(): number {
    return this.rules.cacheClock === 'wholeSecond' ? this.clock.wholeSeconds() : this.clock.exactSeconds();
  }
}

const NOTHING: readonly Answer[] = [];
const NOWHERE = -1;
/** Never added to. */
const NO_HINTS: OwnColumns[] = [];

/** Lengths from 31 on share a bit. */
function lengthBit(length: number): number {
  return 1 << Math.min(length, 31);
}
