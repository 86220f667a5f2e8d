import { atoi, cut, isTrue, isYes, splitArguments, splitBranches } from './arguments.ts';
import { setLocal } from './applications/gosub.ts';
import { assign, setGlobal } from './applications/variables.ts';
import { callerId } from './callerId.ts';
import { apply, numberOf, textOf } from './expressions/exprValues.ts';
import { PosixRegex } from './expressions/posixRegex.ts';
import { ASTDB, ASTDB_WRITERS } from './functions/astdbFunctions.ts';
import { CHANNEL_FUNCTIONS, CHANNEL_WRITERS } from './functions/channelFunctions.ts';
import { DEVICE_FUNCTIONS, DEVICE_WRITERS } from './functions/deviceFunctions.ts';
import type { FunctionCode, FunctionFamily, Writer, WriterFamily } from './functions/functionCode.ts';
import { GROUP_WRITERS, GROUPS } from './functions/groups.ts';
import { ODBC } from './functions/odbcFunctions.ts';
import { PJSIP } from './functions/pjsipFunctions.ts';
import { STRING_WRITERS, STRINGS } from './functions/strings.ts';
import { TIME } from './functions/times.ts';
import { PENDING, type Answer, type Pending } from './services.ts';
import { substitute, type Scope } from './substitution.ts';
import type { Thread } from './channelThread.ts';
import { isWithin } from './timePatterns.ts';

/** Functions of the dialplan that give a value here. Sources: funcs/*.c, pbx_dundi.c of 1.2.6 and 16.28. */
const FUNCTIONS: FunctionFamily = {
  CALLERID: (thread, args) => callerId(thread, splitArguments(args, thread.dialect)[0] ?? ''),
  LEN: (_, args) => String(args.length),
  ISNULL: (_, args) => (args === '' ? '1' : '0'),
  EXISTS: (_, args) => (args === '' ? '0' : '1'),
  IF: (thread, args) =>
    choose(thread, args, (condition) => (thread.dialect === '1.2' ? isYes(condition) : isTrue(condition))),
  IFTIME: (thread, args) => choose(thread, args, (times) => isWithin(times, thread.dialect)),
  SET: set,
  GLOBAL: (thread, args) => thread.plan.global(args) ?? '',
  LOCAL: (thread, args) => thread.get(args) ?? '',
  TOUPPER: (_, args) => args.toUpperCase(),
  TOLOWER: (_, args) => args.toLowerCase(),
  CUT: cutFields,
  FIELDQTY: fieldQuantity,
  FILTER: filter,
  MATH: math,
  REGEX: regex,
  TIMEOUT: (thread, args) => (args.toLowerCase() === 'response' ? String(thread.channel.responseTimeout) : '0'),
  DIALPLAN_EXISTS: dialplanExists,
  VALID_EXTEN: dialplanExists,
  DUNDILOOKUP: dundiLookup,
  DUNDIQUERY: dundiQuery,
  DUNDIRESULT: dundiResult,
};

const OWN_WRITERS: WriterFamily = {
  CALLERID: (thread, args, value) =>
    void thread.channel.callerId.set(args.toLowerCase().replace('number', 'num'), value),
  GLOBAL: setGlobal,
  LOCAL: setLocal,
  TIMEOUT(thread, args, value) {
    if (args.toLowerCase() === 'absolute') thread.owner.setAbsoluteTimeout(Number.parseFloat(value) || 0);
    if (args.toLowerCase() === 'response') thread.channel.responseTimeout = atoi(value);
  },
};

/** By Asterisk's own spelling. Those of the release that are not here are read, and empty. */
export const FUNCTION_CODE: ReadonlyMap<string, FunctionCode> = new Map(
  [FUNCTIONS, ASTDB, GROUPS, CHANNEL_FUNCTIONS, DEVICE_FUNCTIONS, STRINGS, TIME, ODBC, PJSIP].flatMap((family) =>
    Object.entries(family),
  ),
);

/** Functions that keep what is set; of all others nothing is kept, and `check` says so. */
export const WRITERS: ReadonlyMap<string, Writer> = new Map(
  [OWN_WRITERS, ASTDB_WRITERS, GROUP_WRITERS, CHANNEL_WRITERS, DEVICE_WRITERS, STRING_WRITERS].flatMap((family) =>
    Object.entries(family),
  ),
);

/** DIALPLAN_EXISTS(context,extension[,priority or label]): takes the dialplan lock, and asks switches under it. */
function dialplanExists(thread: Thread, args: string): string | Pending {
  const [context = '', exten = '', priority = ''] = splitArguments(args, thread.dialect, 3);
  if (exten === '' && priority === '') return thread.plan.context(context) === undefined ? '0' : '1';
  const isLabel = priority !== '' && !(atoi(priority) > 0);
  const there = isLabel
    ? thread.priorityOf(context, exten, priority)
    : thread.exists(context, exten, priority === '' ? 1 : atoi(priority));
  return there === PENDING ? PENDING : there === false || there === 0 ? '0' : '1';
}

/** DUNDILOOKUP(number[,context[,options]]): `TECH/destination` of the best answer, or empty. Without the lock. */
function dundiLookup(thread: Thread, args: string): string | Pending {
  const answers = ask(thread, args);
  if (answers === PENDING) return PENDING;
  const best = answers.find((answer) => answer.exists);
  return best === undefined ? '' : `${best.tech}/${best.destination}`;
}

/** DUNDIQUERY keeps the answers under a number, for DUNDIRESULT (16). */
function dundiQuery(thread: Thread, args: string): string | Pending {
  const answers = ask(thread, args);
  if (answers === PENDING) return PENDING;
  const { queries } = thread.channel;
  return String(thread.note(() => queries.push(answers) - 1));
}

function dundiResult(thread: Thread, args: string): string {
  const [id = '', which = ''] = splitArguments(args, thread.dialect, 2);
  const answers = thread.channel.queries[atoi(id)] ?? [];
  if (which.toLowerCase() === 'getnum') return String(answers.length);
  const answer = answers[atoi(which) - 1];
  return answer?.exists === true ? `${answer.tech}/${answer.destination}` : '';
}

function ask(thread: Thread, args: string): readonly Answer[] | Pending {
  const [number = '', context = '', options = ''] = splitArguments(args, thread.dialect, 3);
  return number === ''
    ? []
    : thread.lookup(number, context === '' ? 'e164' : context, 'function', options.includes('b'));
}

function choose(thread: Thread, args: string, holds: (condition: string) => boolean): string {
  const { condition, whenTrue, whenFalse } = splitBranches(args);
  const chosen = (holds(condition.trim()) ? whenTrue : whenFalse).trim();
  return thread.dialect === '1.2' || /^".*"$/.test(chosen) ? chosen.replace(/^"(.*)"$/, '$1') : chosen;
}

/** SET(name=value), the name of a function too: SET(LOCAL(x)=1) (pbx.c:pbx_builtin_setvar_helper). */
function set(thread: Thread, args: string): string | Pending {
  const [name, value = ''] = cut(args, '=');
  return assign(thread, name.trim(), value) === PENDING ? PENDING : value;
}

/**
 * CUT(variable,delimiter,fields), fields as `2`, `2-`, `-2` or `1&3`. Anything that is allowed between `${` and `}` may be
 * the variable.
 */
function cutFields(thread: Thread, args: string, scope: Scope): string | Pending {
  const [name = '', delimiter = '', wanted] = splitArguments(args, thread.dialect, 3);
  const value = substitute(`\${${name}}`, scope);
  if (value === PENDING) return PENDING;
  if (wanted === undefined) return '';
  const mark = delimiter === '' ? '-' : delimiter[0]!;
  const fields = value.split(mark);
  const chosen = wanted.split('&').flatMap((range) => {
    const [from, to] = cut(range, '-');
    const first = Math.max(1, atoi(from));
    return fields.slice(first - 1, to === undefined ? first : to === '' ? fields.length : atoi(to));
  });
  return chosen.join(mark);
}

/** FIELDQTY(variable,delimiter). 1.2 asks for variables only, 16 for functions too. */
function fieldQuantity(thread: Thread, args: string, scope: Scope): string | Pending {
  const [name = '', delimiter = ''] = splitArguments(args, thread.dialect, 2);
  const value = thread.dialect === '16' ? substitute(`\${${name}}`, scope) : (scope.variable(name) ?? '');
  if (value === PENDING) return PENDING;
  return value === '' || delimiter === '' ? '0' : String(value.split(delimiter[0]!).length);
}

/**
 * FILTER(allowed,text): the characters of the text that are allowed; `0-9` is a range, which may run over the end
 * (func_strings.c).
 */
function filter(_: Thread, args: string): string {
  const [, allowed = '', text = ''] = /^((?:\\.|[^\\,])*),(.*)$/s.exec(args) ?? [];
  const ranges = [...allowed.matchAll(/(\\x[0-9a-f]{1,2}|\\.|.)(?:-(\\x[0-9a-f]{1,2}|\\.|.))?/gis)].map(
    ([, first, last]): [number, number] => [characterCode(first!), characterCode(last ?? first!)],
  );
  const isKept = (code: number): boolean =>
    ranges.some(([first, last]) => (first <= last ? code >= first && code <= last : code >= first || code <= last));
  return text.replace(/[^]/g, (character) => (isKept(character.charCodeAt(0)) ? character : ''));
}

/** One character as app.c:ast_get_encoded_char reads it: `\n`, `\x2b`, `\,`. Octal numbers are not read. */
function characterCode(written: string): number {
  const hexadecimal = /^\\x(.+)$/i.exec(written)?.[1];
  if (hexadecimal !== undefined) return Number.parseInt(hexadecimal, 16);
  return { '\\n': 10, '\\r': 13, '\\t': 9 }[written] ?? written.charCodeAt(written.length - 1);
}

/** MATH(5+3[,type]); without a type 1.2 and 16 give two digits after the point. */
function math(thread: Thread, args: string): string {
  const [sum = '', type = ''] = splitArguments(args, thread.dialect, 2);
  const found = /^\s*(-?[\d.]+)\s*([-+*/%])\s*(-?[\d.]+)\s*$/.exec(sum);
  if (found === null) return '';
  const value = apply(found[2]!, numberOf(Number(found[1])), numberOf(Number(found[3])), '16');
  const number = Number(textOf(value, '16'));
  return ['int', 'i'].includes(type) ? String(Math.trunc(number)) : number.toFixed(2);
}

/** REGEX("expression" text) */
function regex(_: Thread, args: string): string {
  const found = /^\s*"([^"]*)"\s?(.*)$/.exec(args);
  return found !== null && PosixRegex.of(found[1]!)?.matches(found[2]!) === true ? '1' : '0';
}
