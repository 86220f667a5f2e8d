import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { PjsipRegistration, ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { ACCOUNT_REGISTER, ACCOUNT_REGISTER_RESPONSE, type AccountRegisterResponse } from '../../protocol/sip.ts';
import type { Distributor } from './distributor.ts';

/** Branches of these; those of phones are below. */
const FIRST = 0x2000_0000;
/** Branches of one registration, one after the other. */
const BRANCHES = 0x1_0000;
/** res_pjsip_outbound_registration.c: REREGISTER_BUFFER_TIME, and max_random_initial_delay by default. */
const REFRESHES_BEFORE: Micros = 10 * SECOND;
const INITIAL_DELAY: Micros = 10 * SECOND;
/** RFC 3261 17.1.2.2: Timer F; Timer E, half a second at first, doubled up to T2. */
const TIMER_F: Micros = 32 * SECOND;
const [FIRST_E, LONGEST_E]: readonly [Micros, Micros] = [SECOND / 2, 4 * SECOND];

interface Row {
  readonly server: ServerId;
  readonly to: ServerId;
  readonly is: PjsipRegistration;
  state: 'idle' | 'asks' | 'answersChallenge' | 'stopped';
  branch: number;
  nonce: number;
  /** Failures in a row. */
  failures: number;
  timer: Scheduled;
  /** Of the present request, until it is answered. */
  resend: Scheduled;
  pause: Micros;
}

/**
 * A server that registers at another one (type=registration): REGISTER at its start, again 10 s before the grant ends, after
 * retry_interval where nobody answers; a refusal stops it for good (res_pjsip_outbound_registration.c:
 * handle_registration_response, schedule_registration). A request is sent again until it is answered.
 *
 * A registration at a host that is none of the scenario's is not made.
 */
export class ServerRegistrations {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly rows: readonly Row[];

  private readonly registrationIsDue: EventType<number, HostId>;
  private readonly registerTimesOut: EventType<number, HostId>;
  private readonly resendIsDue: EventType<number, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    distributor: Distributor,
    servers: readonly ServerConfig[],
    serverAt: (address: string) => ServerId | -1,
  ) {
    this.sim = sim;
    this.network = network;
    this.rows = servers.flatMap(({ pjsip }, server) =>
      pjsip.registrations.flatMap((is) => {
        const to = serverAt(is.host);
        return to < 0 || to === server ? [] : [newRow(server as ServerId, to as ServerId, is)];
      }),
    );
    this.registrationIsDue = hosts.on('pjsip.registrationIsDue', (at) => this.begin(at, 0));
    this.registerTimesOut = hosts.on('pjsip.registerTimesOut', (at) => this.failed(at));
    this.resendIsDue = hosts.on('pjsip.registerIsDueAgain', (at) => this.transmit(at));
    const sorting = { callId: ({ branch }: AccountRegisterResponse) => branch };
    distributor.receive(ACCOUNT_REGISTER_RESPONSE, sorting, (_, response) => this.answered(response));
  }

  /** `start: steady`: registered for long; `known` writes it down at the other server. */
  settle(server: ServerId, known: (to: ServerId, from: HostId, is: PjsipRegistration, seconds: number) => void): void {
    this.each(server, (row, at) => {
      known(row.to, server, row.is, row.is.expiration);
      const span = Math.max(1, row.is.expiration * SECOND - REFRESHES_BEFORE);
      this.schedule(at, this.sim.stream('start/serverRegistrations').integer(span));
    });
  }

  /** The server has started. */
  load(server: ServerId): void {
    this.each(server, (_, at) => this.schedule(at, this.sim.stream('pjsip/registrationDelay').integer(INITIAL_DELAY)));
  }

  crash(server: ServerId): void {
    this.each(server, (row) => {
      this.stop(row);
      row.state = 'idle';
      row.failures = 0;
    });
  }

  private begin(at: number, nonce: number): void {
    const row = this.rows[at]!;
    row.state = nonce === 0 ? 'asks' : 'answersChallenge';
    row.nonce = nonce;
    row.branch = (row.branch + 1) % BRANCHES;
    this.stop(row);
    row.pause = FIRST_E;
    row.timer = this.sim.after(TIMER_F, this.registerTimesOut, at, row.server);
    this.transmit(at);
  }

  /** And again until it is answered, or fails. */
  private transmit(at: number): void {
    const row = this.rows[at]!;
    const { nonce } = row;
    const { user, contactUser, digest, expiration } = row.is;
    row.resend = this.sim.after(row.pause, this.resendIsDue, at, row.server);
    row.pause = Math.min(2 * row.pause, LONGEST_E);
    this.network.send(row.server, row.to, ACCOUNT_REGISTER, {
      branch: FIRST + at * BRANCHES + row.branch,
      account: user,
      extension: contactUser,
      secret: nonce === 0 ? '' : (digest?.secret ?? ''),
      userName: digest?.userName,
      nonce,
      expires: expiration,
    });
  }

  private answered({ branch, status, nonce, expires }: AccountRegisterResponse): true {
    const at = Math.floor((branch - FIRST) / BRANCHES);
    const row = this.rows[at];
    if (row === undefined || (branch - FIRST) % BRANCHES !== row.branch || row.state === 'idle') return true;
    if (status === 200) {
      row.failures = 0;
      row.state = 'idle';
      this.schedule(at, Math.max(SECOND, expires * SECOND - REFRESHES_BEFORE));
    } else if (status === 401 && row.state === 'asks' && row.is.digest !== undefined) {
      this.begin(at, nonce);
    } else {
      row.state = 'stopped';
      this.stop(row);
    }
    return true;
  }

  private failed(at: number): void {
    const row = this.rows[at]!;
    row.failures++;
    row.state = row.failures > row.is.maxRetries ? 'stopped' : 'idle';
    this.stop(row);
    if (row.state === 'idle') this.schedule(at, row.is.retryInterval);
  }

  private schedule(at: number, after: Micros): void {
    const row = this.rows[at]!;
    this.stop(row);
    row.timer = this.sim.after(after, this.registrationIsDue, at, row.server);
  }

  private stop(row: Row): void {
    this.sim.cancel(row.timer);
    this.sim.cancel(row.resend);
    row.timer = NOT_SCHEDULED;
    row.resend = NOT_SCHEDULED;
  }

  private each(server: ServerId, act: (row: Row, at: number) => void): void {
    this.rows.forEach((row, at) => {
      if (row.server === server) act(row, at);
    });
  }
}

function newRow(server: ServerId, to: ServerId, is: PjsipRegistration): Row {
  const timers = { timer: NOT_SCHEDULED, resend: NOT_SCHEDULED, pause: FIRST_E };
  return { server, to, is, state: 'idle', branch: 0, nonce: 0, failures: 0, ...timers };
}
