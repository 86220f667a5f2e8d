import { MILLISECOND, type Micros } from '../../../kernel/units.ts';
import type { Simulation } from '../../../kernel/clock/simulation.ts';
import type { ServerConfig, SipFixedPeer } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import type { Rules } from '../../rules.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { OPTIONS } from '../../protocol/sip.ts';
import type { Silence } from '../silence.ts';
import { FREQUENCY_NOT_OK, Probes, sipPatience, type Probe } from '../probes.ts';

/** chan_sip.c:sip_poke_all_peers, DEFAULT_QUALIFY_GAP: after a start the peers are asked one after the other. */
const GAP: Micros = 100 * MILLISECOND;

/**
 * OPTIONS to other servers that have a section in sip.conf with `qualify`, and a fixed host or one that registers: a call to one
 * that does not answer, or too late, fails at once (chan_sip.c:sip_poke_peer, parse_register_contact, create_addr_from_peer;
 * facts B5). Hosts that are none of the scenario's are not asked: nothing is known of them.
 *
 * It does not know who calls there. Its OPTIONS have branches below 0, those to phones others.
 */
export class FixedQualify {
  private readonly probes: Probes;
  /** By server: several servers may have been read from one folder. */
  private readonly servers: readonly ServerConfig[];
  /** A server that registers again is asked each time. */
  private readonly asksRegistered: boolean;
  private readonly hostOf: (HostId | -1)[] = [];
  private readonly ofSection: readonly Map<SipFixedPeer, number>[];

  constructor({ sim, hosts, network, servers, serverAt, accounts, rules }: FixedQualifyParts) {
    this.servers = servers;
    this.asksRegistered = rules.qualifyOnRegister === 'always';
    this.ofSection = servers.map(() => new Map());
    const all: Probe[] = [];
    servers.forEach(({ sip }, server) => {
      const registers = (sip.dynamicPeers ?? []).filter(({ name }) =>
        accounts.isAccount(server as ServerId, 'SIP', name),
      );
      for (const section of [...sip.fixedPeers, ...registers]) {
        const isDynamic = section.host === 'dynamic';
        const host = section.kind === 'user' || isDynamic ? -1 : serverAt(section.host);
        if (section.qualifyMs === 0 || (host < 0 && !isDynamic)) continue;
        this.ofSection[server]!.set(section, all.length);
        this.hostOf.push(host as HostId | -1);
        all.push({
          server: server as ServerId,
          host: host as HostId | -1,
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

  /** Of its last answer; undefined: it is not asked (`Probes.lastMs`). */
  lastMs(server: ServerId, section: SipFixedPeer): number | undefined {
    return this.probes.lastMs(this.ofSection[server]!.get(section) ?? -1);
  }

  /** Undefined: it answers. */
  silenceOf(server: ServerId, section: SipFixedPeer): Silence | undefined {
    return this.probes.silenceOf(this.ofSection[server]!.get(section) ?? -1, 'OPTIONS');
  }

  /** The address of a section has come, gone or changed: a new one is asked at once. What a start reads is not new. */
  moved(server: ServerId, name: string, host: HostId | -1): void {
    const index = this.indexOf(server, name);
    if (index === undefined || this.hostOf[index] === host) return;
    this.hostOf[index] = host;
    this.probes.moved(index, host);
  }

  /** Registered again, from the same address (rule qualifyOnRegister). */
  renewed(server: ServerId, name: string): void {
    const index = this.indexOf(server, name);
    if (index !== undefined && this.asksRegistered) this.probes.moved(index, this.hostOf[index]!);
  }

  private indexOf(server: ServerId, name: string): number | undefined {
    const section = this.servers[server]!.sip.dynamicPeers?.find((each) => each.name === name);
    return section && this.ofSection[server]!.get(section);
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

export interface FixedQualifyParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly servers: readonly ServerConfig[];
  readonly serverAt: (address: string) => ServerId | -1;
  /** Servers that register at servers. */
  readonly accounts: Pick<Accounts, 'isAccount'>;
  readonly rules: Pick<Rules, 'qualifyOnRegister'>;
}
