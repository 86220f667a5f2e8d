import { SlotTable } from '../../../kernel/resource/slotTable.ts';
import { Fifo } from '../../../kernel/resource/fifo.ts';
import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { Signal } from '../../../kernel/signal.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { Tcp } from '../../database/tcp.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { CallId, ServerId } from '../../ids.ts';
import type { Network } from '../../network/network.ts';
import type { DatabaseTable, Observations, StatementPurpose } from '../../observations.ts';
import type { Stories } from '../../story/stories.ts';
import { NO_CONNECTION, QUERY, QUIT, RESULT, type Result, type StatementKind } from '../../protocol/mysql.ts';

/** How a statement ended; in the place of OK, a `connect` hands over the number of its connection, from 1. */
export const OK = 1;
export const FAILED = 0;

/** A statement, and the thread of the server that waits for its end. */
interface Asked {
  readonly server: ServerId;
  readonly kind: StatementKind;
  readonly purpose: StatementPurpose;
  readonly table: DatabaseTable;
  readonly connection: number;
  /** Over the server's one realtime connection, which carries one statement at a time. */
  readonly realtime: boolean;
  readonly at: Micros;
  readonly done: EventType<number, number>;
  readonly a: number;
  readonly call: CallId | 0;
  /** For the server's own connection, µs. */
  linkWait: Micros;
}

/** One server's realtime connections: a mutex around one (res_config_mysql.c:find_database), or a pool (res_odbc.c). */
interface Link {
  readonly size: number;
  busy: number;
  readonly waiting: Fifo<number>;
}

/**
 * The database clients of all servers: each has its realtime connections, and those that MYSQL() opens. The thread that
 * asks is blocked until its answer is there.
 *
 * It does not know how busy the database is, nor what is in its tables.
 */
export class DatabaseClients {
  private readonly parts: DatabaseClientsParts;
  private readonly asked = new SlotTable<Asked>();
  private readonly links: Link[];

  constructor(parts: DatabaseClientsParts) {
    this.parts = parts;
    this.links = Array.from({ length: parts.hosts.servers }, (_, server) =>
      newLink(parts.connections(server as ServerId)),
    );
    parts.network.receive(RESULT, 'server', (result) => this.finish(result));
    parts.statementLost.receive((statement) =>
      this.finish({ statement, failed: true, full: false, connection: NO_CONNECTION, wait: 0, service: 0, call: 0 }),
    );
  }

  /** A realtime statement, in turn over the server's connections; then `done(a, OK | FAILED)`. `call`: for its story. */
  realtime<A extends number>(
    server: ServerId,
    kind: Exclude<StatementKind, 'connect'>,
    purpose: StatementPurpose,
    done: EventType<A, number>,
    a: A,
    call: CallId | 0 = 0,
    table: DatabaseTable = 'sip',
  ): void {
    const id = this.open(server, kind, purpose, table, NO_CONNECTION, true, done, a, call);
    const link = this.links[server]!;
    if (link.busy === link.size) link.waiting.push(id);
    else this.occupy(link, id);
  }

  /**
   * A statement of the dialplan, over a connection of its own: `done(a, OK | FAILED)`; after a `connect`, which fails
   * when too many are open, `done(a, connection | FAILED)`.
   */
  private<A extends number>(
    server: ServerId,
    kind: StatementKind,
    connection: number,
    done: EventType<A, number>,
    a: A,
    call: CallId | 0,
  ): void {
    this.send(this.open(server, kind, 'dialplan', 'none', connection, false, done, a, call));
  }

  /** MYSQL(Disconnect): not waited for. */
  disconnect(server: ServerId, connection: number, call: CallId | 0): void {
    this.parts.tcp.send(server, this.parts.hosts.database, QUIT, { connection, call }, 0, Infinity);
  }

  /** Nobody waits for its answers any more. */
  crash(server: ServerId): void {
    this.links[server] = newLink(this.links[server]!.size);
    this.asked.each((asked, id) => {
      if (asked.server === server) this.asked.close(id);
    });
    this.parts.tcp.crash(server);
  }

  private open<A extends number>(
    server: ServerId,
    kind: StatementKind,
    purpose: StatementPurpose,
    table: DatabaseTable,
    connection: number,
    realtime: boolean,
    done: EventType<A, number>,
    a: A,
    call: CallId | 0,
  ): number {
    return this.asked.open({
      server,
      kind,
      purpose,
      table,
      connection,
      realtime,
      at: this.parts.sim.now,
      done: done as unknown as EventType<number, number>,
      a,
      call,
      linkWait: 0,
    });
  }

  private occupy(link: Link, id: number): void {
    link.busy++;
    const asked = this.asked.get(id)!;
    asked.linkWait = this.parts.sim.now - asked.at;
    this.send(id);
  }

  private send(statement: number): void {
    const { hosts, tcp, connectTimeout, roundTrips } = this.parts;
    const { server, kind, connection, realtime, at, call } = this.asked.get(statement)!;
    const { database } = hosts;
    // Ping and select-database come first (facts B3): time on the wire, no work for the database.
    const before = realtime ? roundTrips - 1 : 0;
    const deadline = kind === 'connect' ? at + connectTimeout : Infinity;
    const query = { statement, kind, connection, held: 0, run: hosts.incarnation(server), call };
    tcp.send(server, database, QUERY, query, before, deadline);
  }

  /** A statement that is not known was asked before a crash. */
  private finish({ statement, failed, full, connection, wait, service }: Omit<Result, 'kind'>): void {
    const asked = this.asked.get(statement);
    if (asked === undefined) return;
    this.asked.close(statement);
    const { server, kind, purpose, table, at, linkWait, call } = asked;
    if (failed && call !== 0) this.parts.stories.note(call, { what: 'databaseFailed', server, kind, full });
    this.parts.observations.statementEnded({
      server,
      kind,
      purpose,
      table,
      at,
      wait: linkWait + wait,
      service,
      failed,
      full,
    });
    if (asked.realtime) this.next(this.links[server]!);
    const ended = failed ? FAILED : kind === 'connect' ? connection : OK;
    this.parts.sim.after(0, asked.done, asked.a, ended);
  }

  private next(link: Link): void {
    link.busy--;
    const id = link.waiting.shift();
    if (id !== undefined) this.occupy(link, id);
  }
}

function newLink(size: number): Link {
  return { size, busy: 0, waiting: new Fifo() };
}

export interface DatabaseClientsParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly tcp: Tcp;
  /** The statement's TCP connection was given up. */
  readonly statementLost: Signal<[statement: number]>;
  /** Round trips of a realtime statement, the statement's own included. */
  readonly roundTrips: number;
  readonly connectTimeout: Micros;
  /** Realtime connections of a server: statements that run side by side. */
  readonly connections: (server: ServerId) => number;
  readonly observations: Observations;
  readonly stories: Pick<Stories, 'note'>;
}
