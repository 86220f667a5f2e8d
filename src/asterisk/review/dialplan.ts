import type { ContextConfig, DialplanConfig, StepConfig } from '../../model/pbx/dialplan/plan.ts';
import { splitInclude } from '../../model/pbx/dialplan/timing.ts';
import { didYouMean } from '../../text/nearest.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Dialect } from '../settings.ts';
import { reviewApplications } from './applications.ts';
import { reviewJumps, withoutVariables } from './jumps.ts';
import { reviewPriorities } from './priorities.ts';
import type { Reachable } from './reachable.ts';
import { isVariable, placeOfArgument, targetsOf } from './targets.ts';

/** What reads well in extensions.conf and will hardly do what was meant. */
export function reviewDialplan(dialplan: DialplanConfig, reachable: Reachable, dialect: Dialect, remarks: Remarks): void {
  const subroutines = subroutinesOf(dialplan, dialect);
  for (const context of dialplan.contexts) {
    reviewIncludes(context, reachable, dialect, remarks);
    reviewJumps(context, reachable, dialect, remarks);
    reviewPriorities(context, dialect, remarks);
    reviewApplications(context, dialect, remarks);
    if (!subroutines(context.name)) reviewArguments(context, remarks);
  }
  reviewSeparators(dialplan, dialect, remarks);
}

function reviewIncludes(context: ContextConfig, reachable: Reachable, dialect: Dialect, remarks: Remarks): void {
  for (const include of context.includes) {
    const { name } = splitInclude(include.name, dialect);
    if (!reachable.has(name)) remarks.risk(include.place, `[${name}] is included here and defined nowhere${didYouMean(name, reachable.names())}`);
  }
  const cycle = reachable.includeCycle(context);
  if (cycle !== undefined) remarks.risk(context.place, `[${context.name}] includes itself: ${cycle.join(' → ')}`);
}

// ---------------------------------------------------------------- ${ARG1}

/** Tells whether a context is called as a macro or a subroutine, which alone have arguments. */
function subroutinesOf(dialplan: DialplanConfig, dialect: Dialect): (name: string) => boolean {
  const called = new Set<string>();
  let anywhere = false;
  for (const context of dialplan.contexts) {
    for (const step of context.steps) {
      if (!/^gosub(if)?$/i.test(step.application)) continue;
      for (const target of targetsOf(step, dialect)) {
        if (target.context !== undefined && isVariable(target.context)) anywhere = true;
        else called.add(target.context ?? context.name);
      }
    }
  }
  return (name) => anywhere || name.toLowerCase().startsWith('macro-') || called.has(name);
}

function reviewArguments(context: ContextConfig, remarks: Remarks): void {
  for (const step of context.steps) {
    const argument = /\$\{(ARG\d+)\b[^}]*\}/.exec(step.args);
    if (argument === null) continue;
    remarks.risk(placeOfArgument(step, argument[0]), `\${${argument[1]}} is set only inside a macro or a subroutine, and [${context.name}] is called as neither: it is empty here`);
  }
}

// ---------------------------------------------------------------- the other dialect's marks

/** Programs of the shell have pipes of their own. */
const SHELL = new Set(['system', 'trysystem', 'agi', 'deadagi', 'eagi', 'mysql']);

function reviewSeparators(dialplan: DialplanConfig, dialect: Dialect, remarks: Remarks): void {
  const steps = dialplan.contexts.flatMap((context) => context.steps).filter((step) => !SHELL.has(step.application.toLowerCase()));
  if (dialect === '16') {
    for (const step of steps) warnOfPipe(step, remarks);
    return;
  }
  const commas = steps.find((step) => separators(step).includes(','));
  if (commas === undefined || steps.some((step) => separators(step).includes('|'))) return;
  remarks.note(commas.place, 'arguments are separated by commas all through this dialplan: 1.2 takes them for |, but it looks like one of 1.6 or later (profile asterisk-16)');
}

function warnOfPipe(step: StepConfig, remarks: Remarks): void {
  if (!separators(step).includes('|')) return;
  remarks.risk(placeOfArgument(step, '|'), `"|" separates no arguments since 1.6: ${quote(`${step.application}(${step.args})`)} has one argument; write a comma`);
}

/** The arguments without what has commas and bars of its own: variables, expressions, quoted text. */
function separators(step: StepConfig): string {
  return withoutExpressions(withoutVariables(step.args)).replace(/"[^"]*"/g, '');
}

function withoutExpressions(text: string): string {
  let kept = '';
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.startsWith('$[', i) || (depth > 0 && text[i] === '[')) depth++;
    if (depth === 0) kept += text[i];
    if (depth > 0 && text[i] === ']') depth--;
    else if (text.startsWith('$[', i)) i++;
  }
  return kept;
}
