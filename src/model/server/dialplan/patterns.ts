/**
 * Extension patterns. `_` marks one; X is 0-9, Z is 1-9, N is 2-9, `[1-5a]` a set, `.` one or more of anything,
 * `!` none or more, and decided at once. `-` is for the eye only and is skipped.
 * Sources: pbx.c:_extension_match_core, ext_cmp (16.28); EXTENSION_MATCH_CORE, ast_add_extension2 (1.2.6).
 */
export type Dialect = '1.2' | '16';

/** `match`: all of it. `canmatch`: it, or a beginning of it. `matchmore`: only a longer number would do. */
export type MatchMode = 'match' | 'canmatch' | 'matchmore';

/** 2: matched by `!`, which stops a search for longer numbers. */
export type MatchResult = 0 | 1 | 2;

/** One position: the characters that fit, or what ends the pattern. */
interface Position {
  readonly kind: 'set' | 'any' | 'early';
  readonly characters: string;
}

export interface Pattern {
  readonly text: string;
  readonly isPattern: boolean;
  /** Empty when it is no pattern. */
  readonly positions: readonly Position[];
  /** A `[` without `]`: matches nothing. */
  readonly broken: boolean;
}

/** `_2XXX` is a pattern, `2XXX` is the extension 2XXX. */
export function isWrittenAsPattern(text: string): boolean {
  return text.startsWith('_');
}

export function parsePattern(text: string): Pattern {
  if (!isWrittenAsPattern(text)) return { text, isPattern: false, positions: [], broken: false };
  const positions: Position[] = [];
  for (let at = 1; at < text.length; at++) {
    const character = text[at]!;
    if (character === '/') break; // What follows is a caller's number.
    if (character === '-' || character === ' ') continue;
    if (character !== '[') {
      positions.push(positionOf(character));
      continue;
    }
    const end = text.indexOf(']', at);
    if (end < 0) return { text, isPattern: true, positions: [], broken: true };
    const characters = expandSet(text.slice(at + 1, end));
    if (characters !== '') positions.push({ kind: 'set', characters });
    at = end;
  }
  return { text, isPattern: true, positions, broken: false };
}

/** Version 16 also skips `-` outside patterns. */
export function literal(number: string, dialect: Dialect): string {
  return dialect === '16' && number.includes('-') ? number.replaceAll('-', '') : number;
}

/** Both versions take small letters as well. */
function positionOf(character: string): Position {
  switch (character.toUpperCase()) {
    case 'X':
      return { kind: 'set', characters: '0123456789' };
    case 'Z':
      return { kind: 'set', characters: '123456789' };
    case 'N':
      return { kind: 'set', characters: '23456789' };
    case '.':
      return { kind: 'any', characters: '' };
    case '!':
      return { kind: 'early', characters: '' };
    default:
      return { kind: 'set', characters: character };
  }
}

/** Characters of a set that are looked at: no set of digits is longer, and a file of brackets ends. */
const LONGEST_SET = 256;
/** Asterisk's characters are bytes, so no range has more. */
const LONGEST_RANGE = 256;

/** `1-5a` is 1, 2, 3, 4, 5 and a; each once, by character code. */
function expandSet(written: string): string {
  const found = new Set<number>();
  const text = written.slice(0, LONGEST_SET);
  for (let at = 0; at < text.length; at++) {
    const from = text.charCodeAt(at);
    let to = from;
    if (at + 2 < text.length && text[at + 1] === '-') {
      to = Math.min(text.charCodeAt(at + 2), from + LONGEST_RANGE - 1);
      at += 2;
    }
    for (let code = from; code <= to; code++) found.add(code);
  }
  return [...found]
    .sort((a, b) => a - b)
    .map((code) => String.fromCharCode(code))
    .join('');
}

export function match(pattern: Pattern, number: string, mode: MatchMode, dialect: Dialect): MatchResult {
  if (!pattern.isPattern) return matchLiteral(literal(pattern.text, dialect), literal(number, dialect), mode);
  if (mode === 'match' && number === pattern.text) return 1;
  if (pattern.broken) return 0;
  const digits = number.includes('-') ? number.replaceAll('-', '') : number;
  if (dialect === '1.2' && digits === '' && mode !== 'match') return 1;
  let at = 0;
  for (const position of pattern.positions) {
    if (at === digits.length) return endOfNumber(position, mode);
    if (position.kind === 'any') return 1;
    if (position.kind === 'early') return 2;
    if (!position.characters.includes(digits[at]!)) return 0;
    at++;
  }
  // 1.2 takes a number that is too long for one that can match (pbx.c:ast_extension_close).
  if (at < digits.length) return dialect === '1.2' && mode === 'canmatch' ? 1 : 0;
  return mode === 'matchmore' ? 0 : 1;
}

function matchLiteral(extension: string, number: string, mode: MatchMode): MatchResult {
  if (mode === 'match') return extension === number ? 1 : 0;
  if (!extension.startsWith(number)) return 0;
  return mode === 'canmatch' || extension.length > number.length ? 1 : 0;
}

/** All digits fitted, and `next` is what the pattern would have next. */
function endOfNumber(next: Position, mode: MatchMode): MatchResult {
  if (next.kind === 'early') return 2;
  return mode === 'match' ? 0 : 1;
}

/** The order in which a context tries its extensions. */
export function compareExtensions(a: Pattern, b: Pattern, dialect: Dialect): number {
  if (a.isPattern !== b.isPattern) return a.isPattern ? 1 : -1;
  // 1.2 sorts patterns by their text (strcmp), so `_1XXX` comes before `_NXXX` and `_X.` after `_X!`.
  if (dialect === '1.2' || !a.isPattern) return compareText(literal(a.text, dialect), literal(b.text, dialect));
  return comparePatterns(a, b);
}

/** 16: position by position the smaller set first, then `.`, then `!`, then the end of the pattern. */
function comparePatterns(a: Pattern, b: Pattern): number {
  if (a.broken !== b.broken) return a.broken ? 1 : -1;
  const length = Math.max(a.positions.length, b.positions.length);
  for (let at = 0; at < length; at++) {
    const left = a.positions[at];
    const right = b.positions[at];
    const difference = rank(left) - rank(right);
    if (difference !== 0) return difference;
    if (left?.characters !== right?.characters) return compareSets(left!.characters, right!.characters);
  }
  return 0;
}

/** Size of the set and its first character; the special cases after all sets (pbx.c:ext_cmp_pattern_pos). */
function rank(position: Position | undefined): number {
  if (position === undefined) return 0x30000;
  if (position.kind === 'any') return 0x18000;
  if (position.kind === 'early') return 0x28000;
  return position.characters.length * 0x100 + position.characters.charCodeAt(0);
}

/** Equal size and first character: the set with the lowest character that the other lacks comes first. */
function compareSets(a: string, b: string): number {
  for (let at = 0; at < a.length; at++) {
    if (a[at] !== b[at]) return a.charCodeAt(at) - b.charCodeAt(at);
  }
  return 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
