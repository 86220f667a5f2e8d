import type { ContextConfig, StepConfig } from '../../model/pbx/dialplan/plan.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Dialect } from '../settings.ts';
import { stepsByExtension } from './reachable.ts';

/** What n+101 adds: where ChanIsAvail, Dial and others of 1.2 go on when there is nobody. */
const JUMP = 101;

/** Priorities that no call comes to, and extensions that match less than they seem to. */
export function reviewPriorities(context: ContextConfig, dialect: Dialect, remarks: Remarks): void {
  for (const [extension, unsorted] of stepsByExtension(context)) {
    const steps = unsorted.toSorted((a, b) => a.priority - b.priority);
    reviewGaps(extension, steps, context, dialect, remarks);
    if (/^_[XZN]$/i.test(extension)) sayOneDigit(extension, steps[0]!, context, remarks);
  }
}

function reviewGaps(extension: string, steps: readonly StepConfig[], context: ContextConfig, dialect: Dialect, remarks: Remarks): void {
  const present = new Set(steps.map((step) => step.priority));
  steps.forEach((step, index) => {
    const before = steps[index - 1]?.priority ?? 0;
    if (step.priority === before + 1) return;
    const where = `${quote(extension)} in [${context.name}]`;
    if (present.has(step.priority - JUMP)) {
      if (dialect === '16') remarks.risk(step.place, `priority ${step.priority} of ${where} waits for a jump to n+101 from ${step.priority - JUMP}: these are gone since 1.6; test a variable (AVAILCHAN, DIALSTATUS)`);
    } else if (before === 0) {
      remarks.risk(step.place, `${where} begins with priority ${step.priority}: a call is looked for at priority 1 and does not find it`);
    } else {
      remarks.risk(step.place, `priority ${before} of ${where} is followed by ${step.priority}: a call that goes on from ${before} finds nothing at ${before + 1}; only a jump comes here`);
    }
  });
}

/** Where a switch or an include takes longer numbers, a pattern of one digit is hardly meant. */
function sayOneDigit(extension: string, step: StepConfig, context: ContextConfig, remarks: Remarks): void {
  const text = `${quote(extension)} matches one digit only`;
  if (context.switches.length > 0) remarks.risk(step.place, `${text}: a longer number passes it by and goes to the switch of [${context.name}]`);
  else remarks.note(step.place, text);
}
