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
  expect([code, err]).toEqual([0, '4 failures and the cluster without one, 3 runs of 40s of each: 15 runs\n']);
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
  const text = out.replace(/\s+/g, ' ');
  expect(text).toContain('3 runs of 40s of each, with the same callers');
  expect(text).toContain(
    'A failure comes at another moment in each run, evenly from 4s to 9s, and lasts to the end of the run, 31s to 36s.',
  );
  expect(text).not.toContain('own faults');
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

it("says that the scenario's own faults come in every run", async () => {
  const own = ['--set', 'faults=[{ at: 5s, crash: regpbx1 }]', '--until', '20s'];
  const { out } = await dundisim(
    here,
    'run',
    'small.yaml',
    '--n-plus-1',
    '--replications',
    '2',
    ...own,
    '--out',
    'own',
  );
  expect(out).toMatch(/^ {2}the scenario's own faults alone {2}/m);
  expect(out).not.toContain('nothing fails');
  expect(out.replace(/\s+/g, ' ')).toContain(
    "own faults come in every run beside it; --set 'faults=[]' leaves them out",
  );
}, 60_000);

it.each([
  [['--stagger', 'faults.0.at=5s..9s'], '--stagger faults.0.at=5s..9s: --n-plus-1 moves its failures by itself\n'],
  [['--control'], '--control: --n-plus-1 compares pairs of runs with the same random numbers, which does more\n'],
])('%s does not go with it', async (words, says) => {
  const { code, err } = await dundisim(here, 'run', 'small.yaml', '--n-plus-1', ...words);
  expect([code, err]).toEqual([2, says]);
});
