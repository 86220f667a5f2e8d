import { didYouMean } from '../text/nearest.ts';
import { parseDuration } from '../text/duration.ts';
import { parseWindow } from './reading/scenarioValues.ts';

/** What the language needs to know of a number in a result. src/measure/paths.ts has the list. */
export interface PathFacts {
  readonly unit: 'count' | 'ms' | 's' | 'ratio';
  /** The path that `%` is a share of; absent where a share means nothing. */
  readonly shareOf?: string;
  /** Can be measured in a window: `during 60s..5m`. */
  readonly windowed: boolean;
}

/** The paths that exist, for checking before a run. */
export interface ResultPaths {
  find(path: string): PathFacts | undefined;
  /** All of them, for "did you mean". */
  readonly all: readonly string[];
  /** What this scenario lacks for a path that others have: `a server with "trunks"`. */
  lacks(path: string): string | undefined;
}

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/**
 * `calls.postDialDelayMs.p99`, optionally `during 60s..5m`: what `--measure` takes, and the left side of an objective.
 */
export interface Measure {
  readonly text: string;
  readonly path: string;
  /** Microseconds; undefined: the whole run. */
  readonly during: { readonly from: number; readonly until: number } | undefined;
}

/** A measure and what must hold for it: `expect`, `--slo`. */
export interface Expectation extends Measure {
  readonly comparison: Comparison;
  /** In the path's own unit, or 0..1 of `shareOf`. */
  readonly limit: number;
  /** The limit is a share of this path's value. */
  readonly shareOf: string | undefined;
}

/** What is wrong with an expression, and where in it: `column` counts from 0. */
export interface ExpressionProblem {
  readonly problem: string;
  readonly column: number;
}

const EXAMPLE = 'an expression such as "calls.postDialDelayMs.p99 < 2s" or "calls.lost < 0.1% during 60s..5m"';
const PATH = /^\s*([A-Za-z][\w.-]*)/;
const COMPARISON = /^\s*(<=|>=|==|!=|<|>|=)/;
const VALUE = /^\s*(-?\d+(?:\.\d+)?)(?:\s*(%|(?!during\b)[a-zµ]+))?(?=\s|$)/;
const DURING = /^\s*during\s+(\S+)\s*$/;

export function parseExpectation(text: string, paths: ResultPaths | undefined): Expectation | ExpressionProblem {
  const head = readPath(text, paths);
  if ('problem' in head) return head;
  const compared = COMPARISON.exec(text.slice(head.end));
  if (compared === null)
    return { problem: `expected a comparison (<, <=, >, >=, ==, !=) behind "${head.path}"`, column: head.end };
  const valueAt = head.end + compared[0].length;
  const value = VALUE.exec(text.slice(valueAt));
  if (value === null)
    return { problem: `expected a value with its unit behind "${compared[1]}", such as 2s, 5% or 10`, column: valueAt };
  const rest = readDuring(text, valueAt + value[0].length, head);
  if ('problem' in rest) return rest;
  const limit = limitOf(value[1]!, value[2] ?? '', head.path, head.facts);
  if (typeof limit === 'string')
    return { problem: limit, column: valueAt + value[0].length - value[0].trimStart().length };
  const comparison = compared[1] === '=' ? '==' : (compared[1] as Comparison);
  return { text: text.trim(), path: head.path, during: rest.during, comparison, ...limit };
}

export function parseMeasure(text: string, paths: ResultPaths | undefined): Measure | ExpressionProblem {
  const head = readPath(text, paths);
  if ('problem' in head) return head;
  const rest = readDuring(text, head.end, head);
  return 'problem' in rest ? rest : { text: text.trim(), path: head.path, during: rest.during };
}

interface Head {
  readonly path: string;
  readonly facts: PathFacts | undefined;
  readonly end: number;
}

function readPath(text: string, paths: ResultPaths | undefined): Head | ExpressionProblem {
  const found = PATH.exec(text);
  if (found === null) return { problem: `expected ${EXAMPLE}`, column: 0 };
  const path = found[1]!;
  const facts = paths?.find(path);
  if (paths !== undefined && facts === undefined) {
    const column = found[0].length - path.length;
    const lacks = paths.lacks(path);
    if (lacks !== undefined) return { problem: `"${path}" needs ${lacks}, which this scenario does not have`, column };
    const stopsEarly = paths.all.some((known) => known.startsWith(`${path}.`));
    const hint =
      endingWith(path, paths.all) || (stopsEarly ? '' : didYouMean(path, paths.all)) || belowOf(path, paths.all);
    return { problem: `a result has no "${path}"${hint}`, column };
  }
  return { path, facts, end: found[0].length };
}

/** For a path that begins too late, `p99`: the one that ends so, of calls if there are several. */
function endingWith(path: string, all: readonly string[]): string {
  const endings = all.filter((known) => known.toLowerCase().endsWith(`.${path.toLowerCase()}`));
  const found = endings.find((known) => known.startsWith('calls.')) ?? endings[0];
  return found === undefined ? '' : `; did you mean "${found}"?`;
}

/** For a path that stops too early: its possible next steps. */
function belowOf(path: string, all: readonly string[]): string {
  const parent = path.split('.');
  for (; parent.length > 0; parent.pop()) {
    const prefix = `${parent.join('.')}.`;
    const below = all.filter((known) => known.startsWith(prefix));
    if (below.length > 0)
      return `; below "${parent.join('.')}" there are ${[...new Set(below.map((known) => known.slice(prefix.length).split('.')[0]!))].slice(0, 16).join(', ')}`;
  }
  return `; results have ${[...new Set(all.map((known) => known.split('.')[0]!))].join(', ')}`;
}

function readDuring(text: string, end: number, head: Head): { readonly during: Measure['during'] } | ExpressionProblem {
  const rest = text.slice(end);
  if (rest.trim() === '') return { during: undefined };
  const column = end + rest.length - rest.trimStart().length;
  const found = DURING.exec(rest);
  const during = found === null ? undefined : parseWindow(found[1]!);
  if (during === undefined)
    return { problem: `found "${rest.trim()}", expected the end or a window such as "during 60s..5m"`, column };
  if (head.facts?.windowed === false)
    return {
      problem: `"${head.path}" is known for the whole run only; "during" goes with calls and numbers of lookups`,
      column,
    };
  return { during };
}

/** The limit in the path's unit, or a sentence on what is wrong with it. */
function limitOf(
  digits: string,
  unit: string,
  path: string,
  facts: PathFacts | undefined,
): { limit: number; shareOf: string | undefined } | string {
  const value = Number(digits);
  if (unit === '%') {
    if (facts?.unit === 'ratio') return { limit: value / 100, shareOf: undefined };
    const shareOf = facts?.shareOf ?? (facts === undefined && path.startsWith('calls.') ? 'calls.offered' : undefined);
    return shareOf === undefined
      ? `"${path}" is not a share of anything; expected ${wanted(facts)}`
      : { limit: value / 100, shareOf };
  }
  const timed = facts === undefined ? /Ms\b|Seconds$/.test(path) : facts.unit === 'ms' || facts.unit === 's';
  if (!timed)
    return unit === ''
      ? { limit: value, shareOf: undefined }
      : `"${path}" has no unit "${unit}"; expected ${wanted(facts)}`;
  const micros = parseDuration(`${digits}${unit}`);
  if (micros === undefined) return `found "${digits}${unit}", expected a time with its unit, such as 200ms or 2s`;
  const inSeconds = facts === undefined ? path.endsWith('Seconds') : facts.unit === 's';
  return { limit: inSeconds ? micros / 1_000_000 : micros / 1_000, shareOf: undefined };
}

function wanted(facts: PathFacts | undefined): string {
  if (facts?.unit === 'ms' || facts?.unit === 's') return 'a time, such as 200ms or 2s';
  if (facts?.unit === 'ratio') return 'a share, such as 0.3 or 30%';
  return facts?.shareOf === undefined ? 'a plain number' : `a plain number, or a percentage of ${facts.shareOf}`;
}

/** What came of an expectation. */
export interface Verdict {
  /** Undefined: there was nothing to measure, so nothing is said. */
  readonly holds: boolean | undefined;
  /** In the path's unit; null: nothing to measure. */
  readonly value: number | null;
  /** What the value is compared with: the limit, or the limit's share of the whole. */
  readonly bound: number | null;
}

/** Looks up the number at a path of a result document; null: nothing to measure. */
function numberAt(document: unknown, path: string): number | null {
  let value: unknown = document;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === 'number' ? value : null;
}

/** `document`: the result of the whole run, or of the expectation's window. */
export function evaluate(expectation: Expectation, document: unknown): Verdict {
  const value = numberAt(document, expectation.path);
  const whole = expectation.shareOf === undefined ? 1 : numberAt(document, expectation.shareOf);
  if (value === null || whole === null || (expectation.shareOf !== undefined && whole === 0))
    return { holds: undefined, value, bound: null };
  const bound = expectation.limit * whole;
  return { holds: compare(value, expectation.comparison, bound), value, bound };
}

function compare(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '==':
      return value === bound;
    case '!=':
      return value !== bound;
  }
}
