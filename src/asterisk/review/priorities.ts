import type { ContextConfig, StepConfig } from '../../model/server/dialplan/compiledPlan.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Dialect } from '../settings.ts';

/** What n+101 adds: where ChanIsAvail, Dial and others of 1.2 go on when there is nobody. */
const JUMP = 101;

/** Priorities that wait for a jump which never comes, and extensions that match less than they seem to. */
export function reviewPriorities(context: ContextConfig, dialect: Dialect, remarks: Remarks): void {
  for (const [extension, steps] of stepsByExtension(context)) {
    if (dialect === '16') reviewJumps(extension, steps, context, remarks);
    // Letters of patterns are read in either case (pbx.c:ast_extension_match of 1.2.6, pbx.c:get_pattern_node of
    // 16.28).
    const word = /^_.*?([a-z]*[abcdefghijklmopqrstuvwy][a-z]*)/i.exec(extension.replace(/\[[^\]]*\]/g, ''))?.[1] ?? '';
    if (/[xzn]/.test(word))
      remarks.risk(
        'wordInPattern',
        steps[0]!.place,
        `the pattern ${quote(extension)} does not fit the word ${quote(word)}: x, z and n stand for digits there, small ones too; [x], [z] and [n] for themselves`,
      );
    if (/^_[XZN]$/i.test(extension)) sayOneDigit(extension, steps[0]!, context, remarks);
  }
}

function reviewJumps(extension: string, steps: readonly StepConfig[], context: ContextConfig, remarks: Remarks): void {
  const present = new Set(steps.map((step) => step.priority));
  for (const { priority, place } of steps) {
    if (present.has(priority - 1) || !present.has(priority - JUMP)) continue;
    remarks.risk(
      'jumpGone',
      place,
      `priority ${priority} of ${quote(extension)} in [${context.name}] waits for a jump to n+101 from ${priority - JUMP}: these are gone since 1.6; test a variable (AVAILCHAN, DIALSTATUS)`,
    );
  }
}

/** Where a switch takes longer numbers, a pattern of one digit is hardly meant. */
function sayOneDigit(extension: string, step: StepConfig, context: ContextConfig, remarks: Remarks): void {
  const text = `${quote(extension)} matches one digit only`;
  if (context.switches.length > 0)
    remarks.risk(
      'oneDigit',
      step.place,
      `${text}: a longer number passes it by and goes to the switch of [${context.name}]`,
    );
  else remarks.note(step.place, text);
}

function stepsByExtension(context: ContextConfig): Map<string, StepConfig[]> {
  const steps = new Map<string, StepConfig[]>();
  for (const step of context.steps) {
    const known = steps.get(step.extension);
    if (known === undefined) steps.set(step.extension, [step]);
    else known.push(step);
  }
  return steps;
}
