import type { Simulation } from '../kernel/clock/simulation.ts';
import type { ClusterConfig } from './config.ts';
import { joinParts, type ClusterParts } from './composition.ts';
import type { RunOptions } from './composition/foundation.ts';
import { begin } from './start.ts';
import type { Micros } from '../kernel/units.ts';

/**
 * A whole cluster on its virtual clock: run `sim` as far as you like, then `finish`.
 *
 * The same configuration and seed give the same run, with any observers.
 */
export class Cluster {
  readonly sim: Simulation;
  readonly parts: ClusterParts;
  /** Virtual time of the simulation at the scenario's 0, µs; above 0 with a warm-up. */
  readonly origin: Micros;
  /** The scenario's time, for observers: 0 during the warm-up. */
  readonly clock: { readonly now: Micros };

  constructor(config: ClusterConfig, options: RunOptions) {
    this.parts = joinParts(config, options);
    const { sim, origin } = this.parts;
    this.sim = sim;
    this.origin = origin;
    this.clock = {
      get now() {
        return Math.max(0, sim.now - origin);
      },
    };
    begin(this.parts);
  }

  /** Calls that are under way are reported to the observers as `inProgress`. */
  finish(): void {
    this.parts.callers.finish();
  }
}
