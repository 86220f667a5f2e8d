import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMON_PATHS } from '../../src/experiment/statistics/cellFigures.ts';
import { resultsIn, rowsOf, SWEEP, TINY } from './experiments.ts';
import { dundisim, filesIn, folderWith, textIn } from './world.ts';

const here = folderWith({ 'tiny.yaml': TINY });

describe('sweep', () => {
  it('prints a line for each point, and writes a row for each run, a summary with intervals, charts', async () => {
    const { code, out, err } = await dundisim(
      here,
      ...SWEEP,
      '--workers',
      '1',
      '--out',
      'one',
      '--measure',
      'servers.dunpbx1.lookups',
      '--measure',
      'calls.lost during 10s..20s',
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^Calls lost per run[,:][^\n]*[^]*\n\n3 points under the same random numbers, intervals at 95 %\n/,
    );
    expect(out).toMatch(/\n {2}30s +3 +[\d.]+ (?:± [\d.]+|\([\d.]+ to [\d.]+\)) /);
    expect(filesIn(`${here}/one`)).toEqual([
      'cells.csv',
      'cells.journal',
      'experiment.json',
      'summary.csv',
      'summary.txt',
      'sweep-delay.svg',
      'sweep-lookups.svg',
      'sweep-lost.svg',
      'sweep-measure-1.svg',
      'sweep-measure-2.svg',
    ]);
    expect(out).toBe(`${textIn(here, 'one/summary.txt')}\nFiles in one/\n`);

    const rows = rowsOf(`${here}/one`, 'cells.csv');
    expect(Object.keys(rows[0]!)).toEqual([
      'row',
      'point',
      'replication',
      'seed',
      'fingerprint',
      'scenarioHash',
      'servers.*.cachetime',
      ...COMMON_PATHS.map(({ path }) => path),
      'servers.dunpbx1.lookups',
      'calls.lost during 10s..20s',
    ]);
    expect(
      rows.map((row) =>
        [row['row'], row['point'], row['servers.*.cachetime'], row['replication'], row['seed']].join(' '),
      ),
    ).toEqual([
      '1 0 0s 1 1/r1',
      '2 0 0s 2 1/r2',
      '3 0 0s 3 1/r3',
      '4 1 30s 1 1/r1',
      '5 1 30s 2 1/r2',
      '6 1 30s 3 1/r3',
      '7 2 1h 1 1/r1',
      '8 2 1h 2 1/r2',
      '9 2 1h 3 1/r3',
    ]);
    for (const row of rows) {
      expect(row['fingerprint']).toMatch(/^[0-9a-f]{16}$/);
      expect(Number(row['servers.dunpbx1.lookups'])).toBeGreaterThan(0);
      expect(Number(row['calls.lost during 10s..20s'])).toBeLessThanOrEqual(Number(row['calls.lost']));
    }
  });

  it('gives every point the same calls', () => {
    const rows = rowsOf(`${here}/one`, 'cells.csv');
    const offered = [0, 1, 2].map((point) =>
      rows.filter((row) => row['point'] === String(point)).map((row) => row['calls.offered']),
    );
    expect(new Set(offered[0]).size).toBeGreaterThan(1);
    expect(offered[1]).toEqual(offered[0]);
    expect(offered[2]).toEqual(offered[0]);
    expect(new Set(rows.map((row) => row['fingerprint'])).size).toBeGreaterThan(3);
  });

  it('has means in summary.csv that are those of its rows, each within its interval', () => {
    const rows = rowsOf(`${here}/one`, 'cells.csv');
    const means = rowsOf(`${here}/one`, 'summary.csv').filter(({ kind }) => kind === 'mean');
    expect(means.length).toBeGreaterThan(3 * 40);
    for (const { point, measure, estimate, low, high, level } of means) {
      const values = rows
        .filter((row) => row['point'] === point && row[measure!] !== '')
        .map((row) => Number(row[measure!]));
      expect(Number(estimate), measure).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 2);
      expect(level).toBe('0.95');
      if (values.length > 1) expect(Number(low)).toBeLessThanOrEqual(Number(high));
      else expect([low, high], measure).toEqual(['', '']);
    }
  });

  it('--json prints one document: the figures of every point, each with its interval', async () => {
    const { code, out, err } = await dundisim(here, ...SWEEP, '--workers', '1', '--json');
    const { points, level } = JSON.parse(out) as {
      points: { parameters: object; replications: number; figures: { path: string; estimate: object }[] }[];
      level: number;
    };
    expect([code, err, level]).toEqual([0, '', 0.95]);
    expect(points.map(({ parameters, replications }) => [parameters, replications])).toEqual(
      ['0s', '30s', '1h'].map((value) => [{ 'servers.*.cachetime': value }, 3]),
    );
    for (const { figures } of points)
      for (const { path, estimate } of figures)
        expect('half' in estimate || ('low' in estimate && 'high' in estimate), path).toBe(true);
  });

  it('writes the same bytes with 1, 2 and 4 workers', { timeout: 120_000 }, async () => {
    for (const workers of ['1', '2', '4'])
      expect(
        (
          await dundisim(
            here,
            ...SWEEP,
            '--over',
            'phones.office.expires=30s,60s',
            '--workers',
            workers,
            '--out',
            `w${workers}`,
          )
        ).code,
      ).toBe(0);
    expect(resultsIn(`${here}/w2`)).toEqual(resultsIn(`${here}/w1`));
    expect(resultsIn(`${here}/w4`)).toEqual(resultsIn(`${here}/w1`));
  });

  it('goes from one axis to the next, the last fastest', () => {
    const rows = rowsOf(`${here}/w1`, 'cells.csv').filter(({ replication }) => replication === '1');
    expect(rows.map((row) => `${row['servers.*.cachetime']} ${row['phones.office.expires']}`)).toEqual([
      '0s 30s',
      '0s 60s',
      '30s 30s',
      '30s 60s',
      '1h 30s',
      '1h 60s',
    ]);
    expect(textIn(here, 'w1/sweep-lost.svg')).toMatch(/phones\.office\.expires:[^]*>30s<[^]*>60s</);
  });

  it('charts say their unit, their level and how many runs, and draw a bar for every point', () => {
    const svg = textIn(here, 'one/sweep-lost.svg');
    expect(svg).toContain('>calls lost per run<');
    expect(svg).toContain('95 % confidence intervals of 3 runs');
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(textIn(here, 'one/sweep-delay.svg')).toMatch(/>p95 of the post-dial delay, ms/);
  });

  it('warns once of what is alike at several points', async () => {
    const { out } = await dundisim(here, ...SWEEP, '--workers', '1', '--out', 'one-more');
    expect(out.match(/the run is too short/g)).toHaveLength(1);
  });

  it.each([
    [['sweep', 'tiny.yaml'], '--over: expected at least one'],
    [['sweep', 'tiny.yaml', '--over', 'x'], '--over x: expected path=value,value'],
    [['sweep', 'tiny.yaml', '--over', 'servers.*.cachetime=1s,,2s'], 'an empty value'],
    [['sweep', 'tiny.yaml', '--over', 'servers.*.cachetime=1s,1s'], '"1s" is there twice'],
    [['sweep', 'tiny.yaml', '--over', 'duration=10s', '--over', 'duration=20s'], 'given twice'],
    [['sweep', 'tiny.yaml', '--over', 'servers.*.cachetim=1s'], 'did you mean "cachetime"?'],
    [['sweep', 'tiny.yaml', '--over', 'servers.*.cachetime=1s,never'], '--over servers.*.cachetime=never: '],
    [['sweep', 'tiny.yaml', '--over', 'nothing=1,2'], '--over nothing=1: no "nothing"'],
    [[...SWEEP, '--precision', '5%'], '--precision: says how many replications there are'],
    [[...SWEEP, '--replications', '0'], '--replications 0: expected a whole number'],
    [[...SWEEP, '--replications', '1'], '--replications 1: one run says nothing of its spread'],
    [[...SWEEP, '--level', '95'], '--level 95: expected a percentage'],
    [[...SWEEP, '--level', '100%'], '--level 100%: expected a percentage'],
    [[...SWEEP, '--measure', 'calls.losst'], '--measure calls.losst: a result has no'],
    [[...SWEEP, '--warm-up', '30s'], 'nothing would be left'],
    [[...SWEEP, '--warm-up', 'soon'], '--warm-up soon: expected auto'],
    [[...SWEEP, '--stagger', 'faults.0.at=5s'], 'expected a path and two times'],
    [
      [...SWEEP, '--over', 'faults.0.at=5s,9s', '--stagger', 'faults.0.at=10s..20s'],
      'has its values from --over already',
    ],
    [[...SWEEP, '--stagger', 'faults.0.at=20s..10s'], 'two times, the earlier first'],
    [
      [...SWEEP, '--stagger', 'faults.7.at=10s..20s'],
      '--stagger faults.7.at=10s..20s: "faults" has the elements 0 to 0',
    ],
    [
      [...SWEEP, '--stagger', 'faults.0.at=10s..5m'],
      '--stagger faults.0.at=10s..5m: the window ends at 5m, after the run, which ends at 30s',
    ],
    [[...SWEEP, '--replications', '1000000'], '--replications 1000000: expected a whole number, 2 to 999999'],
    [[...SWEEP, '--workers', '5000'], '--workers 5000: expected a number of threads, 1 to 1024'],
    [[...SWEEP, '--queue', 'redis://127.0.0.1:99999'], '--queue redis://127.0.0.1:99999: expected an address such as'],
    [[...SWEEP, '--queue', 'redis://[x'], '--queue redis://[x: expected an address such as'],
    [
      [...SWEEP, '--out', '/proc/results'],
      '/proc/results: results cannot be written here: no file or folder can be made\n',
    ],
    [[...SWEEP, '--shard', '1/2', '--out', '/proc/results'], 'results cannot be written here'],
    [[...SWEEP, '--workers', 'all'], '--workers all: expected a number'],
    [[...SWEEP, '--out', ''], '--out: expected a folder'],
    [[...SWEEP, '--out', 'tiny.yaml'], 'tiny.yaml: results cannot be written here'],
  ])('%s is a mistake', async (words, told) => {
    const before = filesIn(here).length;
    const { code, out, err } = await dundisim(here, ...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(told);
    expect(err).not.toMatch(/\n {4}at /);
    expect(filesIn(here).length).toBe(before);
  });
});

it.each([
  [['--over', 'seed=1,2'], 'Warning: seed=2 is the same as seed=1: it changes nothing\n'],
  [
    ['--over', 'duration=20s,25s', '--until', '12s'],
    'Warning: duration=25s is the same as duration=20s: it changes nothing\n',
  ],
  [['--over', 'duration=20s,25s'], ''],
])('%s: says when values make no difference', async (words, told) => {
  const { code, err } = await dundisim(
    here,
    'sweep',
    'tiny.yaml',
    ...words,
    '--replications',
    '2',
    '--workers',
    '1',
    '--out',
    'twins',
  );
  rmSync(`${here}/twins`, { recursive: true });
  expect([code, err]).toEqual([0, told]);
});
