import { checkDialplan } from '../../model/server/dialplan/index.ts';
import type { DialplanConfig, StepConfig } from '../../model/server/dialplan/compiledPlan.ts';
import type { Rules } from '../../model/rules.ts';
import type { Remarks } from '../remarks.ts';
import { reviewApplications } from './reviewApplications.ts';
import { reviewIncludes } from './includes.ts';
import { reviewLoops } from './loops.ts';
import { reviewPriorities } from './priorities.ts';

/**
 * What reads well in extensions.conf and will hardly do what was meant: what the dialplan machine says of it, and what
 * only its
 * text gives away.
 *
 * @param made contexts that Asterisk makes itself: regcontext
 */
export function reviewDialplan(
  dialplan: DialplanConfig,
  made: readonly string[],
  rules: Rules,
  remarks: Remarks,
): void {
  remarks.take(checkDialplan(dialplan, rules, made));
  reviewIncludes(dialplan, rules.dialect, remarks);
  reviewLoops(dialplan, rules.dialect, remarks);
  for (const context of dialplan.contexts) {
    reviewPriorities(context, rules.dialect, remarks);
    reviewApplications(context, remarks);
  }
  if (rules.dialect === '1.2') noteCommas(dialplan, remarks);
}

/** 1.2 takes a comma for a bar, so a dialplan without a single bar runs; but it was hardly written for 1.2. */
function noteCommas(dialplan: DialplanConfig, remarks: Remarks): void {
  const steps = dialplan.contexts
    .flatMap((context) => context.steps)
    .filter((step) => !/^(system|trysystem|agi|mysql)$/i.test(step.application));
  const commas = steps.find((step) => separators(step).includes(','));
  if (commas === undefined || steps.some((step) => separators(step).includes('|'))) return;
  remarks.note(
    commas.place,
    'arguments are separated by commas all through this dialplan: 1.2 takes them for |, but it looks like one of 1.6 or later (profile asterisk-16)',
  );
}

/**
 * The arguments without what has commas and bars of its own: variables, expressions, quoted text. Nested ones from the
 * inside out.
 */
function separators({ args }: StepConfig): string {
  let text = args.replace(/"[^"]*"/g, '');
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\$\{[^{}]*\}|\$?\[[^[\]]*\]/g, '');
  }
  return text;
}
