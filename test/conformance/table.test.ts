import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { registrations } from './registrations.ts';
import type { Row } from './row.ts';

const committed = JSON.parse(
  readFileSync(new URL('../../results/conformance/table.json', import.meta.url), 'utf8'),
) as readonly Row[];

it('every measured figure of the committed table agrees, or is an input', () => {
  expect(committed.filter(({ verdict }) => verdict === 'disagrees')).toEqual([]);
  expect(committed.filter(({ verdict }) => verdict === 'agrees').length).toBeGreaterThan(60);
});

it('the committed table is what this version gives', () => {
  expect(committed.filter(({ section }) => section === 'Registrations')).toEqual(registrations());
});
