import { drawMicros, type Distribution } from '../../kernel/random/distributions.ts';
import { MILLISECOND, SECOND, type Micros } from '../../kernel/units.ts';
import { SlotTable } from '../../kernel/resource/slotTable.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import { Station } from '../../kernel/resource/station.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { DatabaseConfig } from '../config.ts';
import type { Hosts } from '../network/hosts.ts';
import type { HostId, ServerId } from '../ids.ts';
import type { Network, RowMessage } from '../network/network.ts';
import type { Observations, StatementKind, StatementPurpose } from '../observations.ts';

/** TCP's first resend, its longest pause, and how often (Linux: RTO min 200 ms, max 120 s, tcp_retries2 15). */
const RESEND_FIRST: Micros = 200 * MILLISECOND;
const RESEND_LONGEST: Micros = 120 * SECOND;
const RESENDS = 15;

export const OK = 1;
export const FAILED = 0;

type JobId = number;

/** A statement on its way, from the server's thread that waits for it and back. */
interface Job {
  readonly server: ServerId;
  readonly kind: StatementKind;
  readonly purpose: StatementPurpose;
  /** Over the server's one realtime connection, which carries one statement at a time. */
  readonly realtime: boolean;
  readonly at: Micros;
  readonly done: EventType<number, number>;
  readonly a: number;
  /** The client's run of its program: a later one has no thread that waits. */
  readonly run: number;
  tries: number;
  atDatabase: boolean;
  failed: boolean;
  /** For the server's own connection, and for a thread of the database. */
  linkWait: Micros;
  wait: Micros;
  service: Micros;
}

/** One server's realtime connection: a mutex around it (res_config_mysql.c:find_database). */
interface Link {
  busy: boolean;
  readonly waiting: JobId[];
}

/**
 * A MySQL server: statements are served side by side up to its threads, connections up to its limit, each taking its
 * time by kind. A client blocks until its answer is there.
 *
 * It does not know what is in the tables: `SipTable` does.
 */
export class Database {
  private readonly sim: Simulation;
  private readonly hosts: Hosts;
  private readonly network: Network;
  private readonly config: DatabaseConfig;
  private readonly roundTrips: number;
  private readonly observations: Observations;
  private readonly times: RandomStream;
  private readonly threads: Station;
  private readonly jobs = new SlotTable<Job>();
  private readonly links: Link[];
  /** Connections that MYSQL() opened and has not closed, by server; a realtime link is one more. */
  private readonly opened: Int32Array;
  private readonly linked: Uint8Array;
  private stopped = false;

  private readonly statementArrives: RowMessage<JobId>;
  private readonly statementEnds: EventType<JobId, number>;
  private readonly resultArrives: RowMessage<JobId>;
  private readonly resendDue: EventType<JobId, number>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    config: DatabaseConfig,
    options: { roundTrips: number; realtime: readonly boolean[] },
    observations: Observations,
  ) {
    this.sim = sim;
    this.hosts = hosts;
    this.network = network;
    this.config = config;
    this.roundTrips = options.roundTrips;
    this.observations = observations;
    this.times = sim.stream('database/service');
    this.threads = new Station(sim, 'database.threads', config.threads);
    this.links = options.realtime.map(() => ({ busy: false, waiting: [] }));
    this.opened = new Int32Array(hosts.servers);
    this.linked = Uint8Array.from(options.realtime, (realtime) => (realtime ? 1 : 0));
    this.statementArrives = hosts.on('database.statementArrives', (id) => this.serve(id));
    this.statementEnds = sim.on('database.statementEnds', (id) => this.reply(id));
    this.resultArrives = hosts.on('database.resultArrives', (id) => this.finish(id));
    this.resendDue = sim.on('database.resendIsDue', (id, back) => this.travel(id, back === 1));
  }

  /** A realtime statement, in turn over the server's connection; then `done(a, OK | FAILED)`. */
  realtime<A extends number>(
    server: ServerId,
    kind: 'select' | 'update',
    purpose: StatementPurpose,
    done: EventType<A, number>,
    a: A,
  ): void {
    const id = this.open(server, kind, purpose, true, done, a);
    const link = this.links[server]!;
    if (link.busy) link.waiting.push(id);
    else this.occupy(link, id);
  }

  /** A statement of the dialplan, over a connection of its own; `connect` fails when too many are open. */
  private(server: ServerId, kind: StatementKind, done: EventType<number, number>, a: number): void {
    this.travel(this.open(server, kind, 'dialplan', false, done, a), false);
  }

  /** MYSQL(Disconnect): not waited for. */
  disconnect(server: ServerId): void {
    if (this.opened[server]! > 0) this.opened[server]!--;
  }

  get connections(): number {
    let count = 0;
    for (let server = 0; server < this.opened.length; server++) count += this.opened[server]! + this.linked[server]!;
    return count;
  }

  slow(factor: number): void {
    this.threads.slow(factor);
  }

  /** mysqld ends: what it was doing fails, what comes is refused at once, every connection is gone. */
  stop(): void {
    this.stopped = true;
    this.threads.reset();
    this.opened.fill(0);
    this.jobs.each((job, id) => {
      if (job.atDatabase) this.refuse(id, job);
    });
  }

  start(): void {
    this.stopped = false;
  }

  /** A client died: its connections are closed, and nobody waits for its answers. */
  crash(server: ServerId): void {
    this.opened[server] = 0;
    this.links[server] = { busy: false, waiting: [] };
    this.jobs.each((job, id) => {
      if (job.server === server && !job.atDatabase) this.jobs.close(id);
    });
  }

  private open<A extends number>(
    server: ServerId,
    kind: StatementKind,
    purpose: StatementPurpose,
    realtime: boolean,
    done: EventType<A, number>,
    a: A,
  ): JobId {
    return this.jobs.open({
      server,
      kind,
      purpose,
      realtime,
      at: this.sim.now,
      done: done as unknown as EventType<number, number>,
      a,
      run: this.hosts.incarnation(server),
      tries: 0,
      atDatabase: false,
      failed: false,
      linkWait: 0,
      wait: 0,
      service: 0,
    });
  }

  private occupy(link: Link, id: JobId): void {
    link.busy = true;
    const job = this.jobs.get(id);
    if (job !== undefined) job.linkWait = this.sim.now - job.at;
    this.travel(id, false);
  }

  /** There or back over TCP: when cut off it is sent again, at growing intervals, until the connection is given up. */
  private travel(id: JobId, back: boolean): void {
    const job = this.jobs.get(id);
    if (job === undefined) return;
    const database = this.hosts.database;
    const [from, to]: readonly [HostId, HostId] = back ? [database, job.server] : [job.server, database];
    if (!this.network.reaches(from, to)) {
      this.resendLater(id, job, back);
      return;
    }
    // Ping and select-database come first (facts B3): time on the wire, no work for the database.
    const before = back || !job.realtime ? 0 : (this.roundTrips - 1) * this.network.roundTrip(from, to);
    this.network.sendRowReliably(from, to, back ? this.resultArrives : this.statementArrives, id, before);
  }

  private resendLater(id: JobId, job: Job, back: boolean): void {
    const spent = this.sim.now - job.at;
    const connectGivenUp = job.kind === 'connect' && spent >= this.config.connectTimeout;
    if (job.tries >= RESENDS || connectGivenUp) {
      job.failed = true;
      this.finish(id);
      return;
    }
    let pause = RESEND_FIRST;
    for (let i = 0; i < job.tries; i++) pause = Math.min(2 * pause, RESEND_LONGEST);
    job.tries++;
    this.sim.after(pause, this.resendDue, id, back ? 1 : 0);
  }

  private serve(id: JobId): void {
    const job = this.jobs.get(id);
    if (job === undefined) return;
    const refused = this.stopped || (job.kind === 'connect' && this.connections >= this.config.connectionLimit);
    if (refused) {
      this.refuse(id, job);
      return;
    }
    if (job.kind === 'connect') this.opened[job.server]!++;
    job.atDatabase = true;
    this.threads.serve(drawMicros(this.timeOf(job.kind), this.times), this.statementEnds, id, 0);
  }

  private refuse(id: JobId, job: Job): void {
    job.failed = true;
    job.atDatabase = false;
    this.travel(id, true);
  }

  private reply(id: JobId): void {
    const job = this.jobs.get(id);
    if (job === undefined) return;
    job.wait = this.threads.lastWait;
    job.service = this.threads.lastService;
    job.atDatabase = false;
    if (this.isForgotten(job)) this.jobs.close(id);
    else this.travel(id, true);
  }

  private finish(id: JobId): void {
    const job = this.jobs.get(id);
    if (job === undefined) return;
    this.jobs.close(id);
    if (this.isForgotten(job)) return;
    this.observations.statementEnded({
      server: job.server,
      kind: job.kind,
      purpose: job.purpose,
      at: job.at,
      wait: job.linkWait + job.wait,
      service: job.service,
      failed: job.failed,
    });
    if (job.realtime) this.next(this.links[job.server]!);
    this.sim.after(0, job.done, job.a, job.failed ? FAILED : OK);
  }

  private isForgotten(job: Job): boolean {
    return this.hosts.isDown(job.server) || this.hosts.incarnation(job.server) !== job.run;
  }

  private next(link: Link): void {
    link.busy = false;
    const id = link.waiting.shift();
    if (id !== undefined) this.occupy(link, id);
  }

  private timeOf(kind: StatementKind): Distribution {
    return this.config[kind];
  }
}
