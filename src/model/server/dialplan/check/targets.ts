import type { Place } from '../../../../text/place.ts';
import { atoi, cut, separator, splitBranches } from '../arguments.ts';
import { splitPlace } from '../applications/goto.ts';
import type { ContextConfig, StepConfig } from '../compiledPlan.ts';
import { splitInclude } from '../timePatterns.ts';
import type { View } from './view.ts';

/** Includes, gotos, gosubs and macros that lead nowhere, as far as their words are constant. */
export function checkTargets(view: View): void {
  const timed = { includes: [] as Place[], jumps: [] as Place[] };
  for (const context of view.config.contexts) timed.includes.push(...checkIncludes(view, context));
  for (const { context, step } of view.steps()) {
    if (step.application.toLowerCase() === 'gotoiftime') timed.jumps.push(step.place);
    for (const target of targetsOf(view, step)) checkPlace(view, context, step, target);
    checkMacro(view, step);
  }
  sayMoment(view, 'times of an include are', timed.includes);
  sayMoment(view, 'GotoIfTime is', timed.jumps);
}

/** Once, however many there are. */
function sayMoment(view: View, what: string, places: readonly Place[]): void {
  const [first] = places;
  if (first === undefined) return;
  const more = places.length === 1 ? '' : ` (${places.length} places)`;
  view.note(first, `${what} judged for one moment only: it is always Wednesday, 14 June, 10:00${more}`);
}

/** Gives the places of those that count at some times only. */
function checkIncludes(view: View, context: ContextConfig): readonly Place[] {
  const timed: Place[] = [];
  for (const include of context.includes) {
    const { name, times } = splitInclude(include.name, view.dialect);
    if (!view.hasContext(name)) {
      view.risk(
        'includeMissing',
        include.place,
        `[${context.name}] includes [${name}], which does not exist${view.guessContext(name)}`,
      );
    }
    if (times !== '') timed.push(include.place);
  }
  return timed;
}

/** `[[context,]extension,]priority` texts that a step may go to. */
export function targetsOf(view: View, step: StepConfig): string[] {
  const args = view.argsOf(step);
  const { whenTrue, whenFalse } = splitBranches(args);
  const inBrackets = (text: string): string => (view.dialect === '16' ? cut(text, '(')[0] : text);
  switch (step.application.toLowerCase()) {
    case 'goto':
      return [args];
    case 'gosub':
      return [inBrackets(args)];
    case 'gosubif':
      return [whenTrue, whenFalse].map(inBrackets);
    case 'gotoiftime':
      return [whenTrue, whenFalse];
    case 'gotoif': {
      // A condition may hold `?` and `:` of its own; then nothing can be said of the branches.
      const plain = args.replace(/\$\[[^\]]*\]|\$\{[^}]*\}/g, (part) => part.replaceAll(/[?:]/g, '_'));
      const branches = splitBranches(plain);
      return [branches.whenTrue, branches.whenFalse];
    }
    default:
      return [];
  }
}

function checkPlace(view: View, from: ContextConfig, step: StepConfig, target: string): void {
  if (target.trim() === '') return;
  const { context = from.name, exten, priority } = splitPlace(target, view.dialect);
  if (context.includes('$')) return;
  if (!view.hasContext(context)) {
    view.risk(
      'gotoNowhere',
      step.place,
      `${step.application} goes to [${context}], which does not exist, and such a call ends${view.guessContext(context)}`,
    );
    return;
  }
  const number = exten ?? step.extension;
  if (number.includes('$') || /^[-+]/.test(priority) || priority.includes('$')) return;
  const steps = view.stepsFor(context, number);
  if (steps === 'open') return;
  const wanted = /^\d+$/.test(priority.trim())
    ? steps.some((it) => it.priority === atoi(priority))
    : steps.some((it) => it.label === priority.trim());
  if (wanted) return;
  view.risk(
    'gotoNowhere',
    step.place,
    steps.length === 0
      ? `${step.application} goes to extension ${number} of [${context}], which does not exist`
      : `${step.application} goes to priority ${priority} of extension ${number} in [${context}], which does not exist`,
  );
}

function checkMacro(view: View, step: StepConfig): void {
  if (!['macro', 'macroexclusive'].includes(step.application.toLowerCase())) return;
  const name = `macro-${view.argsOf(step).split(separator(view.dialect))[0] ?? ''}`;
  if (name.includes('$')) return;
  if (!view.hasContext(name)) {
    view.risk(
      'macroMissing',
      step.place,
      `Macro needs [${name}], which does not exist, so it does nothing${view.guessContext(name)}`,
    );
  } else if (view.stepsFor(name, 's') !== 'open' && view.stepsFor(name, 's').length === 0) {
    view.risk('macroMissing', step.place, `[${name}] has no extension s, so the macro does nothing`);
  }
}
