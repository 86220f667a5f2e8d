import type { Micros } from '../../../kernel/units.ts';
import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import { NOT_SCHEDULED, type EventType, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { HostId, LookupId, ServerId, TransactionId } from '../../ids.ts';
import type { Network, RowMessage } from '../../network/network.ts';
import type { SessionKeys } from './keys.ts';
import { retransmitTime, type Peer } from './peer.ts';
import type { End, Question, Reply, Transaction, TransactionUsers } from './transaction.ts';

/** dundi.h DUNDI_DEFAULT_RETRANS: sent once and four times more. */
const RESENDS = 4;

/**
 * DUNDi's datagrams: every packet but an ACK is sent again at a fixed interval, five times in all, and one interval
 * later
 * the transaction is gone. A question has a second, shorter limit that its first ACK lifts (autokill).
 *
 * It does not know what is asked, nor why.
 */
export class Transactions {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly networkThread: () => Micros;
  private readonly replyTime: () => Micros;
  private users!: TransactionUsers;
  private readonly table = new SlotTable<Transaction>();
  private readonly keys: SessionKeys;

  private readonly discoverArrives: RowMessage<TransactionId>;
  private readonly discoverRead: EventType<TransactionId, HostId>;
  private readonly ackArrives: RowMessage<TransactionId>;
  private readonly encrejArrives: RowMessage<TransactionId>;
  private readonly responseArrives: RowMessage<TransactionId>;
  private readonly responseRead: EventType<TransactionId, HostId>;
  private readonly finalAckArrives: RowMessage<TransactionId>;
  private readonly cancelArrives: RowMessage<TransactionId>;
  private readonly probeArrives: RowMessage<TransactionId>;
  private readonly probeAckArrives: RowMessage<TransactionId>;
  private readonly resendDue: EventType<TransactionId, HostId>;
  private readonly autokillDue: EventType<TransactionId, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    keys: SessionKeys,
    networkThread: () => Micros,
    replyTime: () => Micros,
  ) {
    this.sim = sim;
    this.hosts = hosts;
    this.network = network;
    this.networkThread = networkThread;
    this.replyTime = replyTime;
    this.keys = keys;
    this.discoverArrives = hosts.on('dundi.discoverArrives', (id, host) => this.readLater(id, host));
    this.discoverRead = hosts.on('dundi.discoverIsRead', (id, host) => this.takeQuestion(id, host));
    this.ackArrives = hosts.on('dundi.ackArrives', (id) => this.takeAck(id));
    this.encrejArrives = hosts.on('dundi.encrejArrives', (id) => this.repeatWithKey(id));
    this.responseArrives = hosts.on('dundi.responseArrives', (id, host) =>
      this.sim.after(this.replyTime(), this.responseRead, id, host),
    );
    this.responseRead = hosts.on('dundi.responseIsRead', (id) => this.takeReply(id));
    this.finalAckArrives = hosts.on('dundi.finalAckArrives', (id) => this.closeAnswerer(id));
    this.cancelArrives = hosts.on('dundi.cancelArrives', (id, host) => this.takeCancel(id, host));
    this.probeArrives = hosts.on('dundi.nullArrives', (id, host) => this.answerProbe(id, host));
    this.probeAckArrives = hosts.on('dundi.nullAckArrives', (id) => this.takeProbeAck(id));
    this.resendDue = hosts.on('dundi.resendIsDue', (id, host) => this.resend(id, host));
    this.autokillDue = hosts.on('dundi.autokillIsDue', (id) => this.autokill(id));
  }

  /** Called once by the composition root. */
  serve(users: TransactionUsers): void {
    this.users = users;
  }

  get(id: TransactionId): Transaction | undefined {
    return this.table.get(id);
  }

  each(visit: (transaction: Transaction) => void): void {
    this.table.each(visit);
  }

  ask(asker: ServerId, peer: Peer, lookup: LookupId, question: Question, autokill: Micros): TransactionId {
    const transaction = this.open(asker, peer, lookup, question);
    transaction.fullKey = this.keys.goesAlong(asker, peer.host as HostId);
    if (autokill > 0) transaction.autokill = this.sim.after(autokill, this.autokillDue, transaction.id, asker);
    this.transmit(transaction, transaction.asker, this.discoverArrives);
    return transaction.id;
  }

  probe(asker: ServerId, peer: Peer): TransactionId {
    const transaction = this.open(asker, peer, 0 as LookupId, undefined);
    this.transmit(transaction, transaction.asker, this.probeArrives);
    return transaction.id;
  }

  /** The answer is ready. Nothing is sent when the asker has cancelled meanwhile. */
  reply(transaction: Transaction, reply: Reply): void {
    if (!transaction.answerer.open) return;
    transaction.reply = reply;
    this.transmit(transaction, transaction.answerer, this.responseArrives);
  }

  /** The lookup goes on without this one: it is orphaned and told so (pbx_dundi.c:cancel_request). */
  cancel(id: TransactionId): void {
    const transaction = this.table.get(id);
    if (transaction === undefined || !transaction.asker.open) return;
    transaction.lookup = 0 as LookupId;
    this.sim.cancel(transaction.autokill);
    this.transmit(transaction, transaction.asker, this.cancelArrives);
  }

  /** A probe that is superseded. */
  drop(id: TransactionId): void {
    const transaction = this.table.get(id);
    if (transaction !== undefined) this.closeAsker(transaction);
  }

  /** The program ended: what it sent is not sent again, what it was asked it will not answer. */
  crash(server: HostId): void {
    this.table.each((transaction) => {
      if (transaction.asker.host === server) {
        this.stop(transaction.asker);
        this.sim.cancel(transaction.autokill);
      }
      if (transaction.answerer.host === server) this.stop(transaction.answerer);
      this.closeIfDone(transaction);
    });
    this.keys.crash(server);
  }

  private open(asker: ServerId, peer: Peer, lookup: LookupId, question: Question | undefined): Transaction {
    const transaction: Transaction = {
      id: 0 as TransactionId,
      asker: { host: asker, open: true, unacknowledged: undefined, resends: 0, timer: NOT_SCHEDULED },
      answerer: { host: peer.host as HostId, open: false, unacknowledged: undefined, resends: 0, timer: NOT_SCHEDULED },
      peer,
      lookup,
      question,
      reply: undefined,
      startedAt: this.sim.now,
      retransmit: retransmitTime(peer),
      autokill: NOT_SCHEDULED,
      acknowledged: false,
      fullKey: true,
      answererRun: -1,
      datagrams: 0,
    };
    (transaction as { id: TransactionId }).id = this.table.open(transaction) as TransactionId;
    return transaction;
  }

  // ---------------------------------------------------------------- at the answerer

  /** One network thread reads everything; the lock of the dialplan does not concern it (facts A8). */
  private readLater(id: TransactionId, host: HostId): void {
    this.sim.after(this.networkThread(), this.discoverRead, id, host);
  }

  private takeQuestion(id: TransactionId, host: HostId): void {
    const transaction = this.table.get(id);
    if (transaction === undefined) return; // The asker has died or given up; nobody waits for an ACK.
    const seen = transaction.answererRun === this.hosts.incarnation(host);
    if (seen) {
      this.send(transaction, host, transaction.asker.host, this.ackArrives);
      return; // Sent again by an asker whose ACK was lost.
    }
    if (!this.keys.canRead(host, transaction.asker.host, transaction.fullKey)) {
      this.send(transaction, host, transaction.asker.host, this.encrejArrives);
      return;
    }
    transaction.answererRun = this.hosts.incarnation(host);
    transaction.answerer.open = true;
    this.send(transaction, host, transaction.asker.host, this.ackArrives);
    this.users.questionArrived(transaction);
  }

  private closeAnswerer(id: TransactionId): void {
    const transaction = this.table.get(id);
    if (transaction === undefined) return;
    this.stop(transaction.answerer);
    this.closeIfDone(transaction);
  }

  /** Marks the lookup thread's transaction dead: it runs on, and its result is thrown away (facts A1). */
  private takeCancel(id: TransactionId, host: HostId): void {
    const transaction = this.table.get(id);
    if (transaction === undefined) return;
    this.stop(transaction.answerer);
    this.send(transaction, host, transaction.asker.host, this.ackArrives);
  }

  private answerProbe(id: TransactionId, host: HostId): void {
    const transaction = this.table.get(id);
    if (transaction !== undefined) this.send(transaction, host, transaction.asker.host, this.probeAckArrives);
  }

  // ---------------------------------------------------------------- at the asker

  private takeAck(id: TransactionId): void {
    const transaction = this.table.get(id);
    if (transaction === undefined || !transaction.asker.open) return;
    transaction.acknowledged = true;
    this.sim.cancel(transaction.autokill);
    this.acknowledge(transaction.asker);
    if (transaction.lookup === 0) this.closeAsker(transaction); // The ACK of a CANCEL.
  }

  /** The other side has lost our session key (it was restarted): once more, with the key (facts A9). */
  private repeatWithKey(id: TransactionId): void {
    const transaction = this.table.get(id);
    if (transaction === undefined || !transaction.asker.open || transaction.fullKey) return;
    transaction.fullKey = true;
    this.acknowledge(transaction.asker);
    this.transmit(transaction, transaction.asker, this.discoverArrives);
  }

  private takeReply(id: TransactionId): void {
    const transaction = this.table.get(id);
    if (transaction === undefined) return;
    // Also when the lookup went on without it: then it is an INVALID, which ends the answerer's resends just so.
    this.send(transaction, transaction.asker.host, transaction.answerer.host, this.finalAckArrives);
    if (!transaction.asker.open) return;
    if (transaction.lookup !== 0) this.users.replyArrived(transaction);
    this.closeAsker(transaction);
  }

  private takeProbeAck(id: TransactionId): void {
    const transaction = this.table.get(id);
    if (transaction === undefined || !transaction.asker.open) return;
    this.users.probeAnswered(transaction);
    this.closeAsker(transaction);
  }

  /** The peer took too long to ACK. It is not marked for it (facts A2). */
  private autokill(id: TransactionId): void {
    const transaction = this.table.get(id);
    if (transaction === undefined || !transaction.asker.open) return;
    this.users.died(transaction);
    this.closeAsker(transaction);
  }

  // ---------------------------------------------------------------- both ends

  private transmit(transaction: Transaction, end: End, message: RowMessage<TransactionId>): void {
    this.acknowledge(end);
    end.unacknowledged = message;
    end.resends = RESENDS;
    end.timer = this.sim.after(transaction.retransmit, this.resendDue, transaction.id, end.host);
    this.send(transaction, end.host, this.other(transaction, end).host, message);
  }

  private resend(id: TransactionId, host: HostId): void {
    const transaction = this.table.get(id);
    if (transaction === undefined) return;
    const end = transaction.asker.host === host ? transaction.asker : transaction.answerer;
    if (!end.open || end.unacknowledged === undefined) return;
    if (end.resends === 0) {
      this.exhausted(transaction, end);
      return;
    }
    end.resends--;
    end.timer = this.sim.after(transaction.retransmit, this.resendDue, id, host);
    this.send(transaction, host, this.other(transaction, end).host, end.unacknowledged);
  }

  /** "Max retries exceeded": one interval after the fifth send. */
  private exhausted(transaction: Transaction, end: End): void {
    if (end === transaction.answerer) {
      this.stop(end);
      this.closeIfDone(transaction);
      return;
    }
    if (transaction.question === undefined) this.users.probeDied(transaction);
    else if (transaction.lookup !== 0) this.users.died(transaction);
    this.closeAsker(transaction);
  }

  private send(transaction: Transaction, from: HostId, to: HostId, message: RowMessage<TransactionId>): void {
    transaction.datagrams++;
    this.users.datagram(transaction);
    this.network.sendRow(from, to, message, transaction.id);
  }

  private other(transaction: Transaction, end: End): End {
    return end === transaction.asker ? transaction.answerer : transaction.asker;
  }

  private acknowledge(end: End): void {
    this.sim.cancel(end.timer);
    end.timer = NOT_SCHEDULED;
    end.unacknowledged = undefined;
  }

  private stop(end: End): void {
    this.acknowledge(end);
    end.open = false;
  }

  private closeAsker(transaction: Transaction): void {
    this.sim.cancel(transaction.autokill);
    this.stop(transaction.asker);
    this.closeIfDone(transaction);
  }

  private closeIfDone(transaction: Transaction): void {
    if (!transaction.asker.open && !transaction.answerer.open) this.table.close(transaction.id);
  }
}
