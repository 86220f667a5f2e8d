import { FUNCTION_CODE, WRITERS } from '../functions.ts';
import { WITH_EFFECT } from '../functions/channelFunctions.ts';
import { functionNamed, functionNames, hasFunction } from '../functions/knownFunctions.ts';
import { saidReleases } from '../names/releases.ts';
import { parseSelect } from '../applications/sql.ts';
import { option, splitArguments } from '../arguments.ts';
import type { ContextConfig, StepConfig } from '../compiledPlan.ts';
import { splitPlace } from '../applications/goto.ts';
import { targetsOf } from './targets.ts';
import type { View } from './view.ts';

/** What is odd in the arguments of a step: conditions, functions, jumps, SQL, and marks of the other release. */
export function checkArguments(view: View): void {
  const withArguments = contextsWithArguments(view);
  checkFunctions(view);
  checkAssignments(view);
  for (const { context, step } of view.steps()) {
    checkCondition(view, step);
    checkJump(view, context, step);
    checkSql(view, step);
    if (/\$\{ARG\d/.test(step.args) && withArguments !== 'all' && !withArguments.has(context.name)) {
      view.risk(
        'argumentOutsideMacro',
        step.place,
        `\${ARG1} and its kin have a value in a macro only, and [${context.name}] is none`,
      );
    }
    if (view.dialect === '16' && !TAKES_TEXT.test(step.application) && withoutExpressions(step.args).includes('|')) {
      view.risk(
        'barBetweenArguments',
        step.place,
        `| parts arguments in 1.2; in 16 it is a character like any other, and , parts them`,
      );
    }
  }
}

/**
 * Contexts in which ARG1 may have a value: macros, where macros go and what those contexts include; all of them where
 * the plan sets ARG1 itself, or (since 1.6) calls subroutines with arguments, from Dial's U() too.
 */
function contextsWithArguments(view: View): ReadonlySet<string> | 'all' {
  const found = new Set<string>();
  const open: string[] = [];
  const isSubroutine = /^(?:gosub|gosubif|return|stackpop)$/i;
  for (const { context, step } of view.steps()) {
    const calls = view.dialect === '16' && (/^gosub/i.test(step.application) || /\b(?:gosub|U)\(/i.test(step.args));
    if (calls || /(?:^|[(,|])\s*_*ARG\d+\s*=/.test(step.args)) return 'all';
    if (/^macro-/i.test(context.name) || isSubroutine.test(step.application)) open.push(context.name);
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    for (const context of view.reach(name)) {
      found.add(context.name);
      for (const step of context.steps)
        for (const target of targetsOf(view, step))
          if (target.trim() !== '') open.push(splitPlace(target, view.dialect).context ?? context.name);
    }
  }
  return found;
}

/** Their bars belong to a text, or to a shell. */
const TAKES_TEXT = /^(?:noop|system|trysystem)$/i;

/** Without expressions, nested ones from the inside out, what a shell is given, and quoted text. */
function withoutExpressions(text: string): string {
  for (let left = text.replace(/\$\{SHELL\(.*$/, ''); ;) {
    const shorter = left.replace(/\$?\[[^[\]]*\]/g, '');
    if (shorter === left) return left.replace(/"[^"]*"/g, '');
    left = shorter;
  }
}

/** Without `${…}`, with what is in it. */
function withoutVariables(text: string): string {
  for (let left = text; ;) {
    const shorter = left.replace(/\$\{[^{}]*\}/g, '');
    if (shorter === left) return left;
    left = shorter;
  }
}

function checkCondition(view: View, step: StepConfig): void {
  // 1.2's ExecIf has its condition before a bar.
  const withMark = view.dialect === '1.2' ? /^(gotoif|gosubif|macroif)$/i : /^(gotoif|gosubif|macroif|execif)$/i;
  if (!withMark.test(step.application)) return;
  const condition = step.args.split('?')[0]!;
  if (!condition.includes('$[') && /[=<>]/.test(withoutVariables(condition))) {
    view.risk(
      'conditionIsText',
      step.place,
      `the condition ${condition} stands outside $[ ], so it is a text and always true`,
    );
  }
  if (!step.args.includes('?'))
    view.risk('noQuestionMark', step.place, `${step.application} has no ?, so it goes nowhere`);
}

/** `${NAME(` and the names behind it: one line for each name, at the first place. */
function checkFunctions(view: View): void {
  const seen = new Map<string, Seen>();
  for (const { step } of view.steps()) {
    const opened = step.args.split('$[').length - 1;
    const closed = step.args.split(']').length - 1;
    if (opened > closed) view.risk('bracketOpen', step.place, 'a $[ is not closed by ]');
    for (const [, name] of step.args.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\(/g)) note(seen, name!, step);
  }
  for (const [name, { step, count }] of seen) {
    const places = count === 1 ? '' : ` (${count} places)`;
    const missing =
      view.config.odbc[name] !== undefined
        ? undefined
        : missingFunction(view, name, view.dialect === '1.2' ? 'its value is 0' : 'it has no value');
    if (missing !== undefined) view.risk('noFunction', step.place, `${missing}${places}`);
    else if (!FUNCTION_CODE.has(name) && view.config.odbc[name] === undefined)
      view.note(step.place, `the function ${name} is not modelled: it is read, and always empty here${places}`);
    else if (name === 'IFTIME')
      view.note(step.place, 'IFTIME is judged for one moment only: it is always Wednesday, 14 June, 10:00');
  }
}

/** Functions that are written to: `Set(DB(cf/1001)=…)`, inside ExecIf as well. */
function checkAssignments(view: View): void {
  const seen = new Map<string, Seen>();
  for (const { step } of view.steps()) {
    const written = `${step.application}(${step.args})`;
    for (const [, name, args] of written.matchAll(/\bM?Set(?:Var)?\(\s*([A-Za-z_]\w*)\(([^=]*)\)\s*=/gi))
      note(seen, name === 'CHANNEL' && WITH_EFFECT.test(args!) ? `CHANNEL(${args!})` : name!, step);
  }
  for (const [name, { step, count }] of seen) {
    const places = count === 1 ? '' : ` (${count} places)`;
    const missing = missingFunction(view, name.split('(')[0]!, 'nothing is set');
    if (missing !== undefined) view.risk('noFunction', step.place, `${missing}${places}`);
    else if (name.includes('('))
      view.note(step.place, `${name} is not modelled: what is set there is never run${places}`);
    else if (!WRITERS.has(name) && view.config.odbc[name] === undefined)
      view.note(step.place, `the function ${name} is set, but nothing is kept of it here${places}`);
  }
}

interface Seen {
  readonly step: StepConfig;
  count: number;
}

function note(seen: Map<string, Seen>, name: string, step: StepConfig): void {
  const earlier = seen.get(name);
  if (earlier === undefined) seen.set(name, { step, count: 1 });
  else earlier.count++;
}

/** What the release does not have, with the nearest name that it has. */
function missingFunction(view: View, name: string, so: string): string | undefined {
  if (hasFunction(view.release, name)) return undefined;
  const upper = name.toUpperCase();
  if (hasFunction(view.release, upper))
    return `functions are written in capitals: there is no ${name}, so ${so}; did you mean "${upper}"?`;
  const elsewhere = functionNamed(name);
  if (elsewhere === undefined)
    return `there is no function ${name}, so ${so}${view.guess(name, () => functionNames(view.release))}`;
  return `${name} is a function of ${saidReleases(elsewhere.releases)} and not of ${view.release}, so ${so}`;
}

function checkJump(view: View, context: ContextConfig, step: StepConfig): void {
  const name = step.application.toLowerCase();
  if (name !== 'dial' && name !== 'chanisavail') return;
  const options = splitArguments(view.argsOf(step), view.dialect, 4)[name === 'dial' ? 2 : 1] ?? '';
  const asksJump = options.includes('j') && option(options, 'j') !== undefined;
  if (asksJump && !view.rules.priorityJumping) {
    view.risk(
      'jumpGone',
      step.place,
      `option j is gone since 1.6: ${step.application} continues at priority ${step.priority + 1}`,
    );
  }
  if (!asksJump || !view.rules.priorityJumping || options.includes('$')) return;
  if (!view.indexOf(context).has(step.extension, step.priority + 101)) {
    view.risk(
      'jumpNowhere',
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
    view.risk('backslashInSql', step.place, 'a backslash in SQL is an error to MySQL: 16 hands it on as it is');
  } else if (parseSelect(sql) === undefined) {
    const text =
      'this SQL takes its time and returns nothing: understood is only SELECT column FROM table WHERE name=value';
    if (/^\s*select\b/i.test(sql)) view.risk('sqlNotUnderstood', step.place, text);
    else view.note(step.place, text);
  }
}
