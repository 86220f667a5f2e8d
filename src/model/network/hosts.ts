import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { Micros } from '../../kernel/units.ts';
import { assert } from '../../kernel/assert.ts';
import type { HostId, PhoneId, ServerId } from '../ids.ts';
import type { MessageRecord } from '../records.ts';

/**
 * A machine runs, is off, or is there without moving (SIGSTOP, a full disk, a lost fan): it reads nothing and forgets
 * nothing.
 */
export type HostState = 'up' | 'down' | 'hung';

export type HostRole = 'server' | 'database' | 'phone';

const UP = 0;
const DOWN = 1;
const HUNG = 2;

/** An event that a hung machine has not seen yet; a datagram waits in a socket. */
export interface Parked {
  readonly type: EventType<number, number>;
  readonly a: number;
  readonly b: number;
  /** Undefined: a timer. */
  readonly datagram: Datagram | undefined;
}

/** What travels: the fields of a message, and the address that it came from. */
export interface Datagram {
  readonly from: HostId;
  readonly fields: unknown;
  /** What an observer of the messages knows it by; undefined: nobody observes them. */
  readonly record: MessageRecord | undefined;
}

/** The simulation as a program on one machine sees it: what it schedules happens only while the machine runs. */
export type Clock = Pick<Simulation, 'now' | 'on' | 'after' | 'at' | 'cancel' | 'isPending' | 'stream'>;

/**
 * Who is there. Everything that happens on a machine, a datagram that arrives or a timer that ends, is an event
 * declared
 * here: a dead machine does not see it, a hung one sees it when it is resumed.
 *
 * It does not know what a machine does.
 */
export class Hosts {
  readonly servers: number;
  readonly phones: number;
  private readonly sim: Simulation;
  private readonly states: Uint8Array;
  /** Counts the starts of a machine, so that a row can tell that its other side has forgotten it. */
  private readonly incarnations: Int32Array;
  private readonly parked = new Map<HostId, Parked[]>();

  constructor(sim: Simulation, servers: number, phones: number) {
    this.sim = sim;
    this.servers = servers;
    this.phones = phones;
    this.states = new Uint8Array(servers + 1 + phones);
    this.incarnations = new Int32Array(servers + 1);
  }

  get count(): number {
    return this.states.length;
  }

  get database(): HostId {
    return this.servers as HostId;
  }

  ofPhone(phone: PhoneId): HostId {
    return (this.servers + 1 + phone) as HostId;
  }

  /** Which kind of machine it is. */
  roleOf(host: HostId): HostRole {
    return host < this.servers ? 'server' : host === this.servers ? 'database' : 'phone';
  }

  phoneOf(host: HostId): PhoneId {
    return (host - this.servers - 1) as PhoneId;
  }

  isServer(host: HostId): host is ServerId {
    return host < this.servers;
  }

  isUp(host: HostId): boolean {
    return this.states[host] === UP;
  }

  isDown(host: HostId): boolean {
    return this.states[host] === DOWN;
  }

  incarnation(host: HostId): number {
    return this.incarnations[host]!;
  }

  state(host: HostId): HostState {
    const state = this.states[host];
    return state === UP ? 'up' : state === DOWN ? 'down' : 'hung';
  }

  /** Declares what happens on a machine: `b` is always the machine. */
  on<A extends number>(name: string, handler: (a: A, host: HostId) => void): EventType<A, HostId> {
    const type: EventType<A, HostId> = this.sim.on<A, HostId>(name, (a, host) => this.happens(type, a, host, handler));
    return type;
  }

  /** As `on`, for the end of what is prolonged again and again (`Simulation.onDeadline`). */
  onDeadline<A extends number>(
    name: string,
    deadline: (a: A) => Micros,
    handler: (a: A, host: HostId) => void,
  ): EventType<A, HostId> {
    const type: EventType<A, HostId> = this.sim.onDeadline<A, HostId>(name, deadline, (a, host) =>
      this.happens(type, a, host, handler),
    );
    return type;
  }

  private happens<A extends number>(
    type: EventType<A, HostId>,
    a: A,
    host: HostId,
    handler: (a: A, host: HostId) => void,
  ): void {
    const state = this.states[host];
    if (state === UP) handler(a, host);
    else if (state === HUNG) this.park(host, type as EventType, a, host);
  }

  crash(host: HostId): void {
    this.states[host] = DOWN;
    this.parked.delete(host);
  }

  start(host: HostId): void {
    assert(this.states[host] === DOWN, 'only a machine that is off can be started');
    this.states[host] = UP;
    if (host < this.incarnations.length) this.incarnations[host]!++;
  }

  hang(host: HostId): void {
    if (this.states[host] === UP) this.states[host] = HUNG;
  }

  /** It runs again. Returns what came meanwhile, in the order in which it came: `Network.resume` delivers it. */
  resume(host: HostId): readonly Parked[] {
    if (this.states[host] !== HUNG) return [];
    this.states[host] = UP;
    const waiting = this.parked.get(host) ?? [];
    this.parked.delete(host);
    return waiting;
  }

  isHung(host: HostId): boolean {
    return this.states[host] === HUNG;
  }

  /** Keeps an event for a hung machine until it resumes. */
  park(host: HostId, type: EventType, a: number, b: number, datagram?: Datagram): void {
    const list = this.parked.get(host);
    const parked: Parked = { type, a, b, datagram };
    if (list === undefined) this.parked.set(host, [parked]);
    else list.push(parked);
  }
}
