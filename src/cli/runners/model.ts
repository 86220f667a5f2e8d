import type { ClusterConfig } from '../../model/config.ts';
import type { Observations } from '../../model/observations.ts';
import type { ClusterParts } from '../../model/composition.ts';
import type { EventObserver } from '../../kernel/clock/simulation.ts';
import type { Micros } from '../../kernel/units.ts';

/** What a runner needs of the cluster. */
export interface RunnableCluster {
  readonly sim: {
    readonly now: Micros;
    readonly eventsRun: number;
    /** True when the run has come to `until`. */
    runSome(until: Micros, events: number): boolean;
    fingerprint(): string;
    observe(observer: EventObserver): void;
  };
  /** Virtual time of the simulation at the scenario's 0. */
  readonly origin: Micros;
  /** The scenario's time. */
  readonly clock: { readonly now: Micros };
  /** Ends the calls that are in progress, for the observers. */
  finish(): void;
  /** For those who look into it: the console. */
  readonly parts: ClusterParts;
}

type Maker = (config: ClusterConfig, options: { seed: string; observations: Observations }) => RunnableCluster;

/** Loaded when first needed: `check` and `explain` do without the model. */
export async function makeCluster(...[config, options]: Parameters<Maker>): Promise<RunnableCluster> {
  if (replaced !== undefined) return replaced(config, options);
  const { Cluster } = await import('../../model/cluster.ts');
  return new Cluster(config, options);
}

let replaced: Maker | undefined;

/** For tests of the command line alone. */
export function replaceCluster(maker: Maker | undefined): void {
  replaced = maker;
}
