import { RE2JS } from 're2js';

/**
 * Regular expressions of the dialplan: `$[ text : expression ]`, `=~` and REGEX(). Asterisk hands them to the C
 * library (regcomp with REG_EXTENDED: ast_expr2.y:op_colon, func_strings.c:regex); here RE2 runs them, whose time
 * grows with the text and never with the ways to read it. Of several matches at one place the longest counts, as POSIX
 * has it. What RE2 refuses, above all references to groups (`\1`), counts as an expression that does not compile.
 */
export interface PosixMatch {
  /** Characters before it. */
  readonly start: number;
  /** In characters. */
  readonly length: number;
  /** What the first group took; undefined without a group, or when it took no part. */
  readonly firstGroup: string | undefined;
}

/** Instructions of a compiled expression. Time is at most this many steps for each character of the text. */
const LONGEST_PROGRAM = 1_000;
/** Texts of a channel are shorter (EXT_DATA_SIZE); an expression of more than this has more than LONGEST_PROGRAM. */
const LONGEST_EXPRESSION = 1_000;
/** Compiled expressions that are kept: a plan has a few, an expression made of a variable may be new at each call. */
const MOST_KEPT = 256;

/** A compiled expression. */
export class PosixRegex {
  private static readonly kept = new Map<string, PosixRegex | undefined>();
  private readonly compiled: RE2JS;

  private constructor(compiled: RE2JS) {
    this.compiled = compiled;
  }

  /** Undefined: it does not compile, or is longer than is run here. */
  static of(expression: string): PosixRegex | undefined {
    if (PosixRegex.kept.has(expression)) return PosixRegex.kept.get(expression);
    const made = PosixRegex.compile(expression);
    if (PosixRegex.kept.size === MOST_KEPT) PosixRegex.kept.clear();
    PosixRegex.kept.set(expression, made);
    return made;
  }

  private static compile(expression: string): PosixRegex | undefined {
    if (expression.length > LONGEST_EXPRESSION) return undefined;
    try {
      const compiled = RE2JS.compile(withoutUnicodeClasses(expression), RE2JS.LONGEST_MATCH);
      return compiled.programSize() > LONGEST_PROGRAM ? undefined : new PosixRegex(compiled);
    } catch {
      return undefined;
    }
  }

  hasGroups(): boolean {
    return this.compiled.groupCount() > 0;
  }

  matches(text: string): boolean {
    return this.compiled.test(text);
  }

  /** The leftmost match. */
  find(text: string): PosixMatch | undefined {
    const matcher = this.compiled.matcher(text);
    if (!matcher.find()) return undefined;
    const firstGroup = this.hasGroups() ? (matcher.group(1) ?? undefined) : undefined;
    return { start: matcher.start(), length: matcher.end() - matcher.start(), firstGroup };
  }
}

/** POSIX has no classes such as `\p{L}`: to the C library `\p` is a p, as every other letter behind a backslash. */
function withoutUnicodeClasses(expression: string): string {
  return expression.replaceAll(/\\([\s\S])/g, (both, letter: string) =>
    letter === 'p' || letter === 'P' ? letter : both,
  );
}
