import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';
import type { DundiConfig, DundiPeerConfig, Permission } from '../../config.ts';
import type { ServerId } from '../../ids.ts';
import type { LookupReply } from '../../observations.ts';

/** dundi.h DUNDI_DEFAULT_RETRANS_TIMER and its lower bound in apply_peer. */
const RETRANSMIT_MAX_MS = 1000;
/** Time between two sends of the same packet to a host that is no known peer. */
export const RETRANSMIT_DEFAULT: Micros = RETRANSMIT_MAX_MS * MILLISECOND;
const RETRANSMIT_MIN_MS = 150;

/** lastms of a peer that has not been probed yet, and of one that did not answer (pbx_dundi.c:destroy_trans). */
export const UNKNOWN_MS = 0;
export const UNREACHABLE_MS = -1;

/** How many lookups `AvgTime` looks back on (DUNDI_TIMING_HISTORY). */
const HISTORY = 10;

/** One section of a server's dundi.conf, and what the server has learned of it. */
export interface Peer {
  readonly config: DundiPeerConfig;
  readonly eid: number;
  /**
   * From its section, for each question and packet: when it is asked, whether at all, whether in secret and with which keys,
   * and how soon it has to answer a probe.
   */
  readonly order: number;
  readonly asks: boolean;
  readonly encrypts: boolean;
  readonly inKey: string;
  readonly outKey: string;
  /** 0: it is not probed. */
  readonly qualifyMs: number;
  /** Both key files that its section names are there. */
  readonly hasKeys: boolean;
  /** -1 when no host of the scenario has this address, or the peer has not registered it. */
  host: ServerId | -1;
  /** The host that it was last: a question that it has not answered is recorded under it, also when its address is gone. */
  lastHost: ServerId | -1;
  /** Round trip of the last probe in milliseconds, at least 1; UNKNOWN_MS; UNREACHABLE_MS. */
  lastMs: number;
  /** Its last answer over the network, for records: it says the same to question after question. */
  said: LookupReply | undefined;
  /** Last lookups' times, newest first, kept with storehistory=yes. */
  history: number[];
}

/**
 * `host`: the server that has its address; `keys`: the key files of the server whose section it is, undefined: it has all
 * that sections name.
 */
export function newPeer(config: DundiPeerConfig, eid: number, host: ServerId | -1, keys: DundiConfig['keys']): Peer {
  return {
    config,
    eid,
    order: config.order,
    asks: config.model === 'outbound' || config.model === 'symmetric',
    encrypts: config.inKey !== '',
    inKey: config.inKey,
    outKey: config.outKey,
    qualifyMs: config.qualifyMs,
    hasKeys: hasKeys(config, keys),
    host,
    lastHost: host,
    lastMs: UNKNOWN_MS,
    said: undefined,
    history: [],
  };
}

function hasKeys({ inKey, outKey }: DundiPeerConfig, keys: DundiConfig['keys']): boolean {
  if (inKey === '' || outKey === '') return false;
  return keys === undefined || (keys.public.includes(inKey) && keys.private.includes(outKey));
}

/** Its address is the one that it registers from. */
export function isDynamic({ config }: Peer): boolean {
  return config.host === 'dynamic';
}

export function isMonitored(peer: Peer): boolean {
  return peer.qualifyMs > 0;
}

/** Skipped in lookups: unreachable and lagged peers. Unknown and unmonitored ones are asked (facts A9). */
export function isSkipped(peer: Peer): boolean {
  return isMonitored(peer) && (peer.lastMs < 0 || peer.lastMs >= peer.qualifyMs);
}

/** The last matching line wins; nothing listed refuses; "all" matches any (pbx_dundi.c:has_permission). */
export function hasPermission(list: readonly Permission[], context: string): boolean {
  let allowed = false;
  for (const line of list) {
    if (line.context.toLowerCase() === 'all' || line.context.toLowerCase() === context.toLowerCase())
      allowed = line.allow;
  }
  return allowed;
}

/**
 * Time between two sends of the same packet: 2 × last round trip within 150 ms and 1 s, if monitored and slower than 1
 * ms (facts A2).
 */
export function retransmitTime(peer: Peer): Micros {
  if (!isMonitored(peer) || peer.lastMs <= 1) return RETRANSMIT_MAX_MS * MILLISECOND;
  return Math.min(Math.max(2 * peer.lastMs, RETRANSMIT_MIN_MS), RETRANSMIT_MAX_MS) * MILLISECOND;
}

/**
 * How long an un-ACKed question lives: the peer's own qualify threshold, else the server's `autokill` (facts A2). 0:
 * for ever.
 */
export function autokillTime(peer: Peer, serverAutokillMs: number): Micros {
  return (isMonitored(peer) ? peer.qualifyMs : serverAutokillMs) * MILLISECOND;
}

/** qualify_peer: the state known when the probe is sent decides when the next one is (facts A9). */
export function nextQualify(peer: Peer): Micros {
  return peer.lastMs < 0 ? 10 * SECOND : 60 * SECOND;
}

/** After a load of the module. */
export const FIRST_QUALIFY: Micros = 5 * SECOND;

export function remember(peer: Peer, took: Micros): void {
  peer.history.unshift(Math.floor(took / MILLISECOND));
  if (peer.history.length > HISTORY) peer.history.pop();
}
