import { drawMicros } from '../../kernel/random/draw.ts';
import type { RandomStream } from '../../kernel/random/randomStream.ts';
import type { Simulation } from '../../kernel/clock/simulation.ts';
import type { Micros } from '../../kernel/units.ts';
import type { ArpConfig } from '../config.ts';
import type { HostId } from '../ids.ts';

/**
 * Which machines still send to the Ethernet address of a machine whose IP address has moved to another.
 *
 * A gratuitous ARP corrects a neighbour at once if one of those sent arrives (RFC 5944, 4.6). A neighbour that gets none
 * keeps the old entry until it ages: Linux holds one for 15 to 45 s since it was last confirmed, then waits 5 s and asks
 * three times at 1 s (net/ipv4/arp.c, net/core/neighbour.c; facts F). A packet from the new machine corrects its
 * receiver too, since an ARP request comes before it (RFC 826).
 */
export class ArpCaches {
  private readonly sim: Simulation;
  private readonly stream: RandomStream;
  /** By the machine that moved: until when each neighbour sends to the old one. */
  private readonly stale = new Map<HostId, Map<HostId, Micros>>();

  constructor(sim: Simulation) {
    this.sim = sim;
    this.stream = sim.stream('network/arp');
  }

  /** The address has a new owner now; each neighbour last heard of the old one at `confirmed`. */
  moved(host: HostId, neighbours: Iterable<HostId>, { gratuitous, loss, age }: ArpConfig, confirmed: Micros): void {
    const until = new Map<HostId, Micros>();
    for (const neighbour of neighbours) {
      let arrives = false;
      for (let i = 0; i < gratuitous; i++) if (this.stream.next() >= loss) arrives = true;
      const aged = confirmed + drawMicros(age, this.stream);
      if (!arrives && aged > this.sim.now) until.set(neighbour, aged);
    }
    this.stale.set(host, until);
  }

  /** What `from` sends now goes to the old machine, which is dead. */
  misses(from: HostId, to: HostId): boolean {
    const until = this.stale.get(to)?.get(from);
    if (until === undefined) return false;
    if (until > this.sim.now) return true;
    this.stale.get(to)!.delete(from);
    return false;
  }

  /** The new machine sends to that neighbour. */
  heard(from: HostId, to: HostId): void {
    this.stale.get(from)?.delete(to);
  }

  /** No address has ever moved: nothing is to be looked up. */
  get isQuiet(): boolean {
    return this.stale.size === 0;
  }
}
