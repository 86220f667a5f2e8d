import { assert } from '../../kernel/assert.ts';
import type { FaultMark, PeerMark } from '../../measure/measures.ts';
import { Columns, countUpTo, lengthOf } from './columns.ts';
import {
  CACHE_SHAPE,
  EVENT_SHAPE,
  FIELDS,
  MESSAGE_SHAPE,
  PHONE_SHAPE,
  type CallRow,
  type Ending,
  type Field,
  type Part,
} from './recording.ts';

/** A message leaves up to this long after it was handed over: rows are in order of time but for that. µs */
const LATEST_LEAVING = 2_000_000;

/** An entry of a server's cache. Times in µs. */
export interface CachedEntry {
  /** Place of the peer that said it; -1: no server of the scenario. */
  readonly peer: number;
  /** A number, or of a hint a prefix. */
  readonly key: string;
  readonly isHint: boolean;
  readonly found: boolean;
  readonly endsAt: number;
}

/** A figure of a host over the run. */
interface Steps {
  readonly times: number[];
  readonly values: number[];
}

/** A recorded run, asked for any moment that it has come to. Nothing runs again: each answer is a search. */
export class ReplayedRun {
  /** µs; the recording has come to here. */
  until = 0;
  ending: Ending | undefined;
  readonly texts: string[] = [];
  readonly calls: CallRow[] = [];
  readonly marks: PeerMark[] = [];
  readonly faults: FaultMark[] = [];
  readonly messages = new Columns(MESSAGE_SHAPE);
  readonly events = new Columns(EVENT_SHAPE);
  private readonly cache = new Columns(CACHE_SHAPE);
  /** When each entry of the cache would end, were it not stored again. */
  private readonly storedUntil: number[] = [];
  private readonly phones = new Columns(PHONE_SHAPE);
  private readonly steps = new Map<number, Steps>();
  /** The newest entry of each key, by server, peer, key and kind. */
  private readonly newestEntries = new Map<string, number>();
  private readonly registered: Uint8Array;
  /** Rows of `phones` that `registered` has in it. */
  private applied = 0;

  constructor(phones: number) {
    this.registered = new Uint8Array(phones);
  }

  append(part: Part): void {
    assert(part.until >= this.until, 'the parts of a recording come in order');
    this.messages.append(part.messages);
    this.events.append(part.events);
    this.phones.append(part.phones);
    this.texts.push(...part.texts);
    this.calls.push(...part.calls);
    this.marks.push(...part.marks);
    this.faults.push(...part.faults);
    this.appendEnds(part);
    this.appendStates(part);
    this.appendCache(part);
    this.until = part.until;
  }

  /** The last value not after `at`; 0 where nothing was noted yet. */
  figure(host: number, field: Field, at: number): number {
    const steps = this.steps.get(host * FIELDS.length + FIELDS.indexOf(field));
    if (steps === undefined) return 0;
    const count = countUpTo(steps.times, steps.times.length, at);
    return count === 0 ? 0 : steps.values[count - 1]!;
  }

  /** Number of entries of a server's cache that live at that moment, and when the last of them ends, µs. */
  cacheSizeAt(server: number, at: number): { readonly entries: number; readonly until: number } {
    const { columns } = this.cache;
    let [entries, until] = [0, at];
    for (let row = countUpTo(columns.at, this.cache.length, at) - 1; row >= 0; row--) {
      if (columns.server[row] !== server || columns.endsAt[row]! <= at) continue;
      entries += 1;
      until = Math.max(until, columns.endsAt[row]!);
    }
    return { entries, until };
  }

  /** Entries of a server's cache that live at that moment, those that end first first. */
  cacheAt(server: number, at: number): CachedEntry[] {
    const { columns } = this.cache;
    const entries: CachedEntry[] = [];
    for (let row = countUpTo(columns.at, this.cache.length, at) - 1; row >= 0; row--) {
      if (columns.server[row] !== server || columns.endsAt[row]! <= at) continue;
      entries.push({
        peer: columns.peer[row]!,
        key: this.texts[columns.key[row]!]!,
        isHint: columns.isHint[row] === 1,
        found: columns.found[row] === 1,
        endsAt: columns.endsAt[row]!,
      });
    }
    return entries.sort((a, b) => a.endsAt - b.endsAt);
  }

  /** The longest time that a peer's answer, not a hint, was stored for in the run, µs. */
  longestAnswer(): number {
    let longest = 0;
    const { at, isHint } = this.cache.columns;
    for (let row = 0; row < this.cache.length; row++)
      if (isHint[row] === 0) longest = Math.max(longest, this.storedUntil[row]! - at[row]!);
    return longest;
  }

  /** The last mark of each peer by that server, those that are OK left out. */
  badPeersAt(server: number, at: number): ReadonlyMap<number, PeerMark> {
    const bad = new Map<number, PeerMark>();
    for (const mark of this.marks) {
      if (mark.at > at) break;
      if (mark.server !== server) continue;
      if (mark.status === 'OK') bad.delete(mark.peer);
      else bad.set(mark.peer, mark);
    }
    return bad;
  }

  /** Nothing has been recorded yet. */
  get isEmpty(): boolean {
    return this.events.length === 0;
  }

  /** Of each phone 1 when it believes itself registered. Valid until the next call. */
  registeredAt(at: number): Uint8Array {
    const { columns, length } = this.phones;
    const rows = countUpTo(columns.at, length, at);
    if (rows < this.applied) {
      this.registered.fill(0);
      this.applied = 0;
    }
    for (; this.applied < rows; this.applied++)
      this.registered[columns.phone[this.applied]!] = columns.registered[this.applied]!;
    return this.registered;
  }

  /** Calls that have been offered and have not ended. */
  callsAt(at: number): CallRow[] {
    return this.calls.filter(({ offeredAt, endedAt }) => offeredAt <= at && at < endedAt);
  }

  /** Rows of messages that left in (after, until], at most about `most`, evenly left out where there are more. */
  messagesBetween(after: number, until: number, most: number): number[] {
    const { at } = this.messages.columns;
    const { length } = this.messages;
    const first = countUpTo(at, length, after - LATEST_LEAVING);
    const rows: number[] = [];
    for (let row = first; row < length && at[row]! <= until + LATEST_LEAVING; row++)
      if (at[row]! > after && at[row]! <= until) rows.push(row);
    const stride = Math.ceil(rows.length / most);
    return stride <= 1 ? rows : rows.filter((_, i) => i % stride === 0);
  }

  /** Number of events up to that moment. */
  eventsUpTo(at: number): number {
    return countUpTo(this.events.columns.at, this.events.length, at);
  }

  /** The moment of the next event after `at`, or of the last one before it; undefined: there is none. */
  neighbour(at: number, direction: 1 | -1): number | undefined {
    const times = this.events.columns.at;
    const count = this.eventsUpTo(at);
    if (direction === 1) return count < this.events.length ? times[count] : undefined;
    let row = count - 1;
    while (row >= 0 && times[row]! >= at) row -= 1;
    return row < 0 ? undefined : times[row];
  }

  private appendEnds({ ends }: Part): void {
    const { endsAt, fate } = this.messages.columns;
    for (let i = 0; i < lengthOf(ends); i++) {
      endsAt[ends.row[i]!] = ends.endsAt[i]!;
      fate[ends.row[i]!] = ends.fate[i]!;
    }
  }

  private appendStates({ states }: Part): void {
    for (let i = 0; i < lengthOf(states); i++) {
      const key = states.host[i]! * FIELDS.length + states.field[i]!;
      let steps = this.steps.get(key);
      if (steps === undefined) this.steps.set(key, (steps = { times: [], values: [] }));
      steps.times.push(states.at[i]!);
      steps.values.push(states.value[i]!);
    }
  }

  /** An entry that is stored again ends the one before. */
  private appendCache({ cache }: Part): void {
    const first = this.cache.length;
    this.cache.append(cache);
    const { at, endsAt, server, peer, key, isHint } = this.cache.columns;
    for (let row = first; row < this.cache.length; row++) {
      this.storedUntil.push(endsAt[row]!);
      const name = `${server[row]} ${peer[row]} ${key[row]} ${isHint[row]}`;
      const before = this.newestEntries.get(name);
      if (before !== undefined) endsAt[before] = Math.min(endsAt[before]!, at[row]!);
      this.newestEntries.set(name, row);
    }
  }
}
