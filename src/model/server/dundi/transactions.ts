import { assert } from '../../../kernel/assert.ts';
import type { Micros } from '../../../kernel/units.ts';
import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { CallId, HostId, LookupId, ServerId, TransactionId } from '../../ids.ts';
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
import type { NetworkThreads } from './networkThread.ts';
import { RETRANSMIT_DEFAULT, retransmitTime, type Peer } from './peer.ts';
import { TakenIndex } from './takenIndex.ts';
import type { Asked, Packet, Question, Registration, Taken, Transaction, TransactionSignals } from './transaction.ts';

/** dundi.h DUNDI_DEFAULT_RETRANS: sent once and four times more. */
const RESENDS = 4;

/** Which thread sends: the one that runs the timers, or that of a lookup. */
export type SendingThread = 'network' | 'lookup';

/** What a DPRESPONSE says. */
type Response = Omit<Content<DiscoverResponse>, 'encrypted'>;

/** A datagram that the network thread is about to read. */
interface Unread {
  readonly message: Message<never>;
  readonly fields: Header;
  readonly from: HostId;
  readonly to: HostId;
}

/** Packets with the FINAL bit (dundi.h DUNDI_COMMAND_FINAL): the receiver closes the transaction after them. */
const FINAL: ReadonlySet<Message<never>> = new Set<Message<never>>([
  DPRESPONSE,
  DPREGRESPONSE,
  DUNDI_NULL,
  DUNDI_CANCEL,
  ENCREJ,
]);
/** Packets that may begin a transaction (pbx_dundi.c:find_transaction). */
const BEGINS: ReadonlySet<Message<never>> = new Set<Message<never>>([DPDISCOVER, DPREGREQ, DUNDI_NULL]);

/**
 * DUNDi's datagrams, as they are sent, acknowledged and sent again: every packet but ACK and INVALID goes out at a
 * fixed interval, five times in all, and one interval later its transaction is gone. A question has a second, shorter
 * limit that its first ACK lifts (autokill).
 *
 * It does not know what is asked, nor why.
 */
export class Transactions {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly signals: TransactionSignals;
  private readonly keys: SessionKeys;
  private readonly threads: NetworkThreads;
  /** Both kinds: a number names one of them. */
  private readonly table = new SlotTable<Transaction, TransactionId>();
  private readonly taken = new TakenIndex();
  private readonly packets = new SlotTable<Packet>();
  private readonly unread = new SlotTable<Unread>();

  private readonly discoverRead: EventType<number, HostId>;
  private readonly responseRead: EventType<number, HostId>;
  private readonly resendDue: EventType<number, HostId>;
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
    this.discoverRead = hosts.on('dundi.discoverIsRead', (id) => this.read(id));
    this.responseRead = hosts.on('dundi.responseIsRead', (id) => this.read(id));
    this.resendDue = hosts.on('dundi.resendIsDue', (packet, server) => this.resend(packet, server as ServerId));
    this.autokillDue = hosts.on('dundi.autokillIsDue', (id, server) =>
      this.autokill(id as TransactionId, server as ServerId),
    );
    // One network thread reads everything; the lock of the dialplan does not concern it (facts A8).
    network.receive(DPDISCOVER, 'server', (fields, to, from) => {
      const id = this.unread.open({ message: DPDISCOVER, fields, from, to });
      sim.after(networkThread(), this.discoverRead, id, to);
    });
    network.receive(DPRESPONSE, 'server', (fields, to, from) => {
      const id = this.unread.open({ message: DPRESPONSE, fields, from, to });
      sim.after(replyTime(), this.responseRead, id, to);
    });
    const others: readonly Message<never>[] = [
      DUNDI_ACK,
      DUNDI_CANCEL,
      DUNDI_NULL,
      DPREGREQ,
      DPREGRESPONSE,
      ENCREJ,
      INVALID,
    ];
    for (const message of others as readonly Message<Header>[])
      network.receive(message, 'server', (fields, to, from) => this.handle(message, fields, to, from));
  }

  each(visit: (transaction: Transaction) => void): void {
    this.table.each(visit);
  }

  /** Sends a question. Its transaction ends by `discoverEnded`, unless it is cancelled before. */
  ask(server: ServerId, peer: Peer, lookup: LookupId, question: Question, autokill: Micros, call: CallId | 0): Asked {
    const transaction = this.begin(server, peer, { lookup, question, call });
    const { id } = transaction;
    if (autokill > 0) transaction.autokill = this.threads.setUnseen(server, autokill, this.autokillDue, id);
    this.discover(transaction, encrypts(peer) && this.keys.goesAlong(server, transaction.other), 'lookup');
    return transaction;
  }

  /** Sends a probe. It ends by `probeEnded`. */
  probe(server: ServerId, peer: Peer): Asked {
    const transaction = this.begin(server, peer, {});
    this.transmit(transaction, DUNDI_NULL, this.header(transaction), 'network');
    return transaction;
  }

  /** Sends a request for registration. */
  register(server: ServerId, peer: Peer, registration: Registration): Asked {
    const transaction = this.begin(server, peer, { registration });
    this.requestRegistration(transaction, encrypts(peer) && this.keys.goesAlong(server, transaction.other));
    return transaction;
  }

  /** What becomes of a request for registration. */
  replyToRegistration(transaction: Taken, content: Omit<Content<RegistrationResponse>, 'encrypted'>): void {
    const { encrypted } = transaction;
    this.transmit(transaction, DPREGRESPONSE, { ...content, encrypted, ...this.header(transaction) }, 'network');
  }

  /** The answer is ready. Nothing is sent when the transaction went away meanwhile, as by a CANCEL. */
  reply(id: TransactionId, content: Response, by: SendingThread): void {
    const transaction = this.table.get(id);
    if (transaction?.kind !== 'taken') return; // "Our transaction went away!"
    const { encrypted } = transaction;
    this.transmit(transaction, DPRESPONSE, { ...content, encrypted, ...this.header(transaction) }, by);
  }

  /** The lookup continues without this one: it is orphaned and cancelled (pbx_dundi.c:cancel_request). */
  cancel(transaction: Asked): void {
    transaction.lookup = 0 as LookupId;
    this.transmit(transaction, DUNDI_CANCEL, this.header(transaction), 'lookup');
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
    this.unread.each((datagram, id) => {
      if (datagram.to === server) this.unread.close(id);
    });
    this.keys.crash(server);
    this.threads.begin(server);
  }

  // ---------------------------------------------------------------- what comes in

  private read(id: number): void {
    const datagram = this.unread.get(id);
    if (datagram === undefined) return; // The server crashed and started meanwhile.
    this.unread.close(id);
    this.handle(datagram.message, datagram.fields, datagram.to, datagram.from);
  }

  /** pbx_dundi.c:handle_frame */
  private handle(message: Message<never>, fields: Header, to: HostId, from: HostId): void {
    const transaction = this.find(message, fields, to, from);
    if (transaction?.kind === 'asked') transaction.datagrams++;
    if (transaction === undefined) this.reject(message, fields, to, from);
    else if (fields.sequence === transaction.expects) this.take(transaction, message, fields);
    else if (fields.sequence === transaction.expected) this.acknowledge(transaction, false);
    this.threads.wakes(to as ServerId);
  }

  /** The packet that was expected. */
  private take(transaction: Transaction, message: Message<never>, fields: Header): void {
    if (this.acknowledged(transaction, fields.expects) && transaction.final) {
      this.destroy(transaction, false);
      return;
    }
    const ends = message === DUNDI_ACK ? (fields as { readonly final?: boolean }).final === true : FINAL.has(message);
    const { id } = transaction;
    if (message !== DUNDI_ACK) {
      transaction.expected = transaction.expects++;
      this.act(transaction, message, fields);
    }
    if (transaction.id !== id) return; // It began anew.
    if (transaction.acknowledged !== transaction.expects) this.acknowledge(transaction, ends);
    if (ends) this.destroy(transaction, false);
  }

  /** pbx_dundi.c:find_transaction: by our number, else by theirs while they do not know ours; else a new one. */
  private find(message: Message<never>, fields: Header, to: HostId, from: HostId): Transaction | undefined {
    const named = this.table.get(fields.destination as TransactionId);
    if (named !== undefined && named.server === to && named.other === from) {
      if (fields.source !== 0) named.otherId = fields.source;
      return named;
    }
    if (fields.destination === 0) {
      const known = this.table.get(this.taken.find(to, from, fields.source));
      if (known !== undefined) return known;
    }
    return BEGINS.has(message) ? this.takeOn(fields, to as ServerId, from) : undefined;
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
    else if (message === INVALID) this.transmit(transaction, DUNDI_CANCEL, this.header(transaction), 'network');
  }

  /** An answer that should have been encrypted and is not counts for nothing. */
  private takeResponse(transaction: Asked, response: DiscoverResponse): void {
    if (transaction.lookup === 0 || (encrypts(transaction.peer) && !response.encrypted && response.cause === 0)) return;
    this.signals.responseArrived.send(transaction, response);
  }

  private takeQuestion(transaction: Taken, question: Discover): void {
    transaction.encrypted = question.signedBy !== '';
    if (this.reads(transaction, question.eids[0]!, question)) this.signals.questionArrived.send(transaction, question);
    else this.transmit(transaction, ENCREJ, this.header(transaction), 'network');
  }

  private takeRegistration(transaction: Taken, request: RegistrationRequest): void {
    transaction.encrypted = request.signedBy !== '';
    if (this.reads(transaction, request.eid, request)) this.signals.registrationArrived.send(transaction, request);
    else this.transmit(transaction, ENCREJ, this.header(transaction), 'network');
  }

  private reads({ encrypted, server, other }: Taken, eid: number, sealing: Sealing): boolean {
    return !encrypted || this.keys.canRead(server, other, eid, sealing);
  }

  /** The other side has lost our session key (it was restarted): anew, with the key (facts A9). */
  private repeatWithKey(transaction: Asked): void {
    if (transaction.withKey || (transaction.question === undefined && transaction.registration === undefined)) return;
    this.acknowledge(transaction, true);
    const old = transaction.id;
    Object.assign(transaction, { otherId: 0, next: 0, expects: 0, expected: 0, acknowledged: 0, final: false });
    transaction.id = this.table.open(transaction);
    this.table.close(old);
    if (transaction.question === undefined) this.requestRegistration(transaction, true);
    else this.discover(transaction, true, 'network');
  }

  /** Ends the resends of the packet before that number; true when there was one (pbx_dundi.c:ack_trans). */
  private acknowledged(transaction: Transaction, expects: number): boolean {
    const at = transaction.packets.findIndex(({ fields }) => fields.sequence + 1 === expects);
    if (at < 0) return false;
    this.dropPacket(transaction.packets.splice(at, 1)[0]!);
    if (transaction.kind === 'asked') this.stopAutokill(transaction);
    return true;
  }

  // ---------------------------------------------------------------- timers

  private resend(id: number, server: ServerId): void {
    this.threads.wakes(server);
    const packet = this.packets.get(id);
    if (packet === undefined) return; // From before a crash of its server.
    const transaction = this.table.get(packet.transaction)!;
    if (packet.resends === 0) {
      this.destroy(transaction, true); // "Max retries exceeded": one interval after the fifth send.
      return;
    }
    packet.resends--;
    this.threads.again(packet.timer!, transaction.retransmit);
    this.put(transaction, packet.message, packet.fields);
  }

  /** The peer took too long to ACK. It is not marked for it (facts A2). */
  private autokill(id: TransactionId, server: ServerId): void {
    this.threads.wakes(server);
    const transaction = this.table.get(id);
    if (transaction !== undefined) this.destroy(transaction, false);
  }

  // ---------------------------------------------------------------- rows

  private begin(
    server: ServerId,
    peer: Peer,
    {
      lookup = 0 as LookupId,
      question,
      registration,
      call = 0,
    }: Partial<Pick<Asked, 'lookup' | 'question' | 'registration' | 'call'>>,
  ): Asked {
    assert(peer.host >= 0, 'a peer without a host is not asked');
    const transaction: Asked = {
      kind: 'asked',
      id: 0 as TransactionId,
      server,
      other: peer.host as HostId,
      otherId: 0,
      call,
      next: 0,
      expects: 0,
      expected: 0,
      acknowledged: 0,
      final: false,
      packets: [],
      retransmit: retransmitTime(peer),
      peer,
      question,
      registration,
      lookup,
      startedAt: this.sim.now,
      autokill: undefined,
      withKey: false,
      datagrams: 0,
    };
    transaction.id = this.table.open(transaction);
    return transaction;
  }

  private takeOn(fields: Header, server: ServerId, from: HostId): Taken {
    const transaction: Taken = {
      kind: 'taken',
      id: 0 as TransactionId,
      server,
      other: from,
      otherId: fields.source,
      call: fields.call,
      next: 0,
      expects: 0,
      expected: 0,
      acknowledged: 0,
      final: false,
      packets: [],
      retransmit: RETRANSMIT_DEFAULT,
      encrypted: false,
    };
    transaction.id = this.table.open(transaction);
    this.taken.add(transaction);
    return transaction;
  }

  /** pbx_dundi.c:destroy_trans */
  private destroy(transaction: Transaction, timedOut: boolean): void {
    this.forget(transaction);
    if (transaction.kind === 'taken') return;
    if (transaction.registration !== undefined) return;
    if (transaction.question === undefined) this.signals.probeEnded.send(transaction, timedOut);
    else if (transaction.lookup !== 0) this.signals.discoverEnded.send(transaction);
  }

  private forget(transaction: Transaction): void {
    for (const packet of transaction.packets.splice(0)) this.dropPacket(packet);
    if (transaction.kind === 'asked') this.stopAutokill(transaction);
    else this.taken.remove(transaction);
    this.table.close(transaction.id);
  }

  private dropPacket(packet: Packet): void {
    if (packet.timer !== undefined) this.threads.cancel(packet.timer);
    this.packets.close(packet.id);
  }

  private stopAutokill(transaction: Asked): void {
    if (transaction.autokill !== undefined) this.threads.cancel(transaction.autokill);
    transaction.autokill = undefined;
  }

  // ---------------------------------------------------------------- what goes out

  /**
   * Without its key files a server cannot encrypt: nothing leaves, and after the first interval the question goes out in
   * clear (pbx_dundi.c:dundi_send, dundi_rexmit).
   */
  private discover(transaction: Asked, withKey: boolean, by: SendingThread): void {
    const sealing = this.seal(transaction, withKey);
    const question: Discover = { ...transaction.question!, ...this.header(transaction), ...sealing };
    if (sealing.signedBy !== '' || !encrypts(transaction.peer)) this.transmit(transaction, DPDISCOVER, question, by);
    else this.hold(transaction, DPDISCOVER, question, by);
  }

  /** As `discover`. */
  private requestRegistration(transaction: Asked, withKey: boolean): void {
    const sealing = this.seal(transaction, withKey);
    const request = { ...transaction.registration!, ...this.header(transaction), ...sealing };
    if (sealing.signedBy !== '' || !encrypts(transaction.peer))
      this.transmit(transaction, DPREGREQ, request, 'network');
    else this.hold(transaction, DPREGREQ, request, 'network');
  }

  private seal(transaction: Asked, withKey: boolean): Sealing {
    const { peer, server } = transaction;
    const { inKey, outKey } = peer.config;
    transaction.withKey = withKey;
    const sealed = encrypts(peer) && this.keys.canSeal(server, peer);
    return { withKey: sealed && withKey, signedBy: sealed ? outKey : '', sealedFor: sealed ? inKey : '' };
  }

  private header({ id, otherId, next, expects, call }: Transaction): Header {
    return { source: id, destination: otherId, sequence: next, expects, call };
  }

  /** A packet that is sent again until it is acknowledged. It acknowledges what has come, too. */
  private transmit<F extends Header>(
    transaction: Transaction,
    message: Message<F>,
    fields: F,
    by: SendingThread,
  ): void {
    this.hold(transaction, message, fields, by);
    this.put(transaction, message, fields);
  }

  /** As `transmit`, but sent for the first time when it would be sent again. */
  private hold<F extends Header>(transaction: Transaction, message: Message<F>, fields: F, by: SendingThread): void {
    const packet: Packet = {
      id: 0,
      transaction: transaction.id,
      message: message as unknown as Message<Header>,
      fields,
      resends: RESENDS,
      timer: undefined,
    };
    packet.id = this.packets.open(packet);
    const { server, retransmit } = transaction;
    packet.timer =
      by === 'network'
        ? this.threads.set(server, retransmit, this.resendDue, packet.id)
        : this.threads.setUnseen(server, retransmit, this.resendDue, packet.id);
    transaction.packets.push(packet);
    transaction.next++;
    transaction.acknowledged = transaction.expects;
    if (FINAL.has(message as Message<never>)) transaction.final = true;
  }

  private acknowledge(transaction: Transaction, final: boolean): void {
    transaction.acknowledged = transaction.expects;
    if (final) transaction.final = true;
    this.put(transaction, DUNDI_ACK, { ...this.header(transaction), final });
  }

  private put<F extends Header>(transaction: Transaction, message: Message<F>, fields: F): void {
    if (transaction.kind === 'asked') transaction.datagrams++;
    this.network.send(transaction.server, transaction.other, message, fields);
  }
}
