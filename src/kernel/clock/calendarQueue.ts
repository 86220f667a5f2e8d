import type { Micros } from '../units.ts';
import { NOTHING_DUE, type EventQueue, type Slots } from './eventQueue.ts';

/** Days for each event: at the pace of the run half of them are empty, and skipped 32 at once. */
const DAYS_PER_EVENT = 4;
/**
 * Days that one event fills at the pace of the run: more, and there is more to skip; fewer, and lists have to be
 * walked.
 */
const DAYS_APART = 2;
const DAYS_MIN = 1024;
const DAYS_MAX = 1 << 20;
/** By so much shorter are the days when an event had to pass too many others. */
const FINER = 16;
/** So many are passed before that, one more for each event held, and so many more for each event popped. */
const PASSED_FREE = 1024;
const PASSED_PER_EVENT = 4;
const FIRST_SLOTS = 64;
const NONE = -1;
const { clz32, max } = Math;

/**
 * The event queue for thousands of events, which the processor's cache holds: a calendar. Its days are of equal length,
 * each a short list in order of time and, among equal times, of pushing; a bit for each day tells whether it has one.
 * What
 * lies behind the last day waits unsorted, until a new calendar is laid out for it, the days as long as the pace asks
 * for.
 *
 * What is kept of an event is kept at the number of its slot: with very many events each is a cache miss, so then
 * `LadderQueue` is better.
 */
export class CalendarQueue implements EventQueue {
  poppedTime: Micros = 0;
  /** Since the calendar was laid out; what was pending then counts as pushed. */
  private pushed = 0;
  private popped = 0;
  /** By slot. */
  private times = new Float64Array(FIRST_SLOTS);
  /** By slot: the next of the same day; of the last of a day, its first. */
  private links = new Int32Array(FIRST_SLOTS);
  /** By day: the slot of its last event. */
  private lasts = new Int32Array(DAYS_MIN).fill(NONE);
  private marks = new Int32Array(DAYS_MIN >> 5);
  private start: Micros = 0;
  private daysPerMicro = 1;
  /** 0 until a calendar is laid out. */
  private days = 0;
  /** No day before it has a list. */
  private today = 0;
  /** Slots of the events behind the last day, in order of pushing. */
  private later = new Int32Array(FIRST_SLOTS);
  private laterCount = 0;
  /** Since the calendar was laid out: events passed by others, and when that was. */
  private passed = 0;
  private laidOutAt: Micros = 0;
  private readonly owner: Slots;
  private readonly sizeMax: number;
  private readonly tooMany: () => void;

  /** `tooMany` is called, now and then, while a push finds more than `sizeMax` events. */
  constructor(owner: Slots, sizeMax = Infinity, tooMany = (): void => {}) {
    this.owner = owner;
    this.sizeMax = sizeMax;
    this.tooMany = tooMany;
  }

  get size(): number {
    return this.pushed - this.popped;
  }

  push(time: Micros, slot: number): void {
    this.pushed++;
    if (slot >= this.times.length) this.makeRoomFor(slot);
    this.times[slot] = time;
    let day = (time - this.start) * this.daysPerMicro;
    if (day >= this.days) {
      this.putOff(slot);
      return;
    }
    if (day < this.today) day = this.today;
    if (this.enter(day | 0, time, slot)) this.relieve();
  }

  pop(until: Micros): number {
    const { lasts, links } = this;
    let { today } = this;
    if (today >= this.days || lasts[today] === NONE) {
      today = this.nextDay();
      if (today === NONE) return NOTHING_DUE;
    }
    const last = this.lasts[today]!;
    const slot = links[last]!;
    const time = this.times[slot]!;
    if (time > until) return NOTHING_DUE; // And today stays: what comes before that event shall find days of its own.
    this.today = today;
    this.poppedTime = time;
    this.popped++;
    if (slot === last) this.clear(today);
    else links[last] = links[slot]!;
    return slot;
  }

  sweep(): void {
    for (let day = this.dayFrom(this.today); day !== NONE; day = this.dayFrom(day + 1)) this.sweepDay(day);
    const { later, owner } = this;
    let kept = 0;
    for (let i = 0; i < this.laterCount; i++) {
      const slot = later[i]!;
      if (owner.isCancelled(slot)) this.drop(slot);
      else later[kept++] = slot;
    }
    this.laterCount = kept;
  }

  /** True when it had to look for its place. */
  private enter(day: number, time: Micros, slot: number): boolean {
    const last = this.lasts[day]!;
    if (last === NONE || time >= this.times[last]!) {
      this.append(day, last, slot);
      return false;
    }
    this.squeezeIn(last, slot);
    return true;
  }

  private append(day: number, last: number, slot: number): void {
    const { links } = this;
    if (last === NONE) {
      links[slot] = slot;
      this.marks[day >> 5]! |= 1 << (day & 31);
    } else {
      links[slot] = links[last]!;
      links[last] = slot;
    }
    this.lasts[day] = slot;
  }

  /** Behind all those of the day that are not later. */
  private squeezeIn(last: number, slot: number): void {
    const { times, links } = this;
    const time = times[slot]!;
    let before = last;
    let next = links[last]!;
    let passed = 0;
    for (; times[next]! <= time; passed++) {
      before = next;
      next = links[next]!;
    }
    links[before] = slot;
    links[slot] = next;
    this.passed += passed;
  }

  private relieve(): void {
    if (!this.isTooCoarse) return;
    if (this.size > this.sizeMax) this.tooMany();
    else this.layOutFiner();
  }

  /**
   * A calendar of days of a microsecond never is: all events of such a day are at one time, and none has to pass
   * another.
   */
  private get isTooCoarse(): boolean {
    return this.passed > PASSED_FREE + this.size + PASSED_PER_EVENT * this.popped;
  }

  private putOff(slot: number): void {
    if (this.laterCount === this.later.length) this.later = grown(this.later, 2 * this.laterCount);
    this.later[this.laterCount++] = slot;
    if (this.size > this.sizeMax) this.tooMany();
  }

  /** The next day that has a list, in a new calendar if need be; NONE when nothing is pending. */
  private nextDay(): number {
    if (this.size === 0) return NONE;
    const day = this.dayFrom(this.today);
    if (day !== NONE) return day;
    const elapsed = this.poppedTime - this.laidOutAt;
    this.layOut(elapsed > 0 ? (DAYS_APART * this.popped) / elapsed : 0);
    return this.dayFrom(0);
  }

  /** That day, or the first after it, which has a list; NONE when there is none. */
  private dayFrom(day: number): number {
    if (day >= this.days) return NONE;
    const { marks } = this;
    const words = this.days >> 5;
    let word = day >> 5;
    let bits = marks[word]! & (-1 << (day & 31));
    while (bits === 0) {
      if (++word >= words) return NONE;
      bits = marks[word]!;
    }
    return (word << 5) + 31 - clz32(bits & -bits);
  }

  /** Too many were passed: a calendar of shorter days, which begins with the first event. */
  private layOutFiner(): void {
    const { later, laterCount } = this;
    this.later = new Int32Array(max(later.length, this.size));
    this.laterCount = 0;
    for (let day = this.dayFrom(this.today); day !== NONE; day = this.dayFrom(day + 1)) {
      const last = this.lasts[day]!;
      for (let slot = this.links[last]!; slot !== last; slot = this.links[slot]!) this.later[this.laterCount++] = slot;
      this.later[this.laterCount++] = last;
      this.clear(day);
    }
    this.later.set(later.subarray(0, laterCount), this.laterCount);
    this.laterCount += laterCount;
    this.layOut(FINER * this.daysPerMicro);
  }

  /**
   * Lays out days for the events that wait behind the last one; there are no others. The days have the length that is
   * asked for, or a shorter one: that which exponential delays with the mean of the list would ask for.
   */
  private layOut(daysPerMicro: number): void {
    const { later, times, laterCount: count } = this;
    let first = Infinity;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const time = times[later[i]!]!;
      sum += time;
      if (time < first) first = time;
    }
    const mean = sum / count - first;
    this.start = first;
    const dense = max(daysPerMicro, mean > 0 ? (DAYS_APART * count) / mean : 0);
    // A microsecond each at most: all of such a day are at one time.
    this.daysPerMicro = dense > 0 && dense < 1 ? dense : 1;
    this.makeDays(count);
    this.today = 0;
    this.passed = 0;
    this.pushed -= this.popped;
    this.popped = 0;
    this.laidOutAt = this.poppedTime;
    this.laterCount = 0;
    for (let i = 0; i < count; i++) {
      const slot = later[i]!;
      const time = times[slot]!;
      const day = (time - first) * this.daysPerMicro;
      if (day >= this.days) {
        later[this.laterCount++] = slot;
        continue;
      }
      if (!this.enter(day | 0, time, slot) || !this.isTooCoarse) continue;
      later.copyWithin(this.laterCount, i + 1, count);
      this.laterCount += count - i - 1;
      this.layOutFiner();
      return;
    }
  }

  private makeDays(events: number): void {
    let days = DAYS_MIN;
    while (days < DAYS_PER_EVENT * events && days < DAYS_MAX) days *= 2;
    this.days = days;
    if (days <= this.lasts.length) return; // All empty.
    this.lasts = new Int32Array(days).fill(NONE);
    this.marks = new Int32Array(days >> 5);
  }

  private sweepDay(day: number): void {
    const { links, owner } = this;
    const last = this.lasts[day]!;
    let slot = links[last]!;
    this.clear(day);
    for (let isLast = false; !isLast;) {
      const next = links[slot]!;
      isLast = slot === last;
      if (owner.isCancelled(slot)) this.drop(slot);
      else this.append(day, this.lasts[day]!, slot);
      slot = next;
    }
  }

  private drop(slot: number): void {
    this.owner.discard(slot);
    this.pushed--;
  }

  private clear(day: number): void {
    this.lasts[day] = NONE;
    this.marks[day >> 5]! &= ~(1 << (day & 31));
  }

  private makeRoomFor(slot: number): void {
    const length = max(slot + 1, 2 * this.times.length);
    this.links = grown(this.links, length);
    const { times } = this;
    this.times = new Float64Array(length);
    this.times.set(times);
  }
}

function grown(numbers: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(numbers);
  return longer;
}
