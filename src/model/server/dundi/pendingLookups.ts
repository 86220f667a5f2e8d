import { removeAt } from '../../../kernel/resource/removeAt.ts';
import type { ServerId } from '../../ids.ts';
import type { Asker } from './cache.ts';
import { NO_ROOT } from './cacheColumns.ts';
import type { Lookup } from './lookup.ts';

/** Relation of a lookup to a pending one of the same number on its server (facts A5). */
export type Coalesced =
  | { readonly kind: 'first' }
  /** The same question has come back by another way: it has no answer of its own. */
  | { readonly kind: 'duplicate' }
  /** It waits until that one has filled the cache. */
  | { readonly kind: 'waits'; readonly behind: Lookup };

const FIRST: Coalesced = { kind: 'first' };
const DUPLICATE: Coalesced = { kind: 'duplicate' };

/** Lookups under way, by server, that later ones of the same number wait for. */
export class PendingLookups {
  private readonly lists: readonly Lookup[][];

  constructor(servers: number) {
    this.lists = Array.from({ length: servers }, () => []);
  }

  /** Enters a lookup that is the first of its number. */
  enter(lookup: Lookup): Coalesced {
    const list = this.lists[lookup.request.server]!;
    const other = sameAmong(list, lookup);
    if (other === undefined) {
      lookup.registered = true;
      list.push(lookup);
      return FIRST;
    }
    if (lookup.root !== NO_ROOT && lookup.root === other.root) return DUPLICATE;
    return { kind: 'waits', behind: other };
  }

  /** It has ended. False: no other could wait for it. */
  leave(lookup: Lookup): boolean {
    if (!lookup.registered) return false;
    const list = this.lists[lookup.request.server]!;
    removeAt(list, list.indexOf(lookup));
    return true;
  }

  of(server: ServerId): readonly Lookup[] {
    return this.lists[server]!;
  }

  crash(server: ServerId): void {
    this.lists[server]!.length = 0;
  }
}

function sameAmong(list: readonly Lookup[], asker: Asker): Lookup | undefined {
  for (const candidate of list) if (isSame(candidate, asker)) return candidate;
  return undefined;
}

/** pbx_dundi.c:register_request: the same number, and the same root or the same avoid list. */
function isSame(a: Asker, b: Asker): boolean {
  return a.spelling === b.spelling && (a.root === b.root || a.avoidSum === b.avoidSum);
}
