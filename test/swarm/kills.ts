import { MINUTE, SECOND, type Micros } from '../../src/kernel/units.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { Measures } from '../../src/measure/measures.ts';
import { shipped } from '../story/replay.ts';
import { faultOfRun } from './judge.ts';

/** A killed server starts again after this. */
const DOWN = 20 * SECOND;
/** After the end of the scenario, until nothing may be left. */
const AFTER = 15 * MINUTE;

/**
 * Runs a shipped scenario once for each server and each `every`-th moment at which an event runs, with that server
 * killed then. `report` has each failure as it is found.
 */
export function faultOfKills(
  name: string,
  every: number,
  report: (fault: string) => void = () => {},
): { readonly runs: number; readonly faults: readonly string[] } {
  const { config, seed } = shipped(name);
  const moments = momentsOf(name).filter((_, i) => i % every === 0);
  const faults: string[] = [];
  let runs = 0;
  for (const at of moments)
    for (const [server, { name: victim }] of config.servers.entries()) {
      const kill = { kind: 'crash', at, server } as const;
      const restart = { kind: 'restart', at: at + DOWN, server } as const;
      const all = [...config.faults, kill, restart].sort((a, b) => a.at - b.at);
      const mended = config.servers.map((_, i) => ({ kind: 'restart', at: config.duration, server: i }) as const);
      const fault = faultOfRun({ ...config, faults: [...all, ...mended], duration: config.duration + AFTER }, seed);
      runs++;
      if (fault === undefined) continue;
      faults.push(`${victim} killed at ${at} µs: ${fault}`);
      report(faults.at(-1)!);
    }
  return { runs, faults };
}

/** Virtual times of the events between the first call and the end of the scenario. */
function momentsOf(name: string): readonly Micros[] {
  const { config, seed } = shipped(name);
  const cluster = new Cluster(config, { seed, observations: new Measures({ config, seed, scenarioName: name }) });
  const moments = new Set<Micros>();
  cluster.sim.observe((time) => moments.add(time));
  cluster.sim.run(config.duration);
  return [...moments].filter((at) => at > 0);
}
