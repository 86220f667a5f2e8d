import type { EventType, Simulation } from '../../../kernel/clock/simulation.ts';
import type { SipTable } from '../../database/siptable.ts';
import type { ChannelId } from '../../ids.ts';
import { NO_CONNECTION } from '../../protocol/mysql.ts';
import type { PhoneTables } from '../channelDriver.ts';
import type { RowSelect } from '../dialplan/applications/sql.ts';
import type { Machine } from '../dialplan/machine.ts';
import { PENDING, type Pending, type Statement, type StatementResult } from '../dialplan/services.ts';
import { FAILED, type DatabaseClients } from '../mysql/databaseClients.ts';
import type { ChannelRow } from './channelRows.ts';
import type { ChannelTable } from './channelTable.ts';

/** What a statement of a channel was, until its answer comes: one of MYSQL(), or a SELECT of the server's own. */
type Asked = { readonly statement: Statement } | { readonly select: RowSelect | undefined };

/**
 * The SQL of the dialplan: the statements of MYSQL(), and SELECTs over the server's own connections. It knows no
 * connection but by its number, and what was asked until the answer comes.
 */
export class ChannelStatements {
  private readonly parts: ChannelStatementsParts;
  private readonly asked = new Map<ChannelId, Asked>();
  /** Connections that were opened to the standby's own address: what they read is as old as its lag. */
  private readonly atStandby = new Set<number>();

  private readonly statementEnds: EventType<ChannelId, number>;

  constructor(parts: ChannelStatementsParts) {
    this.parts = parts;
    this.statementEnds = parts.sim.on('channel.statementEnds', (id, result) => this.ended(id, result));
  }

  /** Of MYSQL(), over a connection of the channel's own. */
  run(row: ChannelRow, statement: Statement): StatementResult | Pending {
    if (statement.kind === 'disconnect') {
      this.parts.database.disconnect(row.server, statement.connection, row.call);
      this.atStandby.delete(statement.connection);
      return { kind: 'statement', ok: true, connection: 0, rows: [] };
    }
    this.asked.set(row.id, { statement });
    const connection = statement.kind === 'connect' ? NO_CONNECTION : statement.connection;
    this.parts.database.private(row.server, statement.kind, connection, this.statementEnds, row.id, row.call);
    return PENDING;
  }

  /** Over the connections of the server; undefined: SQL of another kind. */
  select(row: ChannelRow, select: RowSelect | undefined): Pending {
    this.asked.set(row.id, { select });
    const kind = select === undefined ? 'other' : 'select';
    this.parts.database.realtime(row.server, kind, 'dialplan', this.statementEnds, row.id, row.call, 'none');
    return PENDING;
  }

  /** The channel is gone: nobody waits for its answer. */
  forget(id: ChannelId): void {
    this.asked.delete(id);
  }

  /** `ended`: OK or FAILED; of a `connect`, the number of its connection or FAILED. */
  private ended(id: ChannelId, ended: number): void {
    const ok = ended !== FAILED;
    const row = this.parts.table.rows.get(id);
    const asked = this.asked.get(id);
    this.asked.delete(id);
    if (row === undefined || asked === undefined) return;
    if ('select' in asked) {
      const found = ok && asked.select !== undefined ? this.parts.tables.select(asked.select) : [];
      this.parts.machines[row.server]!.resume(id, { kind: 'statement', ok, connection: NO_CONNECTION, rows: found });
      return;
    }
    const { statement } = asked;
    if (ok && statement.kind === 'connect' && this.parts.sipTable.isStandby(statement.host)) this.atStandby.add(ended);
    const rows =
      ok && statement.kind === 'select' && statement.table.toLowerCase().startsWith('sip')
        ? this.parts.sipTable.select(statement.column, statement.name, this.atStandby.has(statement.connection))
        : [];
    this.parts.machines[row.server]!.resume(id, {
      kind: 'statement',
      ok,
      connection: statement.kind === 'connect' ? ended : NO_CONNECTION,
      rows,
    });
  }
}

export interface ChannelStatementsParts {
  readonly sim: Simulation;
  readonly table: ChannelTable;
  readonly database: DatabaseClients;
  readonly tables: PhoneTables;
  readonly sipTable: SipTable;
  readonly machines: readonly Machine[];
}
