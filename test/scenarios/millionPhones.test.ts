import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dundisim } from '../cli/world.ts';
import { PROJECT } from './shipped.ts';

const committed = join(PROJECT, 'results/million-phones');

it('a hundredth of it, as its comment says, answers and writes no tables', async () => {
  const text = readFileSync(join(PROJECT, 'scenarios/million-phones.yaml'), 'utf8');
  const [, command] = /# {3}dundisim (run .*)$/m.exec(text)!;
  const out = mkdtempSync(join(tmpdir(), 'dundisim-million-'));
  const said = await dundisim(PROJECT, ...command!.split(' '), '--until', '36m', '--out', out);
  expect([said.code, said.err]).toEqual([0, '']);
  expect(said.out.replaceAll("\n", " ")).toMatch(/all 10,000 phones registered again by \d+ s/);
  expect(readdirSync(out).filter((name) => name.endsWith('.csv'))).toEqual(['series.csv']);
});

it('its results are those of the scenario as it is, with 1,000,000 phones', () => {
  expect(existsSync(join(committed, 'run.json'))).toBe(false); // 1 MB: each of 1,001 servers.
  const summary = readFileSync(join(committed, 'summary.txt'), 'utf8');
  expect(summary).toContain('1,001 servers, 1,000,000 phones');
});
