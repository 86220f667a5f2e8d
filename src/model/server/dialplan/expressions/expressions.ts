import type { Dialect } from '../patterns.ts';
import { tokensOf, type Token } from './tokens.ts';
import { apply, choose, negate, not, numberOf, textOf, type Value } from './exprValues.ts';

/** Weakest first; all associate from left to right. The prefixes `-` and `!` bind between `*` and `:` (ast_expr2.y). */
const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['=', '!=', '<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];
const TIGHTEST: readonly string[] = [':', '=~', '~~'];

/** Brackets within brackets, prefixes and branches; more is a syntax error here. `check` names the place. */
export const DEEPEST_EXPRESSION = 64;

/** The value of the text in `$[ ]`, its variables already replaced. A syntax error gives `0`, as in ast_expr. */
export function evaluateExpression(text: string, dialect: Dialect): string {
  const tokens = tokensOf(text, dialect);
  if (tokens.length === 0) return '';
  const parser = new Parser(tokens, dialect);
  const value = parser.whole();
  return value === undefined ? '0' : textOf(value, dialect);
}

/** Recursive descent; `undefined` is a syntax error, handed up at once. */
class Parser {
  private readonly tokens: readonly Token[];
  private readonly dialect: Dialect;
  private at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[], dialect: Dialect) {
    this.tokens = tokens;
    this.dialect = dialect;
  }

  whole(): Value | undefined {
    const value = this.conditional();
    return this.at === this.tokens.length ? value : undefined;
  }

  /** One level deeper, or a syntax error where there are too many: an expression made of a variable may be all brackets. */
  private deeper(read: () => Value | undefined): Value | undefined {
    if (this.depth === DEEPEST_EXPRESSION) return undefined;
    this.depth++;
    const value = read();
    this.depth--;
    return value;
  }

  /** `a ? b :: c`, from left to right. */
  private conditional(): Value | undefined {
    let value = this.level(0);
    while (value !== undefined && this.take('?')) {
      const whenTrue = this.deeper(() => this.conditional());
      if (whenTrue === undefined || !this.take('::')) return undefined;
      const whenFalse = this.level(0);
      if (whenFalse === undefined) return undefined;
      value = choose(value, whenTrue, whenFalse);
    }
    return value;
  }

  private level(depth: number): Value | undefined {
    const operators = LEVELS[depth];
    if (operators === undefined) return this.prefixed();
    return this.chain(operators, () => this.level(depth + 1));
  }

  private prefixed(): Value | undefined {
    if (this.take('-')) {
      const value = this.deeper(() => this.prefixed());
      return value && negate(value);
    }
    if (this.take('!')) {
      const value = this.deeper(() => this.prefixed());
      return value && not(value, this.dialect);
    }
    return this.chain(TIGHTEST, () => this.single());
  }

  private chain(operators: readonly string[], operand: () => Value | undefined): Value | undefined {
    let left = operand();
    for (
      let operator = this.takeOne(operators);
      left !== undefined && operator !== undefined;
      operator = this.takeOne(operators)
    ) {
      const right = operand();
      left = right && apply(operator, left, right, this.dialect);
    }
    return left;
  }

  private single(): Value | undefined {
    if (this.take('(')) {
      const value = this.deeper(() => this.conditional());
      return this.take(')') ? value : undefined;
    }
    const token = this.tokens[this.at];
    if (token === undefined || token.kind === 'operator') {
      // A prefix may follow any operator: `2 * -3`.
      return token?.text === '-' || token?.text === '!' ? this.deeper(() => this.prefixed()) : undefined;
    }
    this.at++;
    if (this.dialect === '16' && this.take('(')) return this.call(token.text);
    return { kind: token.kind === 'number' ? 'numeric' : 'text', text: token.text };
  }

  private call(name: string): Value | undefined {
    const values: Value[] = [];
    do {
      const value = this.deeper(() => this.conditional());
      if (value === undefined) return undefined;
      values.push(value);
    } while (this.take(','));
    if (!this.take(')')) return undefined;
    const round = ROUNDING.get(name);
    const number = Number.parseFloat(textOf(values[0]!, this.dialect));
    return numberOf(round === undefined || values.length !== 1 || Number.isNaN(number) ? 0 : round(number));
  }

  private take(operator: string): boolean {
    return this.takeOne([operator]) !== undefined;
  }

  private takeOne(operators: readonly string[]): string | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== 'operator' || !operators.includes(token.text)) return undefined;
    this.at++;
    return token.text;
  }
}

/** The functions of numbers that are modelled; others are 0. */
const ROUNDING: ReadonlyMap<string, (x: number) => number> = new Map([
  ['FLOOR', Math.floor],
  ['CEIL', Math.ceil],
  ['ROUND', (x: number): number => (x < 0 ? -Math.floor(0.5 - x) : Math.floor(x + 0.5))],
  ['TRUNC', Math.trunc],
  ['ABS', Math.abs],
  ['SQRT', Math.sqrt],
]);
