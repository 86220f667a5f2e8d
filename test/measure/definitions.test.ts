import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFINITIONS, definedPath, DOCUMENT_TEXTS, measures } from '../../src/measure/definitions.ts';
import { RESULT_PATHS } from '../../src/measure/paths.ts';

const root = new URL('../../', import.meta.url).pathname;

describe('definitions of measures', () => {
  it('are there for every path, and for nothing else', () => {
    const bases = new Set(RESULT_PATHS.map(({ path }) => definedPath(path)));
    expect([...bases].filter((path) => DEFINITIONS[path] === undefined)).toEqual([]);
    expect(Object.keys(DEFINITIONS).filter((path) => !bases.has(path))).toEqual([]);
    expect(measures().filter(({ says }) => !says.endsWith('.'))).toEqual([]);
  });

  it('name files that are there', () => {
    const named = Object.values(DEFINITIONS).flatMap(({ source }) => source?.match(/src\/[\w/.]+/g) ?? []);
    expect(named.filter((path) => !existsSync(root + path))).toEqual([]);
  });

  it('cover every key of a committed document', () => {
    const { result } = JSON.parse(readFileSync(`${root}results/failover/run.json`, 'utf8')) as { result: object };
    const unknown: string[] = [];
    const hasNames = (path: string): boolean => Object.keys(DEFINITIONS).some((one) => one.startsWith(`${path}.*.`));
    const visit = (value: unknown, path: string): void => {
      if (typeof value === 'object' && value !== null)
        for (const [key, one] of Object.entries(value))
          visit(one, path === '' ? key : `${path}.${hasNames(path) ? '*' : key}`);
      else if (DOCUMENT_TEXTS[path] === undefined && DEFINITIONS[definedPath(path)] === undefined) unknown.push(path);
    };
    visit(result, '');
    expect([...new Set(unknown)]).toEqual([]);
  });
});
