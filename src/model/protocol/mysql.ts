import type { Micros } from '../../kernel/units.ts';
import type { CallId } from '../ids.ts';
import type { Message } from './message.ts';

/** Kinds of statement that differ in their service time. `connect` opens a connection; `other`: INSERT, DELETE. */
export type StatementKind = 'select' | 'update' | 'connect' | 'other';

/** In the place of a connection's number: the one that a server keeps open for realtime, or none yet. */
export const NO_CONNECTION = 0;

/**
 * A statement, or the opening of a connection, on its way to the database. A realtime statement is preceded by a ping
 * and the selection of the database: round trips on the wire, no work (res_config_mysql.c:mysql_reconnect).
 */
export interface Query {
  /** Number of the statement at the client, unique in a run. */
  readonly statement: number;
  readonly kind: StatementKind;
  /** Number that the database gave the connection (RESULT of its `connect`); else NO_CONNECTION. */
  readonly connection: number;
  /**
   * What the packets of this statement have waited for their Ethernet segment, µs. As captures at both ends would show;
   * no program decides by it.
   */
  readonly held: Micros;
  /** Which start of the client's program sends it: a TCP connection does not outlive the program. */
  readonly run: number;
  /** Correlates the statements of one call for its story; 0: of no call. No part decides anything by it. */
  readonly call: CallId | 0;
}

export const QUERY: Message<Query> = {
  protocol: 'MySQL',
  title: 'COM_QUERY',
  event: 'mysql.query',
  key: (fields) => fields.statement,
  source: 'MySQL client/server protocol, COM_QUERY and connection phase',
};

/** The end of a statement, on its way back. */
export interface Result {
  readonly statement: number;
  readonly kind: StatementKind;
  /** Refused: too many connections (error 1040), no server, or a connection that is closed (error 2006). */
  readonly failed: boolean;
  /** It was error 1040. */
  readonly full: boolean;
  /** The connection that carried it; of a `connect`, the one that is open now. NO_CONNECTION: the realtime link. */
  readonly connection: number;
  /**
   * For Ethernet segments and for a thread of the database, µs. As a slow query log and captures have it; the client
   * measures it, no program decides by it.
   */
  readonly wait: Micros;
  /** In a thread of the database, µs. */
  readonly service: Micros;
  /** The query's. */
  readonly call: CallId | 0;
}

export const RESULT: Message<Result> = {
  protocol: 'MySQL',
  title: 'result',
  event: 'mysql.result',
  key: (fields) => fields.statement,
  source: 'MySQL client/server protocol, COM_QUERY response; error 1040 ER_CON_COUNT_ERROR',
};

/** The client closes a connection; nothing answers. */
export interface Quit {
  readonly connection: number;
  readonly call: CallId | 0;
}

export const QUIT: Message<Quit> = {
  protocol: 'MySQL',
  title: 'COM_QUIT',
  event: 'mysql.quit',
  key: (fields) => fields.connection,
  source: 'MySQL client/server protocol, COM_QUIT; app_mysql.c:aMYSQL_disconnect',
};

/**
 * Bytes on an Ethernet segment: 58 of Ethernet, IP and TCP, 4 or 5 of MySQL, then its text. A realtime SELECT asks for
 * all columns, whose definitions are most of its result; it is the one message of two frames.
 */
export const BYTES = {
  query: { select: 120, update: 225, connect: 200, other: 150 },
  result: { select: 2600, update: 85, connect: 150, other: 85 },
  quit: 63,
  /** Ping, selection of a database, a step of TCP's and MySQL's handshake. */
  step: 80,
} as const satisfies Readonly<Record<string, number | Readonly<Record<StatementKind, number>>>>;

export const MYSQL_MESSAGES: readonly Message<never>[] = [QUERY, RESULT, QUIT];
