import type { DundiConfig } from '../../config.ts';
import type { ServerId } from '../../ids.ts';
import type { DundiCache } from './cache.ts';
import type { Eids } from './eids.ts';
import type { Peer } from './peers.ts';

/** One server's DUNDi: its configuration, whom it knows, what it was told. */
export interface Node {
  readonly server: ServerId;
  readonly config: DundiConfig;
  /** Its own EID. */
  readonly self: number;
  /** The last section of dundi.conf first (pbx_dundi.c:build_peer inserts at the head). */
  readonly peers: readonly Peer[];
  readonly cache: DundiCache;
  readonly eids: Eids;
  /** Whose EID that is; -1 when no server of the scenario has it. */
  serverOf(eid: number): ServerId;
}
