import { drawMicros } from '../../kernel/random/draw.ts';
import { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import type { Signal } from '../../kernel/signal.ts';
import { Station } from '../../kernel/resource/station.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../kernel/clock/simulation.ts';
import type { Micros } from '../../kernel/units.ts';
import type { DatabaseConfig } from '../config.ts';
import type { Hosts } from '../network/hosts.ts';
import type { HostId, ServerId } from '../ids.ts';
import type { Network } from '../network/network.ts';
import { NO_CONNECTION, QUERY, QUIT, RESULT, type Query, type Result } from '../protocol/mysql.ts';
import { Connections } from './connections.ts';
import type { Tcp } from './tcp.ts';

/** A statement in the database's hands. */
interface Running {
  readonly query: Query;
  readonly client: ServerId;
  /** The connection that carries it; of a `connect`, the one that it has opened. */
  readonly connection: number;
}

/**
 * A MySQL server: statements are served side by side up to its threads, connections up to its limit, each taking its
 * time by kind.
 *
 * It does not know what is in the tables (`SipTable` does), nor for what a client asks.
 */
export class Database {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly tcp: Tcp;
  private readonly config: DatabaseConfig;
  private readonly times: RandomStream;
  private readonly threads: Station;
  private readonly running = new SlotTable<Running>();
  private readonly opened = new Connections();
  /** Servers that keep a realtime link: one connection each, always. */
  private readonly links: number;
  private stopped = false;
  /** A second server is there to take over. */
  private hasStandby: boolean;
  private stoppedAt: Micros = 0;
  private takeOver: Scheduled = NOT_SCHEDULED;

  private readonly statementEnds: EventType<number, number>;
  private readonly standbyTakesOver: EventType;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    tcp: Tcp,
    connectionLost: Signal<[connection: number]>,
    config: DatabaseConfig,
    links: number,
    promoted: Signal<[stoppedAt: Micros]>,
  ) {
    this.sim = sim;
    this.hosts = hosts;
    this.tcp = tcp;
    this.config = config;
    this.links = links;
    this.hasStandby = config.pair !== undefined;
    this.times = sim.stream('database/service');
    this.threads = new Station(sim, 'database.threads', config.threads);
    this.statementEnds = sim.on('database.statementEnds', (id) => this.reply(id));
    this.standbyTakesOver = sim.on('database.standbyTakesOver', () => {
      this.stopped = false;
      this.hasStandby = false;
      promoted.send(this.stoppedAt);
    });
    network.receive(QUERY, 'database', (query, _, from) => this.serve(query, from as ServerId));
    network.receive(QUIT, 'database', ({ connection }) => this.opened.quit(connection));
    connectionLost.receive((connection) => this.opened.lose(connection));
  }

  /** Open connections, realtime links too. */
  get connections(): number {
    return this.opened.count + this.links;
  }

  /** Statements that run, and those that wait for a thread. */
  get load(): { readonly isStopped: boolean; readonly running: number; readonly waiting: number } {
    return { isStopped: this.stopped, running: this.threads.busy, waiting: this.threads.waiting };
  }

  slow(factor: number): void {
    this.threads.slow(factor);
  }

  /**
   * mysqld ends: what it was doing fails, what comes is refused at once, every connection is gone. A standby has its
   * address after the failover; there is then none until `start`.
   */
  stop(): void {
    if (!this.stopped && this.hasStandby) {
      this.stoppedAt = this.sim.now;
      this.takeOver = this.sim.after(this.config.pair!.failover, this.standbyTakesOver, 0, 0);
    }
    this.stopped = true;
    this.threads.reset();
    this.opened.stop();
    this.running.each(({ query, client }, id) => {
      this.running.close(id);
      if (!this.isGone(client, query.run)) this.refuse(query, client);
    });
  }

  /** Before the failover, as if nothing had been; after it, as the standby of the other. */
  start(): void {
    this.sim.cancel(this.takeOver);
    this.stopped = false;
    this.hasStandby = this.config.pair !== undefined;
  }

  /** A client's program died: its connections are closed. What it had asked for is done all the same. */
  crash(server: ServerId): void {
    this.opened.crash(server);
  }

  private serve(query: Query, client: ServerId): void {
    if (this.isGone(client, query.run)) return;
    if (this.stopped || !this.isAccepted(query)) {
      this.refuse(query, client);
      return;
    }
    const connection = query.kind === 'connect' ? this.opened.open(client) : query.connection;
    const id = this.running.open({ query, client, connection });
    this.threads.serve(drawMicros(this.config[query.kind], this.times), this.statementEnds, id, 0);
  }

  private isAccepted({ kind, connection }: Query): boolean {
    if (kind === 'connect') return this.connections < this.config.connectionLimit;
    return connection === NO_CONNECTION || this.opened.isOpen(connection);
  }

  private refuse({ statement, kind, held, call }: Query, client: ServerId): void {
    const full = kind === 'connect' && !this.stopped;
    this.send(client, { statement, kind, failed: true, full, connection: NO_CONNECTION, wait: held, service: 0, call });
  }

  private reply(id: number): void {
    const { client, query, connection } = this.running.get(id)!;
    this.running.close(id);
    if (this.isGone(client, query.run)) return;
    const { kind, statement, held, call } = query;
    const { lastWait, lastService: service } = this.threads;
    const wait = held + lastWait;
    this.send(client, { statement, kind, failed: false, full: false, connection, wait, service, call });
  }

  private send(client: ServerId, result: Result): void {
    const deadline = result.kind === 'connect' ? this.sim.now + this.config.connectTimeout : Infinity;
    this.tcp.send(this.hosts.database, client, RESULT, result, 0, deadline);
  }

  /** The connection was reset: its client's program has died since. */
  private isGone(client: HostId, run: number): boolean {
    return this.hosts.isDown(client) || this.hosts.incarnation(client) !== run;
  }
}
