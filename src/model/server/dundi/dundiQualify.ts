import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Observations } from '../../observations.ts';
import type { NetworkThreads } from './networkThread.ts';
import type { Node } from './node.ts';
import {
  FIRST_QUALIFY,
  isDynamic,
  isMonitored,
  isSkipped,
  nextQualify,
  UNKNOWN_MS,
  UNREACHABLE_MS,
  type Peer,
} from './peer.ts';
import type { Asked, TransactionSignals } from './transaction.ts';
import type { Transactions } from './transactions.ts';

interface Probe {
  readonly server: ServerId;
  readonly peer: Peer;
  next: Scheduled;
  transaction: Asked | undefined;
}

/**
 * Finds out who is there: a NULL every 60 s, every 10 s to a peer that was unreachable when the last one was sent. The
 * probe that fails was sent in the state "reachable", so the first re-check comes 60 s after it (facts A9).
 */
export class Qualify {
  private readonly sim: Simulation;
  private readonly transactions: Transactions;
  private readonly threads: NetworkThreads;
  private readonly observations: Observations;
  private readonly nodes: readonly Node[];
  private readonly probes: Probe[] = [];
  private readonly ofPeer = new Map<Peer, number>();

  private readonly probeIsDue: EventType<number, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    nodes: readonly Node[],
    transactions: Transactions,
    threads: NetworkThreads,
    signals: TransactionSignals,
    observations: Observations,
  ) {
    this.sim = sim;
    this.transactions = transactions;
    this.threads = threads;
    this.observations = observations;
    this.nodes = nodes;
    signals.probeEnded.receive((transaction, silent) => this.ended(transaction, silent));
    this.probeIsDue = hosts.on('dundi.qualifyIsDue', (probe) => this.send(probe));
    for (const node of nodes) {
      for (const peer of node.all) {
        if (!isMonitored(peer) || (peer.host < 0 && !isDynamic(peer))) continue;
        this.ofPeer.set(peer, this.probes.length);
        this.probes.push({ server: node.server, peer, next: NOT_SCHEDULED, transaction: undefined });
      }
    }
  }

  /** The module was loaded: nobody is known yet, the first probe goes out after 5 s. */
  load(server: ServerId): void {
    this.threads.begin(server);
    this.schedule(server, () => FIRST_QUALIFY);
    for (const probe of this.probes) if (probe.server === server) probe.peer.lastMs = UNKNOWN_MS;
  }

  /** The file was read again: every peer is probed 5 s later, and what is known of those that were known stays. */
  reload(server: ServerId): void {
    for (const probe of this.probes) if (probe.server === server) this.sim.cancel(probe.next);
    this.schedule(server, () => FIRST_QUALIFY);
  }

  /** Everybody has been up for long: all are known, and each probe has a phase of its own. */
  settle(server: ServerId, phase: () => Micros, lastMs: (peer: Peer) => number): void {
    this.schedule(server, phase);
    for (const probe of this.probes)
      if (probe.server === server) probe.peer.lastMs = this.isKnown(probe) ? lastMs(probe.peer) : UNKNOWN_MS;
  }

  /** The peer has an address, or another than before: it is probed after 5 s (pbx_dundi.c:qualify_peer). */
  addressChanged(peer: Peer): void {
    const probe = this.probes[this.ofPeer.get(peer) ?? -1];
    if (probe === undefined) return;
    if (probe.transaction !== undefined) this.transactions.drop(probe.transaction);
    this.sim.cancel(probe.next);
    probe.next = this.sim.after(FIRST_QUALIFY, this.probeIsDue, this.ofPeer.get(peer)!, probe.server);
  }

  crash(server: ServerId): void {
    for (const probe of this.probes) {
      if (probe.server !== server) continue;
      this.sim.cancel(probe.next);
      probe.transaction = undefined;
    }
  }

  private ended(transaction: Asked, silent: boolean): void {
    const ms = Math.max(1, Math.floor((this.sim.now - transaction.startedAt) / MILLISECOND));
    this.judge(transaction.peer, silent ? UNREACHABLE_MS : ms);
  }

  private schedule(server: ServerId, after: () => Micros): void {
    this.probes.forEach((probe, index) => {
      if (probe.server !== server) return;
      const due = after(); // Drawn for those too that are not known yet.
      if (this.isKnown(probe)) probe.next = this.sim.after(due, this.probeIsDue, index, server);
    });
  }

  private isKnown({ server, peer }: Probe): boolean {
    return this.nodes[server]!.peers.includes(peer);
  }

  private send(index: number): void {
    const probe = this.probes[index]!;
    this.threads.wakes(probe.server);
    if (probe.transaction !== undefined) this.transactions.drop(probe.transaction);
    probe.next = this.sim.after(nextQualify(probe.peer), this.probeIsDue, index, probe.server);
    // Without an address nothing leaves, and no ACK comes.
    if (probe.peer.host < 0) probe.peer.lastMs = UNREACHABLE_MS;
    else probe.transaction = this.transactions.probe(probe.server, probe.peer);
  }

  private sayChange({ server, peer }: Probe, ms: number): void {
    const text = this.observations.wantsConsole ? changeText(peer, ms) : '';
    if (text !== '') this.observations.console(server, `NOTICE: pbx_dundi.c destroy_trans: ${text}`);
  }

  private judge(peer: Peer, ms: number): void {
    const index = this.ofPeer.get(peer);
    if (index === undefined) return;
    const probe = this.probes[index]!;
    const before = statusOf(probe.peer);
    this.sayChange(probe, ms);
    probe.peer.lastMs = ms;
    probe.transaction = undefined;
    const after = statusOf(probe.peer);
    if (after !== before && after !== 'UNKNOWN')
      this.observations.peerChanged(probe.server, probe.peer.lastHost as ServerId, after);
  }
}

/** pbx_dundi.c:destroy_trans */
function changeText(peer: Peer, ms: number): string {
  const { entityId, qualifyMs } = peer.config;
  if (ms < 0) return peer.lastMs >= 0 ? `Peer '${entityId}' has become UNREACHABLE!` : '';
  if (ms < qualifyMs) return isSkipped(peer) ? `Peer '${entityId}' has become REACHABLE!` : '';
  return peer.lastMs < qualifyMs ? `Peer '${entityId}' has become TOO LAGGED (${ms} ms)` : '';
}

export function statusOf(peer: Peer): 'OK' | 'UNREACHABLE' | 'LAGGED' | 'UNKNOWN' {
  if (peer.lastMs === UNREACHABLE_MS) return 'UNREACHABLE';
  if (peer.lastMs === UNKNOWN_MS) return 'UNKNOWN';
  return peer.lastMs >= peer.qualifyMs ? 'LAGGED' : 'OK';
}
