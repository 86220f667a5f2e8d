import type { DundiConfig, DundiMapping } from '../../config.ts';
import type { ServerId } from '../../ids.ts';
import type { DundiCache } from './cache.ts';
import type { Eids } from './eids.ts';
import { hasPermission, type Peer } from './peer.ts';
import type { Spellings } from './spellings.ts';

/** A DUNDi context, such as `priv`, as one server sees it. */
export interface NodeContext {
  readonly context: string;
  /** Peers that it may ask in this context. */
  readonly including: readonly Peer[];
  /** What it answers for in this context: the last line of the file first (build_mapping inserts at the head). */
  readonly mappings: readonly DundiMapping[];
  /** EIDs of those that it talks to itself, and its own (pbx_dundi.c:dundi_ie_append_eid_appropriately). */
  readonly direct: ReadonlySet<number>;
  /** Those that it answers, by EID as `peerOf` has them: peers of an inbound model, with a permit for it. */
  readonly askers: readonly boolean[];
}

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
  private readonly views = new Map<string, NodeContext>();
  /** The last that was looked at, mostly the only one. */
  private view: NodeContext | undefined;
  private byEid: readonly (Peer | undefined)[] = [];

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
    this.views.clear();
    this.view = undefined;
    const byEid: (Peer | undefined)[] = new Array<undefined>(1 + Math.max(-1, ...peers.map(({ eid }) => eid))).fill(
      undefined,
    );
    // The first of two with one EID, as in Asterisk's list.
    for (const peer of [...peers].reverse()) byEid[peer.eid] = peer;
    this.byEid = byEid;
  }

  /** The peer with that EID, if it has a section for it. */
  peerOf(eid: number): Peer | undefined {
    return eid < this.byEid.length ? this.byEid[eid] : undefined;
  }

  /** What it has to do with a context. Valid until its peers change. */
  in(context: string): NodeContext {
    if (this.view?.context === context) return this.view;
    let view = this.views.get(context);
    if (view === undefined) this.views.set(context, (view = this.look(context)));
    return (this.view = view);
  }

  private look(context: string): NodeContext {
    const isAsker = ({ config }: Peer): boolean =>
      (config.model === 'inbound' || config.model === 'symmetric') && hasPermission(config.permit, context);
    const including = this.peers.filter((peer) => hasPermission(peer.config.include, context));
    return {
      context,
      including,
      mappings: this.config.mappings
        .filter((mapping) => mapping.context.toLowerCase() === context.toLowerCase())
        .reverse(),
      direct: new Set([this.self, ...including.map(({ eid }) => eid)]),
      askers: this.byEid.map((peer) => peer !== undefined && isAsker(peer)),
    };
  }

  /** Whose EID that is; -1 when no server of the scenario has it. */
  serverOf(eid: number): ServerId {
    return this.owners.get(eid) ?? (-1 as ServerId);
  }
}
