import { asLoaded, splitBranches } from '../../model/pbx/dialplan/arguments.ts';
import type { ContextConfig, StepConfig } from '../../model/pbx/dialplan/plan.ts';
import { didYouMean } from '../../text/nearest.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Dialect } from '../settings.ts';
import type { Reachable } from './reachable.ts';
import { isVariable, placeOfArgument, targetsOf, type Target } from './targets.ts';

/** Jumps that lead nowhere, and conditions that are none. */
export function reviewJumps(context: ContextConfig, reachable: Reachable, dialect: Dialect, remarks: Remarks): void {
  for (const step of context.steps) {
    for (const target of targetsOf(step, dialect)) reviewTarget(target, step, context, reachable, remarks);
    if (/^(gotoif|gosubif|execif|macroif)$/i.test(step.application)) reviewCondition(step, dialect, remarks);
  }
}

function reviewTarget(target: Target, step: StepConfig, context: ContextConfig, reachable: Reachable, remarks: Remarks): void {
  const { context: named, extension } = target;
  if (named !== undefined && isVariable(named)) return;
  const name = named ?? context.name;
  if (!reachable.has(name)) {
    remarks.risk(placeOfArgument(step, name), `[${name}] is named here and defined nowhere${didYouMean(name, reachable.names())}`);
  } else if (extension !== undefined && !isVariable(extension) && !reachable.mayHold(name, extension)) {
    remarks.risk(placeOfArgument(step, extension), `[${name}] has no extension ${quote(extension)}`);
  } else if (name === context.name && (extension === undefined || extension === '${EXTEN}')) {
    reviewPriority(target.priority, step, context, remarks);
  }
}

/** A jump within the extension that it stands in. */
function reviewPriority(priority: string, step: StepConfig, context: ContextConfig, remarks: Remarks): void {
  if (isVariable(priority) || /^[+-]/.test(priority)) return;
  const steps = context.steps.filter((other) => other.extension === step.extension);
  if (steps.some((other) => other.label === priority || String(other.priority) === priority)) return;
  const labels = steps.map((other) => other.label).filter((label) => label !== '');
  remarks.risk(placeOfArgument(step, priority), `${quote(step.extension)} in [${context.name}] has no priority or label ${quote(priority)}${didYouMean(priority, labels)}`);
}

/** A text without `$[ ]` is not computed; unless it is empty or a number, it is true (pbx.c:pbx_checkcondition). */
function reviewCondition(step: StepConfig, dialect: Dialect, remarks: Remarks): void {
  const args = asLoaded(step.args, dialect);
  const place = placeOfArgument(step, step.args);
  if (!args.includes('?')) {
    remarks.risk(place, `${step.application} has no "?": expected condition?destination:destination`);
    return;
  }
  const { condition } = splitBranches(args);
  const constant = withoutVariables(condition).trim();
  if (condition.includes('$[') || /^\d*$/.test(constant)) return;
  remarks.risk(place, `the condition ${quote(condition.trim())} of ${step.application} has no $[ ] around it: it is not computed, and a text that is not empty is always true`);
}

/** The text with every `${…}` taken out, nested ones too. */
export function withoutVariables(text: string): string {
  let kept = '';
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.startsWith('${', i)) {
      depth++;
      i++;
    } else if (depth > 0 && text[i] === '}') {
      depth--;
    } else if (depth === 0) {
      kept += text[i];
    }
  }
  return kept;
}
