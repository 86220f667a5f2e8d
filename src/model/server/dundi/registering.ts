import { SECOND, type Micros } from '../../../kernel/units.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { RandomStream } from '../../../kernel/random/randomStream.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { RegistrationRequest } from '../../protocol/dundi.ts';
import type { Qualify } from './dundiQualify.ts';
import { encrypts } from './keys.ts';
import type { NetworkThreads } from './networkThread.ts';
import type { Node } from './node.ts';
import { isDynamic, UNKNOWN_MS, type Peer } from './peer.ts';
import type { Asked, Taken, TransactionSignals } from './transaction.ts';
import type { Transactions } from './transactions.ts';

/** pbx_dundi.c: default_expiration, seconds: a request each so often, whatever it asks for. */
const EXPIRATION = 60;
/** do_register_expire: an address is kept longer than it was granted. */
const GRACE = 10;
/** build_peer: the first request after the module was loaded. */
const FIRST_REQUEST: Micros = 2 * SECOND;

/** A peer that the server registers with. */
interface Registrar {
  readonly node: Node;
  readonly peer: Peer;
  next: Scheduled;
  transaction: Asked | undefined;
}

/** A peer that registers with the server. */
interface Registrant {
  readonly server: ServerId;
  readonly peer: Peer;
  expires: Scheduled;
}

/**
 * Peers without a fixed address (`host = dynamic`): they tell it to those of their own peers that have `register = yes`,
 * once a minute, and are forgotten 70 s after the last time (pbx_dundi.c:do_register, do_register_expire). A restart
 * forgets them too: the key under which the address lies in the astdb is not the one that it is looked up by
 * (populate_addr).
 *
 * It does not know what the peers are asked.
 */
export class DundiRegistrations {
  private readonly parts: DundiRegistrationsParts;
  private readonly registrars: readonly Registrar[];
  private readonly registrants: readonly Registrant[];
  private readonly ofPeer: ReadonlyMap<Peer, number>;

  private readonly requestIsDue: EventType<number, HostId>;
  private readonly addressExpires: EventType<number, HostId>;

  constructor(parts: DundiRegistrationsParts) {
    this.parts = parts;
    const { hosts, nodes, signals } = parts;
    const all = nodes.flatMap((node) => node.peers.map((peer) => ({ node, peer })));
    this.registrars = all
      .filter(({ peer }) => peer.config.registers && peer.host >= 0)
      .map(({ node, peer }) => ({ node, peer, next: NOT_SCHEDULED, transaction: undefined }));
    this.registrants = all
      .filter(({ peer }) => isDynamic(peer))
      .map(({ node, peer }) => ({ server: node.server, peer, expires: NOT_SCHEDULED }));
    this.ofPeer = new Map(this.registrants.map(({ peer }, index) => [peer, index]));
    this.requestIsDue = hosts.on('dundi.registrationIsDue', (index) => this.request(this.registrars[index]!, index));
    this.addressExpires = hosts.on('dundi.addressExpires', (index) => this.forget(this.registrants[index]!));
    signals.registrationArrived.receive((transaction, request) => this.arrived(transaction, request));
  }

  /** The module was loaded: nobody's address is known. */
  load(server: ServerId): void {
    this.each(server, (registrar, index) => this.schedule(registrar, index, FIRST_REQUEST));
  }

  /** All servers have been up for long: each is registered, and refreshes with a phase of its own. */
  settle(phases: () => RandomStream): void {
    const { nodes, sim } = this.parts;
    for (const [index, registrar] of this.registrars.entries()) {
      const after = Math.floor(phases().next() * EXPIRATION * SECOND);
      this.schedule(registrar, index, after);
      const { node, peer } = registrar;
      const there = nodes[peer.host]!.peers.find((candidate) => candidate.eid === node.self && isDynamic(candidate));
      if (there === undefined) continue;
      const registrant = this.registrants[this.ofPeer.get(there)!]!;
      there.host = node.server;
      there.lastHost = node.server;
      registrant.expires = sim.after(
        after + GRACE * SECOND,
        this.addressExpires,
        this.ofPeer.get(there)!,
        peer.host as HostId,
      );
    }
  }

  crash(server: ServerId): void {
    this.each(server, (registrar) => {
      this.parts.sim.cancel(registrar.next);
      registrar.transaction = undefined;
    });
    for (const registrant of this.registrants) if (registrant.server === server) this.forget(registrant);
  }

  // ---------------------------------------------------------------- who registers

  private request(registrar: Registrar, index: number): void {
    const { threads, transactions } = this.parts;
    const { node, peer, transaction } = registrar;
    threads.wakes(node.server);
    if (transaction !== undefined) transactions.drop(transaction);
    this.schedule(registrar, index, EXPIRATION * SECOND);
    registrar.transaction = transactions.register(node.server, peer, { eid: node.self, expiration: EXPIRATION });
  }

  private schedule(registrar: Registrar, index: number, after: Micros): void {
    const { sim } = this.parts;
    sim.cancel(registrar.next);
    registrar.next = sim.after(after, this.requestIsDue, index, registrar.node.server);
  }

  private each(server: ServerId, visit: (registrar: Registrar, index: number) => void): void {
    for (const [index, registrar] of this.registrars.entries())
      if (registrar.node.server === server) visit(registrar, index);
  }

  // ---------------------------------------------------------------- where it registers

  /** A peer with a key that asks in clear gets no answer. */
  private arrived(transaction: Taken, { eid, signedBy }: RegistrationRequest): void {
    const { nodes, qualify, sim, transactions } = this.parts;
    const { server, other } = transaction;
    const peer = nodes[server]!.peers.find((candidate) => candidate.eid === eid);
    if (peer === undefined || !isDynamic(peer)) {
      transactions.replyToRegistration(transaction, { expiration: 0, cause: 'noAuth' });
      return;
    }
    if (encrypts(peer) && signedBy === '') {
      transactions.ignore(transaction);
      return;
    }
    const index = this.ofPeer.get(peer)!;
    const registrant = this.registrants[index]!;
    sim.cancel(registrant.expires);
    registrant.expires = sim.after((EXPIRATION + GRACE) * SECOND, this.addressExpires, index, server);
    const isNew = peer.host !== other;
    peer.host = other as ServerId;
    peer.lastHost = peer.host;
    transactions.replyToRegistration(transaction, { expiration: EXPIRATION, cause: 0 });
    if (isNew) qualify.addressChanged(peer);
  }

  private forget({ peer }: Registrant): void {
    this.parts.sim.cancel(this.registrants[this.ofPeer.get(peer)!]!.expires);
    peer.host = -1;
    peer.lastMs = UNKNOWN_MS;
  }
}

export interface DundiRegistrationsParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly nodes: readonly Node[];
  readonly threads: NetworkThreads;
  readonly transactions: Transactions;
  readonly qualify: Qualify;
  readonly signals: TransactionSignals;
}
