import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';
import type { Silence } from '../silence.ts';
import type { Simulation } from '../../../kernel/clock/simulation.ts';
import type { IaxPeer, ServerConfig } from '../../config.ts';
import type { HostId, ServerId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { POKE, POKE_ACK, POKE_PONG } from '../../protocol/iax2.ts';
import type { Rules } from '../../rules.ts';
import { FREQUENCY_NOT_OK, Probes, type Probe } from '../probes.ts';
import { Pongs } from './pongs.ts';
import { LONGEST_RETRY, pausesOf } from './retries.ts';

/** chan_iax2.c: DEFAULT_FREQ_OK. */
const FREQUENCY_OK: Micros = 60 * SECOND;
/** chan_iax2.c of 1.2: DEFAULT_MAXMS, whose double is waited for. */
const OLD_PATIENCE: Micros = 4 * SECOND;
/** Numbers of these calls, far from those of calls between people and of registrations: one for each question to each peer. */
const FIRST_NUMBER = 2_000_000;
const QUESTIONS = 1000;

/**
 * POKE to peers of iax.conf with `qualify`, those with a fixed host and those that have registered: no call is made to one that
 * does not answer, or too late (chan_iax2.c:iax2_poke_peer, iax2_poke_noanswer, create_addr). POKE is sent again until the
 * PONG comes; the round trip counts from the first one.
 *
 * A dead peer is noticed 4 s after the question in 1.2, and 20 s and its threshold after it later.
 */
export class IaxQualify {
  private readonly network: Network;
  private readonly probes: Probes;
  private readonly pongs: Pongs;
  private readonly ofPeer: readonly Map<IaxPeer, number>[];
  /** Number of the present question, by the peer. */
  private readonly questions: number[];
  private readonly servers: readonly ServerConfig[];

  constructor({ sim, hosts, network, rules, servers, serverAt, time }: IaxQualifyParts) {
    this.network = network;
    this.servers = servers;
    this.ofPeer = servers.map(() => new Map());
    const all: Probe[] = [];
    servers.forEach(({ iax }, server) => {
      for (const peer of iax.peers) {
        const host = peer.host === 'dynamic' ? -1 : serverAt(peer.host);
        if (peer.qualifyMs === 0 || (host < 0 && peer.host !== 'dynamic')) continue;
        this.ofPeer[server]!.set(peer, all.length);
        all.push({ server: server as ServerId, host: host as HostId | -1, ...timesOf(peer, rules) });
      }
    });
    this.questions = all.map(() => 0);
    this.pongs = new Pongs(sim, hosts, network, rules.dialect === '1.2', time);
    this.probes = new Probes(
      {
        sim,
        hosts,
        name: 'iax.qualify',
        phases: 'start/iaxQualify',
        gap: 0,
        begin: (index) => (this.questions[index] = (this.questions[index]! + 1) % QUESTIONS),
        send: ({ server, host }, index) =>
          network.send(server, host as HostId, POKE, {
            source: this.numberOf(index),
            destination: 0,
            call: 0 as never,
          }),
      },
      all,
    );
    network.receive(POKE_PONG, 'server', ({ destination }, server, from) => this.heard(destination, server, from));
  }

  isUnreachable(server: ServerId, peer: IaxPeer): boolean {
    return this.probes.isUnreachable(this.ofPeer[server]!.get(peer) ?? -1);
  }

  /** Of its last answer; undefined: it is not asked (`Probes.lastMs`). */
  lastMs(server: ServerId, peer: IaxPeer): number | undefined {
    return this.probes.lastMs(this.ofPeer[server]!.get(peer) ?? -1);
  }

  /** Undefined: it answers. */
  silenceOf(server: ServerId, peer: IaxPeer): Silence | undefined {
    return this.probes.silenceOf(this.ofPeer[server]!.get(peer) ?? -1, 'POKE');
  }

  /** The peer's address has come, gone or changed: a new one is asked at once (update_registry). */
  moved(server: ServerId, section: string, host: HostId | -1): void {
    const peer = this.servers[server]!.iax.peers.find(({ name }) => name.toLowerCase() === section.toLowerCase());
    const index = peer === undefined ? undefined : this.ofPeer[server]!.get(peer);
    if (index !== undefined) this.probes.moved(index, host);
  }

  load(server: ServerId): void {
    this.probes.load(server);
  }

  settle(server: ServerId): void {
    this.probes.settle(server);
  }

  crash(server: ServerId): void {
    this.probes.crash(server);
    this.pongs.crash(server);
  }

  /** Only the answer to the present question counts; each is acknowledged. */
  private heard(destination: number, server: HostId, from: HostId): void {
    const frame = { source: destination, destination, call: 0 as never };
    this.network.send(server, from, POKE_ACK, frame);
    const index = Math.floor((destination - FIRST_NUMBER) / QUESTIONS);
    if (destination === this.numberOf(index)) this.probes.answered(index);
  }

  private numberOf(index: number): number {
    return FIRST_NUMBER + index * QUESTIONS + this.questions[index]!;
  }
}

/** When a peer is asked, how long for, and how often its question is repeated (chan_iax2.c:iax2_poke_peer). */
function timesOf(peer: IaxPeer, { dialect }: Rules): Omit<Probe, 'server' | 'host'> {
  const { qualifyMs: maxMs, qualifyOkMs: ok, qualifyNotOkMs: notOk } = peer;
  const whenOk = ok === undefined ? FREQUENCY_OK : ok * MILLISECOND;
  const whenNotOk = notOk === undefined ? FREQUENCY_NOT_OK : notOk * MILLISECOND;
  const isOld = dialect === '1.2';
  const long = Math.min(2 * LONGEST_RETRY + maxMs * MILLISECOND, Math.floor((5 * whenOk) / 6));
  const [first, again] = isOld ? [OLD_PATIENCE, whenNotOk] : [long, Math.floor((5 * whenNotOk) / 6)];
  const pingTime = isOld ? Math.floor(maxMs / 4) + 1 : Math.floor(maxMs / 8);
  return {
    maxMs,
    whenOk,
    whenNotOk,
    patience: (isUnreachable) => (isUnreachable ? again : first),
    pauses: pausesOf(pingTime * MILLISECOND),
  };
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
