import type { Answer } from '../../protocol/dundi.ts';
import { ABSENT, answersAt, timeoutAt, type Shelf } from './cacheColumns.ts';

/**
 * One reply, stored under one key. Each is stored twice: for everybody with the same avoid list, and for the same root
 * (facts A6, "Key"). Times are whole or exact seconds of the wall clock, as the rule `cacheClock` says.
 */
export interface Entry {
  readonly by: 'avoid' | 'root';
  /** Checksum of the avoid list, or EID of the root. */
  readonly key: number;
  readonly timeout: number;
  readonly answers: readonly Answer[];
}

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

/** A peer that has replied: its EID, and its place in the columns of the cache. */
export interface CachedPeer {
  readonly peer: number;
  readonly place: number;
}

/** What a shelf holds, expired entries too: one for each peer. */
export function entriesOn(
  shelf: Shelf | undefined,
  peers: readonly CachedPeer[],
  key: string,
  isHint: boolean,
): CacheEntry[] {
  if (shelf === undefined) return [];
  return peers.flatMap(({ peer, place }) => {
    const said = entriesAt(shelf, place);
    if (said.length === 0) return [];
    const found = said.some(({ answers }) => answers.some(({ exists }) => exists));
    return [{ peer, key, isHint, found, timeout: Math.max(...said.map(({ timeout }) => timeout)) }];
  });
}

/** All entries of a peer, expired ones too, in no order that counts. */
export function entriesAt(shelf: Shelf, place: number): readonly Entry[] {
  return (['avoid', 'root'] as const).flatMap((by) =>
    shelf[by]
      .filter((column) => timeoutAt(column, place) !== ABSENT)
      .map((column) => ({
        by,
        key: column.key,
        timeout: timeoutAt(column, place),
        answers: answersAt(column, place),
      })),
  );
}
