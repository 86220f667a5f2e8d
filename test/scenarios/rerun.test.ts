import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CallFigures } from '../../src/measure/document.ts';
import { expectAsCommitted } from './compare.ts';
import { PROJECT, shippedScenarios } from './shipped.ts';

/** It has a file of its own, so that it runs beside the others. */
const LONGEST = 'busy-hour';
/**
 * Bytes of a folder of results; the tables of records are beside them where somebody has run the scenario, and are not
 * kept.
 */
const KEPT = 260_000;
const NOT_KEPT = ['calls.csv', 'registrations.csv', 'lookups.csv'];

it('every shipped scenario has its results', () => {
  const folders = readdirSync(join(PROJECT, 'results'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.includes('@')).map(({ name }) => name);
  expect(folders).toEqual(expect.arrayContaining([...shippedScenarios()]));
});

describe.each(shippedScenarios())('%s', (name) => {
  if (name !== LONGEST) it('gives the committed results, byte for byte', () => expectAsCommitted(name));

  it('is small, and answers in its first line', () => {
    const folder = join(PROJECT, 'results', name);
    const kept = readdirSync(folder).filter((file) => !NOT_KEPT.includes(file)); // `npm start` writes them here.
    const sizes = kept.map((file) => statSync(join(folder, file)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(KEPT);
    expect(readFileSync(join(folder, 'series.csv'), 'utf8').split('\n').length - 2).toBeLessThanOrEqual(1000);
    expect(readFileSync(join(folder, 'summary.txt'), 'utf8')).toMatch(/^[^\n]*\d[^]*?\.\n\n/);
  });

  it('has a series that adds up to its document', () => {
    const { result: { calls } } = JSON.parse(readFileSync(join(PROJECT, 'results', name, 'run.json'), 'utf8')) as { result: { calls: CallFigures } };
    const [header = '', ...rows] = readFileSync(join(PROJECT, 'results', name, 'series.csv'), 'utf8').trim().split('\n').map((line) => line.split(','));
    const sumOf = (column: string): number => rows.reduce((sum, row) => sum + Number(row[header.indexOf(column)]), 0);
    const { offered, lost, dropped, saved } = calls;
    expect({ offered: sumOf('offered'), lost: sumOf('lost'), dropped: sumOf('dropped'), saved: sumOf('saved') }).toEqual({ offered, lost, dropped, saved });
  });
});
