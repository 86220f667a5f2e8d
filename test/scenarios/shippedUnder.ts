import { loadScenario } from '../../src/cli/files/loadScenario.ts';
import { Measures } from '../../src/measure/measures.ts';
import { Cluster } from '../../src/model/cluster.ts';
import { SECOND } from '../../src/kernel/units.ts';
import type { ProfileName } from '../../src/model/profiles.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { answer } from '../../src/report/run/answerLine.ts';
import type { CallFigures } from '../../src/measure/document.ts';

const HERE = new URL('../../scenarios/', import.meta.url).pathname;
const QUIET = {
  cwd: HERE,
  out: () => {},
  err: () => {},
  isInteractive: false,
} as unknown as Parameters<typeof loadScenario>[2];

/** A shipped scenario under a profile. */
export function shippedUnder(
  name: string,
  profile: ProfileName,
  { until, sets = [] }: { readonly until?: string; readonly sets?: readonly string[] } = {},
): Scenario {
  const set = [`profile=${profile}`, ...sets];
  return loadScenario(`${name}.yaml`, { set, ...(until === undefined ? {} : { until }) }, QUIET);
}

/** Its calls, and the first line of its summary. */
export function answered({ config, seed, name }: Scenario): { readonly calls: CallFigures; readonly answer: string } {
  const measures = new Measures({ config, seed, scenarioName: name });
  const cluster = new Cluster(config, { seed, observations: measures });
  measures.follow(cluster.clock);
  cluster.sim.runSome(cluster.origin + config.duration, Infinity);
  cluster.finish();
  const document = measures.document({
    fingerprint: '',
    scenarioHash: '',
    version: '',
    simulatedSeconds: config.duration / SECOND,
    events: 0,
  });
  return { calls: document.calls, answer: answer(measures, document) };
}
