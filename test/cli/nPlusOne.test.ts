import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { dundisim, folderWith } from './world.ts';

const here = folderWith({
  'small.yaml': `
duration: 40s
asterisk: ./paper
servers: { regpbx: { count: 2 } }
phones: { office: { numbers: 1001..1020, home: round-robin } }
calls: [{ rate: 1/s, talk: 2s }]
`,
});
afterAll(() => rmSync(here, { recursive: true, force: true }));

it('run --n-plus-1 says what each single failure costs, the costliest first, and any row runs again', async () => {
  const words = ['run', 'small.yaml', '--n-plus-1', '--replications', '3', '--workers', '1', '--out', 'n'];
  const { code, out, err } = await dundisim(here, ...words);
  expect([code, err]).toEqual([0, '']);
  const names = [...out.matchAll(/^ {2}(crash \w+|stop database|nothing fails) {2}/gm)].map((found) => found[1]);
  expect([...names].sort()).toEqual([
    'crash dunpbx1',
    'crash regpbx1',
    'crash regpbx2',
    'nothing fails',
    'stop database',
  ]);
  expect(names[0]).toMatch(/crash regpbx/);
  expect(names.at(-1)).toBe('nothing fails');
  expect(out.replace(/\s+/g, ' ')).toContain('comes at another moment in each run');
  const json = JSON.parse((await dundisim(here, ...words, '--json')).out) as {
    costs: { lostMore: { value: number } | null }[];
  };
  expect(json.costs[0]!.lostMore).toBeNull();
  expect(json.costs[2]!.lostMore!.value).toBeGreaterThan(0);
  for (const row of ['1', '5'])
    expect((await dundisim(here, 'rerun', 'n/cells.csv', '--row', row, '--out', `row-${row}`)).out).toContain(
      `The same fingerprint as in row ${row}`,
    );
}, 120_000);
