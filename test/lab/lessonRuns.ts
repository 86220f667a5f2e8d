import { shippedTexts } from '../../src/lab/build/shippedTexts.ts';
import { Library, readSetup } from '../../src/lab/engine/labScenario.ts';
import { recordRun } from '../../src/lab/engine/labRun.ts';
import type { Setup } from '../../src/lab/setup/labSetup.ts';
import { ReplayedRun } from '../../src/lab/replay/replayedRun.ts';
import type { Ending } from '../../src/lab/replay/recording.ts';

export const library = new Library(shippedTexts());

/** Runs a setup as the page's worker does. */
export async function recorded(setup: Setup): Promise<{ readonly run: ReplayedRun; readonly ending: Ending }> {
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
