import { MINUTE } from '../../src/kernel/units.ts';
import { Measures } from '../../src/measure/measures.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { ClusterConfig } from '../../src/model/config.ts';
import { parseScenario, type FolderFile, type Scenario } from '../../src/scenario/index.ts';
import { readFolder } from '../../src/cli/files/confFiles.ts';
import { shippedPath } from '../../src/cli/files/places.ts';
import { foldersBehind, parted } from './caseText.ts';
import { leftAfter } from './leftovers.ts';
import { SWARM_FOLDERS } from './shapes.ts';

const QUIET = 2 * MINUTE;

let folders: ReadonlyMap<string, readonly FolderFile[]> | undefined;

/** A scenario over the program's own folders, or over files behind it. @throws UserMistakes */
function readSwarm(text: string): Scenario {
  folders ??= new Map(SWARM_FOLDERS.map((name) => [`dundisim:${name}`, readFolder(shippedPath(`dundisim:${name}`))!]));
  const both = parted(text);
  const all = both.files.length === 0 ? folders : foldersBehind(both);
  return parseScenario({ path: 'swarm.yaml', text: both.scenario, folders: all, sets: [] });
}

/** What is wrong with a run; undefined: nothing. A broken assertion, what is left of it, or calls that do not add up. */
export function faultOfRun(config: ClusterConfig, seed: string): string | undefined {
  try {
    const measures = new Measures({ config, seed, scenarioName: 'swarm' });
    const cluster = new Cluster(config, { seed, observations: measures });
    measures.follow(cluster.clock);
    cluster.sim.run(cluster.origin + config.duration - QUIET);
    const left = leftAfter(cluster, QUIET);
    cluster.finish();
    if (Object.keys(left).length > 0) return `left over: ${JSON.stringify(left)}`;
    const { calls } = measures.document({
      fingerprint: '',
      scenarioHash: '',
      version: '',
      simulatedSeconds: config.duration / 1_000_000,
      events: 0,
    });
    const sum = Object.values(calls.outcomes).reduce((total, count) => total + count, 0);
    if (sum !== calls.offered) return `${calls.offered} calls offered, ${sum} with an outcome`;
    return calls.outcomes.inProgress === 0 ? undefined : `${calls.outcomes.inProgress} calls in progress`;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 6).join('\n') : String(error);
  }
}

/** The same of a scenario's text. */
export function faultOfText(text: string): string | undefined {
  try {
    const { config, seed } = readSwarm(text);
    return faultOfRun(config, seed);
  } catch (error) {
    return `not a scenario: ${String(error)}`;
  }
}
