import type { Remarks } from '../remarks.ts';

/** What is left of a line without its comments, stripped of blanks at both ends. Never empty. */
export interface ConfLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** For every character of `text`, the column in the file that it stood in, from 1. */
  readonly columns: readonly number[];
}

/**
 * Takes the comments out of a .conf text, as config.c:config_text_file_load does (the same at 1.2.6 and 16.28.0):
 * `;` to the end of the line, `\;` for a semicolon that is meant, `;--` … `--;` over lines and nested. `;---` opens
 * nothing,
 * so that a ruler of dashes stays a comment of one line.
 */
export function withoutComments(file: string, text: string, remarks: Remarks): ConfLine[] {
  const reader = new CommentReader();
  const kept: ConfLine[] = [];
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  body.split('\n').forEach((line, index) => {
    const left = reader.strip(line, index + 1);
    const trimmed = trim(left);
    if (trimmed.length > 0) kept.push(toLine(index + 1, trimmed));
  });
  reader.end(file, remarks);
  return kept;
}

/**
 * The text with blanks for what its comments contain; their marks stay. Lines, columns and what counts as a comment do
 * not change.
 */
export function withBlankComments(text: string): string {
  if (!text.includes(';')) return text;
  const reader = new CommentReader();
  const blank = (line: string, index: number): string => {
    const kept = reader.strip(line, index + 1);
    if (kept.length === line.length) return line;
    const shown = line.replace(/[^;\\-]/g, ' ').split('');
    for (const { char, column } of kept) shown[column - 1] = char;
    return shown.join('').trimEnd();
  };
  return text.split('\n').map(blank).join('\n');
}

type Character = { readonly char: string; readonly column: number };

class CommentReader {
  /** Where each block comment that is open began. */
  private readonly opened: number[] = [];
  /** Line of a `--;` that closed nothing. From there on Asterisk takes everything for a comment. */
  private strayEnd = 0;

  /** The characters of a line that are no comment. A block may open and close several times in one line. */
  strip(line: string, number: number): Character[] {
    const kept: Character[] = [];
    let from = 0; // Where the search for marks continues; a `--` before it belongs to an earlier mark.
    let at = 0;
    while (at < line.length) {
      if (line[at] !== ';') {
        this.keep(kept, line, at++);
      } else if (at > from && line[at - 1] === '\\') {
        if (kept.length > 0 && this.isOutside()) kept.pop();
        this.keep(kept, line, at++);
        from = at;
      } else if (line.startsWith(';--', at) && line[at + 3] !== '-') {
        this.opened.push(number);
        from = at += 3;
      } else if (at >= from + 2 && line.startsWith('--;', at - 2)) {
        if (this.opened.length === 0) {
          // Out of a block, so the two dashes were kept as text; what follows is a comment, and all further lines are.
          if (this.strayEnd === 0) this.strayEnd = number;
          return kept;
        }
        this.opened.pop();
        from = ++at;
      } else if (this.isOutside()) {
        return kept;
      } else {
        from = ++at;
      }
    }
    return kept;
  }

  end(file: string, remarks: Remarks): void {
    const line = this.opened.at(-1);
    if (line !== undefined)
      remarks.risk(
        'openComment',
        { file, line, column: 1 },
        'a block comment ";--" opens here and never ends: everything after it is a comment',
      );
    if (this.strayEnd > 0) {
      remarks.risk(
        'strayCommentEnd',
        { file, line: this.strayEnd, column: 1 },
        '"--;" ends a block comment that was never opened: Asterisk takes everything after it for a comment',
      );
    }
  }

  /** Text counts here. */
  private isOutside(): boolean {
    return this.opened.length === 0 && this.strayEnd === 0;
  }

  private keep(kept: Character[], line: string, at: number): void {
    if (this.isOutside()) kept.push({ char: line[at]!, column: at + 1 });
  }
}

/** Asterisk's blanks are all control characters and the space (strings.h:ast_strip); this takes the CR of CRLF too. */
function trim(characters: readonly Character[]): readonly Character[] {
  let from = 0;
  let to = characters.length;
  while (from < to && isBlank(characters[from]!.char)) from++;
  while (to > from && isBlank(characters[to - 1]!.char)) to--;
  return characters.slice(from, to);
}

export function isBlank(char: string): boolean {
  return char.charCodeAt(0) <= 32;
}

function toLine(number: number, characters: readonly Character[]): ConfLine {
  return { number, text: characters.map((c) => c.char).join(''), columns: characters.map((c) => c.column) };
}
