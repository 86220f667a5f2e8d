import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Draws from '../../src/kernel/random/draw.ts';
import type * as Distributions from '../../src/kernel/random/distributions.ts';
import type * as Stations from '../../src/kernel/resource/station.ts';
import type * as Simulations from '../../src/kernel/clock/simulation.ts';
import type * as Clusters from '../../src/model/cluster.ts';
import type * as AllMeasures from '../../src/measure/measures.ts';
import type * as Engines from '../../src/cli/engine.ts';
import type * as Loading from '../../src/cli/files/loadScenario.ts';

/** The event kernel of a build. */
export interface Kernel {
  readonly Simulation: typeof Simulations.Simulation;
  readonly NOT_SCHEDULED: typeof Simulations.NOT_SCHEDULED;
  readonly Station: typeof Stations.Station;
  readonly exponential: typeof Distributions.exponential;
  readonly drawMicros: typeof Draws.drawMicros;
}

/** The full model of a build, with what reads scenarios and measures. */
export interface Model {
  readonly Cluster: typeof Clusters.Cluster;
  readonly Measures: typeof AllMeasures.Measures;
  readonly loadScenario: typeof Loading.loadScenario;
  readonly tuneEngine: typeof Engines.tuneEngine;
}

/** Where a module is, in this checkout and in older ones that can be compared with. */
export const PLACES = {
  simulation: ['kernel/clock/simulation.js', 'kernel/simulation.js'],
  distributions: ['kernel/random/distributions.js', 'kernel/distributions.js'],
  draw: ['kernel/random/draw.js', 'kernel/draw.js'],
  station: ['kernel/resource/station.js', 'kernel/server.js'],
  cluster: ['model/cluster.js'],
  measures: ['measure/measures.js'],
  load: ['cli/files/loadScenario.js', 'cli/files/load.js', 'cli/load.js'],
  engine: ['cli/engine.js'],
} as const;

/** The compiled command of the checkout in `dir`. @throws Error when it is not built */
export function commandOf(dir: string): string {
  return find(dir, ['cli/main.js']);
}

export async function kernelOf(dir: string): Promise<Kernel> {
  const { Simulation, NOT_SCHEDULED } = await load<typeof Simulations>(dir, 'simulation');
  const { exponential } = await load<typeof Distributions>(dir, 'distributions');
  const { drawMicros } = await load<typeof Draws>(dir, 'draw');
  const stations = await load<typeof Stations & { readonly Server?: typeof Stations.Station }>(dir, 'station');
  return { Simulation, NOT_SCHEDULED, Station: stations.Station ?? stations.Server!, exponential, drawMicros };
}

export async function modelOf(dir: string): Promise<Model> {
  const { Cluster } = await load<typeof Clusters>(dir, 'cluster');
  const { Measures } = await load<typeof AllMeasures>(dir, 'measures');
  const { loadScenario } = await load<typeof Loading>(dir, 'load');
  const { tuneEngine } = await load<typeof Engines>(dir, 'engine');
  return { Cluster, Measures, loadScenario, tuneEngine };
}

async function load<T>(dir: string, module: keyof typeof PLACES): Promise<T> {
  return (await import(pathToFileURL(find(dir, PLACES[module])).href)) as T;
}

function find(dir: string, places: readonly string[]): string {
  const dist = join(resolve(dir), 'dist');
  const place = places.map((it) => join(dist, it)).find((it) => existsSync(it));
  if (place === undefined) throw new Error(`${dist} has no ${places.join(' or ')}: build that checkout first`);
  return place;
}
