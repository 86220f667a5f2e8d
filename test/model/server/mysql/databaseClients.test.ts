import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../../../src/kernel/units.ts';
import { Listener } from '../../../../src/measure/listener.ts';
import type { StatementRecord } from '../../../../src/model/observations.ts';
import { NO_CONNECTION, QUERY, QUIT, RESULT, type Query } from '../../../../src/model/protocol/mysql.ts';
import { DatabaseClients } from '../../../../src/model/server/mysql/databaseClients.ts';
import { ONE, TWO, Wires } from '../../database/wires.ts';

class Statements extends Listener {
  readonly ended: StatementRecord[] = [];
  override statementEnded(statement: StatementRecord): void {
    this.ended.push(statement);
  }
}

/** The clients of three servers, and a database that answers when the test says so. */
class Alone extends Wires {
  readonly heard = new Statements();
  readonly noted: unknown[] = [];
  readonly clients = new DatabaseClients({
    sim: this.sim,
    hosts: this.hosts,
    network: this.network,
    tcp: this.tcp,
    statementLost: this.statementLost,
    roundTrips: 3,
    connectTimeout: 10 * SECOND,
    connections: () => 1,
    observations: this.heard,
    stories: { note: (call, { what, ...more }) => this.noted.push([call, what, more]) },
  });
  readonly queries: (Query & { readonly at: number; readonly from: number })[] = [];
  readonly quits: number[] = [];
  readonly done: string[] = [];
  private readonly ends = this.sim.on('test.statementEnds', (a: number, ended: number) =>
    this.done.push(`${a} ${ended} ${this.ms}`),
  );

  constructor() {
    super();
    this.connectionLost.receive(() => {});
    this.network.receive(QUERY, 'database', (query, _, from) => this.queries.push({ ...query, at: this.ms, from }));
    this.network.receive(QUIT, 'database', ({ connection }) => this.quits.push(connection));
  }

  realtime(server = ONE): this {
    this.clients.realtime(server, 'select', 'refresh', this.ends, this.queries.length);
    return this;
  }

  connect(server = ONE): this {
    this.clients.private(server, 'connect', NO_CONNECTION, this.ends, 99, 0);
    return this;
  }

  answer(statement: number, connection = NO_CONNECTION, failed = false, full = false): this {
    const { from, kind } = this.queries.find((query) => query.statement === statement)!;
    const [wait, service] = [3 * MILLISECOND, 4 * MILLISECOND];
    const result = { statement, kind, failed, full, connection, wait, service, call: 0 as const };
    this.network.sendReliably(this.hosts.database, from as typeof ONE, RESULT, result);
    return this;
  }

  get asked(): readonly string[] {
    return this.queries.map(({ statement, at, from }) => `${statement} ${at} of ${from}`);
  }
}

describe('the MySQL clients of servers alone', () => {
  it('a realtime statement comes after two round trips, one of the dialplan at once', () => {
    const alone = new Alone().realtime().connect().until(100);
    expect(alone.asked).toEqual(['2 1 of 0', '1 5 of 0']);
  });

  it('one statement at a time goes over the realtime link of a server, whatever the other links do', () => {
    const alone = new Alone().realtime().realtime().realtime(TWO).until(50);
    expect(alone.asked).toEqual(['1 5 of 0', '3 5 of 1']);
    alone.answer(1).until(100);
    expect(alone.asked.slice(2)).toEqual(['2 56 of 0']);
    alone.answer(2).until(200);
    expect(alone.done.map((text) => text.split(' ')[1])).toEqual(['1', '1']);
    expect(alone.heard.ended.map(({ wait, service }) => [wait, service])).toEqual([
      [3_000, 4_000],
      [51_000 + 3_000, 4_000],
    ]);
  });

  it('hands over the number of a connection, or 0', () => {
    const alone = new Alone().connect().connect().until(10).answer(1, 17).answer(2, NO_CONNECTION, true).until(20);
    expect(alone.done).toEqual(['99 17 11', '99 0 11']);
    expect(alone.heard.ended.map(({ failed }) => failed)).toEqual([false, true]);
    alone.clients.disconnect(ONE, 17, 0);
    alone.until(30);
    expect(alone.quits).toEqual([17]);
  });

  it('tells the story of a call that a statement of it has failed, and that there was no connection left', () => {
    const alone = new Alone();
    const ends = alone.sim.on('test.connects', () => {});
    for (const call of [7, 0]) alone.clients.private(ONE, 'connect', NO_CONNECTION, ends, 0, call as never);
    alone.until(10).answer(1, NO_CONNECTION, true, true).answer(2, NO_CONNECTION, true, true).until(20);
    expect(alone.noted).toEqual([[7, 'databaseFailed', { server: ONE, kind: 'connect', full: true }]]);
    expect(alone.heard.ended.map(({ full }) => full)).toEqual([true, true]);
  });

  it('each statement is counted under the purpose that it was asked for', () => {
    const alone = new Alone();
    const ends = alone.sim.on('test.ends', () => {});
    for (const purpose of ['register', 'invite', 'expire'] as const)
      alone.clients.realtime([0, 1, 2][alone.queries.length] as typeof ONE, 'update', purpose, ends, 0);
    for (let ms = 10; ms <= 40; ms += 10) {
      alone.until(ms);
      alone.queries.filter(({ at }) => at > ms - 10).forEach(({ statement }) => alone.answer(statement));
    }
    alone.until(100);
    expect(alone.heard.ended.map(({ kind, purpose }) => `${kind} ${purpose}`)).toEqual([
      'update register',
      'update invite',
      'update expire',
    ]);
  });

  it('a statement whose TCP connection is given up has failed, and the next one has its turn', () => {
    const alone = new Alone().reach(false).realtime().realtime().until(810_000);
    expect(alone.done).toEqual(['0 0 804600']);
    alone.reach(true).until(1_000_000);
    expect(alone.queries.map(({ statement }) => statement)).toEqual([2]);
  });

  it('a crash forgets every thread that waits, and the link is free; a late result means nothing', () => {
    const alone = new Alone().realtime().realtime().connect().until(50).answer(1).answer(3, 5);
    alone.crash(ONE, alone.clients).hosts.start(ONE);
    alone.until(100);
    expect([alone.done, alone.heard.ended]).toEqual([[], []]);
    alone.realtime().until(200);
    expect(alone.queries.at(-1)).toMatchObject({ statement: 4, run: 1 });
  });
});
