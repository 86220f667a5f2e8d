import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { journalKeys, resultsIn, SWEEP, TINY } from './experiments.ts';
import { dundisim, filesIn, folderWith } from './world.ts';

const here = folderWith({ 'tiny.yaml': TINY });
const one = ['--workers', '1'];

interface Stored {
  readonly experiment: object;
}

async function run(...words: string[]): Promise<string> {
  const { code, out, err } = await dundisim(here, ...words);
  expect(code, err).toBe(0);
  return out;
}

describe('--shard and merge', () => {
  it.each([
    ['sweep', [...SWEEP, '--measure', 'servers.dunpbx1.lookups', '--warm-up', '5s']],
    [
      'compare',
      [
        'compare',
        'tiny.yaml',
        '--with',
        'servers.*.cachetime=1h',
        '--replications',
        '5',
        '--stagger',
        'faults.0.at=5s..15s',
      ],
    ],
    [
      'run',
      ['run', 'tiny.yaml', '--replications', '5', '--level', '90%', '--set', 'servers.*.cachetime=30s', '--seed', 'x'],
    ],
  ])('%s in three parts gives the bytes of the whole', async (kind, words) => {
    const whole = await run(...words, ...one, '--out', `${kind}-whole`);
    for (const i of [3, 1, 2])
      expect(await run(...words, ...one, '--out', `${kind}-parts`, '--shard', `${i}/3`)).toMatch(
        new RegExp(
          `^Shard ${i} of 3: \\d+ runs? in ${kind}-parts/shard-${i}-of-3/\nWhen all shards are there: dundisim merge ${kind}-parts\n$`,
        ),
      );
    expect(resultsIn(`${here}/${kind}-parts`)).toEqual({});
    expect(await run('merge', `${kind}-parts`)).toBe(whole.replaceAll(`${kind}-whole`, `${kind}-parts`));
    expect(Object.keys(resultsIn(`${here}/${kind}-whole`))).toContain('cells.csv');
    expect(resultsIn(`${here}/${kind}-parts`)).toEqual(resultsIn(`${here}/${kind}-whole`));
  });

  it('runs every cell in one shard, and each shard about a third of them', () => {
    const parts = [1, 2, 3].map((i) => journalKeys(`${here}/sweep-parts/shard-${i}-of-3/cells.journal`));
    expect(parts.map(({ length }) => length)).toEqual([3, 3, 3]);
    expect(parts.flat().sort()).toEqual([...journalKeys(`${here}/sweep-whole/cells.journal`)].sort());
  });

  it('shards of different machines merge with --out, which the same command without --shard goes on from', async () => {
    for (const i of [1, 2])
      cpSync(`${here}/sweep-parts/shard-${i}-of-3`, `${here}/machine${i}/shard-${i}-of-3`, { recursive: true });
    cpSync(`${here}/sweep-parts/shard-3-of-3`, `${here}/third`, { recursive: true });
    expect((await dundisim(here, 'merge', 'machine1', 'machine2', 'third')).err).toBe(
      '--out: the shards do not lie in one folder: say where the results shall go\n',
    );
    await run('merge', 'machine1', 'machine2', 'third', '--out', 'there');
    expect(resultsIn(`${here}/there`)).toEqual(resultsIn(`${here}/sweep-whole`));
    const { err } = await dundisim(
      here,
      ...SWEEP,
      '--measure',
      'servers.dunpbx1.lookups',
      '--warm-up',
      '5s',
      ...one,
      '--replications',
      '4',
      '--out',
      'there',
    );
    expect(err).toBe('9 runs of it are there already\n');
  });

  it('a shard that was killed continues with its own', async () => {
    const words = [...SWEEP, ...one, '--out', 'again', '--shard', '1/2'];
    await run(...words);
    const journal = `${here}/again/shard-1-of-2/cells.journal`;
    const before = readFileSync(journal);
    writeFileSync(journal, before.subarray(0, before.length - 50));
    expect((await dundisim(here, ...words)).err).toMatch(/^\d runs of it are there already\n$/);
    expect(readFileSync(journal)).toEqual(before);
  });

  it('merge says which runs are missing, and of which shard', async () => {
    const { code, err } = await dundisim(here, 'merge', 'again');
    expect(code).toBe(2);
    expect(err).toMatch(/^shard 2\/2: \d runs missing \(0\/r2, .*\): none of these folders is its own\n$/);
    const folder = mkdtempSync(`${here}/less-`);
    cpSync(`${here}/sweep-parts`, folder, { recursive: true });
    const journal = `${folder}/shard-3-of-3/cells.journal`;
    writeFileSync(journal, readFileSync(journal, 'utf8').split('\n').slice(0, -2).join('\n'));
    const less = await dundisim(here, 'merge', folder);
    expect(less.code).toBe(2);
    expect(less.err).toMatch(
      /^shard 3\/3: 2 runs missing \(\S+ \S+\): the same command with --shard 3\/3 continues in .*shard-3-of-3\n$/,
    );
  });

  it('merge refuses parts of different experiments, versions and questions', async () => {
    await run(...SWEEP, ...one, '--seed', '2', '--out', 'mixed', '--shard', '1/2');
    await run(...SWEEP, ...one, '--out', 'mixed', '--shard', '2/2');
    expect(await dundisim(here, 'merge', 'mixed')).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^mixed\/shard-2-of-2: another experiment than in mixed\/shard-1-of-2: its scenario, values, seed, measures or version differ\n$/,
      ) as string,
    });

    await run(...SWEEP, ...one, '--out', 'more', '--shard', '1/2');
    await run(...SWEEP, ...one, '--out', 'more', '--shard', '2/2', '--replications', '5');
    expect((await dundisim(here, 'merge', 'more')).err).toMatch(
      /^more\/shard-2-of-2: another experiment than in more\/shard-1-of-2: there it is "dundisim sweep .*--replications 3", here "dundisim sweep .*--replications 5"\n$/,
    );

    const description = `${here}/more/shard-2-of-2/shard.json`;
    writeFileSync(description, readFileSync(description, 'utf8').replace(/"version":"[^"]*"/, '"version":"9.9.9"'));
    expect((await dundisim(here, 'merge', 'more')).err).toMatch(
      /^more\/shard-2-of-2: this shard is of version 9\.9\.9, this is /,
    );
    writeFileSync(description, '{');
    expect((await dundisim(here, 'merge', 'more')).err).toBe(
      'more/shard-2-of-2: shard.json is not what a command with --shard writes\n',
    );
  });

  it('merge takes no cells that are not of the experiment described beside them', async () => {
    rmSync(`${here}/mixed/shard-2-of-2`, { recursive: true });
    const [description, scenario] = [`${here}/mixed/shard-1-of-2/shard.json`, 'exponential 5s'];
    writeFileSync(description, readFileSync(description, 'utf8').replace(scenario, 'exponential 9s'));
    expect(await dundisim(here, 'merge', 'mixed')).toMatchObject({
      code: 2,
      err: 'mixed/shard-1-of-2: its runs are not those of the experiment that its shard.json describes\n',
    });
  });

  it.each([
    ['kind', (stored: Stored) => ({ ...stored, kind: 'answer' })],
    ['command', (stored: Stored) => ({ ...stored, command: 5 })],
    ['source', (stored: Stored) => ({ ...stored, experiment: { ...stored.experiment, source: null } })],
    ['wants', (stored: Stored) => ({ ...stored, experiment: { ...stored.experiment, wants: undefined } })],
    ['points', (stored: Stored) => ({ ...stored, experiment: { ...stored.experiment, points: [{}] } })],
  ])('a shard.json whose %s was damaged is none', async (what, damage) => {
    await dundisim(here, ...SWEEP, ...one, '--out', `damaged-${what}`, '--shard', '1/1');
    const path = `${here}/damaged-${what}/shard-1-of-1/shard.json`;
    writeFileSync(path, JSON.stringify(damage(JSON.parse(readFileSync(path, 'utf8')) as Stored)));
    const { code, out, err } = await dundisim(here, 'merge', `damaged-${what}`);
    expect([code, out, err]).toEqual([
      2,
      '',
      `damaged-${what}/shard-1-of-1: shard.json is not what a command with --shard writes\n`,
    ]);
  });

  it.each([
    [
      [...SWEEP, '--shard', '0/3'],
      '--shard 0/3: expected a part and how many there are, such as 1/8 to 8/8 (Kubernetes counts from 0: add 1)',
    ],
    [[...SWEEP, '--shard', '4/3'], '--shard 4/3: expected'],
    [[...SWEEP, '--shard', '/3'], '--shard /3: expected'],
    [
      ['sweep', 'tiny.yaml', '--over', 'duration=20s,30s', '--precision', '5%', '--shard', '1/3'],
      '--shard: goes with --replications, not with --precision',
    ],
    [[...SWEEP, '--shard', '1/3', '--queue', 'redis://127.0.0.1'], '--shard: goes without --queue'],
    [['run', 'tiny.yaml', '--shard', '1/3'], '--shard: goes with several runs'],
    [['merge', 'nowhere'], 'nowhere: there is no such folder'],
    [['merge', 'paper'], 'paper: there are no shards here'],
    [['merge', 'tiny.yaml'], 'tiny.yaml: this is a file; expected a folder that a command with --shard wrote'],
    [['merge', ''], 'expected the name of a folder of shards; it is empty'],
    [['merge'], 'missing required argument'],
  ])('%s is a mistake', async (words, told) => {
    const before = filesIn(here).length;
    const { code, out, err } = await dundisim(here, ...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(told);
    expect(filesIn(here).length).toBe(before);
  });
});
