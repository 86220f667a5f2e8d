import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { ServerConfig } from '../../config.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { OPTIONS, OPTIONS_RESPONSE } from '../../protocol/sip.ts';
import type { Rules } from '../../rules.ts';
import type { PeerRow, SipPeers } from '../registrar/sipPeers.ts';
import type { ContactWrites } from './contactWrites.ts';
import { STEADY_ROUND_TRIP, type ContactStatuses } from './contactStatuses.ts';
import type { Distributor } from './distributor.ts';
import type { Endpoints } from './endpoints.ts';
import type { EndpointStates } from './endpointStates.ts';
import type { FixedContacts } from './fixedContacts.ts';

/** An OPTIONS that has no answer yet. */
interface Asked {
  readonly row: PeerRow;
  readonly host: HostId;
  readonly sentAt: Micros;
  readonly timeout: Scheduled;
}

/**
 * OPTIONS to all contacts of an AOR with qualify_frequency: at once when one of them is made, then at that interval; a
 * refresh sends none. Without an answer within qualify_timeout a contact is unavailable, and with the last one its
 * endpoint (pjsip_options.c:sip_options_contact_add_task, sip_options_qualify_aor, qualify_contact_cb).
 */
export class PjsipQualify {
  private readonly parts: PjsipQualifyParts;
  /** Contacts that are asked. */
  private readonly hostsOf = new Map<PeerRow, readonly HostId[]>();
  private readonly asked = new Map<number, Asked>();
  private branches = 0;

  private readonly qualifyIsDue: EventType<PeerRow, HostId>;
  private readonly answerIsMissing: EventType<number, HostId>;

  constructor(parts: PjsipQualifyParts) {
    this.parts = parts;
    const { distributor, hosts } = parts;
    const sorting = { callId: ({ branch }: { readonly branch: number }) => branch };
    distributor.receive(
      OPTIONS_RESPONSE,
      sorting,
      (_, { branch }) => parts.fixedContacts.answered(branch) || this.conclude(branch, true),
    );
    this.qualifyIsDue = hosts.on('pjsip.qualifyIsDue', (row) => this.ask(row));
    this.answerIsMissing = hosts.on('pjsip.qualifyTimesOut', (branch) => this.conclude(branch, false));
    parts.contactKnown.receive((row, host, news) => {
      if (news === 'created') this.start(row, host, 0);
      else this.stop(row, host);
    });
  }

  /** `start: steady`: it has answered for long. */
  settle(server: ServerId, phone: PhoneId, host: HostId, phase: Micros): void {
    const row = this.parts.peers.find(server, phone);
    if (this.frequency(row) > 0) this.parts.statuses.set(row, host, 'available', STEADY_ROUND_TRIP);
    this.start(row, host, Math.min(phase, this.frequency(row)));
  }

  /** The server has started and knows of this contact: at first it is asked at a time by chance (sip_options_determine_initial_qualify_time). */
  begin(server: ServerId, phone: PhoneId, host: HostId): void {
    const { peers, servers, sim } = this.parts;
    const row = peers.findOrAdd(server, phone);
    const frequency = this.frequency(row);
    if (frequency === 0) return;
    const { maxInitialQualify } = servers[server]!.pjsip;
    const span = maxInitialQualify > 0 ? Math.min(maxInitialQualify, frequency) : frequency;
    this.start(row, host, Math.floor(sim.stream('pjsip/initialQualify').next() * span));
  }

  crash(server: ServerId): void {
    const { peers } = this.parts;
    peers.eachOf(server, (row) => {
      this.hostsOf.delete(row);
      this.parts.statuses.clear(row);
      this.cancel(row);
    });
    for (const [branch, asked] of this.asked) if (peers.serverOf(asked.row) === server) this.forget(branch, asked);
  }

  private start(row: PeerRow, host: HostId, after: Micros): void {
    if (this.frequency(row) === 0) return;
    const hosts = this.hostsOf.get(row) ?? [];
    if (!hosts.includes(host)) this.hostsOf.set(row, [...hosts, host]);
    this.schedule(row, after);
  }

  private stop(row: PeerRow, host: HostId): void {
    const left = (this.hostsOf.get(row) ?? []).filter((other) => other !== host);
    this.parts.statuses.delete(row, host);
    if (left.length > 0) {
      this.hostsOf.set(row, left);
      return;
    }
    this.hostsOf.delete(row);
    this.cancel(row);
  }

  private ask(row: PeerRow): void {
    const { endpoints, network, peers, sim, writes } = this.parts;
    const [server, phone] = [peers.serverOf(row), peers.phoneOf(row)];
    const { qualifyTimeout } = endpoints.aorOf(server, phone)!;
    for (const host of this.hostsOf.get(row) ?? []) {
      // Its endpoint is read for each (sip_options_qualify_contact).
      for (const table of endpoints.naming(server, phone)) writes.readAside(server, table, 'deviceState');
      const branch = ++this.branches;
      network.send(server, host, OPTIONS, { branch });
      const timeout = sim.after(qualifyTimeout, this.answerIsMissing, branch, server);
      this.asked.set(branch, { row, host, sentAt: sim.now, timeout });
    }
    this.schedule(row, this.frequency(row));
  }

  /** Late news of a contact that is gone say nothing (sip_options_contact_status_notify_task). */
  private conclude(branch: number, answers: boolean): boolean {
    const asked = this.asked.get(branch);
    if (asked === undefined) return true;
    this.forget(branch, asked);
    if (!(this.hostsOf.get(asked.row) ?? []).includes(asked.host)) return true;
    const { peers, rules, sim, states, statuses } = this.parts;
    const { row, host } = asked;
    const status = answers ? 'available' : 'unavailable';
    const isNews = statuses.of(row, host) !== status;
    statuses.set(row, host, status, sim.now - asked.sentAt);
    if (isNews && rules.regextenFollowsQualify)
      states.hear(peers.serverOf(row), { aor: peers.phoneOf(row), host }, status);
    return true;
  }

  private forget(branch: number, { timeout }: Asked): void {
    this.parts.sim.cancel(timeout);
    this.asked.delete(branch);
  }

  private schedule(row: PeerRow, after: Micros): void {
    const { peers, sim } = this.parts;
    this.cancel(row);
    peers.qualify.set(row, sim.after(after, this.qualifyIsDue, row, peers.serverOf(row) as HostId));
  }

  private cancel(row: PeerRow): void {
    const { peers, sim } = this.parts;
    sim.cancel(peers.qualify.get(row));
    peers.qualify.set(row, NOT_SCHEDULED);
  }

  private frequency(row: PeerRow): Micros {
    const { endpoints, peers } = this.parts;
    return endpoints.aorOf(peers.serverOf(row), peers.phoneOf(row))?.qualifyFrequency ?? 0;
  }
}

export interface PjsipQualifyParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly distributor: Distributor;
  readonly endpoints: Endpoints;
  readonly writes: Pick<ContactWrites, 'readAside'>;
  readonly states: EndpointStates;
  readonly statuses: ContactStatuses;
  readonly fixedContacts: FixedContacts;
  readonly peers: SipPeers;
  readonly servers: readonly ServerConfig[];
  readonly rules: Rules;
  /** From the states: the server has one contact more or less. */
  readonly contactKnown: Signal<[row: PeerRow, host: HostId, news: 'created' | 'deleted']>;
}
