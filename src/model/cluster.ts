import type { Simulation } from '../kernel/clock/simulation.ts';
import type { ClusterConfig } from './config.ts';
import { joinParts, type ClusterParts, type RunOptions } from './composition.ts';
import { begin } from './start.ts';

/**
 * A whole cluster on its virtual clock: run `sim` as far as you like, then `finish`.
 *
 * The same configuration and seed give the same run, with any observers.
 */
export class Cluster {
  readonly sim: Simulation;
  readonly parts: ClusterParts;

  constructor(config: ClusterConfig, options: RunOptions) {
    this.parts = joinParts(config, options);
    this.sim = this.parts.sim;
    begin(this.parts);
  }

  /** Calls that are under way are reported to the observers as `inProgress`. */
  finish(): void {
    this.parts.callers.finish();
  }
}
