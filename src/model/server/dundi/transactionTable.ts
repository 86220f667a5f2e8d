import { broken } from '../../../kernel/assert.ts';
import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import type { HostId, ServerId, TransactionId } from '../../ids.ts';
import { DPDISCOVER, DPREGREQ, DUNDI_NULL, type Header } from '../../protocol/dundi.ts';
import type { Message } from '../../protocol/message.ts';
import { TakenIndex } from './takenIndex.ts';
import { newTaken, type Asked, type Taken, type Transaction } from './transaction.ts';

/** Packets that may begin a transaction (pbx_dundi.c:find_transaction). */
function begins(message: Message<never>): boolean {
  return message === DPDISCOVER || message === DPREGREQ || message === DUNDI_NULL;
}

/**
 * The transactions of all servers, asked and taken, and which of them a packet belongs to. A number names one of either
 * kind. It does not know when one is over.
 */
export class TransactionTable {
  private readonly rows = new SlotTable<Transaction, TransactionId>();
  private readonly taken = new TakenIndex();

  get(id: TransactionId): Transaction | undefined {
    return this.rows.get(id);
  }

  each(visit: (transaction: Transaction) => void): void {
    this.rows.each(visit);
  }

  /** Enters a transaction of this side's own. */
  ask(transaction: Asked): Asked {
    if (!(transaction.peer.host >= 0)) broken('a peer without a host is not asked');
    transaction.id = this.rows.open(transaction);
    return transaction;
  }

  /** pbx_dundi.c:find_transaction: by our number, else by theirs while they do not know ours; else a new one. */
  find(message: Message<never>, fields: Header, to: ServerId, from: HostId): Transaction | undefined {
    const named = this.rows.get(fields.destination as TransactionId);
    if (named !== undefined && named.server === to && named.other === from) {
      if (fields.source !== 0) named.otherId = fields.source;
      return named;
    }
    if (fields.destination === 0) {
      const known = this.taken.find(to, from, fields.source);
      if (known !== undefined) return known;
    }
    return begins(message) ? this.takeOn(fields, to, from) : undefined;
  }

  private takeOn(fields: Header, server: ServerId, from: HostId): Taken {
    const transaction = newTaken(server, from, fields);
    transaction.id = this.rows.open(transaction);
    this.taken.add(transaction);
    return transaction;
  }

  /** The same transaction under a new number, as if nothing had been sent. */
  renew(transaction: Asked): void {
    const old = transaction.id;
    Object.assign(transaction, { otherId: 0, next: 0, expects: 0, expected: 0, acknowledged: 0, final: false });
    transaction.id = this.rows.open(transaction);
    this.rows.close(old);
  }

  close(transaction: Transaction): void {
    if (transaction.kind === 'taken') this.taken.remove(transaction);
    this.rows.close(transaction.id);
  }
}
