import { atoi, cut, isTrue, splitArguments, splitBranches } from './arguments.ts';
import { callerId } from './scope.ts';
import { apply, numberOf, textOf } from './expressions/exprValues.ts';
import { PosixRegex } from './expressions/posixRegex.ts';
import { PENDING, type Answer, type Pending } from './services.ts';
import { substitute, type Scope } from './substitution.ts';
import type { Thread } from './channelThread.ts';
import { isWithin } from './timePatterns.ts';

type FunctionCode = (thread: Thread, args: string, scope: Scope) => string | Pending;

/** Functions of the dialplan that give a value here. Sources: funcs/*.c, pbx_dundi.c of 1.2.6 and 16.28. */
const FUNCTIONS: Readonly<Record<string, FunctionCode>> = {
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

/** Accepted, and empty: what they tell of is not modelled. */
const EMPTY = `
  DB DB_DELETE DB_KEYS CDR CHANNEL ENV LANGUAGE MUSICCLASS MD5 CHECK_MD5 CHECKSIPDOMAIN SIPPEER SIPCHANINFO SIP_HEADER IAXPEER STRFTIME RAND GROUP
  GROUP_COUNT GROUP_LIST GROUP_MATCH_COUNT URIENCODE URIDECODE ENUMLOOKUP TXTCIDNAME QUOTE ARRAY CALLERPRES CONNECTEDLINE
  REDIRECTING DEVICE_STATE EXTENSION_STATE HINT VMCOUNT VM_INFO MAILBOX_EXISTS QUEUE_MEMBER_COUNT QUEUE_WAITING_COUNT
  AGENT BLACKLIST REPLACE STRREPLACE SHELL CURL ODBC_ASTERISK REALTIME HASH SPRINTF PASSTHRU SHIFT POP PUSH UNSHIFT
  VOLUME AES_ENCRYPT AES_DECRYPT BASE64_ENCODE BASE64_DECODE SHA1 STAT FILE VERSION SYSINFO EVAL KEYPADHASH IAXVAR
  PEER_NAME JITTERBUFFER MASTER_CHANNEL SHARED STACK_PEEK LOCAL_PEEK FAXOPT DENOISE AGC PITCH_SHIFT TESTTIME
  IMPORT INC DEC SORT LISTFILTER EXCEPTION FEATURE PP_EACH_USER CONFBRIDGE MEETME_INFO QUEUE_MEMBER QUEUE_VARIABLES
  HANGUPCAUSE_KEYS CALLCOMPLETION SRVQUERY SRVRESULT VALID_MAILBOX DIALGROUP LOCK UNLOCK
`;

/** What the functions that are not modelled always give. */
const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ...EMPTY.trim()
    .split(/\s+/)
    .map((name): [string, string] => [name, '']),
  ['DB_EXISTS', '0'],
]);

export const FUNCTION_CODE: ReadonlyMap<string, FunctionCode> = new Map([
  ...[...CONSTANTS].map(([name, value]): [string, FunctionCode] => [name, () => value]),
  ...Object.entries(FUNCTIONS),
]);

/** What a function that is not modelled always gives; undefined for one that is modelled, or unknown. */
export function constantOf(name: string): string | undefined {
  return CONSTANTS.get(name.toUpperCase());
}

/** True: gives a value. False: accepted, empty. Undefined: nobody knows it. */
export function isFunctionModelled(name: string): boolean | undefined {
  const upper = name.toUpperCase();
  return FUNCTION_CODE.has(upper) ? upper in FUNCTIONS : undefined;
}

export function functionNames(): Iterable<string> {
  return FUNCTION_CODE.keys();
}

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
  const id = thread.note(() => {
    queries.set(queries.size, answers);
    return queries.size - 1;
  });
  return String(id);
}

function dundiResult(thread: Thread, args: string): string {
  const [id = '', which = ''] = splitArguments(args, thread.dialect, 2);
  const answers = thread.channel.queries.get(atoi(id)) ?? [];
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

/** utils.c:ast_true */
function isYes(text: string): boolean {
  return ['yes', 'true', 'y', 't', '1', 'on'].includes(text.toLowerCase());
}

function set(thread: Thread, args: string): string {
  const [name, value = ''] = cut(args, '=');
  thread.set(name.trim(), value);
  return value;
}

/**
 * CUT(variable,delimiter,fields), fields as `2`, `2-`, `-2` or `1&3`. Whatever can stand between `${` and `}` may be
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
