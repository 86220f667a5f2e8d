import type { Answer } from '../../protocol/dundi.ts';

/**
 * One reply, stored under one key. Each is stored twice: for everybody with the same avoid list, and for the same root
 * (facts A6, "Key"). Times are whole or exact seconds of the wall clock, as the rule `cacheClock` says.
 */
export interface Entry {
  readonly by: 'avoid' | 'root';
  /** Checksum of the avoid list, or EID of the root. */
  readonly key: number;
  timeout: number;
  answers: readonly Answer[];
}

/**
 * What one peer said of one number, or of one prefix, in one context. The first entry of each kind lies in the slot
 * itself: there are millions of slots, most have no other entries, and an object for each entry takes twice the memory.
 */
export interface Slot {
  avoidKey: number;
  /** ABSENT: there is no such entry. */
  avoidTimeout: number;
  avoidAnswers: readonly Answer[];
  rootKey: number;
  rootTimeout: number;
  rootAnswers: readonly Answer[];
  /** Entries for other avoid lists and other roots. */
  more: Entry[] | undefined;
}

/** Timeout of an entry that is not there: before every time of the wall clock. */
export const ABSENT = -1;

/** What was said of one number, or of one prefix, by the EID of the peer. */
export type Shelf = (Slot | undefined)[];

/** The root of a question that is our own. */
export const NO_ROOT = -1;

/** What is stored of a number, for those who look on. */
export interface CacheEntry {
  /** EID of the peer that said it, as a number of `Eids`. */
  readonly peer: number;
  /** The number; of a hint, the beginning that nothing in the peer's context can match. */
  readonly key: string;
  readonly isHint: boolean;
  /** The number exists there. */
  readonly found: boolean;
  /** When its life ends: seconds of the wall clock. */
  readonly timeout: number;
}

/** What a shelf holds, expired entries too: one for each peer. */
export function entriesOn(shelf: Shelf | undefined, key: string, isHint: boolean): CacheEntry[] {
  const entries: CacheEntry[] = [];
  shelf?.forEach((stored, peer) => {
    const said = entriesIn(stored);
    if (said.length === 0) return;
    const found = said.some(({ answers }) => answers.some(({ exists }) => exists));
    entries.push({ peer, key, isHint, found, timeout: Math.max(...said.map(({ timeout }) => timeout)) });
  });
  return entries;
}

/** A slot with one entry of each kind. */
export function newSlot(avoidKey: number, rootKey: number, timeout: number, answers: readonly Answer[]): Slot {
  return {
    avoidKey,
    avoidTimeout: timeout,
    avoidAnswers: answers,
    rootKey,
    rootTimeout: timeout,
    rootAnswers: answers,
    more: undefined,
  };
}

/** When the life of that entry ends, or ABSENT. */
export function timeoutOf(slot: Slot, by: Entry['by'], key: number): number {
  if (by === 'avoid') {
    if (slot.avoidKey === key && slot.avoidTimeout !== ABSENT) return slot.avoidTimeout;
  } else if (slot.rootKey === key && slot.rootTimeout !== ABSENT) return slot.rootTimeout;
  return slot.more === undefined ? ABSENT : (amongMore(slot.more, by, key)?.timeout ?? ABSENT);
}

/** The answers of an entry that is there. */
export function answersOf(slot: Slot, by: Entry['by'], key: number): readonly Answer[] {
  if (by === 'avoid') {
    if (slot.avoidKey === key && slot.avoidTimeout !== ABSENT) return slot.avoidAnswers;
  } else if (slot.rootKey === key && slot.rootTimeout !== ABSENT) return slot.rootAnswers;
  return amongMore(slot.more!, by, key)!.answers;
}

/** Takes away an entry that is there. */
export function takeAway(slot: Slot, by: Entry['by'], key: number): void {
  if (by === 'avoid' && slot.avoidKey === key && slot.avoidTimeout !== ABSENT) slot.avoidTimeout = ABSENT;
  else if (by === 'root' && slot.rootKey === key && slot.rootTimeout !== ABSENT) slot.rootTimeout = ABSENT;
  else slot.more = slot.more!.filter((entry) => entry.by !== by || entry.key !== key);
}

export function put(slot: Slot, by: Entry['by'], key: number, timeout: number, answers: readonly Answer[]): void {
  const known = slot.more === undefined ? undefined : amongMore(slot.more, by, key);
  if (known !== undefined) {
    known.timeout = timeout;
    known.answers = answers;
  } else if (by === 'avoid' && (slot.avoidKey === key || slot.avoidTimeout === ABSENT)) {
    slot.avoidKey = key;
    slot.avoidTimeout = timeout;
    slot.avoidAnswers = answers;
  } else if (by === 'root' && (slot.rootKey === key || slot.rootTimeout === ABSENT)) {
    slot.rootKey = key;
    slot.rootTimeout = timeout;
    slot.rootAnswers = answers;
  } else {
    slot.more ??= [];
    slot.more.push({ by, key, timeout, answers });
  }
}

/** All entries of a slot, expired ones too, in no order that counts. */
export function entriesIn(slot: Slot | undefined): readonly Entry[] {
  if (slot === undefined) return [];
  const { avoidKey, avoidTimeout, avoidAnswers, rootKey, rootTimeout, rootAnswers, more = [] } = slot;
  const entries: Entry[] = [
    { by: 'avoid', key: avoidKey, timeout: avoidTimeout, answers: avoidAnswers },
    { by: 'root', key: rootKey, timeout: rootTimeout, answers: rootAnswers },
  ];
  return [...entries.filter(({ timeout }) => timeout !== ABSENT), ...more];
}

function amongMore(more: readonly Entry[], by: Entry['by'], key: number): Entry | undefined {
  for (const entry of more) if (entry.key === key && entry.by === by) return entry;
  return undefined;
}
