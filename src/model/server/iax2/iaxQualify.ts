import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';
import type { Simulation } from '../../../kernel/clock/simulation.ts';
import type { IaxPeer, ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { POKE, POKE_PONG } from '../../protocol/iax2.ts';
import type { Rules } from '../../rules.ts';
import { FREQUENCY_NOT_OK, Probes, type Probe } from '../probes.ts';

/** chan_iax2.c: DEFAULT_FREQ_OK. */
const FREQUENCY_OK: Micros = 60 * SECOND;
/** chan_iax2.c of 1.2: DEFAULT_MAXMS, whose double is waited for. */
const OLD_PATIENCE: Micros = 4 * SECOND;
/** chan_iax2.c: MAX_RETRY_TIME. */
const LONGEST_RETRY: Micros = 10 * SECOND;
/** Numbers of these calls, far from those of calls between people and of registrations. */
const FIRST_NUMBER = 2_000_000;

/**
 * POKE to peers of iax.conf that have a fixed host and `qualify`: no call is made to one that does not answer, or too late
 * (chan_iax2.c:iax2_poke_peer, iax2_poke_noanswer, create_addr). What is sent again until the answer comes is not lost here.
 *
 * A dead peer is noticed 4 s after the question in 1.2, and 20 s and its threshold after it later.
 */
export class IaxQualify {
  private readonly probes: Probes;
  private readonly ofPeer: readonly Map<IaxPeer, number>[];

  constructor({ sim, hosts, network, rules, servers, serverAt, time }: IaxQualifyParts) {
    this.ofPeer = servers.map(() => new Map());
    const all: Probe[] = [];
    servers.forEach(({ iax }, server) => {
      for (const peer of iax.peers) {
        const host = peer.host === 'dynamic' ? -1 : serverAt(peer.host);
        if (peer.qualifyMs === 0 || host < 0) continue;
        const { qualifyMs: maxMs, qualifyOkMs: ok, qualifyNotOkMs: notOk } = peer;
        const whenOk = ok === undefined ? FREQUENCY_OK : ok * MILLISECOND;
        const whenNotOk = notOk === undefined ? FREQUENCY_NOT_OK : notOk * MILLISECOND;
        const long = Math.min(2 * LONGEST_RETRY + maxMs * MILLISECOND, Math.floor((5 * whenOk) / 6));
        const [first, again] =
          rules.dialect === '1.2' ? [OLD_PATIENCE, whenNotOk] : [long, Math.floor((5 * whenNotOk) / 6)];
        this.ofPeer[server]!.set(peer, all.length);
        all.push({
          server: server as ServerId,
          host: host as HostId,
          maxMs,
          whenOk,
          whenNotOk,
          patience: (isUnreachable) => (isUnreachable ? again : first),
        });
      }
    });
    this.probes = new Probes(
      {
        sim,
        hosts,
        name: 'iax.qualify',
        phases: 'start/iaxQualify',
        gap: 0,
        send: ({ server, host }, index) => {
          const source = FIRST_NUMBER + index;
          if (network.reaches(server, host))
            network.sendReliably(server, host, POKE, { source, destination: 0, call: 0 as never });
        },
      },
      all,
    );
    network.receive(POKE, 'server', ({ source }, server, from) => {
      if (network.reaches(server, from))
        network.sendReliably(server, from, POKE_PONG, { source, destination: source, call: 0 as never }, time());
    });
    network.receive(POKE_PONG, 'server', ({ destination }) => this.probes.answered(destination - FIRST_NUMBER));
  }

  isUnreachable(server: ServerId, peer: IaxPeer): boolean {
    return this.probes.isUnreachable(this.ofPeer[server]!.get(peer) ?? -1);
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
}

export interface IaxQualifyParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly network: Network;
  readonly rules: Rules;
  readonly servers: readonly ServerConfig[];
  readonly serverAt: (address: string) => ServerId | -1;
  /** µs that a server takes for a frame. */
  readonly time: () => Micros;
}
