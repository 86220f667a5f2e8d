import type { HostId, TransactionId } from '../../ids.ts';
import type { Taken } from './transaction.ts';

/** Transactions that servers took on, by the address and number of the asker: who asks again is recognised. */
export class TakenIndex {
  private readonly byServer: Map<number, TransactionId>[][] = [];

  /** 0: none. */
  find(server: HostId, from: HostId, source: number): TransactionId {
    return this.byServer[server]?.[from]?.get(source) ?? (0 as TransactionId);
  }

  add({ id, server, other, otherId }: Taken): void {
    const byAsker = (this.byServer[server] ??= []);
    (byAsker[other] ??= new Map<number, TransactionId>()).set(otherId, id);
  }

  remove({ server, other, otherId }: Taken): void {
    this.byServer[server]?.[other]?.delete(otherId);
  }
}
