import type { Micros } from '../../../kernel/units.ts';
import { NOT_SCHEDULED, type EventType, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { ServerConfig } from '../../config.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import { OPTIONS, OPTIONS_RESPONSE } from '../../protocol/sip.ts';
import type { Rules } from '../../rules.ts';
import { EXTENSION, REGISTERED, UNREACHABLE, type PeerRow, type SipPeers } from '../registrar/sipPeers.ts';
import { answerMs, FREQUENCY_NOT_OK, sipPatience } from '../probes.ts';
import type { RegContexts } from '../registrar/regcontext.ts';
import type { StaticPeers } from '../registrar/staticPeers.ts';
import type { Poker } from '../registrar/registrations.ts';
import type { FixedQualify } from './fixedQualify.ts';
import type { SipThreads } from './sipThread.ts';

/**
 * OPTIONS to registered phones, where sip.conf says `qualify`: no answer within twice the threshold makes a phone
 * unreachable, and calls to it are refused at once (facts B5).
 */
export class SipQualify implements Poker {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly servers: readonly ServerConfig[];
  private readonly peers: SipPeers;
  private readonly contexts: RegContexts;
  private readonly rules: Rules;
  private readonly statics: StaticPeers;
  private readonly sentAt = new Map<PeerRow, Micros>();

  private readonly pokeIsDue: EventType<PeerRow, HostId>;
  private readonly answerIsMissing: EventType<PeerRow, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    sip: SipThreads,
    servers: readonly ServerConfig[],
    peers: SipPeers,
    contexts: RegContexts,
    rules: Rules,
    statics: StaticPeers,
    fixed: Pick<FixedQualify, 'answered'>,
  ) {
    this.sim = sim;
    this.hosts = hosts;
    this.network = network;
    this.servers = servers;
    this.peers = peers;
    this.contexts = contexts;
    this.rules = rules;
    this.statics = statics;
    sip.receive(OPTIONS_RESPONSE, (server, { branch }) => {
      if (branch >= 0) return this.answered(server, branch);
      fixed.answered(branch);
      return true;
    });
    this.pokeIsDue = hosts.on('sip.qualifyIsDue', (row) => this.poke(row));
    this.answerIsMissing = hosts.on('sip.qualifyTimesOut', (row, server) => this.missed(row, server as ServerId));
  }

  registered(row: PeerRow, addressChanged: boolean): void {
    if (!addressChanged && this.rules.qualifyOnRegister !== 'always') return;
    if (this.thresholdMs(row) > 0) this.poke(row);
  }

  forgotten(row: PeerRow): void {
    this.sim.cancel(this.peers.qualify.get(row));
    this.peers.qualify.set(row, NOT_SCHEDULED);
    this.peers.lastMs.set(row, 0);
    this.peers.set(row, UNREACHABLE, false);
    this.sentAt.delete(row);
  }

  again(row: PeerRow, after: Micros): void {
    if (this.thresholdMs(row) > 0) this.next(row, this.peers.serverOf(row), after, this.pokeIsDue);
  }

  /** `start: steady`: reachable for long, with a phase of its own. */
  settle(row: PeerRow, phase: Micros): void {
    if (this.thresholdMs(row) === 0) return;
    this.peers.lastMs.set(row, 1);
    this.peers.qualify.set(row, this.sim.after(phase, this.pokeIsDue, row, this.peers.serverOf(row) as HostId));
  }

  private poke(row: PeerRow): void {
    if (!this.peers.has(row, REGISTERED)) return;
    const server = this.peers.serverOf(row);
    this.sentAt.set(row, this.sim.now);
    this.network.send(server, this.hosts.ofPhone(this.peers.deviceOf(row)), OPTIONS, { branch: row });
    this.next(row, server, sipPatience(this.thresholdMs(row)), this.answerIsMissing);
  }

  private answered(server: ServerId, row: PeerRow): boolean {
    const sentAt = this.sentAt.get(row);
    if (sentAt === undefined) return true;
    this.sentAt.delete(row);
    this.peers.lastMs.set(row, Math.max(1, answerMs(sentAt, this.sim.now)));
    this.mark(row, server, this.peers.lastMs.get(row) > this.thresholdMs(row));
    return true;
  }

  private missed(row: PeerRow, server: ServerId): void {
    this.sentAt.delete(row);
    this.mark(row, server, true);
  }

  private mark(row: PeerRow, server: ServerId, unreachable: boolean): void {
    const was = this.peers.has(row, UNREACHABLE);
    this.peers.set(row, UNREACHABLE, unreachable);
    const { sip } = this.servers[server]!;
    if (was !== unreachable && sip.regExtenOnQualify && this.contexts.isUsed(server))
      this.changeContext(row, server, !unreachable);
    this.next(row, server, unreachable ? FREQUENCY_NOT_OK : sip.qualifyFreq, this.pokeIsDue);
  }

  private changeContext(row: PeerRow, server: ServerId, add: boolean): void {
    if (add === this.peers.has(row, EXTENSION)) return;
    this.peers.set(row, EXTENSION, add);
    if (add) this.contexts.add(server, this.peers.phoneOf(row));
    else this.contexts.remove(server, this.peers.phoneOf(row));
  }

  private next(row: PeerRow, server: ServerId, after: Micros, type: EventType<PeerRow, HostId>): void {
    this.sim.cancel(this.peers.qualify.get(row));
    this.peers.qualify.set(row, this.sim.after(after, type, row, server));
  }

  private thresholdMs(row: PeerRow): number {
    const server = this.peers.serverOf(row);
    const own = this.statics.of(server, this.peers.phoneOf(row));
    return own === undefined ? this.servers[server]!.sip.qualifyMs : own.qualifyMs;
  }
}
