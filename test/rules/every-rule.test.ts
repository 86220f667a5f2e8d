import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RULES } from '../../src/model/rules.ts';

it('every rule of the profiles is described by a test', () => {
  const folder = new URL('.', import.meta.url);
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const described = texts.flatMap((text) => [...text.matchAll(/^describeRule\(\s*'(\w+)'/gm)].map(([, name]) => name));
  expect([...described].sort()).toEqual(Object.keys(RULES).sort());
});
