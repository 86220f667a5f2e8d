import { drawMicros } from '../../kernel/random/draw.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import type { EventType, Simulation } from '../../kernel/clock/simulation.ts';
import type { StandbyConfig } from '../config.ts';
import type { ServerId } from '../ids.ts';
import type { Hosts } from '../network/hosts.ts';
import type { Observations } from '../observations.ts';

/**
 * Hot standbys and the monitor that calls for them: a machine that has the configuration of every server takes the
 * address, the EID and the RSA keys of one that failed (the paper: "another server can be reconfigured with server B's IP
 * address").
 *
 * The monitor asks each server at its interval; after `silences` unanswered ones in a row it calls the operator, who makes one of
 * the free standbys the failed server. A server that hangs is switched off first (assumed: fencing). A standby stays the
 * server that it became; when none is free the server stays dead. What it finds on its disk, and what others make of it,
 * follows from the parts' own rules.
 */
export class Standbys {
  private readonly parts: StandbyParts;
  private readonly operator: RandomStream;
  private readonly silences: Int32Array;
  private readonly called: Uint8Array;
  private free: number;

  private readonly monitorAsks: EventType<ServerId, number>;
  private readonly takesOver: EventType<ServerId, number>;

  constructor(parts: StandbyParts) {
    this.parts = parts;
    const { sim, config } = parts;
    this.operator = sim.stream('standby/operator');
    this.silences = new Int32Array(parts.hosts.servers);
    this.called = new Uint8Array(parts.hosts.servers);
    this.free = config.machines;
    this.monitorAsks = sim.on('standby.monitorAsks', (server) => this.ask(server));
    this.takesOver = sim.on('standby.takesOver', (server) => this.arrive(server));
  }

  /** The monitor begins, with a phase for each server. */
  begin(): void {
    const { sim, config } = this.parts;
    if (config.interval === 0) return;
    const phases = sim.stream('standby/phases');
    for (const server of config.servers)
      sim.after(phases.integer(config.interval), this.monitorAsks, server as ServerId, 0);
  }

  /** At once, without the monitor: the fault `takeOver`. */
  takeOver(server: ServerId): void {
    this.free -= 1;
    this.parts.replace(server);
  }

  private ask(server: ServerId): void {
    const { sim, config, hosts } = this.parts;
    sim.after(config.interval, this.monitorAsks, server, 0);
    if (hosts.isUp(server)) {
      this.silences[server] = 0;
      this.called[server] = 0;
      return;
    }
    this.silences[server]! += 1;
    if (this.silences[server]! < config.silences || this.called[server] === 1) return;
    this.called[server] = 1;
    this.parts.observations.faultHappened(`the monitor finds ${this.parts.nameOf(server)} dead`);
    sim.after(drawMicros(config.operator, this.operator) + config.start, this.takesOver, server, 0);
  }

  private arrive(server: ServerId): void {
    if (this.parts.hosts.isUp(server)) return; // It came back by itself.
    if (this.free > 0) this.takeOver(server);
    else this.parts.observations.faultHappened(`no standby is free for ${this.parts.nameOf(server)}`);
  }
}

export interface StandbyParts {
  readonly sim: Simulation;
  readonly hosts: Hosts;
  readonly config: StandbyConfig;
  readonly observations: Observations;
  readonly nameOf: (server: ServerId) => string;
  /** The address of the server is that of a standby from now on. */
  readonly replace: (server: ServerId) => void;
}
