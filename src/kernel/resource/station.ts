import { assert } from '../assert.ts';
import type { Micros } from '../units.ts';
import { Ring } from './ring.ts';
import { NOT_SCHEDULED, type EventType, type Simulation } from '../clock/simulation.ts';

/** Columns of a waiting job, and of one in service. */
const TYPE = 0;
const A = 1;
const B = 2;
/** Of a waiting job, as asked for; of one in service, as it takes. */
const SERVICE = 3;
/** When the job came. */
const SINCE = 4;
/** In service: how long it waited. */
const WAIT = 4;
/** In service: when it will be over; while stopped, what is left of it. */
const ENDS = 5;
const SCHEDULED = 6;
const WAITING_WIDTH = 5;
const SERVING_WIDTH = 7;

/**
 * A queue with one or more equal servers: threads, database connections, processors. Jobs are served in order of
 * arrival, those of priority 0 before those of priority 1; a service that has begun is not interrupted for others.
 *
 * It does not know what a job is: the caller draws the service time, and the end of the service is an event of the
 * caller.
 */
export class Station {
  /** Of the job whose event runs now or ran last: time waited, and time in service (as it was, slow or not). */
  lastWait: Micros = 0;
  lastService: Micros = 0;
  private readonly sim: Simulation;
  private readonly first = new Ring(WAITING_WIDTH);
  private readonly second = new Ring(WAITING_WIDTH);
  /** One row per server. */
  private readonly serving: Float64Array;
  private readonly idle: number[] = [];
  private readonly serviceEnds: EventType;
  private readonly servers: number;
  private factor = 1;
  private isStopped = false;

  /** `name` must be unique: its event type is `name.serviceEnds`. `servers` at least 1. */
  constructor(sim: Simulation, name: string, servers: number) {
    assert(Number.isInteger(servers) && servers >= 1, `${name} has ${servers} servers`);
    this.sim = sim;
    this.servers = servers;
    this.serving = new Float64Array(SERVING_WIDTH * servers);
    this.makeAllIdle();
    this.serviceEnds = sim.on(`${name}.serviceEnds`, (server) => this.end(server));
  }

  /** Jobs in service. */
  get busy(): number {
    return this.servers - this.idle.length;
  }

  get waiting(): number {
    return this.first.length + this.second.length;
  }

  get stopped(): boolean {
    return this.isStopped;
  }

  /** Adds a job of `service` whole microseconds; the event runs when its service is over. */
  serve<X extends number, Y extends number>(
    service: Micros,
    type: EventType<X, Y>,
    a: NoInfer<X>,
    b: NoInfer<Y>,
    priority: 0 | 1 = 0,
  ): void {
    const ring = priority === 0 ? this.first : this.second;
    const row = ring.push();
    const { cells } = ring;
    cells[row + TYPE] = type;
    cells[row + A] = a;
    cells[row + B] = b;
    cells[row + SERVICE] = service;
    cells[row + SINCE] = this.sim.now;
    this.startNext();
  }

  /**
   * From now on a service takes `factor` times what was asked for, rounded; those that have begun keep their length.
   */
  slow(factor: number): void {
    assert(factor >= 0 && factor < Infinity, `slowed by a factor of ${factor}`);
    this.factor = factor;
  }

  /** Stops all services, those that have begun too. Jobs can still be added; they wait. */
  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.eachServing((row) => {
      this.sim.cancel(this.serving[row + SCHEDULED]!);
      this.serving[row + ENDS]! -= this.sim.now;
    });
  }

  /** Continues where `stop` left off. */
  start(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.eachServing((row, server) => this.scheduleEnd(row, server, this.serving[row + ENDS]!));
    while (this.startNext());
  }

  /**
   * The machine died: all jobs are dropped, and their events do not run. A stopped or slow station remains so.
   */
  reset(): void {
    this.eachServing((row) => this.sim.cancel(this.serving[row + SCHEDULED]!));
    this.makeAllIdle();
    this.first.clear();
    this.second.clear();
  }

  private startNext(): boolean {
    if (this.isStopped || this.idle.length === 0 || this.waiting === 0) return false;
    const ring = this.first.length > 0 ? this.first : this.second;
    const from = ring.shift();
    const { cells } = ring;
    const { serving } = this;
    const server = this.idle.pop()!;
    const row = SERVING_WIDTH * server;
    const service = this.factor === 1 ? cells[from + SERVICE]! : Math.round(cells[from + SERVICE]! * this.factor);
    serving[row + TYPE] = cells[from + TYPE]!;
    serving[row + A] = cells[from + A]!;
    serving[row + B] = cells[from + B]!;
    serving[row + SERVICE] = service;
    serving[row + WAIT] = this.sim.now - cells[from + SINCE]!;
    this.scheduleEnd(row, server, service);
    return true;
  }

  private scheduleEnd(row: number, server: number, left: Micros): void {
    this.serving[row + ENDS] = this.sim.now + left;
    this.serving[row + SCHEDULED] = this.sim.after(left, this.serviceEnds, server, 0);
  }

  private end(server: number): void {
    const row = SERVING_WIDTH * server;
    const { serving } = this;
    this.lastWait = serving[row + WAIT]!;
    this.lastService = serving[row + SERVICE]!;
    const type = serving[row + TYPE]! as EventType;
    const a = serving[row + A]!;
    const b = serving[row + B]!;
    serving[row + SCHEDULED] = NOT_SCHEDULED;
    this.idle.push(server);
    this.startNext();
    this.sim.runNow(type, a, b);
  }

  private eachServing(visit: (row: number, server: number) => void): void {
    for (let server = 0; server < this.servers; server++) {
      if (!this.idle.includes(server)) visit(SERVING_WIDTH * server, server);
    }
  }

  private makeAllIdle(): void {
    this.idle.length = 0;
    for (let server = this.servers - 1; server >= 0; server--) this.idle.push(server);
  }
}
