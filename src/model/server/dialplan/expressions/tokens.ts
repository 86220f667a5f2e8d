import type { Dialect } from '../patterns.ts';

/**
 * Tokens of `$[ … ]`. Sources: ast_expr2.fl of 1.2.6 and 16.28; the longest token wins, unknown characters are dropped.
 */
export interface Token {
  readonly kind: 'operator' | 'number' | 'text';
  readonly text: string;
}

/** Two characters before one. 1.2.6 knows neither `=~` nor `!` as a prefix, `||`, `&&`, `==`, `~~` nor `,`. */
const OPERATORS: Readonly<Record<Dialect, readonly string[]>> = {
  '1.2': ['>=', '<=', '!=', '::', '|', '&', '=', '>', '<', '+', '-', '*', '/', '%', '?', ':', '(', ')'],
  '16': [
    '||',
    '&&',
    '==',
    '=~',
    '~~',
    '>=',
    '<=',
    '!=',
    '::',
    '|',
    '&',
    '=',
    '>',
    '<',
    '+',
    '-',
    '*',
    '/',
    '%',
    '?',
    ':',
    '!',
    '(',
    ')',
    ',',
  ],
};

const WORD: Readonly<Record<Dialect, RegExp>> = {
  '1.2': /[a-zA-Z0-9,.';\\_^%$#@!]+/y,
  '16': /(?:[a-zA-Z0-9.';\\_^#@\u0080-\uffff]|\$[^{])+/y,
};

const NUMBER: Readonly<Record<Dialect, RegExp>> = { '1.2': /[0-9]+/y, '16': /[0-9]+(?:\.[0-9]+)?/y };
const QUOTED = /"[^"]*"/y;

export function tokensOf(text: string, dialect: Dialect): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const token = tokenAt(text, at, dialect);
    if (token === undefined) {
      at++;
      continue;
    }
    tokens.push(token);
    at += token.text.length;
  }
  return tokens.map((token) => ({ ...token, text: SAME.get(token.text) ?? token.text }));
}

const SAME: ReadonlyMap<string, string> = new Map([
  ['||', '|'],
  ['&&', '&'],
  ['==', '='],
]);

function tokenAt(text: string, at: number, dialect: Dialect): Token | undefined {
  const quoted = sticky(QUOTED, text, at);
  if (quoted !== '') return { kind: 'text', text: quoted };
  const operator = OPERATORS[dialect].find((candidate) => text.startsWith(candidate, at)) ?? '';
  const number = sticky(NUMBER[dialect], text, at);
  const word = sticky(WORD[dialect], text, at);
  const longest = Math.max(operator.length, number.length, word.length);
  if (longest === 0) return undefined;
  if (operator.length === longest) return { kind: 'operator', text: operator };
  return number.length === longest ? { kind: 'number', text: number } : { kind: 'text', text: word };
}

function sticky(expression: RegExp, text: string, at: number): string {
  expression.lastIndex = at;
  return expression.exec(text)?.[0] ?? '';
}
