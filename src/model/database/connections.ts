import { assert } from '../../kernel/assert.ts';
import { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { ServerId } from '../ids.ts';

/**
 * The connections that MYSQL() opened, at the database. Each is closed once: by its client, with its client's program,
 * with the database's own, or with its TCP connection. A client that forgets to close one leaves it open.
 */
export class Connections {
  private readonly rows = new SlotTable<ServerId>();
  private connects = 0;
  private quits = 0;
  private closedByCrash = 0;
  private closedByStop = 0;
  private lost = 0;

  get count(): number {
    return this.rows.size;
  }

  /** Open connections of a server. */
  countOf(server: ServerId): number {
    let count = 0;
    this.rows.each((owner) => (count += owner === server ? 1 : 0));
    return count;
  }

  isOpen(connection: number): boolean {
    return this.rows.get(connection) !== undefined;
  }

  /** Returns the number of the new connection, from 1. */
  open(server: ServerId): number {
    this.connects++;
    const connection = this.rows.open(server);
    this.check();
    return connection;
  }

  /** The client's COM_QUIT; a connection that was closed otherwise meanwhile stays closed. */
  quit(connection: number): void {
    assert(connection >= 1 && connection <= this.rows.opened, `connection ${connection} was never opened`);
    if (!this.isOpen(connection)) return;
    this.quits++;
    this.close(connection);
  }

  /** Its TCP connection was given up. */
  lose(connection: number): void {
    if (!this.isOpen(connection)) return;
    this.lost++;
    this.close(connection);
  }

  /** The client's program died. */
  crash(server: ServerId): void {
    this.rows.each((owner, connection) => {
      if (owner !== server) return;
      this.closedByCrash++;
      this.close(connection);
    });
  }

  /** The database's program ended. */
  stop(): void {
    this.rows.each((_, connection) => {
      this.closedByStop++;
      this.close(connection);
    });
  }

  private close(connection: number): void {
    this.rows.close(connection);
    this.check();
  }

  private check(): void {
    const open = this.connects - this.quits - this.closedByCrash - this.closedByStop - this.lost;
    assert(open === this.rows.size, `${this.rows.size} connections are open, by the account ${open}`);
  }
}
