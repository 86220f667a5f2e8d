import { isAnswered } from '../../measure/outcomes.ts';
import type { CallRecord } from '../../model/observations.ts';
import type { Scenario } from '../../scenario/index.ts';
import { UserMistakes } from '../../text/mistake.ts';
import { CallRun } from './callRun.ts';
import type { Change, EndedCall } from './change.ts';
import { changesFor } from './changes.ts';

/** A change that was tried with a call: the same seed, the same arrival. */
export interface Trial extends Change {
  /** How that call ended with it. */
  readonly ended: CallRecord;
  /** It was answered and not cut; one that was only slow rang within 2 s. */
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
    if (run.ended !== undefined) trials.push({ ...change, ended: run.ended, helped: helps(run.ended, call.record) });
  }
  return { trials, changes };
}

/** A lost or cut call is helped by being connected, late or not; a slow one by ringing soon: then it has no cause. */
function helps({ outcome, cause, lost, dropped }: CallRecord, before: CallRecord): boolean {
  const connected = isAnswered(outcome) && !lost && !dropped;
  return connected && (before.lost || before.dropped || cause === '');
}

function readable(read: () => Scenario | undefined): Scenario | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserMistakes) return undefined;
    throw error;
  }
}
