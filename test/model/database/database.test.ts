import { describe, expect, it } from 'vitest';
import { constant } from '../../../src/kernel/random/distributions.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { MILLISECOND, SECOND } from '../../../src/kernel/units.ts';
import { Database } from '../../../src/model/database/database.ts';
import type { ServerId } from '../../../src/model/ids.ts';
import {
  NO_CONNECTION,
  QUERY,
  QUIT,
  RESULT,
  type Result,
  type StatementKind,
} from '../../../src/model/protocol/mysql.ts';
import { ONE, TWO, Wires } from './wires.ts';

const PAIR = { standby: '10.10.10.111', failover: 30 * SECOND, replicationLag: SECOND };

/** A database with two threads, a connection limit of 4 and one realtime link; statements take 10 ms. */
class Alone extends Wires {
  private readonly promoted = new Signal<[stoppedAt: number]>('promoted');
  readonly promotions: number[] = [];
  readonly database = new Database(
    this.sim,
    this.hosts,
    this.network,
    this.tcp,
    this.connectionLost,
    {
      address: '10.10.10.110',
      connectionLimit: 4,
      threads: 2,
      select: constant(10 * MILLISECOND),
      update: constant(20 * MILLISECOND),
      connect: constant(5 * MILLISECOND),
      other: constant(10 * MILLISECOND),
      connectTimeout: 10 * SECOND,
      pair: PAIR,
    },
    1,
    this.promoted,
  );
  readonly results: (Result & { readonly at: number; readonly to: number })[] = [];
  private statements = 0;

  constructor() {
    super();
    this.statementLost.receive(() => {});
    this.promoted.receive((stoppedAt) => this.promotions.push(stoppedAt / MILLISECOND));
    this.network.receive(RESULT, 'server', (result, to) => this.results.push({ ...result, at: this.ms, to }));
  }

  ask(kind: StatementKind, connection = NO_CONNECTION, from: ServerId = ONE): this {
    const query = {
      statement: ++this.statements,
      kind,
      connection,
      held: 0,
      run: this.hosts.incarnation(from),
      call: 0 as const,
    };
    this.network.sendReliably(from, this.hosts.database, QUERY, query);
    return this;
  }

  quit(connection: number): this {
    this.network.sendReliably(ONE, this.hosts.database, QUIT, { connection, call: 0 });
    return this;
  }

  /** Statement, time of the result, and what became of it. */
  get told(): readonly string[] {
    return this.results.map(
      ({ statement, at, failed, full }) => `${statement} ${at}${failed ? ' failed' : ''}${full ? ', full' : ''}`,
    );
  }
}

describe('a database alone', () => {
  it('serves as many statements side by side as it has threads, others in turn, and says what they waited', () => {
    const alone = new Alone().ask('select').ask('update').ask('select').until(100);
    expect(alone.told).toEqual(['1 12', '2 22', '3 22']);
    expect(alone.results.map(({ wait, service }) => [wait, service])).toEqual([
      [0, 10_000],
      [0, 20_000],
      [10_000, 10_000],
    ]);
  });

  it('refuses connections beyond its limit, of which each realtime link takes one', () => {
    const alone = new Alone();
    for (let i = 0; i < 4; i++) alone.ask('connect');
    alone.until(100);
    expect(alone.told).toEqual(['4 2 failed, full', '1 7', '2 7', '3 12']);
    expect(alone.database.connections).toBe(4);
    alone.quit(alone.results[1]!.connection).ask('connect').until(200);
    expect(alone.told.at(-1)).toBe('5 107');
    expect(alone.database.connections).toBe(4);
  });

  it('numbers its connections and knows no other', () => {
    const alone = new Alone().ask('connect').until(50);
    const { connection } = alone.results[0]!;
    expect(connection).toBe(1);
    alone
      .ask('select', connection)
      .ask('select', 2)
      .until(100)
      .quit(connection)
      .until(150)
      .ask('select', connection)
      .until(200);
    expect(alone.told).toEqual(['1 7', '3 52 failed', '2 62', '4 152 failed']);
  });

  it('stopped, it fails what it does, closes every connection, and refuses what comes', () => {
    const alone = new Alone().ask('connect').until(50).ask('select', 1).until(55);
    alone.database.stop();
    alone.ask('select').ask('connect').until(100);
    expect(alone.told).toEqual(['1 7', '2 56 failed', '3 57 failed', '4 57 failed']);
    expect(alone.database.connections).toBe(1);
    alone.database.start();
    alone.ask('select', 1).ask('select').until(200);
    expect(alone.told.slice(4)).toEqual(['5 102 failed', '6 112']);
  });

  it('a crash of the client closes its connections, no others, and what it had asked for stays without an answer', () => {
    const alone = new Alone().ask('connect').ask('connect', NO_CONNECTION, TWO).until(50);
    alone.ask('select', 1).ask('select', 2, TWO).until(55);
    alone.crash(ONE, alone.database).until(100);
    expect(alone.told).toEqual(['1 7', '2 7', '4 62']);
    expect(alone.database.connections).toBe(2);
  });

  it('what is on its way when its client crashes finds a closed connection, even after the restart', () => {
    const alone = new Alone().ask('select').ask('connect');
    alone.crash(ONE, alone.database).hosts.start(ONE);
    alone.until(100);
    expect(alone.told).toEqual([]);
    expect(alone.database.connections).toBe(1);
  });

  it('a standby has its address after the failover, and there is none then until the other is back', () => {
    const alone = new Alone().until(1000);
    alone.database.stop();
    alone.until(30_000).ask('select').until(31_100).ask('select').until(32_000);
    expect(alone.told).toEqual(['1 30002 failed', '2 31112']);
    expect(alone.promotions).toEqual([1000]);
    alone.database.stop();
    alone.until(100_000).ask('select').until(100_100);
    expect(alone.told.at(-1)).toBe('3 100002 failed');
    alone.database.start();
    alone.database.stop();
    alone.until(131_000).ask('select').until(132_000);
    expect(alone.told.at(-1)).toBe('4 131012');
  });

  it('a database that is back before the failover goes on with its own rows', () => {
    const alone = new Alone().until(1000);
    alone.database.stop();
    alone.until(20_000).database.start();
    alone.until(60_000);
    expect(alone.promotions).toEqual([]);
  });
});
