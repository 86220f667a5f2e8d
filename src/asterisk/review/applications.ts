import { APPLICATIONS, applicationNamed } from '../../model/pbx/dialplan/applications/known.ts';
import { asLoaded, option, splitArguments } from '../../model/pbx/dialplan/arguments.ts';
import type { ContextConfig, StepConfig } from '../../model/pbx/dialplan/plan.ts';
import { didYouMean } from '../../text/nearest.ts';
import { quote, type Remarks } from '../remarks.ts';
import type { Dialect } from '../settings.ts';
import { placeOfArgument } from './targets.ts';

/** What is asked of the applications: that they exist, that they are modelled, that the dialect has them. */
export function reviewApplications(context: ContextConfig, dialect: Dialect, remarks: Remarks): void {
  for (const step of context.steps) {
    reviewApplication(step, dialect, remarks);
    reviewBrackets(step, remarks);
    if (step.application.toLowerCase() === 'mysql') reviewStatement(step, dialect, remarks);
    if (dialect === '16') reviewJumpOption(step, remarks);
  }
  reviewConnections(context, remarks);
}

function reviewApplication(step: StepConfig, dialect: Dialect, remarks: Remarks): void {
  const known = applicationNamed(step.application);
  const release = dialect === '1.2' ? '1.2' : '16';
  if (known === undefined) {
    const names = [...APPLICATIONS.values()].map((application) => application.name);
    remarks.mistake(step.place, `unknown application ${quote(step.application)}${didYouMean(step.application, names)}`);
  } else if (known.only !== undefined && known.only !== dialect) {
    remarks.risk(step.place, `Asterisk ${release} has no application ${known.name}; it is one of ${known.only}`);
  } else if (!known.modelled) {
    remarks.note(step.place, `application ${known.name} is not modelled: it takes the time of a step and does nothing`);
  }
}

function reviewBrackets(step: StepConfig, remarks: Remarks): void {
  for (const [open, close] of ['()', '[]', '{}'] as const) {
    let depth = 0;
    for (const char of step.args) {
      if (char === open) depth++;
      if (char === close && --depth < 0) break;
    }
    if (depth === 0) continue;
    remarks.risk(placeOfArgument(step, step.args), `the brackets ${open} ${close} in the arguments of ${step.application} do not match: ${quote(step.args)}`);
  }
}

/** The one statement that the database of the model understands. */
const UNDERSTOOD = /^\s*select\s+[\w.`]+\s+from\s+[\w.`]+\s+where\s+`?name`?\s*=\s*(?:'[^']*'|"[^"]*"|[^\s'"]+)\s*;?\s*$/i;

function reviewStatement(step: StepConfig, dialect: Dialect, remarks: Remarks): void {
  const query = /^\s*query\s+\S+\s+\S+\s+(.*)$/is.exec(asLoaded(step.args, '1.2').replaceAll('|', ','));
  if (query === null) return;
  const statement = dialect === '1.2' ? query[1]! : step.args.replaceAll('\\ ', ' ').replace(/^\s*query\s+\S+\s+\S+\s+/i, '');
  if (UNDERSTOOD.test(statement)) return;
  remarks.risk(placeOfArgument(step, step.args), `this SQL is not modelled: it takes its time and returns nothing; only SELECT column FROM table WHERE name=value is understood: ${quote(statement)}`);
}

/** "Do not leave SQL connections open": every call would take one more until the database refuses. */
function reviewConnections(context: ContextConfig, remarks: Remarks): void {
  const does = (step: StepConfig, word: string): boolean => step.application.toLowerCase() === 'mysql' && step.args.trim().toLowerCase().startsWith(word);
  const connect = context.steps.find((step) => does(step, 'connect'));
  if (connect === undefined || context.steps.some((step) => does(step, 'disconnect'))) return;
  remarks.risk(connect.place, `[${context.name}] connects to the database and never disconnects: each call leaves a connection open until Asterisk restarts`);
}

/** `j` of ChanIsAvail and Dial: jump to n+101. */
function reviewJumpOption(step: StepConfig, remarks: Remarks): void {
  const at = { chanisavail: 1, dial: 2 }[step.application.toLowerCase()];
  if (at === undefined) return;
  const options = splitArguments(step.args, '16')[at] ?? '';
  if (option(options, 'j') === undefined) return;
  remarks.risk(placeOfArgument(step, options), `option j of ${step.application} is gone since 1.6: nothing jumps to n+101`);
}
