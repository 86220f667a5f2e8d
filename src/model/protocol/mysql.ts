import type { Message } from './message.ts';

/** Kinds of statement that differ in their service time. `connect` opens a connection; `other`: INSERT, DELETE. */
export type StatementKind = 'select' | 'update' | 'connect' | 'other';

/** A statement, or the opening of a connection, on its way to the database. */
export interface Query {
  /** Number of the statement at the client. */
  readonly statement: number;
  readonly kind: StatementKind;
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
  /** Refused: too many connections (error 1040), or no server. */
  readonly failed: boolean;
}

export const RESULT: Message<Result> = {
  protocol: 'MySQL',
  title: 'result',
  event: 'mysql.result',
  key: (fields) => fields.statement,
  source: 'MySQL client/server protocol, COM_QUERY response; error 1040 ER_CON_COUNT_ERROR',
};

export const MYSQL_MESSAGES: readonly Message<never>[] = [QUERY, RESULT];
