import { NumberRows } from '../../../kernel/resource/numberRows.ts';

/** The exchange of a line that waits for its next refresh: it is idle. */
export const NO_EXCHANGE = 0;

/**
 * What is under way between a registration agent and its server: REGISTER, challenge, REGISTER with the digest, and the
 * resends of both. It lasts milliseconds of the minutes between two refreshes, so it has rows of its own, which are used
 * again: a line keeps 4 bytes of it instead of 32.
 */
export class Exchanges {
  private readonly rows = new NumberRows();
  /** Of the transaction that runs: 0 the first REGISTER, 1 the one with the digest. */
  readonly isAuthenticating = this.rows.integerColumn(0);
  /** 1: it unregisters. */
  readonly unregisters = this.rows.integerColumn(0);
  /** REGISTERs sent in the transaction that runs, and in the exchange. */
  readonly sends = this.rows.integerColumn(0);
  readonly sentInAll = this.rows.integerColumn(0);
  /** When the exchange began, µs. */
  readonly startedAt = this.rows.column(0);
  /** Of the last challenge. */
  readonly nonce = this.rows.column(0);
  private readonly free: number[] = [];

  constructor() {
    this.rows.add(); // NO_EXCHANGE
  }

  /** Begins one, and returns its row. */
  open(unregisters: boolean, now: number): number {
    const row = this.free.pop() ?? this.rows.add();
    this.unregisters.set(row, unregisters ? 1 : 0);
    this.sentInAll.set(row, 0);
    this.startedAt.set(row, now);
    this.beginPass(row, false);
    return row;
  }

  /** A transaction begins: its first send is to come. */
  beginPass(row: number, isAuthenticating: boolean): void {
    this.isAuthenticating.set(row, isAuthenticating ? 1 : 0);
    this.sends.set(row, 0);
  }

  /** A REGISTER leaves. */
  send(row: number): void {
    this.sends.count(row);
    this.sentInAll.count(row);
  }

  /** It is over; its row is the next one's. */
  close(row: number): void {
    this.free.push(row);
  }
}
