import { constant } from '../../../src/kernel/random/distributions.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import { MILLISECOND } from '../../../src/kernel/units.ts';
import { Tcp } from '../../../src/model/database/tcp.ts';
import type { HostId, ServerId } from '../../../src/model/ids.ts';
import { Hosts } from '../../../src/model/network/hosts.ts';
import { Network } from '../../../src/model/network/network.ts';

/** Servers 0, 1 and 2 and a database, 1 ms apart, and nothing else: for parts that are tested alone. */
export class Wires {
  readonly sim = new Simulation({ seed: 'wires' });
  readonly hosts = new Hosts(this.sim, 3, 0);
  readonly network = new Network(
    this.sim,
    this.hosts,
    { delay: constant(MILLISECOND), loss: 0, links: [], segments: undefined },
    () => this.hosts.database,
  );
  readonly statementLost = new Signal<[statement: number]>('statementLost');
  readonly connectionLost = new Signal<[connection: number]>('connectionLost');
  readonly tcp = new Tcp(this.sim, this.network, undefined, this.statementLost, this.connectionLost);

  /** Runs until that millisecond. */
  until(ms: number): this {
    this.sim.run(ms * MILLISECOND);
    return this;
  }

  get ms(): number {
    return this.sim.now / MILLISECOND;
  }

  /** The database is cut off from all servers, or joined again. */
  reach(reach: boolean): this {
    this.network.links.setReach([0, 1, 2] as HostId[], [this.hosts.database], reach);
    return this;
  }

  crash(server: ServerId, ...parts: readonly { crash(server: ServerId): void }[]): this {
    this.hosts.crash(server);
    for (const part of parts) part.crash(server);
    return this;
  }
}

export const [ONE, TWO] = [0, 1] as [ServerId, ServerId];
