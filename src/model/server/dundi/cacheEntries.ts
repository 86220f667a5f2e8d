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

/** What one peer said of one number, or of one prefix, in one context: a few entries. */
export type Slot = Entry[];

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
    if (stored === undefined || stored.length === 0) return;
    const found = stored.some(({ answers }) => answers.some(({ exists }) => exists));
    entries.push({ peer, key, isHint, found, timeout: Math.max(...stored.map(({ timeout }) => timeout)) });
  });
  return entries;
}

export function entryOf(slot: Slot, by: Entry['by'], key: number): Entry | undefined {
  for (const entry of slot) if (entry.by === by && entry.key === key) return entry;
  return undefined;
}

export function put(slot: Slot, by: Entry['by'], key: number, timeout: number, answers: readonly Answer[]): void {
  const entry = entryOf(slot, by, key);
  if (entry === undefined) {
    slot.push({ by, key, timeout, answers });
    return;
  }
  entry.timeout = timeout;
  entry.answers = answers;
}
