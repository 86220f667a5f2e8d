import { MILLISECOND, SECOND, type Micros } from '../../kernel/units.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../kernel/clock/simulation.ts';
import type { HostId, ServerId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import type { Silence } from './silence.ts';

/** chan_sip.c, chan_iax2.c: DEFAULT_FREQ_NOTOK: who does not answer is asked more often. */
export const FREQUENCY_NOT_OK: Micros = 10 * SECOND;

/** Time of an answer, whole milliseconds: above the threshold it comes too late (chan_sip.c:handle_response_peerpoke). */
export function answerMs(sentAt: Micros, now: Micros): number {
  return Math.floor((now - sentAt) / MILLISECOND);
}

/** chan_sip.c:sip_poke_peer: how long an answer to OPTIONS is waited for. */
export function sipPatience(maxMs: number): Micros {
  return 2 * maxMs * MILLISECOND;
}

/** A host that a server asks now and then whether it is there. */
export interface Probe {
  readonly server: ServerId;
  /** -1: nobody knows where it is (`moved`). */
  readonly host: HostId | -1;
  /** Threshold of its answers, ms. */
  readonly maxMs: number;
  /** Time between two questions, while it answers and while it does not. */
  readonly whenOk: Micros;
  readonly whenNotOk: Micros;
  /** How long an answer is waited for. */
  readonly patience: (isUnreachable: boolean) => Micros;
  /** Before each repetition of a question that has no answer; absent: it is not repeated. */
  readonly pauses?: readonly Micros[];
}

interface Row extends Probe {
  host: HostId | -1;
  /** -1: no question is under way. */
  sentAt: Micros;
  isUnreachable: boolean;
  /** Of the last answer, at least 1; 0: nothing is known yet; -1: none came. */
  lastMs: number;
  /** When it became unreachable, and when it is asked next. */
  since: Micros;
  nextAt: Micros;
  timer: Scheduled;
  /** Of the present question. */
  resends: number;
  resend: Scheduled;
}

/**
 * Qualify of hosts that keep their address, or of whom the server hears when it changes: a question now and then, no answer in time or a late one makes the host
 * unreachable, and the next one that is in time reachable. It knows neither what is sent nor what an unreachable host is not
 * used for.
 */
export class Probes {
  private readonly sim: Simulation;
  private readonly rows: readonly Row[];
  private readonly begin: ((index: number) => void) | undefined;
  private readonly send: (probe: Probe, index: number) => void;
  /** After a start they are asked one after the other. */
  private readonly gap: Micros;
  private readonly phases: string;

  private readonly isDue: EventType<number, HostId>;
  private readonly answerIsMissing: EventType<number, HostId>;
  private readonly resendIsDue: EventType<number, HostId>;

  /** `name`: of its events; `phases`: of the random stream of a steady start. */
  constructor({ sim, hosts, name, phases, gap, begin, send }: ProbesParts, probes: readonly Probe[]) {
    this.sim = sim;
    this.gap = gap;
    this.phases = phases;
    this.begin = begin;
    this.send = send;
    this.rows = probes.map(({ server, host, maxMs, whenOk, whenNotOk, patience, pauses = [] }) => ({
      server,
      host,
      maxMs,
      whenOk,
      whenNotOk,
      patience,
      pauses,
      sentAt: -1,
      isUnreachable: false,
      lastMs: 0,
      since: 0,
      nextAt: 0,
      timer: NOT_SCHEDULED,
      resends: 0,
      resend: NOT_SCHEDULED,
    }));
    this.isDue = hosts.on(`${name}IsDue`, (at) => this.ask(at));
    this.answerIsMissing = hosts.on(`${name}TimesOut`, (at) => this.mark(at, -1));
    this.resendIsDue = hosts.on(`${name}IsDueAgain`, (at) => this.transmit(at));
  }

  isUnreachable(index: number): boolean {
    return this.rows[index]?.isUnreachable === true;
  }

  /** Time of the last answer, ms, at least 1; 0: nothing is known yet; -1: none came; undefined: there is no such probe. */
  lastMs(index: number): number | undefined {
    return this.rows[index]?.lastMs;
  }

  /** Undefined: it answers. */
  silenceOf(index: number, asks: Silence['asks']): Silence | undefined {
    const row = this.rows[index];
    return row?.isUnreachable === true ? { asks, since: row.since, next: row.nextAt } : undefined;
  }

  /** The server has started. */
  load(server: ServerId): void {
    let after = 0;
    this.each(server, (row, at) => {
      if (row.host < 0) return;
      this.next(row, at, after, this.isDue);
      after += this.gap;
    });
  }

  /** `start: steady`: all have answered for a long time. */
  settle(server: ServerId): void {
    this.each(server, (row, at) => {
      if (row.host < 0) return;
      row.lastMs = 1;
      this.next(row, at, this.sim.stream(this.phases).integer(row.whenOk), this.isDue);
    });
  }

  /** It is asked at once at its new address; without one it is not asked any more, from the next question on. */
  moved(index: number, host: HostId | -1): void {
    const row = this.rows[index]!;
    row.host = host;
    if (host < 0) return;
    this.sim.cancel(row.resend);
    row.sentAt = -1;
    this.next(row, index, 0, this.isDue);
  }

  crash(server: ServerId): void {
    this.each(server, (row) => {
      this.sim.cancel(row.timer);
      this.sim.cancel(row.resend);
      row.sentAt = -1;
      row.isUnreachable = false;
      row.lastMs = 0;
    });
  }

  answered(index: number): void {
    const row = this.rows[index];
    if (row !== undefined && row.sentAt >= 0) this.mark(index, Math.max(1, answerMs(row.sentAt, this.sim.now)));
  }

  private ask(at: number): void {
    const row = this.rows[at]!;
    if (row.host < 0) {
      row.isUnreachable = false;
      row.lastMs = 0;
      return;
    }
    row.sentAt = this.sim.now;
    row.resends = 0;
    this.begin?.(at);
    this.transmit(at);
    this.next(row, at, row.patience(row.isUnreachable), this.answerIsMissing);
  }

  private transmit(at: number): void {
    const row = this.rows[at]!;
    const pause = row.pauses![row.resends];
    row.resends++;
    if (row.host < 0) return;
    if (pause !== undefined) row.resend = this.sim.after(pause, this.resendIsDue, at, row.server);
    this.send(row, at);
  }

  private mark(at: number, lastMs: number): void {
    const row = this.rows[at]!;
    const isUnreachable = lastMs < 0 || lastMs > row.maxMs;
    row.lastMs = lastMs;
    this.sim.cancel(row.resend);
    row.sentAt = -1;
    if (isUnreachable && !row.isUnreachable) row.since = this.sim.now;
    row.isUnreachable = isUnreachable;
    const after = isUnreachable ? row.whenNotOk : row.whenOk;
    row.nextAt = this.sim.now + after;
    this.next(row, at, after, this.isDue);
  }

  private next(row: Row, at: number, after: Micros, type: EventType<number, HostId>): void {
    this.sim.cancel(row.timer);
    row.timer = this.sim.after(after, type, at, row.server);
  }

  private each(server: ServerId, act: (row: Row, at: number) => void): void {
    this.rows.forEach((row, at) => {
      if (row.server === server) act(row, at);
    });
  }
}

export interface ProbesParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly name: string;
  readonly phases: string;
  readonly gap: Micros;
  /** A new question begins, which may be sent several times. */
  readonly begin?: (index: number) => void;
  readonly send: (probe: Probe, index: number) => void;
}
