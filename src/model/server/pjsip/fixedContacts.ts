import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { Micros } from '../../../kernel/units.ts';
import type { PjsipAor, ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { OPTIONS } from '../../protocol/sip.ts';
import type { ContactView } from '../dialplan/services.ts';
import { STEADY_ROUND_TRIP } from './contactStatuses.ts';
import type { Silence } from '../silence.ts';
import { parseSipUri } from './pjsipDial.ts';

/** A permanent contact that is asked whether it answers. */
interface Row {
  readonly server: ServerId;
  readonly host: HostId;
  readonly aor: PjsipAor;
  isUnavailable: boolean;
  /** When it became unavailable, and when it was asked last. */
  since: Micros;
  askedAt: Micros;
  /** Of its last answer; -1: it has given none since the start. */
  roundTrip: Micros | -1;
  isAsked: boolean;
  due: Scheduled;
  timeout: Scheduled;
}

/** Branches of these OPTIONS; those to phones are below. */
const FIRST_BRANCH = 0x2000_0000;

/**
 * OPTIONS to the permanent contacts of AORs with qualify_frequency (`contact=sip:10.9.0.2`): one that does not answer is not
 * called (pjsip_options.c:sip_options_qualify_aor; location.c:contact_remove_unreachable). Hosts that are none of the
 * scenario's are not asked: nothing is known of them.
 */
export class FixedContacts {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly servers: readonly ServerConfig[];
  private readonly rows: readonly Row[];
  /** By server, AOR and URI: several servers may have been read from one folder. */
  private readonly byName = new Map<string, Row>();

  private readonly qualifyIsDue: EventType<number, HostId>;
  private readonly answerIsMissing: EventType<number, HostId>;

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    servers: readonly ServerConfig[],
    serverAt: (address: string) => ServerId | -1,
  ) {
    this.sim = sim;
    this.network = network;
    this.servers = servers;
    this.rows = servers.flatMap((_, server) => this.rowsOf(server as ServerId, serverAt));
    this.qualifyIsDue = hosts.on('pjsip.fixedQualifyIsDue', (at) => this.ask(at));
    this.answerIsMissing = hosts.on('pjsip.fixedQualifyTimesOut', (at) => this.conclude(at, true));
  }

  private rowsOf(server: ServerId, serverAt: (address: string) => ServerId | -1): readonly Row[] {
    return this.servers[server]!.pjsip.endpoints.flatMap(({ aors }) => aors).flatMap((aor) =>
      aor.contacts.flatMap((uri) => {
        const name = nameOf(server, aor, uri);
        const host = serverAt(parseSipUri(uri)?.host ?? '');
        if (aor.qualifyFrequency === 0 || host < 0 || this.byName.has(name)) return [];
        const times = { due: NOT_SCHEDULED, timeout: NOT_SCHEDULED };
        const row: Row = {
          server,
          host: host as HostId,
          aor,
          isUnavailable: false,
          since: 0,
          askedAt: 0,
          roundTrip: STEADY_ROUND_TRIP,
          isAsked: false,
          ...times,
        };
        this.byName.set(name, row);
        return [row];
      }),
    );
  }

  /** Undefined: it answers, or is not asked. */
  silenceOf(server: ServerId, aor: PjsipAor, uri: string): Silence | undefined {
    const row = this.byName.get(nameOf(server, aor, uri));
    if (row?.isUnavailable !== true) return undefined;
    return { asks: 'OPTIONS', since: row.since, next: row.askedAt + (row.isAsked ? 0 : aor.qualifyFrequency) };
  }

  /** As `pjsip show contacts` says it. */
  statusOf(server: ServerId, aor: PjsipAor, uri: string): Pick<ContactView, 'status' | 'roundTrip'> {
    const row = this.byName.get(nameOf(server, aor, uri));
    if (row === undefined) return { status: 'notQualified', roundTrip: -1 };
    const { isUnavailable, roundTrip } = row;
    return { status: isUnavailable ? 'unavailable' : roundTrip < 0 ? 'unknown' : 'available', roundTrip };
  }

  /** `start: steady`: all have answered for a long time. So does a start ask at a time by chance. */
  begin(server: ServerId): void {
    this.each(server, (row, at) => {
      const phase = this.sim.stream('start/fixedContacts').integer(row.aor.qualifyFrequency);
      row.due = this.sim.after(phase, this.qualifyIsDue, at, server);
    });
  }

  crash(server: ServerId): void {
    this.each(server, (row) => {
      this.sim.cancel(row.due);
      this.sim.cancel(row.timeout);
      row.isAsked = false;
      row.isUnavailable = false;
      row.roundTrip = -1;
    });
  }

  /** A response to OPTIONS with that branch, whatever its status; false: it is of another part. */
  answered(branch: number): boolean {
    if (branch < FIRST_BRANCH) return false;
    this.conclude(branch - FIRST_BRANCH, false);
    return true;
  }

  private ask(at: number): void {
    const row = this.rows[at]!;
    this.sim.cancel(row.timeout);
    row.isAsked = true;
    row.askedAt = this.sim.now;
    this.network.send(row.server, row.host, OPTIONS, { branch: FIRST_BRANCH + at });
    row.timeout = this.sim.after(row.aor.qualifyTimeout, this.answerIsMissing, at, row.server);
    row.due = this.sim.after(row.aor.qualifyFrequency, this.qualifyIsDue, at, row.server);
  }

  private conclude(at: number, isUnavailable: boolean): void {
    const row = this.rows[at];
    if (row === undefined || !row.isAsked) return;
    this.sim.cancel(row.timeout);
    row.isAsked = false;
    if (isUnavailable && !row.isUnavailable) row.since = this.sim.now;
    row.isUnavailable = isUnavailable;
    row.roundTrip = isUnavailable ? -1 : this.sim.now - row.askedAt;
  }

  private each(server: ServerId, act: (row: Row, at: number) => void): void {
    this.rows.forEach((row, at) => {
      if (row.server === server) act(row, at);
    });
  }
}

function nameOf(server: ServerId, { name }: PjsipAor, uri: string): string {
  return `${server} ${name} ${uri}`;
}
