import { CHUNK_NODES, Chunks, chunkOf, firstPlace, isFull } from './chunks.ts';
import type { Micros } from '../../units.ts';
import { Near } from './near.ts';
import { NOTHING_DUE, type EventQueue, type Slots } from '../eventQueue.ts';
import { Rung } from './rung.ts';
import { layout } from './width.ts';

/** A bucket, or the near array, that holds more is divided once more, unless all its times are equal. */
const CROWD = 1024;
/** At most this number of events need no buckets: the near array holds all of them, */
const FEW = 64;
/** until there are more than this number. */
const NO_LONGER_FEW = 128;
/** This number of events, with their rows, fit into the processor's cache. */
const IN_CACHE = 16_384;
/** Buckets into which a crowd is dealt out: the least number, and the number for each event of a large crowd. */
const FINER_BUCKETS_MIN = 64;
const FINER_BUCKETS_PER_EVENT = 1 / 16;
/** Of the chunks of many buckets up to a third of the places are empty; room that is never written takes nothing of the machine. */
const ROOM_PER_NODE = 1.3;

/**
 * The event queue of every run: a ladder, after W. T. Tang, R. S. M. Goh and I. L.-J. Thng, "Ladder queue: An O(1)
 * priority queue structure for large-scale discrete event simulation", ACM TOMACS 15(3), 2005, pages 175 to 204. Other
 * than there, one rung is the usual case, its width follows the pace of the run (width.ts), buckets are lists of chunks
 * (chunks.ts), and the bottom is a sorted array that is filled by counting (near.ts). From far to near:
 *
 * - the *top*, unsorted, holds what lies behind the rung;
 * - the *rung*, buckets of equal width, each an unsorted list, 64 events or more when its turn comes;
 * - the *near* array, sorted: the bucket opened last, and what was pushed since into its stretch of time.
 *
 * So an event is written two or three times and compared with a few others, however many are pending. When the last
 * bucket is empty, the top is dealt out into a new rung, whose width follows the pace of the run. Lists are filled and
 * read in order, so equal times need no sequence numbers.
 *
 * A crowd (thousands of events in one bucket) is dealt out into a finer rung below, down to buckets of one microsecond.
 */
export class LadderQueue implements EventQueue {
  poppedTime: Micros = 0;
  private readonly chunks: Chunks;
  private readonly near = new Near();
  /** The coarsest first; those behind `finest` are out of use. */
  private readonly rungs: Rung[];
  private readonly rung: Rung;
  private finest = 0;
  /** Later times go to the top. Infinite while there are few. */
  private rungEnd: Micros = -Infinity;
  /** The near array is a crowd when it holds more. */
  private nearMax = CROWD;
  private topFirst = 0;
  private topCursor = 0;
  /** Entries in the top and in buckets. */
  private stored = 0;
  /** Since the rung was laid out: entries that came near, and when that was. */
  private cameNear = 0;
  private laidOutAt: Micros = 0;
  private readonly owner: Slots;

  /** `room`: for that many entries from the start. */
  constructor(owner: Slots, room = 0) {
    this.owner = owner;
    this.chunks = new Chunks(room * ROOM_PER_NODE);
    this.rung = new Rung(this.chunks);
    this.rungs = [this.rung];
  }

  get size(): number {
    return this.stored + this.near.size;
  }

  /**
   * The common case, in a form that the compiler inlines; the rest is one call, so that `time` is boxed there only.
   */
  push(time: Micros, slot: number): void {
    this.stored++;
    if (time < this.rungEnd && this.rung.add(time, slot)) return;
    this.pushElsewhere(time, slot);
  }

  pop(until: Micros): number {
    const { near } = this;
    if (near.head === near.tail && !this.refill()) return NOTHING_DUE;
    const { nodes, head } = near;
    const time = nodes[head]!;
    if (time > until) return NOTHING_DUE;
    this.poppedTime = time;
    near.head = head + 2;
    return nodes[head + 1]! | 0;
  }

  sweep(): void {
    const { chunks, owner } = this;
    const top = chunks.count(this.topFirst, this.topCursor);
    this.topCursor = chunks.sweep(this.topFirst, this.topCursor, owner);
    this.stored += chunks.count(this.topFirst, this.topCursor) - top;
    for (let depth = 0; depth <= this.finest; depth++) this.stored -= this.rungs[depth]!.sweep(owner);
    this.near.sweep(owner);
  }

  private pushElsewhere(time: Micros, slot: number): void {
    if (time >= this.rungEnd) this.pushTop(time, slot);
    else this.pushBelow(time, slot);
  }

  private pushTop(time: Micros, slot: number): void {
    if (isFull(this.topCursor)) {
      const place = this.chunks.extend(this.topCursor);
      if (this.topCursor === 0) this.topFirst = chunkOf(place);
      this.topCursor = place;
    }
    this.chunks.set(this.topCursor++, time, slot);
  }

  /** Into a finer rung if there is one, else into the near array. */
  private pushBelow(time: Micros, slot: number): void {
    for (let depth = 1; depth <= this.finest; depth++) {
      if (this.rungs[depth]!.add(time, slot)) return;
    }
    this.stored--;
    this.cameNear++;
    this.near.insert(time, slot);
    if (this.near.size > this.nearMax) this.thinOut();
  }

  /** Brings the next events near. False when there are none. */
  private refill(): boolean {
    for (;;) {
      const rung = this.rungs[this.finest]!;
      const bucket = rung.open();
      if (bucket >= 0) {
        if (this.openBucket(rung, bucket)) return true;
      } else if (this.finest > 0) this.finest--;
      else if (this.stored === 0) return false;
      else if (this.stored <= FEW) {
        this.takeAllNear();
        return true;
      } else this.layOut();
    }
  }

  /** False when nothing came near: it was a crowd, which is in a finer rung now, or all had been cancelled. */
  private openBucket(rung: Rung, bucket: number): boolean {
    const first = rung.first(bucket);
    const count = this.chunks.count(first, rung.cursor(bucket));
    rung.take(bucket);
    this.stored -= count;
    const start = rung.start + bucket * rung.width;
    if (count > CROWD && rung.width > 1) {
      this.deal(first, count, start, rung.width);
      return false;
    }
    this.cameNear += count;
    const mustAsk = this.owner.cancelled > 0 || this.stored > IN_CACHE;
    const cancelled = mustAsk ? this.chunks.countCancelled(first, count, this.owner) : 0;
    this.near.load(this.chunks, first, count, start, rung.width);
    if (cancelled > 0) this.near.sweep(this.owner);
    return this.near.size > 0;
  }

  /** The near array is a crowd: what is in it goes into a finer rung. */
  private thinOut(): void {
    const { near } = this;
    if (this.rungEnd === Infinity) {
      this.emptyIntoTop();
      return;
    }
    const start = near.nodes[near.head]!;
    const last = near.nodes[near.tail - 2]!;
    if (start === last) return; // A crowd of equal times: each goes to the end, which is cheap.
    const coarser = this.rungs[this.finest]!;
    const end = Math.max(last + 1, coarser.start + coarser.next * coarser.width);
    const rung = this.addRung(start, end - start, near.size);
    for (; near.head < near.tail; near.head += 2) {
      this.stored++;
      rung.addOld(near.nodes[near.head]!, near.nodes[near.head + 1]!);
    }
  }

  /** There are no longer few. */
  private emptyIntoTop(): void {
    const { near } = this;
    this.stored = near.size;
    for (; near.head < near.tail; near.head += 2) this.pushTop(near.nodes[near.head]!, near.nodes[near.head + 1]!);
    this.rungEnd = -Infinity;
    this.nearMax = CROWD;
  }

  /** Deals the top out into the rung. */
  private layOut(): void {
    const first = this.topFirst;
    const count = this.stored;
    const elapsed = this.poppedTime - this.laidOutAt;
    const { start, width, buckets } = layout(this.chunks, first, count, elapsed > 0 ? this.cameNear / elapsed : 0);
    this.rung.reset(start, width, buckets);
    this.rungEnd = this.rung.end;
    this.laidOutAt = this.poppedTime;
    this.cameNear = 0;
    this.topCursor = 0;
    let chunk = first;
    for (let left = count; left > 0; left -= CHUNK_NODES) {
      const from = firstPlace(chunk);
      const to = from + Math.min(CHUNK_NODES, left);
      for (let at = from; at < to; at++) {
        const time = this.chunks.time(at);
        if (time >= this.rungEnd) this.pushTop(time, this.chunks.slot(at));
        else this.rung.addOld(time, this.chunks.slot(at));
      }
      chunk = this.chunks.free(chunk);
    }
  }

  /** The rung is one bucket of endless width, open: what comes goes straight to its place. */
  private takeAllNear(): void {
    let chunk = this.topFirst;
    for (let left = this.stored; left > 0; left -= CHUNK_NODES) {
      const from = firstPlace(chunk);
      const to = from + Math.min(CHUNK_NODES, left);
      for (let at = from; at < to; at++) this.near.insert(this.chunks.time(at), this.chunks.slot(at));
      chunk = this.chunks.free(chunk);
    }
    this.topCursor = 0;
    this.stored = 0;
    this.rungEnd = Infinity;
    this.nearMax = NO_LONGER_FEW;
    this.rung.reset(0, Infinity, 1);
    this.rung.open();
  }

  /** Deals a list out into a finer rung. */
  private deal(first: number, count: number, start: Micros, width: Micros): void {
    const rung = this.addRung(start, width, count);
    this.stored += count;
    let chunk = first;
    for (let left = count; left > 0; left -= CHUNK_NODES) {
      const from = firstPlace(chunk);
      const to = from + Math.min(CHUNK_NODES, left);
      for (let at = from; at < to; at++) rung.addOld(this.chunks.time(at), this.chunks.slot(at));
      chunk = this.chunks.free(chunk);
    }
  }

  private addRung(start: Micros, width: Micros, count: number): Rung {
    const buckets = Math.max(FINER_BUCKETS_MIN, Math.ceil(count * FINER_BUCKETS_PER_EVENT));
    this.finest++;
    if (this.finest === this.rungs.length) this.rungs.push(new Rung(this.chunks));
    const rung = this.rungs[this.finest]!;
    rung.reset(start, Math.max(1, Math.ceil(width / buckets)), buckets);
    return rung;
  }
}
