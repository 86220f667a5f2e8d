import { evaluateExpression } from './expressions/expressions.ts';
import { atoi, cut } from './arguments.ts';
import type { Dialect } from './patterns.ts';
import { PENDING, type Pending } from './services.ts';

/**
 * Where `${…}` finds its values. A function may have to wait; then the whole text is done again when its value is
 * there.
 */
export interface Scope {
  readonly dialect: Dialect;
  /** Undefined: not set. */
  variable(name: string): string | undefined;
  call(name: string, args: string): string | Pending;
}

/**
 * pbx.c: EXT_DATA_SIZE, less the NUL: what is longer is cut off, so that a plan which doubles a variable for ever stays
 * finite.
 */
export const LONGEST_ARGS = 8191;

/**
 * Replaces `${variables}`, `${FUNCTIONS()}` and `$[expressions]`, nested ones first
 * (pbx_substitute_variables_helper_full).
 */
export function substitute(text: string, scope: Scope): string | Pending {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) return cutOff(result + text.slice(at));
    const opener = text[dollar + 1];
    if (opener !== '{' && opener !== '[') {
      // 1.2 looks no further after a lone dollar.
      if (scope.dialect === '1.2') return cutOff(result + text.slice(at));
      result += text.slice(at, dollar + 1);
      at = dollar + 1;
      continue;
    }
    result += text.slice(at, dollar);
    const inner = bracketed(text, dollar + 2, opener, scope.dialect);
    at = inner.after;
    const filled = inner.nested ? substitute(inner.text, scope) : inner.text;
    if (filled === PENDING) return PENDING;
    const value = opener === '[' ? evaluateExpression(filled, scope.dialect) : valueOf(filled, scope);
    if (value === PENDING) return PENDING;
    result = cutOff(result + value);
  }
  return result;
}

/** Pieces that are joined stay a chain in V8 until they are read: `slice` would make one text of them each time. */
function cutOff(text: string): string {
  return text.length > LONGEST_ARGS ? text.slice(0, LONGEST_ARGS) : text;
}

interface Bracketed {
  readonly text: string;
  readonly nested: boolean;
  readonly after: number;
}

/** From behind `${` or `$[` to the bracket that closes it, or to the end. */
function bracketed(text: string, from: number, opener: '{' | '[', dialect: Dialect): Bracketed {
  const closer = opener === '{' ? '}' : ']';
  // Of braces 1.2 counts only those of variables.
  const countsBare = opener === '[' || dialect === '16';
  let depth = 1;
  let nested = false;
  let at = from;
  while (at < text.length && depth > 0) {
    const isDollar = text[at] === '$' && (text[at + 1] === '{' || text[at + 1] === '[');
    if (isDollar) {
      nested = true;
      if (text[at + 1] === opener) depth++;
      at++;
    } else if (text[at] === opener && countsBare) {
      depth++;
    } else if (text[at] === closer) {
      depth--;
    }
    at++;
  }
  return { text: text.slice(from, depth === 0 ? at - 1 : at), nested, after: at };
}

function valueOf(text: string, scope: Scope): string | Pending {
  const { name, offset, length } = parseName(text);
  const bracket = name.indexOf('(');
  let value: string | Pending | undefined;
  if (bracket >= 0) {
    const end = name.lastIndexOf(')');
    value = scope.call(name.slice(0, bracket), name.slice(bracket + 1, end > bracket ? end : name.length));
    if (value === PENDING) return PENDING;
  } else {
    value = scope.variable(name);
  }
  return value === undefined ? '' : substring(value, offset, length, scope.dialect);
}

/** `NAME:offset:length`; colons in brackets belong to the name. */
function parseName(text: string): { name: string; offset: number; length: number | undefined } {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (text[at] === ':' && depth === 0) {
      const [offset, length] = cut(text.slice(at + 1), ':');
      return {
        name: text.slice(0, at),
        offset: atoi(offset),
        length: length === undefined || !/^\s*[-+]?\d/.test(length) ? undefined : atoi(length),
      };
    }
  }
  return { name: text, offset: 0, length: undefined };
}

/** A negative offset counts from the end. A negative length: everything in 1.2, all but that number of characters in 16. */
function substring(value: string, offset: number, length: number | undefined, dialect: Dialect): string {
  const from = offset < 0 ? Math.max(0, value.length + offset) : offset;
  const rest = value.slice(from);
  if (length === undefined) return rest;
  if (length >= 0) return rest.slice(0, length);
  return dialect === '1.2' ? rest : rest.slice(0, Math.max(0, rest.length + length));
}
