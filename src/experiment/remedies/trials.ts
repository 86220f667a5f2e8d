import type { CallRecord, Outcome } from '../../model/observations.ts';
import type { Scenario } from '../../scenario/index.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { CallRun } from './callRun.ts';
import { changesFor, type Change, type EndedCall } from './changes.ts';

/** A change that was tried with a call: the same seed, the same arrival. */
export interface Trial extends Change {
  /** How that call ended with it. */
  readonly ended: CallRecord;
  /** It was answered, was not cut, and rang soon. */
  readonly helped: boolean;
}

/** What was tried to save a call. */
export interface Tries {
  readonly trials: readonly Trial[];
  /** Changes that there were to try; the call was in no other run where it is more than the trials. */
  readonly changes: number;
}

/** Of the events of the run in which the call was lost: a change may make a cluster collapse. */
const MOST_TIMES = 3;

const ANSWERED: readonly Outcome[] = ['local', 'dundi', 'direct', 'pstn'];

/**
 * Tries what may save a call, each change in a run that ends with the call; yields the change after every slice, so
 * that its driver can look up. A change that the scenario cannot have, or has, is left out.
 * @param withOverrides the scenario with these behind its own overrides; undefined, or UserMistakes: it cannot be read
 * @param events of the run in which the call was lost
 * @param slice events between two looks
 */
export function* trying(
  scenario: Scenario,
  call: EndedCall,
  withOverrides: (overrides: readonly string[]) => Scenario | undefined,
  { events, slice }: { readonly events: number; readonly slice: number },
): Generator<Change, Tries> {
  const trials: Trial[] = [];
  let changes = 0;
  for (const change of changesFor(scenario.config, call)) {
    const changed = readable(() => withOverrides(change.overrides));
    if (changed === undefined || changed.hash === scenario.hash) continue;
    changes += 1;
    const run = new CallRun(changed, call.record, MOST_TIMES * events);
    while (!run.goOn(slice)) yield change;
    // Where that call is not in the other run nothing can be said of it.
    if (run.ended !== undefined) trials.push({ ...change, ended: run.ended, helped: helps(run.ended) });
  }
  return { trials, changes };
}

/** A call has a cause as long as it is lost, dropped or slow. */
function helps({ outcome, cause }: CallRecord): boolean {
  return ANSWERED.includes(outcome) && cause === '';
}

function readable(read: () => Scenario | undefined): Scenario | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserMistakes) return undefined;
    throw error;
  }
}
