import type { Entry } from '../conf/sections.ts';
import { quote } from '../remarks.ts';

/** Of the line as it should be, the characters that are shown. */
const LONGEST_LINE = 70;

/** Digits and the characters beside them, with sets in brackets. */
const DIALLED = /^(?:[\dXZNxzn*#+-]|\[[\dA-Za-z*#-]+\])+[.!]?$/;
/** Letters alone may be a name, as `n`, unless they are as many and as large as those of a pattern. */
const MORE_THAN_A_NAME = /[\d[]|XX|[XZN][.!]$/;
const MARKS = /[XZNxzn[]|[.!]$/;

/**
 * An extension that is written as a pattern is, without the underscore: `212555[23]0XX` is that very text, and no phone
 * dials it (pbx.c:ast_extension_match).
 */
export function isPatternWithoutMark(extension: string): boolean {
  return DIALLED.test(extension) && MORE_THAN_A_NAME.test(extension) && MARKS.test(extension);
}

/** What is wrong with it, and the line as it should be. */
export function unmarkedText(extension: string, { key, value }: Entry): string {
  const line = `${key} => _${value.trimStart()}`;
  const shown = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
  return `${quote(extension)} without "_" before it is no pattern: only who dials these very characters comes here; write ${shown}`;
}
