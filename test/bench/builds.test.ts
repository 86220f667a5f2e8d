import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { PLACES } from './builds.ts';

it.each(Object.entries(PLACES))('%s: this checkout has the first of its places', (_, [first]) => {
  const source = first.replace(/\.js$/, '.ts');
  expect(existsSync(fileURLToPath(new URL(`../../src/${source}`, import.meta.url))), source).toBe(true);
});
