import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Alias,
  type Document,
  type Node as YamlNode,
  type YAMLMap,
} from 'yaml';
import { UserMistakes, type Remark } from '../../text/mistake.ts';
import type { Place } from '../../text/place.ts';
import { printable } from '../../text/printable.ts';
import { mapping, type Entry, type MappingNode, type Node } from './tree.ts';

/** Deeper than any scenario, and shallow enough for every stack. */
const DEEPEST = 40;
/** Of which the parser's stack is surely large enough; brackets in a text of words count as well. */
const MOST_LEVELS = 400;
/** Of a line, the characters that are looked at for marks of nesting: more of them are too deep. */
const LONGEST_LEAD = 4 * 400;
/** MOST_NODES values have as many with their keys. */
const MOST_MARKS = 300_000;
const NO_COMMENT = 'comments begin with "#" here; "//" and "/*" are none, neither in YAML nor in JSON';
const NOTHING = 'this scenario is empty; five lines are one (README.md), and "dundisim init" writes one with comments';
/** Aliases of aliases multiply; no scenario is longer than this. */
const MOST_NODES = 200_000;

/**
 * YAML 1.2 (JSON is part of it) into the tree, with the place of everything.
 * @throws UserMistakes when it is not YAML: the first slip only, since the rest follow from it. Keys that appear twice,
 * and the like, are thrown too unless `remarks` takes them; then the first of them is read.
 */
export function readSource(file: string, text: string, remarks?: Remark[]): MappingNode {
  const lines = new LineCounter();
  const document = parsed(file, text, lines);
  const reader = new SourceReader(file, lines, document);
  const root = document.contents === null ? reader.nothing() : reader.read(document.contents, 0);
  if (root.kind === 'mapping' && root.entries.size === 0 && reader.remarks.length === 0)
    reader.remarks.push({ severity: 'mistake', place: root.place, text: NOTHING });
  if (root.kind !== 'mapping') {
    reader.remarks.push({
      severity: 'mistake',
      place: root.place,
      text: 'a scenario is a mapping of keys to values, such as "duration: 15m"',
    });
  }
  if (reader.remarks.length > 0 && (remarks === undefined || root.kind !== 'mapping'))
    throw new UserMistakes(reader.remarks);
  remarks?.push(...reader.remarks);
  return root as MappingNode;
}

function parsed(file: string, text: string, lines: LineCounter): Document {
  const at = (offset: number): Place => {
    const before = text.slice(0, offset).split('\n');
    return { file, line: before.length, column: before.at(-1)!.length + 1 };
  };
  // oxlint-disable-next-line no-control-regex
  const control = /[\u0000-\u0008\u000e-\u001f]/.exec(text);
  if (control !== null) throw mistake({ file, line: 0, column: 0 }, 'this is not a text: it holds control characters');
  const long = tooLongAt(text);
  if (long !== undefined)
    throw mistake(at(long), `more than ${MOST_MARKS} lines, commas, brackets and other marks: this is no scenario`);
  const deep = tooDeepAt(text);
  if (deep !== undefined) throw mistake(at(deep), `nested more than ${DEEPEST} deep`);
  const parserAt = (offset: number): Place => placeOf(file, lines, offset);
  let document: Document;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      version: '1.2',
      strict: true,
      keepSourceTokens: false,
    });
  } catch (error) {
    throw mistake(
      { file, line: 0, column: 0 },
      `this cannot be read as YAML: ${error instanceof Error ? firstLine(error.message) : 'unknown reason'}`,
    );
  }
  const slashes = /^[ \t]*\/[/*]/m.exec(text);
  const slip = document.errors[0] ?? document.warnings[0];
  if (slip !== undefined && /^\/[/*]/.test(text.slice(slip.pos[0], slip.pos[0] + 2)))
    throw mistake(parserAt(slip.pos[0]), NO_COMMENT);
  const blamed =
    slashes !== null &&
    (slip === undefined ? isMap(document.contents) && document.contents.flow === true : slip.pos[0] >= slashes.index);
  if (slashes !== null && blamed) throw mistake(parserAt(slashes.index + slashes[0].length - 2), NO_COMMENT);
  if (slip !== undefined) throw mistake(parserAt(slip.pos[0]), explain(slip.code, slip.message));
  return document;
}

class SourceReader {
  readonly remarks: Remark[] = [];
  private readonly file: string;
  private readonly lines: LineCounter;
  private readonly document: Document;
  private nodes = 0;

  constructor(file: string, lines: LineCounter, document: Document) {
    this.file = file;
    this.lines = lines;
    this.document = document;
  }

  nothing(): MappingNode {
    return mapping(placeOf(this.file, this.lines, 0), []);
  }

  read(node: unknown, depth: number): Node {
    const place = this.placeOf(node);
    const empty: Node = { kind: 'scalar', place, text: null };
    if (node === null || node === undefined) return empty;
    if (++this.nodes > MOST_NODES || depth > DEEPEST) throw mistake(place, 'too long or nested too deeply');
    if (isAlias(node)) return this.read(this.resolve(node, place), depth + 1);
    if (isMap(node)) return this.readMapping(node, place, depth);
    if (isSeq(node)) return { kind: 'list', place, items: node.items.map((item) => this.read(item, depth + 1)) };
    if (!isScalar(node)) return empty;
    const written = node.type === 'PLAIN' ? (node.source ?? '') : String(node.value);
    const isNull = node.type === 'PLAIN' && (written === '' || written === '~' || written.toLowerCase() === 'null');
    return { kind: 'scalar', place, text: isNull ? null : written };
  }

  private readMapping(node: YAMLMap, place: Place, depth: number): MappingNode {
    const entries = new Map<string, Entry>();
    for (const pair of node.items) {
      const keyPlace = this.placeOf(pair.key, place);
      const key = this.read(pair.key, depth + 1);
      if (
        key.kind === 'scalar' &&
        key.text !== null &&
        isScalar(pair.key) &&
        pair.key.type === 'PLAIN' &&
        /^\/[/*]/.test(key.text)
      )
        throw mistake(keyPlace, NO_COMMENT);
      if (key.kind === 'scalar' && key.text === '<<') {
        this.remarks.push({
          severity: 'mistake',
          place: keyPlace,
          text: 'merge keys ("<<") are not part of YAML 1.2; repeat the keys, or name a whole value with "&" and "*"',
        });
        continue;
      }
      if (key.kind !== 'scalar' || key.text === null) {
        this.remarks.push({ severity: 'mistake', place: keyPlace, text: 'a key must be a word' });
        continue;
      }
      if (key.text === '__proto__' || printable(key.text) !== key.text) {
        this.remarks.push({ severity: 'mistake', place: keyPlace, text: `"${printable(key.text)}" is no name here` });
        continue;
      }
      if (node.flow === true && pair.value === null) {
        const text = noValueText(key.text, [...entries].at(-1));
        this.remarks.push({ severity: 'mistake', place: keyPlace, text });
        continue;
      }
      const before = entries.get(key.text);
      if (before !== undefined) {
        const text = `the key "${key.text}" is here twice; it is on line ${before.keyPlace.line} already`;
        this.remarks.push({ severity: 'mistake', place: keyPlace, text });
        continue;
      }
      const value =
        pair.value === null
          ? ({ kind: 'scalar', place: keyPlace, text: null } as const)
          : this.read(pair.value, depth + 1);
      entries.set(key.text, { keyPlace, value });
    }
    return { kind: 'mapping', place, entries };
  }

  private resolve(alias: Alias, place: Place): YamlNode | undefined {
    const target = alias.resolve(this.document);
    if (target === undefined) throw mistake(place, `nothing is named "&${alias.source}"`);
    return target;
  }

  private placeOf(node: unknown, otherwise: Place = { file: this.file, line: 1, column: 1 }): Place {
    const range = (node as { range?: readonly [number, number, number] | null } | null | undefined)?.range;
    return range === null || range === undefined ? otherwise : placeOf(this.file, this.lines, range[0]);
  }
}

/**
 * `{ probability: 0,3 }` is a key without a value behind another one: a comma parts the entries, and is no decimal point.
 */
function noValueText(key: string, last: readonly [string, Entry] | undefined): string {
  const written = last?.[1].value.kind === 'scalar' ? last[1].value.text : null;
  if (last === undefined || written === null || !/\d$/.test(written) || !/^\d/.test(key))
    return `"${key}" is a key without a value; a comma parts the entries of { }`;
  const thousands = /^\d{3}(?!\d)/.test(key) ? `, ${written}${key} for thousands` : '';
  return `"${key}" is a key without a value: a comma parts the entries of { }; write ${last[0]}: ${written}.${key}${thousands}, or [${written}, ${key}] for a list`;
}

function placeOf(file: string, lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

function mistake(place: Place, text: string): UserMistakes {
  return new UserMistakes([{ severity: 'mistake', place, text }]);
}

/** Where the text has more marks than a scenario; undefined: nowhere. Each may take half a kilobyte of the parser's. */
function tooLongAt(text: string): number | undefined {
  const mark = /[\n,:?&*!"'[\]{}]/g;
  let marks = 0;
  while (mark.exec(text) !== null) if (++marks > MOST_MARKS) return mark.lastIndex;
  return undefined;
}

/**
 * Where the text is nested so deeply that it would exhaust the parser's stack, which calls itself for each bracket, each
 * dash of `- - - x` and each step of indentation; undefined: nowhere. What is less deep is reported by the reader above.
 */
function tooDeepAt(text: string): number | undefined {
  let brackets = 0;
  const indents: number[] = [];
  let lineStart = 0;
  for (const line of text.split('\n')) {
    const lead = /^ *(?:[-?:] +)*/.exec(line.slice(0, LONGEST_LEAD))![0];
    if (lead.length < line.length) {
      while (indents.length > 0 && indents.at(-1)! >= lead.length) indents.pop();
      indents.push(lead.length);
    }
    const marks = lead.replaceAll(' ', '').length;
    if (indents.length + marks > MOST_LEVELS) return lineStart + lead.length;
    for (let at = lead.length; at < line.length; at++) {
      const character = line[at];
      if (character === '[' || character === '{') brackets++;
      else if (character === ']' || character === '}') brackets = Math.max(0, brackets - 1);
      if (brackets > MOST_LEVELS) return lineStart + at;
    }
    lineStart += line.length + 1;
  }
  return undefined;
}

/** The parser's own words are kept where they are plain; its commonest ones say too little. */
function explain(code: string, message: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'a tab is where only spaces may indent';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a key without its ":" (a colon and a space come behind every key)';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a mapping begins inside a value: a quote, a line break or an indentation is missing';
    case 'MULTIPLE_DOCS':
      return 'a second document begins here ("---"); a scenario is one document';
    case 'TAG_RESOLVE_FAILED':
      return `tags such as "!x" mean nothing here (${firstLine(message)})`;
    default:
      return `this is not YAML: ${firstLine(message)}`;
  }
}

function firstLine(message: string): string {
  return message.split('\n')[0]!.trim();
}
