import { NOT_SCHEDULED, type EventType, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { HostId, PhoneId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { OPTIONS, OPTIONS_RESPONSE } from '../../protocol/sip.ts';
import type { Rules } from '../../rules.ts';
import { UNREACHABLE, type PeerRow, type SipPeers } from '../registrar/sipPeers.ts';
import type { Distributor } from './distributor.ts';
import type { Endpoints } from './endpoints.ts';
import type { EndpointStates } from './endpointStates.ts';

/**
 * OPTIONS to the contacts of an AOR with qualify_frequency: at once when a contact is made, then at that interval; a
 * refresh starts none. Without an answer within qualify_timeout the contact is unavailable, and so is its endpoint
 * (pjsip_options.c:sip_options_contact_add_task, sip_options_qualify_contact, qualify_contact_cb).
 *
 * One contact of each phone is asked, the one that this server has heard of last.
 */
export class PjsipQualify {
  private readonly parts: PjsipQualifyParts;
  private readonly hostOf = new Map<PeerRow, HostId>();
  /** OPTIONS that have no answer yet. */
  private readonly asked = new Set<PeerRow>();

  private readonly qualifyIsDue: EventType<PeerRow, HostId>;
  private readonly answerIsMissing: EventType<PeerRow, HostId>;

  constructor(parts: PjsipQualifyParts) {
    this.parts = parts;
    const { distributor, hosts } = parts;
    const sorting = { callId: ({ branch }: { readonly branch: number }) => branch };
    distributor.receive(OPTIONS_RESPONSE, sorting, (_, { branch }) => this.answered(branch));
    this.qualifyIsDue = hosts.on('pjsip.qualifyIsDue', (row) => this.ask(row));
    this.answerIsMissing = hosts.on('pjsip.qualifyTimesOut', (row) => this.conclude(row, false));
    parts.contactKnown.receive((row, host, news) => {
      if (news === 'created') this.start(row, host, 0);
      else this.stop(row);
    });
  }

  /** `start: steady`: it has answered for long. */
  settle(server: ServerId, phone: PhoneId, phase: Micros): void {
    const { hosts, peers } = this.parts;
    const row = peers.find(server, phone);
    this.start(row, hosts.ofPhone(phone), Math.min(phase, this.frequency(row)));
  }

  /** The server has started and knows of this contact. */
  begin(server: ServerId, phone: PhoneId, host: HostId): void {
    this.start(this.parts.peers.findOrAdd(server, phone), host, 0);
  }

  crash(server: ServerId): void {
    this.parts.peers.eachOf(server, (row) => this.stop(row));
  }

  private start(row: PeerRow, host: HostId, after: Micros): void {
    if (this.frequency(row) === 0) return;
    this.stop(row);
    this.hostOf.set(row, host);
    this.schedule(row, after, this.qualifyIsDue);
  }

  private stop(row: PeerRow): void {
    const { peers, sim } = this.parts;
    sim.cancel(peers.qualify.get(row));
    peers.qualify.set(row, NOT_SCHEDULED);
    peers.set(row, UNREACHABLE, false);
    this.hostOf.delete(row);
    this.asked.delete(row);
  }

  private ask(row: PeerRow): void {
    const { endpoints, network, peers } = this.parts;
    const server = peers.server.get(row);
    this.asked.add(row);
    network.send(server, this.hostOf.get(row)!, OPTIONS, { branch: row });
    const aor = endpoints.aorOf(server, peers.phone.get(row))!;
    this.schedule(row, aor.qualifyTimeout, this.answerIsMissing);
  }

  private answered(row: PeerRow): boolean {
    if (this.asked.has(row)) this.conclude(row, true);
    return true;
  }

  private conclude(row: PeerRow, answers: boolean): void {
    const { peers, rules, states } = this.parts;
    this.asked.delete(row);
    this.schedule(row, this.frequency(row), this.qualifyIsDue);
    peers.set(row, UNREACHABLE, !answers);
    if (!rules.regextenFollowsQualify) return;
    const contact = { aor: peers.phone.get(row), host: this.hostOf.get(row)! };
    states.hear(peers.server.get(row), contact, answers ? 'available' : 'unavailable');
  }

  private schedule(row: PeerRow, after: Micros, type: EventType<PeerRow, HostId>): void {
    const { peers, sim } = this.parts;
    sim.cancel(peers.qualify.get(row));
    peers.qualify.set(row, sim.after(after, type, row, peers.server.get(row) as HostId));
  }

  private frequency(row: PeerRow): Micros {
    const { endpoints, peers } = this.parts;
    return endpoints.aorOf(peers.server.get(row), peers.phone.get(row))?.qualifyFrequency ?? 0;
  }
}

export interface PjsipQualifyParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly distributor: Distributor;
  readonly endpoints: Endpoints;
  readonly states: EndpointStates;
  readonly peers: SipPeers;
  readonly rules: Rules;
  /** From the states: the server has one contact more or less. */
  readonly contactKnown: Signal<[row: PeerRow, host: HostId, news: 'created' | 'deleted']>;
}
