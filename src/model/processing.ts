import { drawMicros } from '../kernel/random/draw.ts';
import type { Distribution } from '../kernel/random/distributions.ts';
import type { Micros } from '../kernel/units.ts';
import type { Simulation } from '../kernel/clock/simulation.ts';
import type { ProcessingConfig } from './config.ts';

/** Processing times as the parts use them: each drawn from a stream of its own. */
export type ProcessingTimes = { readonly [Name in keyof ProcessingConfig]: () => Micros };

export function processingTimes(sim: Simulation, config: ProcessingConfig): ProcessingTimes {
  const names = Object.keys(config) as (keyof ProcessingConfig)[];
  const times: Partial<Record<keyof ProcessingConfig, () => Micros>> = {};
  for (const name of names) times[name] = drawer(config[name], sim, `processing/${name}`);
  return times as ProcessingTimes;
}

function drawer(distribution: Distribution, sim: Simulation, stream: string): () => Micros {
  if (distribution.kind === 'constant') return () => Math.round(distribution.value);
  const random = sim.stream(stream);
  return () => drawMicros(distribution, random);
}
