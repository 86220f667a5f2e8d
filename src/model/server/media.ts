import { MILLISECOND, type Micros } from '../../kernel/units.ts';
import type { Simulation } from '../../kernel/clock/simulation.ts';
import type { ServerId } from '../ids.ts';

/** What has to be known of a call: whether it is over, and through which servers its media goes. */
export interface CarriedCall {
  readonly over: boolean;
  readonly mediaThrough: readonly ServerId[];
}

/** Calls come and go by the second: counted anew no more often than this. */
const COUNT_AGAIN: Micros = 100 * MILLISECOND;

/**
 * The media that servers carry now, as one-way streams. Media that goes between the phones themselves is none.
 *
 * The one place that reads it from calls.
 */
export class Media {
  private readonly sim: Simulation;
  private readonly calls: { each(visit: (call: CarriedCall) => void): void };
  private readonly bySender: Int32Array;
  private countedAt: Micros = -COUNT_AGAIN;
  private all = 0;
  private talking = 0;

  constructor(sim: Simulation, calls: { each(visit: (call: CarriedCall) => void): void }, servers: number) {
    this.sim = sim;
    this.calls = calls;
    this.bySender = new Int32Array(servers);
  }

  /**
   * One-way streams that a server sends, and those that a phone or a trunk sends to it: over all servers each stream
   * counts once. A call through one server is 4; through two 6, 3 of each.
   */
  streams(server: ServerId): number {
    this.count();
    return this.bySender[server]!;
  }

  /** One-way streams of all servers. */
  get total(): number {
    this.count();
    return this.all;
  }

  /** Calls whose media goes through servers. */
  get callsRunning(): number {
    this.count();
    return this.talking;
  }

  private count(): void {
    if (this.sim.now < this.countedAt + COUNT_AGAIN) return;
    this.countedAt = this.sim.now;
    this.bySender.fill(0);
    this.all = 0;
    this.talking = 0;
    this.calls.each(({ over, mediaThrough }) => {
      if (over || mediaThrough.length === 0) return;
      for (const server of mediaThrough) this.bySender[server]! += 2;
      this.bySender[mediaThrough[0]!]! += 1;
      this.bySender[mediaThrough.at(-1)!]! += 1;
      this.all += 2 * mediaThrough.length + 2;
      this.talking++;
    });
  }
}
