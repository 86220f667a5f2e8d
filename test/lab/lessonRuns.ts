import { shippedTexts } from '../../src/lab/build/shippedTexts.ts';
import { Library, readSetup } from '../../src/lab/engine/labScenario.ts';
import { recordRun, runInSlices } from '../../src/lab/engine/labRun.ts';
import type { Setup } from '../../src/lab/setup/labSetup.ts';
import { ReplayedRun } from '../../src/lab/replay/replayedRun.ts';
import type { ResultDocument } from '../../src/measure/document.ts';
import type { Ending } from '../../src/lab/replay/recording.ts';

export const library = new Library(shippedTexts());

interface Recorded {
  readonly run: ReplayedRun;
  readonly ending: Ending;
}

/** A run is done once, whoever looks at it: lessons, the recorder, the page. */
const recordings = new Map<string, Promise<Recorded>>();
const documents = new Map<string, Promise<ResultDocument>>();

/** Runs a setup as the page's worker does. */
export function recorded(setup: Setup): Promise<Recorded> {
  return once(recordings, setup, record);
}

/** What a run came to, without its recording, which takes a third of the time. */
export function documentOf(setup: Setup): Promise<ResultDocument> {
  return once(documents, setup, async () => {
    const recording = recordings.get(JSON.stringify(setup));
    if (recording !== undefined) return (await recording).ending.document;
    const { scenario } = readSetup(library, setup);
    return (await runInSlices(scenario!, '0.0.0', [], async () => true))!.document;
  });
}

function once<T>(known: Map<string, Promise<T>>, setup: Setup, run: (setup: Setup) => Promise<T>): Promise<T> {
  const key = JSON.stringify(setup);
  let result = known.get(key);
  if (result === undefined) known.set(key, (result = run(setup)));
  return result;
}

async function record(setup: Setup): Promise<Recorded> {
  const { scenario, remarks } = readSetup(library, setup);
  if (scenario === undefined) throw new Error(remarks.map(({ text }) => text).join('\n'));
  const run = new ReplayedRun(scenario.config.phones.length);
  const ending = await recordRun(
    scenario,
    '0.0.0',
    async () => true,
    (part) => run.append(part),
  );
  return { run, ending: ending! };
}
