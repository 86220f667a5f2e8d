import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RISK_TABLES, sourced } from '../../src/model/risks/risks.ts';
import type { Risk } from '../../src/text/mistake.ts';

const src = new URL('../../src/', import.meta.url).pathname;
const names = Object.values(RISK_TABLES).flatMap((kinds) => Object.keys(kinds));

it('a risk without a source does not compile', () => {
  const place = { file: 'a.conf', line: 1, column: 1 };
  // @ts-expect-error: no source
  const bare: Risk = { severity: 'risk', place, text: 'odd' };
  expect({ ...bare, ...sourced('loop') }).toEqual({
    severity: 'risk',
    place,
    text: 'odd',
    risk: 'loop',
    source: 'pbx.c:__ast_pbx_run',
  });
});

it('each has a name of its own', () => {
  expect(new Set(names).size).toBe(names.length);
});

it('each source is a function, a section of an RFC or of the facts, or a file of this repository', () => {
  const known = /\b[\w-]+\.[ch]:\w+|facts ([A-G]\d*|Asterisk 22)|RFC \d+, section|\w+\.(c|md|ts)\b|calls a second/;
  const odd = Object.values(RISK_TABLES).flatMap((kinds) =>
    Object.entries(kinds).filter(([, { source }]) => !known.test(source)),
  );
  expect(odd).toEqual([]);
});

it('each is said somewhere', () => {
  const texts = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('model/risks/'))
    .map((file) => readFileSync(join(src, file), 'utf8'))
    .join('\n');
  expect(names.filter((name) => !texts.includes(`'${name}'`))).toEqual([]);
});
