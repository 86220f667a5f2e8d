import { NOT_SCHEDULED, type EventType, type Scheduled, type Simulation } from '../../../kernel/clock/simulation.ts';
import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { HostId } from '../../ids.ts';
import type { Hosts } from '../../network/hosts.ts';
import type { Network } from '../../network/network.ts';
import { POKE, POKE_ACK, POKE_PONG, type Frame } from '../../protocol/iax2.ts';
import { pausesOf } from './retries.ts';

/** chan_iax2.c: DEFAULT_RETRY_TIME, the round trip of a call of which nothing is known yet. */
const FIRST_ROUND_TRIP: Micros = SECOND;
const PAUSES = pausesOf(FIRST_ROUND_TRIP);

interface Pong extends Frame {
  readonly server: HostId;
  readonly to: HostId;
  resends: number;
  timer: Scheduled;
}

/**
 * Who answers POKE. In 1.2 the question opens a call: a copy of it is not answered again, and PONG is sent again until it is
 * acknowledged (chan_iax2.c:socket_read). Later every POKE gets a PONG, and nothing is kept (send_apathetic_reply).
 */
export class Pongs {
  private readonly sim: Simulation;
  private readonly network: Network;
  private readonly keeps: boolean;
  private readonly time: () => Micros;
  private readonly open: (Pong | undefined)[] = [];
  private readonly resendIsDue: EventType<number, HostId>;

  /** `keeps`: as in 1.2; `time`: µs that a server takes for a frame. */
  constructor(sim: Simulation, hosts: Hosts, network: Network, keeps: boolean, time: () => Micros) {
    this.sim = sim;
    this.network = network;
    this.keeps = keeps;
    this.time = time;
    this.resendIsDue = hosts.on('iax.pongIsDueAgain', (at) => this.resend(at));
    network.receive(POKE, 'server', ({ source }, server, from) => this.asked(source, server, from));
    network.receive(POKE_ACK, 'server', ({ source }, server, from) => this.close(this.find(source, server, from)));
  }

  crash(server: HostId): void {
    this.open.forEach((pong, at) => {
      if (pong?.server === server) this.close(at);
    });
  }

  private asked(source: number, server: HostId, from: HostId): void {
    const call = 0 as never; // It is for no call.
    if (!this.keeps) {
      this.network.send(server, from, POKE_PONG, { source, destination: source, call }, this.time());
      return;
    }
    if (this.find(source, server, from) >= 0) return;
    const free = this.open.indexOf(undefined);
    const at = free < 0 ? this.open.length : free;
    this.open[at] = { source, destination: source, call, server, to: from, resends: 0, timer: NOT_SCHEDULED };
    this.transmit(at);
  }

  private resend(at: number): void {
    const pong = this.open[at];
    if (pong === undefined) return;
    pong.resends++;
    if (pong.resends > PAUSES.length) this.close(at);
    else this.transmit(at);
  }

  private transmit(at: number): void {
    const pong = this.open[at]!;
    const { source, destination, call, server, to } = pong;
    this.network.send(server, to, POKE_PONG, { source, destination, call }, this.time());
    const pause = PAUSES[pong.resends] ?? PAUSES.at(-1)!;
    pong.timer = this.sim.after(pause, this.resendIsDue, at, server);
  }

  private find(source: number, server: HostId, from: HostId): number {
    return this.open.findIndex((pong) => pong?.source === source && pong.server === server && pong.to === from);
  }

  private close(at: number): void {
    const pong = this.open[at];
    if (pong === undefined) return;
    this.sim.cancel(pong.timer);
    this.open[at] = undefined;
  }
}
