import { didYouMean } from '../../../../text/nearest.ts';
import { constantOf, functionNames, isFunctionModelled } from '../functions.ts';
import { parseSelect } from '../applications/sql.ts';
import { option, splitArguments } from '../arguments.ts';
import type { ContextConfig, StepConfig } from '../compiledPlan.ts';
import { WRITERS } from '../scope.ts';
import type { View } from './view.ts';

/** What is odd in the arguments of a step: conditions, functions, jumps, SQL, and marks of the other release. */
export function checkArguments(view: View): void {
  const usesGosub = view.dialect === '16' && [...view.steps()].some(({ step }) => /^gosub/i.test(step.application));
  for (const { context, step } of view.steps()) {
    checkCondition(view, step);
    checkFunctions(view, step);
    checkAssignments(view, step);
    checkJump(view, context, step);
    checkSql(view, step);
    if (/\$\{ARG\d/.test(step.args) && !/^macro-/i.test(context.name) && !usesGosub) {
      view.say('risk', step.place, `\${ARG1} and its kin have a value in a macro only, and [${context.name}] is none`);
    }
    if (
      view.dialect === '16' &&
      /\|/.test(withoutExpressions(step.args)) &&
      step.application.toLowerCase() !== 'noop'
    ) {
      view.say(
        'risk',
        step.place,
        `| parts arguments in 1.2; in 16 it is a character like any other, and , parts them`,
      );
    }
  }
}

function withoutExpressions(text: string): string {
  return text.replace(/\$\[[^\]]*\]/g, '').replace(/"[^"]*"/g, '');
}

function checkCondition(view: View, step: StepConfig): void {
  if (!/^(gotoif|gosubif|macroif|execif)$/i.test(step.application)) return;
  const condition = step.args.split('?')[0]!;
  if (!condition.includes('$[') && /[=<>]/.test(condition)) {
    view.say('risk', step.place, `the condition ${condition} stands outside $[ ], so it is a text and always true`);
  }
  if (!step.args.includes('?')) view.say('risk', step.place, `${step.application} has no ?, so it goes nowhere`);
}

/** `${NAME(` and the names behind it. */
function checkFunctions(view: View, step: StepConfig): void {
  for (const found of step.args.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\(/g)) {
    const name = found[1]!;
    const modelled = isFunctionModelled(name);
    if (modelled === undefined)
      view.say(
        'risk',
        step.place,
        `there is no function ${name}, so it has no value${didYouMean(name, functionNames())}`,
      );
    else if (!modelled)
      view.say(
        'note',
        step.place,
        `the function ${name} is read, but it is always ${constantOf(name) || 'empty'} here`,
      );
    else if (name.toUpperCase() === 'IFTIME')
      view.say('note', step.place, 'IFTIME is judged for one moment only: it is always Wednesday, 14 June, 10:00');
    else if (view.dialect === '1.2' && NEW_FUNCTIONS.includes(name.toUpperCase())) {
      view.say('risk', step.place, `Asterisk 1.2 has no function ${name}; here it does as in 16`);
    }
  }
  const opened = step.args.split('$[').length - 1;
  const closed = step.args.split(']').length - 1;
  if (opened > closed) view.say('risk', step.place, 'a $[ is not closed by ]');
}

const NEW_FUNCTIONS = [
  'DIALPLAN_EXISTS',
  'VALID_EXTEN',
  'DUNDIQUERY',
  'DUNDIRESULT',
  'FILTER',
  'GLOBAL',
  'LOCAL',
  'TOUPPER',
  'TOLOWER',
];

/** Functions that are written to: `Set(DB(cf/1001)=…)`, inside ExecIf as well. */
function checkAssignments(view: View, step: StepConfig): void {
  for (const found of `${step.application}(${step.args})`.matchAll(
    /\bM?Set(?:Var)?\(\s*([A-Za-z_]\w*)\([^=]*\)\s*=/gi,
  )) {
    const name = found[1]!;
    if (isFunctionModelled(name) === undefined) {
      view.say(
        'risk',
        step.place,
        `there is no function ${name}, so nothing is set${didYouMean(name, functionNames())}`,
      );
    } else if (!WRITERS.has(name.toUpperCase())) {
      view.say('note', step.place, `the function ${name} is set, but nothing is kept of it here`);
    }
  }
}

function checkJump(view: View, context: ContextConfig, step: StepConfig): void {
  const name = step.application.toLowerCase();
  if (name !== 'dial' && name !== 'chanisavail') return;
  const options = splitArguments(view.argsOf(step), view.dialect, 4)[name === 'dial' ? 2 : 1] ?? '';
  const asksJump = options.includes('j') && option(options, 'j') !== undefined;
  if (asksJump && !view.rules.priorityJumping) {
    view.say(
      'risk',
      step.place,
      `option j is gone since 1.6: ${step.application} goes on at priority ${step.priority + 1}`,
    );
  }
  const has101 = context.steps.some(
    (other) => other.extension === step.extension && other.priority === step.priority + 101,
  );
  if (asksJump && view.rules.priorityJumping && !has101 && !options.includes('$')) {
    view.say(
      'risk',
      step.place,
      name === 'dial'
        ? `option j has no priority ${step.priority + 101} to jump to`
        : `option j has no priority ${step.priority + 101} to jump to, and then ChanIsAvail hangs up`,
    );
  }
}

function checkSql(view: View, step: StepConfig): void {
  const found = /^\s*query\s+\S*\s+\S*\s+(.*)$/is.exec(view.argsOf(step));
  if (step.application.toLowerCase() !== 'mysql' || found === null) return;
  const sql = found[1]!;
  if (sql.includes('\\')) {
    view.say('risk', step.place, 'a backslash in SQL is an error to MySQL: 16 hands it on as it is');
  } else if (parseSelect(sql) === undefined) {
    const severity = /^\s*select\b/i.test(sql) ? 'risk' : 'note';
    view.say(
      severity,
      step.place,
      `this SQL takes its time and returns nothing: understood is only SELECT column FROM table WHERE name=value`,
    );
  }
}
