import type { Micros } from '../../../kernel/units.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import { Signal } from '../../../kernel/signal.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, LookupId, ServerId, TransactionId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import {
  DPDISCOVER,
  DPREGREQ,
  DPREGRESPONSE,
  DPRESPONSE,
  DUNDI_ACK,
  DUNDI_CANCEL,
  DUNDI_NULL,
  ENCREJ,
  INVALID,
  type Content,
  type Discover,
  type DiscoverResponse,
  type Header,
  type RegistrationRequest,
  type RegistrationResponse,
  type Sealing,
} from '../../protocol/dundi.ts';
import type { Message } from '../../protocol/message.ts';
import { encrypts, type SessionKeys } from './keys.ts';
import { NO_TIMER, type NetworkThreads } from './networkThread.ts';
import { headerOf, isFinal, Packets, type SendingThread } from './packets.ts';
import type { Peer } from './peer.ts';
import { Requests } from './requests.ts';
import { Socket, type Datagram } from './socket.ts';
import {
  newAsked,
  type Asked,
  type Registration,
  type Taken,
  type Transaction,
  type TransactionSignals,
} from './transaction.ts';
import { TransactionTable } from './transactionTable.ts';

/** What a DPRESPONSE says. */
type Response = Omit<Content<DiscoverResponse>, 'encrypted'>;

/**
 * Exchanges of DUNDi packets between two servers: which packet belongs to which, what it makes happen, and when the
 * exchange is over. `Packets` sends them, and sends them again. A question has a second, shorter limit that its first ACK
 * lifts (autokill).
 *
 * It does not know what is asked, nor why.
 */
export class Transactions {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly signals: TransactionSignals;
  private readonly keys: SessionKeys;
  private readonly threads: NetworkThreads;
  private readonly table = new TransactionTable();
  private readonly packets: Packets;
  private readonly requests: Requests;

  private readonly socket: Socket;
  private readonly autokillDue: EventType<number, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    keys: SessionKeys,
    threads: NetworkThreads,
    signals: TransactionSignals,
    networkThread: () => Micros,
    replyTime: () => Micros,
  ) {
    this.sim = sim;
    this.network = network;
    this.keys = keys;
    this.threads = threads;
    this.signals = signals;
    const exhausted = new Signal<[transaction: Transaction]>('dundi.resendsExhausted');
    exhausted.receive((transaction) => this.destroy(transaction, true));
    this.packets = new Packets(hosts, network, threads, exhausted);
    this.requests = new Requests(this.packets);
    this.autokillDue = hosts.on('dundi.autokillIsDue', (id, server) =>
      this.autokill(id as TransactionId, server as ServerId),
    );
    const read = new Signal<Datagram>('dundi.datagramIsRead');
    read.receive((message, fields, to, from) => this.handle(message, fields, to, from));
    this.socket = new Socket(sim, hosts, network, read, networkThread, replyTime);
  }

  each(visit: (transaction: Transaction) => void): void {
    this.table.each(visit);
  }

  /** Sends a question. Its transaction ends by `discoverEnded`, unless it is cancelled before. */
  ask(transaction: Asked, autokill: Micros): Asked {
    this.table.ask(transaction);
    const { server, peer } = transaction;
    if (autokill > 0) transaction.autokill = this.threads.setUnseen(server, this.autokillDue, transaction.id, autokill);
    this.requests.discover(transaction, encrypts(peer) && this.keys.goesAlong(server, transaction.other), 'lookup');
    return transaction;
  }

  /** Sends a probe. It ends by `probeEnded`. */
  probe(server: ServerId, peer: Peer): Asked {
    const transaction = this.table.ask(newAsked(server, peer, this.sim.now, undefined, undefined));
    this.packets.transmit(transaction, DUNDI_NULL, headerOf(transaction), 'network');
    return transaction;
  }

  /** Sends a request for registration. */
  register(server: ServerId, peer: Peer, registration: Registration): Asked {
    const transaction = this.table.ask(newAsked(server, peer, this.sim.now, undefined, registration));
    this.requests.register(transaction, encrypts(peer) && this.keys.goesAlong(server, transaction.other));
    return transaction;
  }

  /** What becomes of a request for registration. */
  replyToRegistration(transaction: Taken, content: Omit<Content<RegistrationResponse>, 'encrypted'>): void {
    const { encrypted } = transaction;
    this.packets.transmit(transaction, DPREGRESPONSE, { ...content, encrypted, ...headerOf(transaction) }, 'network');
  }

  /** Acknowledged and not answered: nothing more comes of it. Asterisk never frees it. */
  ignore(transaction: Taken): void {
    this.forget(transaction);
  }

  /** The answer is ready. Nothing is sent when the transaction went away meanwhile, as by a CANCEL. */
  reply(id: TransactionId, content: Response, by: SendingThread): void {
    const transaction = this.table.get(id);
    if (transaction?.kind !== 'taken') return; // "Our transaction went away!"
    const { otherId, next, expects, call, encrypted } = transaction;
    const { answers, hint, expiration, cause } = content;
    const response: DiscoverResponse = {
      source: id,
      destination: otherId,
      sequence: next,
      expects,
      call,
      answers,
      hint,
      expiration,
      cause,
      encrypted,
    };
    this.packets.transmit(transaction, DPRESPONSE, response, by);
  }

  /** The lookup continues without this one: it is orphaned and cancelled (pbx_dundi.c:cancel_request). */
  cancel(transaction: Asked): void {
    transaction.lookup = 0 as LookupId;
    this.packets.transmit(transaction, DUNDI_CANCEL, headerOf(transaction), 'lookup');
  }

  /** A probe or a registration that is superseded: the time so far counts (pbx_dundi.c:qualify_peer, destroy_trans). */
  drop(transaction: Asked): void {
    if (this.table.get(transaction.id) === transaction) this.destroy(transaction, false);
  }

  /** The program ended: what it sent is not sent again, what it was asked it will not answer. */
  crash(server: ServerId): void {
    this.table.each((transaction) => {
      if (transaction.server === server) this.forget(transaction);
    });
    this.socket.crash(server);
    this.keys.crash(server);
    this.threads.begin(server);
  }

  // ---------------------------------------------------------------- what comes in

  /** pbx_dundi.c:handle_frame */
  private handle(message: Message<never>, fields: Header, to: HostId, from: HostId): void {
    const transaction = this.table.find(message, fields, to as ServerId, from);
    if (transaction?.kind === 'asked') transaction.datagrams++;
    if (transaction === undefined) this.reject(message, fields, to, from);
    else if (fields.sequence === transaction.expects) this.take(transaction, message, fields);
    else if (fields.sequence === transaction.expected) this.packets.acknowledge(transaction, false);
    this.threads.wakes(to as ServerId);
  }

  /** The packet that was expected. */
  private take(transaction: Transaction, message: Message<never>, fields: Header): void {
    if (this.acknowledged(transaction, fields.expects) && transaction.final) {
      this.destroy(transaction, false);
      return;
    }
    const ends = message === DUNDI_ACK ? (fields as { readonly final?: boolean }).final === true : isFinal(message);
    const { id } = transaction;
    if (message !== DUNDI_ACK) {
      transaction.expected = transaction.expects++;
      this.act(transaction, message, fields);
    }
    if (transaction.id !== id) return; // It began anew.
    if (transaction.acknowledged !== transaction.expects) this.packets.acknowledge(transaction, ends);
    if (ends) this.destroy(transaction, false);
  }

  /** Never answers an INVALID by another (pbx_dundi.c:dundi_reject). */
  private reject(message: Message<never>, fields: Header, to: HostId, from: HostId): void {
    if (message === INVALID) return;
    const { source, destination, sequence, expects, call } = fields;
    this.network.send(to, from, INVALID, {
      source: destination,
      destination: source,
      sequence: expects,
      expects: sequence,
      call,
    });
  }

  /** pbx_dundi.c:handle_command_response */
  private act(transaction: Transaction, message: Message<never>, fields: Header): void {
    if (message === DPDISCOVER && transaction.kind === 'taken') this.takeQuestion(transaction, fields as Discover);
    else if (message === DPRESPONSE && transaction.kind === 'asked')
      this.takeResponse(transaction, fields as DiscoverResponse);
    else if (message === DPREGREQ && transaction.kind === 'taken')
      this.takeRegistration(transaction, fields as RegistrationRequest);
    else if (message === ENCREJ && transaction.kind === 'asked') this.repeatWithKey(transaction);
    else if (message === INVALID) this.packets.transmit(transaction, DUNDI_CANCEL, headerOf(transaction), 'network');
  }

  /** An answer that should have been encrypted and is not counts for nothing. */
  private takeResponse(transaction: Asked, response: DiscoverResponse): void {
    if (transaction.lookup === 0 || (encrypts(transaction.peer) && !response.encrypted && response.cause === 0)) return;
    this.signals.responseArrived.send(transaction, response);
  }

  private takeQuestion(transaction: Taken, question: Discover): void {
    transaction.encrypted = question.signedBy !== '';
    if (this.reads(transaction, question.eids.first, question))
      this.signals.questionArrived.send(transaction, question);
    else this.packets.transmit(transaction, ENCREJ, headerOf(transaction), 'network');
  }

  private takeRegistration(transaction: Taken, request: RegistrationRequest): void {
    transaction.encrypted = request.signedBy !== '';
    if (this.reads(transaction, request.eid, request)) this.signals.registrationArrived.send(transaction, request);
    else this.packets.transmit(transaction, ENCREJ, headerOf(transaction), 'network');
  }

  private reads({ encrypted, server, other }: Taken, eid: number, sealing: Sealing): boolean {
    return !encrypted || this.keys.canRead(server, other, eid, sealing);
  }

  /** The other side has lost our session key (it was restarted): anew, with the key (facts A9). */
  private repeatWithKey(transaction: Asked): void {
    if (transaction.withKey || (transaction.question === undefined && transaction.registration === undefined)) return;
    this.packets.acknowledge(transaction, true);
    this.table.renew(transaction);
    if (transaction.question === undefined) this.requests.register(transaction, true);
    else this.requests.discover(transaction, true, 'network');
  }

  /** Ends the resends of the packet before that number; true when there was one (pbx_dundi.c:ack_trans). */
  private acknowledged(transaction: Transaction, expects: number): boolean {
    if (!this.packets.acknowledged(transaction, expects)) return false;
    if (transaction.kind === 'asked') this.stopAutokill(transaction);
    return true;
  }

  // ---------------------------------------------------------------- timers

  /** The peer took too long to ACK. It is not marked for it (facts A2). */
  private autokill(id: TransactionId, server: ServerId): void {
    this.threads.wakes(server);
    const transaction = this.table.get(id);
    if (transaction !== undefined) this.destroy(transaction, false);
  }

  // ---------------------------------------------------------------- the end

  /** pbx_dundi.c:destroy_trans */
  private destroy(transaction: Transaction, timedOut: boolean): void {
    this.forget(transaction);
    if (transaction.kind === 'taken') return;
    if (transaction.registration !== undefined) return;
    if (transaction.question === undefined) this.signals.probeEnded.send(transaction, timedOut);
    else if (transaction.lookup !== 0) this.signals.discoverEnded.send(transaction);
  }

  private forget(transaction: Transaction): void {
    this.packets.forget(transaction);
    if (transaction.kind === 'asked') this.stopAutokill(transaction);
    this.table.close(transaction);
  }

  private stopAutokill(transaction: Asked): void {
    if (transaction.autokill !== NO_TIMER) this.threads.cancel(transaction.autokill);
    transaction.autokill = NO_TIMER;
  }
}
