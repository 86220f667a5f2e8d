import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What each layer may import, beside itself (design, section 2). */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'text': [],
  'kernel': ['text'],
  'model': ['text', 'kernel'],
  'asterisk': ['text', 'kernel', 'model'],
  'scenario': ['text', 'kernel', 'model', 'asterisk'],
  'measure': ['text', 'kernel', 'model'],
  'experiment': ['text', 'kernel', 'model', 'asterisk', 'scenario', 'measure'],
  'report': ['text', 'kernel', 'model', 'measure', 'experiment', 'asterisk', 'scenario'],
  'cli': ['text', 'kernel', 'model', 'asterisk', 'scenario', 'measure', 'experiment', 'report'],
  'lab': ['text', 'kernel', 'model', 'asterisk', 'scenario', 'measure', 'experiment', 'report'],
  'index.ts': ['text', 'kernel', 'model', 'asterisk', 'scenario', 'measure', 'experiment', 'report'],
};

/** Packages that core layers may use; everything else belongs to cli or lab. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  kernel: ['seedrandom/lib/tychei.js'],
  model: ['re2js'],
  scenario: ['yaml', 'zod'],
  report: ['d3-scale', 'd3-shape'],
};

const BELOW_CLI = ['text', 'kernel', 'model', 'asterisk', 'scenario', 'measure', 'experiment', 'report'];
const SAME_BYTES = ['kernel', 'model', 'measure'];
const MATH_ALLOWED = new Set([
  'floor',
  'ceil',
  'round',
  'trunc',
  'abs',
  'min',
  'max',
  'sqrt',
  'imul',
  'clz32',
  'fround',
  'PI',
  'SQRT2',
  'LN2',
  'LN10',
  'E',
]);

const root = new URL('../../src', import.meta.url).pathname;

interface Source {
  readonly path: string;
  readonly layer: string;
  readonly text: string;
  /** Without comments and strings. */
  readonly code: string;
}

function sources(folder = root, base = ''): Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = base === '' ? entry.name : `${base}/${entry.name}`;
    if (entry.isDirectory()) return sources(join(folder, entry.name), path);
    if (!/\.tsx?$/.test(entry.name) || entry.name.endsWith('.d.ts')) return [];
    const text = readFileSync(join(folder, entry.name), 'utf8');
    return [{ path, layer: path.split('/')[0]!, text, code: stripped(text) }];
  });
}

function stripped(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}

function importsOf(source: Source): string[] {
  return [
    ...source.text.matchAll(
      /^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3]!);
}

function layerOf(source: Source, target: string): string {
  const folder = source.path.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') folder.pop();
    else if (step !== '.') folder.push(step);
  }
  return folder[0]!;
}

const all = sources();

describe('layers', () => {
  it('finds the sources', () => {
    expect(all.length).toBeGreaterThan(50);
    expect(new Set(all.map((source) => source.layer)).size).toBeGreaterThan(6);
  });

  it('import one way only', () => {
    const wrong = all.flatMap((source) =>
      importsOf(source)
        .filter((target) => target.startsWith('.'))
        .map((target) => layerOf(source, target))
        .filter((layer) => layer !== source.layer && !(MAY_IMPORT[source.layer] ?? []).includes(layer))
        .map((layer) => `${source.path} imports ${layer}`),
    );
    expect(wrong).toEqual([]);
  });

  it('use packages only where they belong', () => {
    const wrong = all
      .filter((source) => BELOW_CLI.includes(source.layer))
      .flatMap((source) =>
        importsOf(source)
          .filter((target) => !target.startsWith('.') && !(PACKAGES[source.layer] ?? []).includes(target))
          .map((target) => `${source.path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });
});

describe('the page', () => {
  const lab = all.filter((source) => source.layer === 'lab');
  const roomOf = (path: string): string => path.split('/')[1]!;

  it('draws in one room; the others know no document, and run in Node too', () => {
    const apart = new Set(['engine', 'replay', 'setup']);
    const wrong = lab
      .filter((source) => apart.has(roomOf(source.path)))
      .flatMap((source) => [
        ...importsOf(source).filter((target) => /preact|codemirror|\/(?:view|editor|build)\//.test(target)),
        ...(/(?<![\w.])(?:document\.(?:body|createElement|getElement|query)|window\.|navigator\.|location\.)/.exec(
          source.code,
        ) ?? []),
      ]);
    expect(lab.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });

  it('sends the model to its worker: what draws imports no part of a cluster', () => {
    const wrong = lab
      .filter((source) => roomOf(source.path) === 'view')
      .flatMap((source) =>
        [...source.text.matchAll(/^import (?!type)[^'"]*?from '(\.\.\/[^']+)'/gm)]
          .map((match) => match[1]!)
          .filter((target) =>
            /\/(?:scenario|asterisk|experiment|measure|report|kernel\/clock|model\/(?!profiles|story))/.test(target),
          )
          .map((target) => `${source.path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });
});

describe('the same bytes everywhere', () => {
  it('no clock, no chance, no promise, no timer, no global of Node or the page below cli', () => {
    const forbidden =
      /(?<![\w.'$])(?:Date|Intl|Promise|process|Buffer|setTimeout|setInterval|setImmediate|queueMicrotask|globalThis|performance|WeakRef)(?=[.(\s<[])|(?<![\w.])(?:async|await)\s|Math\.random|localeCompare|toLocale/;
    const wrong = all
      .filter((source) => BELOW_CLI.includes(source.layer))
      .flatMap((source) =>
        source.code
          .split('\n')
          .filter((line) => forbidden.test(line))
          .map((line) => `${source.path}: ${line.trim()}`),
      );
    expect(wrong).toEqual([]);
  });

  it('only functions of Math that give the same bytes, and no ** operator, in kernel, model and measure', () => {
    const wrong = all
      .filter((source) => SAME_BYTES.includes(source.layer))
      .flatMap((source) => {
        const used = [...source.code.matchAll(/Math\.(\w+)/g)]
          .map((match) => match[1]!)
          .filter((name) => !MATH_ALLOWED.has(name));
        const isMath = source.path === 'kernel/math.ts';
        const functions = isMath ? used.filter((name) => name !== 'log' && name !== 'exp') : used;
        const powers = source.code
          .split('\n')
          .filter((line) => /[\w)\]]\s*\*\*\s*[\w(]/.test(line) && !/\b2 \*\* \d+/.test(line));
        return [
          ...functions.map((name) => `${source.path}: Math.${name}`),
          ...powers.map((line) => `${source.path}: ${line.trim()}`),
        ];
      });
    expect(wrong).toEqual([]);
  });

  it('the event types that travel are sent by the network alone', () => {
    const wrong = all
      .filter((source) => source.layer === 'model' && source.path !== 'model/network/network.ts')
      .flatMap((source) =>
        [...source.code.matchAll(/\.(?:after|at)\([^;]*?this\.(\w+Arrives)\b/g)].map(
          (match) => `${source.path}: ${match[1]} is scheduled, not sent`,
        ),
      );
    expect(wrong).toEqual([]);
  });

  it('the name of a profile is asked for nowhere but in the table of rules and where a scenario names one', () => {
    const wrong = all
      .filter(
        (source) =>
          ['model', 'asterisk', 'measure'].includes(source.layer) &&
          !['model/rules/ruleRow.ts', 'model/profiles.ts'].includes(source.path),
      )
      .filter((source) => /'(?:whitepaper|asterisk-1\.2|asterisk-16)'/.test(source.text))
      .map((source) => source.path);
    expect(wrong).toEqual([]);
  });
});
