import { setImmediate } from 'node:timers/promises';
import type { EndedCall } from '../../experiment/remedies/change.ts';
import { trying, type Tries } from '../../experiment/remedies/trials.ts';
import type { Scenario } from '../../scenario/index.ts';
import { Interrupted, type Io } from '../io.ts';
import { ProgressLine } from '../progressLine.ts';

/** Events between two looks at Ctrl-C and at the clock on the wall: some milliseconds. */
const SLICE = 20_000;
/** Shorter than this nothing is shown. */
const QUIET_MS = 1000;

/**
 * Tries what may save a call, each change in a run that ends with the call.
 * @param events of the run in which the call was lost
 */
export async function tryChanges(
  scenario: Scenario,
  call: EndedCall,
  withOverrides: (overrides: readonly string[]) => Scenario,
  events: number,
  io: Io,
): Promise<Tries> {
  const line = new ProgressLine(io, QUIET_MS);
  const tries = trying(scenario, call, withOverrides, { events, slice: SLICE });
  try {
    for (;;) {
      const step = tries.next();
      if (step.done === true) return step.value;
      line.show(() => `trying ${step.value.overrides.join(' ')}`);
      await setImmediate(); // Lets a signal in.
      if (io.interrupted.aborted) throw new Interrupted();
    }
  } finally {
    line.end();
  }
}
