import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { Simulation } from '../../../kernel/clock/simulation.ts';
import type { ServerConfig, SipFixedPeer } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { OPTIONS } from '../../protocol/sip.ts';
import type { Silence } from '../silence.ts';
import { FREQUENCY_NOT_OK, Probes, sipPatience, type Probe } from '../probes.ts';

/** chan_sip.c:sip_poke_all_peers, DEFAULT_QUALIFY_GAP: after a start the peers are asked one after the other. */
const GAP: Micros = 100 * MILLISECOND;

/**
 * OPTIONS to other servers that have a section with a fixed host in sip.conf and `qualify`: a call to one that does not
 * answer, or too late, fails at once (chan_sip.c:sip_poke_peer, create_addr_from_peer; facts B5). Hosts that are none of
 * the scenario's are not asked: nothing is known of them.
 *
 * It does not know who calls there. Its OPTIONS have branches below 0, those to phones others.
 */
export class FixedQualify {
  private readonly probes: Probes;
  /** By server: several servers may have been read from one folder. */
  private readonly ofSection: readonly Map<SipFixedPeer, number>[];

  constructor(
    sim: Simulation,
    hosts: Hosts,
    network: Network,
    servers: readonly ServerConfig[],
    serverAt: (address: string) => ServerId | -1,
  ) {
    this.ofSection = servers.map(() => new Map());
    const all: Probe[] = [];
    servers.forEach(({ sip }, server) => {
      for (const section of sip.fixedPeers) {
        const host = section.kind === 'user' ? -1 : serverAt(section.host);
        if (section.qualifyMs === 0 || host < 0) continue;
        this.ofSection[server]!.set(section, all.length);
        all.push({
          server: server as ServerId,
          host: host as HostId,
          maxMs: section.qualifyMs,
          whenOk: sip.qualifyFreq,
          whenNotOk: FREQUENCY_NOT_OK,
          patience: () => sipPatience(section.qualifyMs),
        });
      }
    });
    this.probes = new Probes(
      {
        sim,
        hosts,
        name: 'sip.fixedQualify',
        phases: 'start/fixedQualify',
        gap: GAP,
        send: ({ server, host }, index) => network.send(server, host as HostId, OPTIONS, { branch: -index - 1 }),
      },
      all,
    );
  }

  isUnreachable(server: ServerId, section: SipFixedPeer): boolean {
    return this.probes.isUnreachable(this.ofSection[server]!.get(section) ?? -1);
  }

  /** Undefined: it answers. */
  silenceOf(server: ServerId, section: SipFixedPeer): Silence | undefined {
    return this.probes.silenceOf(this.ofSection[server]!.get(section) ?? -1, 'OPTIONS');
  }

  load(server: ServerId): void {
    this.probes.load(server);
  }

  settle(server: ServerId): void {
    this.probes.settle(server);
  }

  crash(server: ServerId): void {
    this.probes.crash(server);
  }

  /** A response to OPTIONS with that branch, whatever its status: the peer answers. */
  answered(branch: number): void {
    this.probes.answered(-branch - 1);
  }
}
