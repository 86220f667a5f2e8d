import type { DundiConfig, DundiMapping } from '../../config.ts';
import type { ServerId } from '../../ids.ts';
import type { DundiCache } from './cache.ts';
import type { Eids } from './eids.ts';
import { hasPermission, type Peer } from './peer.ts';
import type { Spellings } from './spellings.ts';

/** One server's DUNDi: its configuration, its peers, its cache. */
export class Node {
  readonly server: ServerId;
  readonly config: DundiConfig;
  readonly eids: Eids;
  readonly cache: DundiCache;
  readonly spellings: Spellings;
  /** Its own EID. */
  readonly self: number;
  /** Those of `all` that have been read by now. */
  private present: readonly Peer[] = [];
  /** The last section of dundi.conf first (pbx_dundi.c:build_peer inserts at the head). */
  readonly all: readonly Peer[];
  private readonly owners: ReadonlyMap<number, ServerId>;
  private readonly byContext = new Map<string, readonly Peer[]>();
  private readonly mappingsBy = new Map<string, readonly DundiMapping[]>();
  private readonly directBy = new Map<string, ReadonlySet<number>>();
  private readonly askersBy = new Map<string, ReadonlySet<Peer>>();
  private byEid: ReadonlyMap<number, Peer> = new Map();

  constructor(
    server: ServerId,
    config: DundiConfig,
    eids: Eids,
    cache: DundiCache,
    spellings: Spellings,
    peers: readonly Peer[],
    owners: ReadonlyMap<number, ServerId>,
  ) {
    this.server = server;
    this.config = config;
    this.eids = eids;
    this.cache = cache;
    this.spellings = spellings;
    this.self = eids.intern(config.entityId);
    this.all = peers;
    this.owners = owners;
    this.know(peers);
  }

  /** In the order of Asterisk's own list. */
  get peers(): readonly Peer[] {
    return this.present;
  }

  /** Sections of its file that are written later: it does not know these peers yet. */
  withhold(servers: readonly number[]): void {
    this.know(this.present.filter(({ host }) => !servers.includes(host)));
  }

  /**
   * `module reload pbx_dundi.so` after sections were added. A peer that is known keeps its place and its state; a new one
   * comes to the head (pbx_dundi.c:build_peer; measured).
   */
  reload(servers: readonly number[]): readonly Peer[] {
    const added = this.all.filter((peer) => servers.includes(peer.host) && !this.present.includes(peer));
    this.know([...added, ...this.present]);
    return added;
  }

  private know(peers: readonly Peer[]): void {
    this.present = peers;
    this.byContext.clear();
    this.directBy.clear();
    this.askersBy.clear();
    // The first of two with one EID, as in Asterisk's list.
    this.byEid = new Map([...peers].reverse().map((peer) => [peer.eid, peer]));
  }

  /** The peer with that EID, if it has a section for it. */
  peerOf(eid: number): Peer | undefined {
    return this.byEid.get(eid);
  }

  /** Whether it answers that peer in this context: a peer of an inbound model, with a permit for it. */
  answers(peer: Peer, context: string): boolean {
    let askers = this.askersBy.get(context);
    if (askers === undefined) {
      const isAsker = ({ config }: Peer): boolean =>
        (config.model === 'inbound' || config.model === 'symmetric') && hasPermission(config.permit, context);
      askers = new Set(this.peers.filter(isAsker));
      this.askersBy.set(context, askers);
    }
    return askers.has(peer);
  }

  /** Peers that it may ask in this context. */
  including(context: string): readonly Peer[] {
    let list = this.byContext.get(context);
    if (list === undefined) {
      list = this.peers.filter((peer) => hasPermission(peer.config.include, context));
      this.byContext.set(context, list);
    }
    return list;
  }

  /** What it answers for in this context: the last line of the file first (build_mapping inserts at the head). */
  mappings(context: string): readonly DundiMapping[] {
    let list = this.mappingsBy.get(context);
    if (list === undefined) {
      list = this.config.mappings
        .filter((mapping) => mapping.context.toLowerCase() === context.toLowerCase())
        .reverse();
      this.mappingsBy.set(context, list);
    }
    return list;
  }

  /** EIDs of those that it talks to itself, and its own (pbx_dundi.c:dundi_ie_append_eid_appropriately). */
  direct(context: string): ReadonlySet<number> {
    let set = this.directBy.get(context);
    if (set === undefined) {
      set = new Set([this.self, ...this.including(context).map((peer) => peer.eid)]);
      this.directBy.set(context, set);
    }
    return set;
  }

  /** Both key files that this peer's section names are there. */
  hasKeys({ config: { inKey, outKey } }: Peer): boolean {
    if (inKey === '' || outKey === '') return false;
    const { keys } = this.config;
    return keys === undefined || (keys.public.includes(inKey) && keys.private.includes(outKey));
  }

  /** Whose EID that is; -1 when no server of the scenario has it. */
  serverOf(eid: number): ServerId {
    return this.owners.get(eid) ?? (-1 as ServerId);
  }
}
