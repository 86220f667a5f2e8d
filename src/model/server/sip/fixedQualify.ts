import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';
import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import type { ServerConfig, SipFixedPeer } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { OPTIONS } from '../../protocol/sip.ts';

/** chan_sip.c: DEFAULT_FREQ_NOTOK. */
const FREQUENCY_NOT_OK: Micros = 10 * SECOND;
/** chan_sip.c:sip_poke_all_peers, DEFAULT_QUALIFY_GAP: after a start the peers are asked one after the other. */
const GAP: Micros = 100 * MILLISECOND;

/** A section with a fixed host and `qualify`, as its server sees it. */
interface Row {
  readonly server: ServerId;
  readonly host: HostId;
  readonly maxMs: number;
  readonly frequency: Micros;
  /** -1: no OPTIONS is under way. */
  sentAt: Micros;
  isUnreachable: boolean;
  timer: Scheduled;
}

/**
 * OPTIONS to other servers that have a section with a fixed host in sip.conf and `qualify`: a call to one that does not
 * answer, or too late, fails at once (chan_sip.c:sip_poke_peer, create_addr_from_peer; facts B5). Hosts that are none of
 * the scenario's are not asked: nothing is known of them.
 *
 * It does not know who calls there. Its OPTIONS have branches below 0, those to phones others.
 */
export class FixedQualify {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly rows: readonly Row[];
  /** By server: several servers may have been read from one folder. */
  private readonly ofSection: readonly Map<SipFixedPeer, Row>[];

  private readonly pokeIsDue: EventType<number, HostId>;
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
    this.ofSection = servers.map(() => new Map());
    this.rows = servers.flatMap(({ sip }, server) =>
      sip.fixedPeers.flatMap((section) => {
        const host = section.kind === 'user' ? -1 : serverAt(section.host);
        if (section.qualifyMs === 0 || host < 0) return [];
        const row: Row = {
          server: server as ServerId,
          host: host as HostId,
          maxMs: section.qualifyMs,
          frequency: sip.qualifyFreq,
          sentAt: -1,
          isUnreachable: false,
          timer: NOT_SCHEDULED,
        };
        this.ofSection[server]!.set(section, row);
        return [row];
      }),
    );
    this.pokeIsDue = hosts.on('sip.fixedQualifyIsDue', (at) => this.poke(at));
    this.answerIsMissing = hosts.on('sip.fixedQualifyTimesOut', (at) => this.mark(at, true));
  }

  isUnreachable(server: ServerId, section: SipFixedPeer): boolean {
    return this.ofSection[server]!.get(section)?.isUnreachable === true;
  }

  /** The server has started. */
  load(server: ServerId): void {
    let after = 0;
    this.each(server, (row, at) => {
      this.next(row, at, after, this.pokeIsDue);
      after += GAP;
    });
  }

  /** `start: steady`: all have answered for a long time. */
  settle(server: ServerId): void {
    this.each(server, (row, at) => {
      const phase = this.sim.stream('start/fixedQualify').integer(row.frequency);
      this.next(row, at, phase, this.pokeIsDue);
    });
  }

  crash(server: ServerId): void {
    this.each(server, (row) => {
      this.sim.cancel(row.timer);
      row.sentAt = -1;
      row.isUnreachable = false;
    });
  }

  /** A response to OPTIONS with that branch, whatever its status: the peer answers. */
  answered(branch: number): void {
    const at = -branch - 1;
    const row = this.rows[at];
    if (row === undefined || row.sentAt < 0) return;
    this.mark(at, Math.floor((this.sim.now - row.sentAt) / MILLISECOND) > row.maxMs);
  }

  private poke(at: number): void {
    const row = this.rows[at]!;
    row.sentAt = this.sim.now;
    this.network.send(row.server, row.host, OPTIONS, { branch: -at - 1 });
    this.next(row, at, 2 * row.maxMs * MILLISECOND, this.answerIsMissing);
  }

  private mark(at: number, isUnreachable: boolean): void {
    const row = this.rows[at]!;
    row.sentAt = -1;
    row.isUnreachable = isUnreachable;
    this.next(row, at, isUnreachable ? FREQUENCY_NOT_OK : row.frequency, this.pokeIsDue);
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
