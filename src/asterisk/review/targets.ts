import { asLoaded, splitArguments, splitBranches } from '../../model/pbx/dialplan/arguments.ts';
import type { StepConfig } from '../../model/pbx/dialplan/plan.ts';
import type { Place } from '../../text/place.ts';
import type { Dialect } from '../settings.ts';

/** Where a step may lead. Parts that are not written are undefined: the same context, the same extension. */
export interface Target {
  readonly context: string | undefined;
  readonly extension: string | undefined;
  readonly priority: string;
}

/** Every place that a Goto, Gosub, Macro or one of their kin names, variables and all. */
export function targetsOf(step: StepConfig, dialect: Dialect): Target[] {
  const args = asLoaded(step.args, dialect);
  const place = (text: string): Target[] => placeTarget(text, dialect);
  const macro = (text: string): Target[] => macroTarget(text, dialect);
  const { whenTrue, whenFalse } = splitBranches(args);
  switch (step.application.toLowerCase()) {
    case 'goto': case 'gosub': return place(args);
    case 'gotoif': case 'gosubif': case 'gotoiftime': return [...place(whenTrue), ...place(whenFalse)];
    case 'macro': case 'macroexclusive': return macro(args);
    case 'macroif': return [...macro(whenTrue), ...macro(whenFalse)];
    default: return [];
  }
}

/** `[[context,]extension,]priority`; Gosub's own arguments stand in brackets after the priority. */
function placeTarget(text: string, dialect: Dialect): Target[] {
  const parts = splitArguments(text, dialect).map((part) => part.trim());
  const priority = parts.at(-1);
  if (priority === undefined || priority === '') return [];
  return [{ context: parts.at(-3), extension: parts.at(-2), priority: priority.replace(/\(.*$/s, '') }];
}

function macroTarget(text: string, dialect: Dialect): Target[] {
  const name = splitArguments(text, dialect)[0]?.trim() ?? '';
  return name === '' ? [] : [{ context: `macro-${name}`, extension: 's', priority: '1' }];
}

/** Not known before a call is there. */
export function isVariable(text: string): boolean {
  return text.includes('${') || text.includes('$[');
}

/** The place of a part of the arguments, or of the application when it is not found as written. */
export function placeOfArgument(step: StepConfig, text: string): Place {
  const at = step.args.indexOf(text);
  if (at < 0) return step.place;
  return { ...step.place, column: step.place.column + step.application.length + 1 + at };
}
