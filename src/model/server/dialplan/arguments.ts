import type { Dialect } from './patterns.ts';

/** How applications take their argument text apart. Sources: utils.c, app.c (1.2.6); app.c (16.28). */

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BAR = 0x7c;

/** What 1.2 does to the text between the brackets when it reads the file: `,` becomes `|`, `'` quotes, `\` escapes. */
export function asLoaded(text: string, dialect: Dialect): string {
  if (dialect === '16' || !/[\\',]/.test(text)) return text;
  const kept: string[] = []; // Joined once: a text that grows by characters stays a chain of its pieces in V8.
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\\') kept.push(text[++at] ?? '');
    else if (character === "'") quoted = !quoted;
    else kept.push(character === ',' && !quoted ? '|' : character);
  }
  return kept.join('');
}

export function separator(dialect: Dialect): string {
  return dialect === '16' ? ',' : '|';
}

/**
 * The arguments of an application, at most `limit` (the last takes the rest as it is).
 * Brackets protect separators; 16 also knows `"` and `\` and takes them away.
 */
export function splitArguments(text: string, dialect: Dialect, limit = 100): string[] {
  const parts: string[] = [];
  const delimiter = dialect === '16' ? COMMA : BAR;
  let part = '';
  let from = 0;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (parts.length === limit - 1) {
      parts.push(part + text.slice(from));
      return parts;
    }
    const character = text.charCodeAt(at);
    if (dialect === '16' && (character === QUOTE || character === BACKSLASH)) {
      part += text.slice(from, at);
      from = at + 1;
      if (character === QUOTE) quoted = !quoted;
      else at++; // What follows is taken as it is.
    } else if (character === delimiter && depth === 0 && !quoted) {
      parts.push(part + text.slice(from, at));
      part = '';
      from = at + 1;
      if (from === text.length && dialect === '1.2') return parts;
    } else {
      depth = depthAfter(character, depth, dialect);
    }
  }
  if (text !== '') parts.push(part + text.slice(from));
  return parts;
}

function depthAfter(character: number, depth: number, dialect: Dialect): number {
  if (character === 0x28 || (dialect === '16' && character === 0x5b)) return depth + 1; // ( [
  const closes = character === 0x29 || (dialect === '16' && character === 0x5d); // ) ]
  return closes ? Math.max(0, depth - 1) : depth;
}

/** Cuts at the first `mark`: the text before it and the text after it (undefined: no mark). */
export function cut(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** `a?b:c` as GotoIf and its kin read it. */
export function splitBranches(text: string): { condition: string; whenTrue: string; whenFalse: string } {
  const [condition, rest] = cut(text, '?');
  const [whenTrue, whenFalse] = cut(rest ?? '', ':');
  return { condition, whenTrue, whenFalse: whenFalse ?? '' };
}

/** C's atoi: leading blanks, a sign, digits; else 0. */
export function atoi(text: string): number {
  const found = /^\s*[-+]?\d+/.exec(text);
  return found === null ? 0 : Number.parseInt(found[0], 10);
}

/** Empty and numbers that are 0 are false, any other text is true (pbx.c:pbx_checkcondition). */
export function isTrue(condition: string): boolean {
  const first = condition.charCodeAt(0);
  return first >= 48 && first <= 57 ? atoi(condition) !== 0 : condition !== '';
}

/** utils.c:ast_true: the words for yes, and 1. */
export function isYes(text: string): boolean {
  return ['yes', 'true', 'y', 't', '1', 'on'].includes(text.toLowerCase());
}

/** One letter of an option text, with the text in brackets after it; undefined when it is not there. */
export function option(options: string, letter: string): string | undefined {
  for (let at = 0; at < options.length; at++) {
    const bracket = options[at + 1] === '(' ? options.indexOf(')', at) : -1;
    if (options[at] === letter) return bracket > 0 ? options.slice(at + 2, bracket) : '';
    if (bracket > 0) at = bracket;
  }
  return undefined;
}
