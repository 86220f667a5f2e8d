import type { EndedCall } from '../../experiment/remedies/change.ts';
import { trying, type Tries } from '../../experiment/remedies/trials.ts';
import { SECOND } from '../../kernel/units.ts';
import { Measures } from '../../measure/measures.ts';
import type { ResultDocument } from '../../measure/document.ts';
import type { Listener } from '../../measure/listener.ts';
import { several } from '../../measure/several.ts';
import { Cluster } from '../../model/cluster.ts';
import { summary } from '../../report/run/summary.ts';
import type { Scenario } from '../../scenario/index.ts';
import type { Ending, Part } from '../replay/recording.ts';
import { Recorder } from './recorder.ts';

/** Events between two looks at new requests: some milliseconds. */
const SLICE = 10_000;

/** Lets other work in between two slices; false: the run is not wanted any more. */
export type Pause = () => Promise<boolean>;

/** A run in slices. Undefined: it was stopped. */
export async function runInSlices(
  scenario: Scenario,
  version: string,
  listeners: readonly Listener[],
  pause: Pause,
  begun: (cluster: Cluster) => void = () => {},
): Promise<{ readonly measures: Measures; readonly document: ResultDocument } | undefined> {
  const { config, seed, name, hash } = scenario;
  const measures = new Measures({ config, seed, scenarioName: name });
  const all: readonly Listener[] = [measures, ...listeners];
  const cluster = new Cluster(config, { seed, observations: several(...all) });
  for (const listener of all) listener.follow(cluster.clock);
  begun(cluster);
  while (!cluster.sim.runSome(cluster.origin + config.duration, SLICE)) if (!(await pause())) return undefined;
  cluster.finish();
  const facts = { scenarioHash: hash, version, simulatedSeconds: config.duration / SECOND };
  const ran = { fingerprint: cluster.sim.fingerprint(), events: cluster.sim.eventsRun };
  return { measures, document: measures.document({ ...facts, ...ran }) };
}

/** What was tried to save a call, in slices. Undefined: it was stopped. */
export async function tryInSlices(
  scenario: Scenario,
  call: EndedCall,
  withOverrides: (overrides: readonly string[]) => Scenario | undefined,
  events: number,
  pause: Pause,
): Promise<Tries | undefined> {
  const tries = trying(scenario, call, withOverrides, { events, slice: SLICE });
  for (;;) {
    const step = tries.next();
    if (step.done === true) return step.value;
    if (!(await pause())) return undefined;
  }
}

/** Runs a scenario and sends its recording, a part after each slice. Undefined: it was stopped. */
export async function recordRun(
  scenario: Scenario,
  version: string,
  pause: Pause,
  part: (part: Part) => void,
): Promise<Ending | undefined> {
  const recorder = new Recorder();
  const sendAndPause: Pause = () => {
    part(recorder.take());
    return pause();
  };
  const run = await runInSlices(scenario, version, [recorder], sendAndPause, (cluster) => recorder.attach(cluster));
  if (run === undefined) return undefined;
  part(recorder.take());
  const { measures, document } = run;
  const paths = scenario.expectations.filter(({ during }) => during === undefined).map(({ path }) => path);
  return {
    document,
    summary: summary(measures, document, { question: scenario.question, paths }),
    isWhole: recorder.isWhole,
  };
}
