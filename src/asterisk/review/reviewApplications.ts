import { DEEPEST_EXPRESSION } from '../../model/server/dialplan/expressions/expressions.ts';
import type { ContextConfig, StepConfig } from '../../model/server/dialplan/compiledPlan.ts';
import type { Place } from '../../text/place.ts';
import { quote, type Remarks } from '../remarks.ts';

/** What the text of the applications gives away, whatever they do. */
export function reviewApplications(context: ContextConfig, remarks: Remarks): void {
  for (const step of context.steps) reviewBrackets(step, remarks);
  reviewConnections(context, remarks);
  reviewDirectDial(context, remarks);
}

/** Each bracket of an expression, a variable or a function is a call of the reader within a call. */
function reviewDepth(step: StepConfig, remarks: Remarks): boolean {
  let depth = 0;
  for (let at = 0; at < step.args.length; at++) {
    const char = step.args[at]!;
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
    if (depth <= DEEPEST_EXPRESSION) continue;
    const place = placeOfArguments(step);
    remarks.mistake(
      { ...place, column: place.column + at },
      `brackets are nested more than ${DEEPEST_EXPRESSION} deep in the arguments of ${step.application}`,
    );
    return false;
  }
  return true;
}

function reviewBrackets(step: StepConfig, remarks: Remarks): void {
  if (!reviewDepth(step, remarks)) return;
  for (const [open, close] of ['()', '[]', '{}'] as const) {
    let depth = 0;
    for (const char of step.args) {
      if (char === open) depth++;
      if (char === close && --depth < 0) break;
    }
    if (depth === 0) continue;
    remarks.risk(
      'bracketsUneven',
      placeOfArguments(step),
      `the brackets ${open} ${close} in the arguments of ${step.application} do not match: ${quote(step.args)}`,
    );
  }
}

function placeOfArguments(step: StepConfig): Place {
  return { ...step.place, column: step.place.column + step.application.length + 1 };
}

/**
 * "We don't perform a ChanIsAvail command if we have to dial the SIP Agent directly" (paper): it asks this server's own
 * registrations, where a phone of a dead server is not, and the call goes to voicemail though the phone would ring (facts E).
 */
function reviewDirectDial(context: ContextConfig, remarks: Remarks): void {
  const is = (step: StepConfig, name: string): boolean => step.application.toLowerCase() === name;
  const asksRow = (step: StepConfig): boolean => /fullcontact/i.test(step.args);
  const extensions = new Set(context.steps.filter(asksRow).map(({ extension }) => extension));
  for (const extension of extensions) {
    const steps = context.steps.filter((step) => step.extension === extension);
    const row = steps.find(asksRow)!;
    const test = steps.find((step) => is(step, 'chanisavail') && step.priority > row.priority);
    const dial = steps.find(
      (step) => is(step, 'dial') && /^sip\//i.test(step.args.trim()) && step.priority > row.priority,
    );
    if (test === undefined || dial === undefined || test.priority > dial.priority) continue;
    remarks.risk(
      'testBeforeDirectDial',
      test.place,
      `ChanIsAvail before the direct dial of ${extension} in [${context.name}]: it asks this server's own registrations and not the phone, so a phone whose server died is not available, and the call is diverted though the phone would ring; leave the step out`,
    );
  }
}

/** "Do not leave SQL connections open" (paper): every call would take one more until the database refuses. */
function reviewConnections(context: ContextConfig, remarks: Remarks): void {
  const does = (step: StepConfig, word: string): boolean =>
    step.application.toLowerCase() === 'mysql' && step.args.trim().toLowerCase().startsWith(word);
  const connect = context.steps.find((step) => does(step, 'connect'));
  if (connect === undefined) return;
  const stays = 'leaves a connection open until Asterisk restarts';
  if (!context.steps.some((step) => does(step, 'disconnect'))) {
    remarks.risk(
      'neverDisconnects',
      connect.place,
      `[${context.name}] connects to the database and never disconnects: each call ${stays}`,
    );
    return;
  }
  for (const first of context.steps.filter((step) => does(step, 'connect'))) {
    const steps = context.steps
      .filter(({ extension, priority }) => extension === first.extension && priority > first.priority)
      .sort((a, b) => a.priority - b.priority);
    const end = steps.find((step) => does(step, 'disconnect'));
    const leaving = steps.find((step) => (end === undefined || step.priority < end.priority) && leaves(step, end));
    if (end !== undefined && leaving !== undefined)
      remarks.risk(
        'neverDisconnects',
        leaving.place,
        `${leaving.application} may leave before MYSQL(Disconnect) at ${end.place.file}:${end.place.line}: a call that goes this way ${stays}`,
      );
  }
}

/** It may go to another extension, or behind the step that disconnects, or end the call. */
function leaves({ application, args, extension }: StepConfig, end: StepConfig | undefined): boolean {
  if (/^(hangup|busy|congestion)$/i.test(application)) return true;
  if (!/^gotoif$|^goto$/i.test(application)) return false;
  const choice = /^goto$/i.test(application) ? args : args.slice(args.lastIndexOf(']') + 1).replace(/^[^?]*\?/, '');
  return choice.split(':').some((target) => {
    const parts = target.split(/[|,]/).map((part) => part.trim());
    if (parts.length > 1) return !['${EXTEN}', extension].includes(parts.at(-2)!) || parts.length > 2;
    return end !== undefined && Number(parts[0]) > end.priority;
  });
}
