import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { RandomStream } from '../../../kernel/random/randomStream.ts';
import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Dialect } from '../dialplan/patterns.ts';
import type { AccountTech, Registering } from './accounts.ts';

/** chan_sip.c:sip_send_all_registers: the first is sent twice this after the start, the others one after the other. */
const SPACING: Micros = SECOND / 10;
/** Resends of a request that nobody answers: chan_sip.c:retrans_pkt; chan_iax2.c:attempt_transmit. */
const RESENDS: Readonly<Record<AccountTech, readonly Micros[]>> = {
  SIP: [1, 2, 4, 4, 4].map((seconds) => seconds * SECOND),
  IAX2: [2, 10, 10].map((seconds) => seconds * SECOND),
};
/** sip.h: EXPIRY_GUARD_SECS, EXPIRY_GUARD_LIMIT, EXPIRY_GUARD_PCT. */
const GUARD = { seconds: 15, limit: 30, share: 0.2 } as const;
/** iax2.h: IAX_DEFAULT_REG_EXPIRE, for a server that has not said another time. */
const IAX_REFRESH = 60;

interface Row extends Registering {
  /** What its requests are known by; a new one for each attempt. */
  branch: number;
  nonce: number;
  /** Attempts since the last success. */
  attempts: number;
  resends: number;
  state: 'idle' | 'asking' | 'registered' | 'givenUp';
  resend: Scheduled;
  /** The next attempt, or the refresh. */
  next: Scheduled;
}

/** How a request of one technology is sent. */
export type SendRequest = (
  registering: Registering,
  request: { readonly branch: number; readonly nonce: number; readonly seconds: number },
) => void;

/**
 * Servers that register at other servers, or at a provider (`register =>`): the first request after the start, the answer to
 * the challenge, refreshes, and what comes when nobody answers. A SIP registration that is refused is given up for ever;
 * IAX2 tries again when its time would have ended.
 *
 * It does not know what the other server makes of it.
 */
export class RegistrationClients {
  private readonly parts: RegistrationClientsParts;
  private readonly rows: readonly Row[];
  private branches = 0;

  private readonly resendIsDue: EventType<number, HostId>;
  private readonly attemptIsDue: EventType<number, HostId>;

  constructor(parts: RegistrationClientsParts) {
    this.parts = parts;
    this.rows = parts.registering.map(({ server, tech, config, at }) => ({
      server,
      tech,
      config,
      at,
      branch: 0,
      nonce: 0,
      attempts: 0,
      resends: 0,
      state: 'idle',
      resend: NOT_SCHEDULED,
      next: NOT_SCHEDULED,
    }));
    this.resendIsDue = parts.hosts.on('account.resendIsDue', (index) => this.repeat(this.rows[index]!));
    this.attemptIsDue = parts.hosts.on('account.attemptIsDue', (index) => this.attempt(this.rows[index]!));
  }

  /** The server has started. */
  load(server: ServerId): void {
    let sip = 0;
    for (const row of this.rows)
      if (row.server === server) this.schedule(row, row.tech === 'SIP' ? (++sip + 1) * SPACING : 0);
  }

  /** `sip reload`: the lines of the file are read anew, and each registers again (chan_sip.c:sip_send_all_registers). */
  reload(server: ServerId): void {
    let sip = 0;
    for (const row of this.rows) {
      if (row.server !== server || row.tech !== 'SIP') continue;
      this.stop(row);
      row.state = 'idle';
      row.attempts = 0;
      this.schedule(row, (++sip + 1) * SPACING);
    }
  }

  /** All have been registered for long: `seconds` is what the other server grants, 0: it refuses. */
  settle(granted: (registering: Registering) => number, phases: () => RandomStream): void {
    for (const row of this.rows) {
      const seconds = granted(row);
      if (seconds === 0) this.schedule(row, 2 * SPACING);
      else {
        row.state = 'registered';
        this.schedule(row, Math.floor(phases().next() * refreshAfter(row.tech, seconds)));
      }
    }
  }

  crash(server: ServerId): void {
    for (const row of this.rows)
      if (row.server === server) {
        this.stop(row);
        row.state = 'idle';
        row.attempts = 0;
      }
  }

  challenged(branch: number, nonce: number): void {
    const row = this.asking(branch);
    if (row === undefined || row.nonce !== 0) return;
    row.nonce = nonce;
    row.resends = 0;
    this.transmit(row);
  }

  granted(branch: number, seconds: number): void {
    const row = this.asking(branch);
    if (row === undefined) return;
    this.parts.sim.cancel(row.resend);
    row.state = 'registered';
    row.attempts = 0;
    this.schedule(row, refreshAfter(row.tech, seconds));
  }

  refused(branch: number): void {
    const row = this.asking(branch);
    if (row === undefined) return;
    this.parts.sim.cancel(row.resend);
    row.state = row.tech === 'SIP' ? 'givenUp' : 'idle';
    if (row.tech === 'SIP') this.stop(row);
  }

  /** Servers whose registration is in force, as they see it. */
  registered(server: ServerId): number {
    return this.rows.filter((row) => row.server === server && row.state === 'registered').length;
  }

  // ---------------------------------------------------------------- requests

  private attempt(row: Row): void {
    const { registerTimeout = 20, registerAttempts: most = 0 } = this.parts.servers[row.server]!.sip;
    const isLast = this.parts.dialect === '1.2' ? row.attempts > most : row.attempts >= most;
    if (row.tech === 'SIP' && most > 0 && isLast) {
      row.state = 'givenUp';
      return;
    }
    row.attempts++;
    row.state = 'asking';
    row.branch = ++this.branches;
    row.nonce = 0;
    row.resends = 0;
    this.transmit(row);
    this.schedule(row, row.tech === 'SIP' ? registerTimeout * SECOND : refreshAfter('IAX2', IAX_REFRESH));
  }

  private repeat(row: Row): void {
    if (row.state !== 'asking') return;
    row.resends++;
    this.transmit(row);
  }

  private transmit(row: Row): void {
    const { sim, servers, send } = this.parts;
    sim.cancel(row.resend);
    const pause = RESENDS[row.tech][row.resends];
    if (pause !== undefined) row.resend = sim.after(pause, this.resendIsDue, this.rows.indexOf(row), row.server);
    const seconds = row.tech === 'SIP' ? servers[row.server]!.sip.defaultExpiry : IAX_REFRESH;
    if (row.at >= 0) send[row.tech](row, { branch: row.branch, nonce: row.nonce, seconds });
  }

  private asking(branch: number): Row | undefined {
    return this.rows.find((row) => row.branch === branch && row.state === 'asking');
  }

  private schedule(row: Row, after: Micros): void {
    this.parts.sim.cancel(row.next);
    row.next = this.parts.sim.after(after, this.attemptIsDue, this.rows.indexOf(row), row.server);
  }

  private stop(row: Row): void {
    this.parts.sim.cancel(row.resend);
    this.parts.sim.cancel(row.next);
  }
}

/** chan_sip.c:handle_response_register; chan_iax2.c:iax2_ack_registry. */
function refreshAfter(tech: AccountTech, seconds: number): Micros {
  if (tech === 'IAX2') return Math.floor((5 * seconds) / 6) * SECOND;
  if (seconds > GUARD.limit) return (seconds - GUARD.seconds) * SECOND;
  return Math.round((seconds - Math.max(seconds * GUARD.share, 0.5)) * SECOND);
}

export interface RegistrationClientsParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly servers: readonly ServerConfig[];
  readonly dialect: Dialect;
  readonly registering: readonly Registering[];
  readonly send: Readonly<Record<AccountTech, SendRequest>>;
}
