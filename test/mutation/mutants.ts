import { parse, type ParserOptions } from '@babel/parser';
import type { Node } from '@babel/types';

/** One small change of a source file. */
export interface Mutant {
  /** Stable while other lines change: the file, the line's text and the change, with `#2` where that comes again. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** Replaces `source.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** `a < b -> a <= b`, on one line. */
  readonly change: string;
}

/** A change found at a node. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const PARSER: ParserOptions = { sourceType: 'module', plugins: ['typescript'], errorRecovery: false };

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&': ['|'],
  '|': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '|=': ['&='],
  '&=': ['|='],
  '++': ['--'],
  '--': ['++'],
};

/** What only reports a bug of the program: a change of its condition or message is no change of a rule. */
const ASSERTIONS = new Set(['assert', 'broken']);

/** Types and declarations, which do not exist at run time. */
const NOT_RUN = /^(?:TS(?!AsExpression|NonNullExpression|SatisfiesExpression)|Import|ExportAll|ClassImplements)/;

const TEXT_SHOWN = 60;

/** All mutants of a file, in order of place. @throws SyntaxError when it is no TypeScript */
export function mutantsOf(file: string, source: string): readonly Mutant[] {
  const changes: Change[] = [];
  visit(parse(source, PARSER).program, source, changes);
  changes.sort((x, y) => x.start - y.start || x.end - y.end);
  const lines = source.split('\n');
  const starts = lineStarts(source);
  const seen = new Map<string, number>();
  return changes.map((change) => {
    const line = lineAt(starts, change.start);
    const text = `${shown(source.slice(change.start, change.end))} -> ${shown(change.text)}`;
    const base = `${file}: ${lines[line - 1]!.trim()} | ${text}`;
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return { ...change, id: count === 1 ? base : `${base} #${count}`, file, line, change: text };
  });
}

export function applied(source: string, { start, end, text }: Change): string {
  return source.slice(0, start) + text + source.slice(end);
}

function visit(node: Node, source: string, changes: Change[]): void {
  if (NOT_RUN.test(node.type) || isAssertion(node)) return;
  changes.push(...changesAt(node, source));
  for (const key of Object.keys(node)) {
    if (key === 'loc' || key.endsWith('Comments') || key === 'typeAnnotation' || key === 'typeParameters') continue;
    const child = (node as unknown as Record<string, unknown>)[key];
    for (const one of Array.isArray(child) ? (child as unknown[]) : [child])
      if (isNode(one)) visit(one, source, changes);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function isAssertion(node: Node): boolean {
  if (node.type === 'ExpressionStatement' || node.type === 'ReturnStatement') {
    const inner = node.type === 'ExpressionStatement' ? node.expression : node.argument;
    return inner !== null && inner !== undefined && isAssertion(inner);
  }
  if (node.type === 'IfStatement') return node.alternate === null && isAssertion(node.consequent);
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' && ASSERTIONS.has(node.callee.name);
}

function changesAt(node: Node, source: string): readonly Change[] {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return operatorsBetween(source, node.left.end!, node.right.start!, node.operator);
    case 'UpdateExpression': {
      const start = node.prefix ? node.start! : node.argument.end!;
      return replaced({ start, end: start + 2 }, ...(OPERATORS[node.operator] ?? []));
    }
    case 'UnaryExpression':
      if (node.operator !== '!' && node.operator !== '-') return [];
      return replaced({ start: node.start!, end: node.argument.start! }, ''); // Takes the operator away.
    case 'BooleanLiteral':
      return replaced(placeOf(node), String(!node.value));
    case 'NumericLiteral':
      return replaced(placeOf(node), node.value === 1 ? '0' : '', String(node.value + 1)).filter(
        ({ text }) => text !== '',
      );
    case 'IfStatement':
    case 'ConditionalExpression':
      return replaced(placeOf(node.test), 'true', 'false');
    case 'WhileStatement':
    case 'ForStatement':
      return node.test === null || node.test === undefined ? [] : replaced(placeOf(node.test), 'false');
    case 'ExpressionStatement':
      return isSuperCall(node.expression) ? [] : replaced(placeOf(node), ';');
    case 'ContinueStatement':
    case 'BreakStatement':
    case 'ThrowStatement':
      return replaced(placeOf(node), ';');
    case 'ReturnStatement':
      return node.argument === null || node.argument === undefined ? replaced(placeOf(node), ';') : [];
    case 'MemberExpression':
      return minMax(node, source);
    case 'Identifier':
      return []; // `const { max } = Math` is caught where `max(` is called:
    case 'CallExpression':
      if (node.callee.type !== 'Identifier' || !/^(?:min|max)$/.test(node.callee.name)) return [];
      return replaced(placeOf(node.callee), node.callee.name === 'min' ? 'Math.max' : 'Math.min');
    default:
      return [];
  }
}

function isSuperCall(node: Node): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'Super';
}

function minMax(node: Extract<Node, { type: 'MemberExpression' }>, source: string): readonly Change[] {
  const text = source.slice(node.start!, node.end!);
  if (text === 'Math.min') return replaced(placeOf(node), 'Math.max');
  if (text === 'Math.max') return replaced(placeOf(node), 'Math.min');
  if (text === 'Math.floor') return replaced(placeOf(node), 'Math.ceil');
  if (text === 'Math.ceil') return replaced(placeOf(node), 'Math.floor');
  return [];
}

/** The operator is the only text between its operands, beside blanks, comments and brackets. */
function operatorsBetween(source: string, from: number, to: number, operator: string): readonly Change[] {
  if (operator === '??') return [];
  const others = OPERATORS[operator];
  const start = source.indexOf(operator, from);
  if (others === undefined || start < 0 || start + operator.length > to) return [];
  return replaced({ start, end: start + operator.length }, ...others);
}

function placeOf(node: Node): { readonly start: number; readonly end: number } {
  return { start: node.start!, end: node.end! };
}

function replaced(
  place: { readonly start: number; readonly end: number },
  ...texts: readonly string[]
): readonly Change[] {
  return texts.map((text) => ({ ...place, text }));
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '' || line === ';') return '(nothing)';
  return line.length <= TEXT_SHOWN ? line : `${line.slice(0, TEXT_SHOWN - 3)}...`;
}

function lineStarts(source: string): readonly number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], place: number): number {
  let line = 1;
  while (line < starts.length && starts[line]! <= place) line++;
  return line;
}
