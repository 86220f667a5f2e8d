import { atoi } from '../arguments.ts';
import type { Dialect } from '../patterns.ts';
import { PosixRegex } from './posixRegex.ts';

/** Values of `$[ … ]`: numbers, texts that read as a number, and texts. Source: ast_expr2.y of 1.2.6 and 16.28. */
export type Value =
  { readonly kind: 'number'; readonly number: number } | { readonly kind: 'numeric' | 'text'; readonly text: string };

const INT_MAX = 2_147_483_647;

export function numberOf(number: number): Value {
  return { kind: 'number', number };
}

/** 1.2 takes `-5` for a number and no fraction; 16 takes fractions and no sign. */
export function valueOf(text: string, dialect: Dialect): Value {
  const numeric = dialect === '1.2' ? /^-?\d+$|^-$/.test(text) : /^[\d.]+$/.test(text);
  return { kind: numeric ? 'numeric' : 'text', text };
}

export function textOf(value: Value, dialect: Dialect): string {
  if (value.kind !== 'number') return value.text;
  if (dialect === '1.2') return String(Math.trunc(value.number));
  // 16 prints 18 digits of a long double; 15 of a double are those that agree.
  return String(Number(value.number.toPrecision(15)));
}

/** Undefined: not a number. */
function toNumber(value: Value): number | undefined {
  if (value.kind === 'number') return value.number;
  if (value.kind === 'text') return undefined;
  const number = Number.parseFloat(value.text);
  return Number.isNaN(number) ? 0 : number;
}

function isZeroOrEmpty(value: Value): boolean {
  if (value.kind !== 'number' && value.text === '') return true;
  return toNumber(value) === 0;
}

/** `|` and `&` hand on an operand, as a number when it was looked at as one. */
function asLookedAt(value: Value): Value {
  return value.kind === 'numeric' ? numberOf(toNumber(value)!) : value;
}

export function negate(value: Value): Value {
  const number = toNumber(value);
  return numberOf(number === undefined ? 0 : 0 - number);
}

export function not(value: Value, dialect: Dialect): Value {
  if (value.kind === 'number') return numberOf(value.number === 0 ? 1 : 0);
  const isFalse = value.text === '' || value.text === '0' || (dialect === '16' && atoi(value.text) === 0);
  return numberOf(isFalse ? 1 : 0);
}

export function choose(condition: Value, whenTrue: Value, whenFalse: Value): Value {
  if (condition.kind === 'text') return ['', '""', '0'].includes(condition.text) ? whenFalse : whenTrue;
  return toNumber(condition) === 0 ? whenFalse : whenTrue;
}

export function apply(operator: string, a: Value, b: Value, dialect: Dialect): Value {
  switch (operator) {
    case '|':
      return isZeroOrEmpty(a) ? b : asLookedAt(a);
    case '&':
      return isZeroOrEmpty(a) || isZeroOrEmpty(b) ? numberOf(0) : asLookedAt(a);
    case '=':
    case '!=':
    case '<':
    case '>':
    case '<=':
    case '>=':
      return compare(operator, a, b, dialect);
    case '+':
    case '-':
      return add(operator, a, b);
    case '*':
    case '/':
    case '%':
      return multiply(operator, a, b, dialect);
    case ':':
      return search(a, b, true, dialect);
    case '=~':
      return search(a, b, false, dialect);
    default:
      return { kind: 'text', text: unquoted(textOf(a, dialect)) + unquoted(textOf(b, dialect)) }; // ~~
  }
}

/** As numbers when both are; else as texts, of which quotes are a part: `"5" = 5` is false. */
function compare(operator: string, a: Value, b: Value, dialect: Dialect): Value {
  let order: number;
  if (a.kind === 'text' || b.kind === 'text') {
    const left = textOf(a, dialect);
    const right = textOf(b, dialect);
    order = left < right ? -1 : left > right ? 1 : 0;
  } else {
    order = toNumber(a)! - toNumber(b)!;
  }
  const holds =
    operator === '='
      ? order === 0
      : operator === '!='
        ? order !== 0
        : operator === '<'
          ? order < 0
          : operator === '>'
            ? order > 0
            : operator === '<='
              ? order <= 0
              : order >= 0;
  return numberOf(holds ? 1 : 0);
}

/** An operand that is no number is left out. */
function add(operator: string, a: Value, b: Value): Value {
  const left = toNumber(a);
  const right = toNumber(b);
  const sign = operator === '+' ? 1 : -1;
  return numberOf((left ?? 0) + (right === undefined ? 0 : sign * right));
}

function multiply(operator: string, a: Value, b: Value, dialect: Dialect): Value {
  const left = toNumber(a);
  const right = toNumber(b);
  if (operator === '/') {
    if (left === undefined) return numberOf(0);
    if (right === undefined || right === 0) return numberOf(INT_MAX);
    return numberOf(dialect === '1.2' ? Math.trunc(left / right) : left / right);
  }
  if (left === undefined || right === undefined) return numberOf(0);
  if (operator === '*') return numberOf(left * right);
  return numberOf(right === 0 ? 0 : left % right);
}

/** A regular expression: the first group, or the length of what fitted. */
function search(a: Value, b: Value, fromStart: boolean, dialect: Dialect): Value {
  const expression = PosixRegex.of(unquoted(textOf(b, dialect)));
  if (expression === undefined) return { kind: 'text', text: '' };
  const found = expression.find(unquoted(textOf(a, dialect)));
  if (found === undefined || (fromStart && found.start !== 0))
    return expression.hasGroups() ? { kind: 'text', text: '' } : numberOf(0);
  return found.firstGroup === undefined ? numberOf(found.length) : valueOf(found.firstGroup, dialect);
}

function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"') ? text.replaceAll('"', '') : text;
}
