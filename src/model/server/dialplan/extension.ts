import { NOWHERE, type Place } from '../../../text/place.ts';
import type { Found } from './found.ts';
import type { Pattern } from './patterns.ts';

/** One priority of an extension, ready to run. */
export interface Step {
  readonly priority: number;
  readonly label: string;
  /** As Asterisk knows it: `ChanIsAvail` however it was written; as written when nobody knows it. */
  readonly application: string;
  /** As it was written, which is how `show dialplan` shows it. */
  readonly written: string;
  /** As the server loads it: `|` for `,` in 1.2. */
  readonly args: string;
  /** Who put it there: `pbx_config`, or `SIP` for the regcontext. */
  readonly registrar: string;
  readonly found: Found;
}

export interface Extension {
  readonly pattern: Pattern;
  /** `_2XXX/1001`: who alone may dial it; undefined: everybody. */
  readonly caller: Pattern | undefined;
  readonly steps: Map<number, Step>;
}

/** `exten => 1001,hint,SIP/1001`: the devices whose state is the extension's. */
export interface Hint {
  readonly pattern: Pattern;
  readonly devices: string;
}

export interface Include {
  readonly context: string;
  /** Empty: always. */
  readonly times: string;
}

/** As in extensions.conf: `_2XXX/1001`. */
export function writtenAs({ pattern, caller }: Extension): string {
  return caller === undefined ? pattern.text : `${pattern.text}/${caller.text}`;
}

/** The step of that priority, or of that label when one is given. */
export function stepOf(place: Extension, priority: number, label: string): Step | undefined {
  if (label === '') return place.steps.get(priority);
  for (const step of place.steps.values()) {
    if (step.label === label) return step;
  }
  return undefined;
}

/** The step with what a search that ends at it returns: made once, not for each search. */
export function foundStep(context: string, extension: string, step: Omit<Step, 'found'>, at: Place): Step {
  const { priority, label, application, written, args, registrar } = step;
  const found: Found = {
    found: true,
    context,
    extension,
    priority,
    application,
    args,
    place: at,
    bySwitch: '',
    answers: [],
    status: 'success',
  };
  return { priority, label, application, written, args, registrar, found };
}

/** "Some extension continues after these digits": the answer to `canmatch` and `matchmore` for a prefix. */
export const LONGER: Step = {
  priority: 1,
  label: '',
  application: '',
  written: '',
  args: '',
  registrar: '',
  found: {
    found: true,
    context: '',
    extension: '',
    priority: 1,
    application: '',
    args: '',
    place: NOWHERE,
    bySwitch: '',
    answers: [],
    status: 'success',
  },
};
