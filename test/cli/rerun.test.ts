import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, SWEEP, TINY } from './experiments.ts';
import { dundisim, filesIn, folderWith, textIn } from './world.ts';

const here = folderWith({ 'tiny.yaml': TINY });
const csv = 'r/cells.csv';
let written = '';

beforeAll(async () => {
  await dundisim(
    here,
    ...SWEEP,
    '--workers',
    '1',
    '--stagger',
    'faults.0.at=5s..15s',
    '--seed',
    'a seed',
    '--until',
    '25s',
    '--out',
    'r',
  );
  written = textIn(here, csv);
  writeFileSync(`${here}/tiny.yaml`, 'phones: {}\n'); // The table does not need the scenario any more.
}, 60_000);

/** The table with one thing changed. */
function changed(name: string, from: RegExp, to: string): string {
  const text = written.replace(from, to);
  expect(text).not.toBe(written);
  writeFileSync(`${here}/r/${name}`, text);
  return `r/${name}`;
}

describe('rerun', () => {
  it('reads a table longer than any scenario may be', async () => {
    const last = written.trimEnd().split('\n').at(-1)!;
    writeFileSync(
      `${here}/r/long.csv`,
      written + `${last}\n`.repeat(Math.ceil((17 * 1024 * 1024) / (last.length + 1))),
    );
    const { code, out } = await dundisim(here, 'rerun', 'r/long.csv', '--row', '2', '--out', 'long');
    expect([code, out.includes('The same fingerprint as in row 2')]).toEqual([0, true]);
  });

  it('does not ask for a scenario where a table is wanted', async () => {
    expect((await dundisim(here, 'rerun', 'r', '--row', '1')).err).toBe('r: this is a folder; expected a cells.csv\n');
  });

  it('gives any row again: the same fingerprint, all files of a run, the console of every server', async () => {
    for (const row of [1, 5, 9]) {
      const { fingerprint } = rowsOf(`${here}/r`, 'cells.csv')[row - 1]!;
      const { code, out, err } = await dundisim(here, 'rerun', csv, '--row', String(row), '--trace');
      expect([code, err]).toEqual([0, '']);
      expect(out.endsWith(`Files in r/row-${row}/\nThe same fingerprint as in row ${row}: ${fingerprint}\n`)).toBe(
        true,
      );
      const run = JSON.parse(textIn(here, `r/row-${row}/run.json`)) as {
        fingerprint: string;
        seed: string;
        result: { simulatedSeconds: number };
      };
      expect([run.fingerprint, run.seed, run.result.simulatedSeconds]).toEqual([
        fingerprint,
        `a seed/r${((row - 1) % 3) + 1}`,
        25,
      ]);
    }
    expect(filesIn(`${here}/r/row-5`)).toEqual(
      expect.arrayContaining(['calls.csv', 'run.json', 'series.csv', 'trace/dunpbx1.log', 'trace/regpbx5.log']),
    );
    expect(textIn(here, 'r/row-5/trace/regpbx1.log')).toMatch(/-- Executing/);
  });

  it('--json and --out', async () => {
    const { out } = await dundisim(here, 'rerun', csv, '--row', '4', '--json', '--out', 'elsewhere');
    expect(JSON.parse(out)).toMatchObject({ fingerprint: rowsOf(`${here}/r`, 'cells.csv')[3]!['fingerprint'] });
    expect(filesIn(`${here}/elsewhere`)).toContain('run.json');
  });

  it('takes a table that a spreadsheet has saved', async () => {
    expect((await dundisim(here, 'rerun', changed('spread.csv', /\n/g, '\r\n'), '--row', '2')).code).toBe(0);
  });

  it.each([
    [
      'another seed',
      /^2,0,2,a seed\/r2/m,
      '2,0,2,a seed/r9',
      '2',
      /row 2 has the fingerprint [0-9a-f]{16}, its run once more [0-9a-f]{16}: this file or its experiment\.json was changed after they were written/,
    ],
    [
      'another fingerprint',
      /^2,0,2,a seed\/r2,[0-9a-f]{16}/m,
      '2,0,2,a seed/r2,0123456789abcdef',
      '2',
      /row 2 has the fingerprint 0123456789abcdef, /,
    ],
    [
      'another parameter',
      /^(2,.*),0s,/m,
      '$1,7s,',
      '2',
      /row 2 says servers\.\*\.cachetime=7s, but what ran is servers\.\*\.cachetime=0s: the file was changed/,
    ],
    ['another point', /^2,0,/m, '2,7,', '2', /row 2 is of point 7; its experiment\.json has the points 0 to 2/],
    ['a torn row', /^(2,0,2,)[^]*$/m, '$1', '2', /row 2 is damaged: it has no seed/],
    ['no row of that number', /^9,.*\n/m, '', '9', /--row 9: r\/changed\.csv has the rows 1 to 8/],
    ['no row at all', /\n[^]*$/, '\n', '1', /has no rows/],
    ['a column that is gone', /seed/, 'sed', '1', /has no column "seed": it is no cells\.csv/],
  ])('refuses %s, and writes nothing', async (_, from, to, row, told) => {
    const { code, out, err } = await dundisim(
      here,
      'rerun',
      changed('changed.csv', from, to),
      '--row',
      row,
      '--out',
      'nothing',
    );
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(told);
    expect(filesIn(here).filter((name) => name.startsWith('nothing'))).toEqual([]);
  });

  it.each([
    [['rerun', csv], 'required option'],
    [['rerun', csv, '--row', 'x'], '--row x: r/cells.csv has the rows 1 to 9'],
    [['rerun', 'r/summary.csv', '--row', '1'], 'it is no cells.csv'],
    [['rerun', 'tiny.yaml', '--row', '1'], 'tiny.yaml: '],
    [['rerun', 'nothing.csv', '--row', '1'], 'nothing.csv: there is no such file'],
    [['rerun', csv, '--row', '1', '--out', ''], '--out: expected a folder'],
    [['rerun', '', '--row', '1'], 'expected the name of a cells.csv; it is empty'],
    [['rerun', csv, '--row', '1', '--out', 'r'], 'r: holds the results of an experiment'],
  ])('%s is a mistake', async (words, told) => {
    const { code, err } = await dundisim(here, ...words);
    expect(code).toBe(2);
    expect(err).toContain(told);
  });

  it.each([
    ['axes', null],
    ['overrides', [[5], [6], [7]]],
    ['version', undefined],
    ['stagger', 5],
    ['source', { path: 'tiny.yaml', text: '' }],
    ['source', { path: 'tiny.yaml', text: '', sets: [], folders: [['paper']] }],
  ])('an experiment.json whose %s was damaged is none', async (key, value) => {
    const stored = JSON.parse(readFileSync(`${here}/r/experiment.json`, 'utf8')) as Record<string, unknown>;
    const alone = folderWith({ 'cells.csv': written, 'experiment.json': JSON.stringify({ ...stored, [key]: value }) });
    const { code, out, err } = await dundisim(alone, 'rerun', 'cells.csv', '--row', '1');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^experiment\.json: does not describe an experiment/);
  });

  it('without its experiment.json, or with another one, says so', async () => {
    const alone = folderWith({ 'cells.csv': written });
    expect((await dundisim(alone, 'rerun', 'cells.csv', '--row', '1')).err).toBe(
      'experiment.json: there is no such file\n',
    );
    writeFileSync(`${alone}/experiment.json`, '{}');
    expect((await dundisim(alone, 'rerun', 'cells.csv', '--row', '1')).err).toMatch(
      /^experiment\.json: does not describe an experiment/,
    );
    writeFileSync(
      `${alone}/experiment.json`,
      readFileSync(`${here}/r/experiment.json`, 'utf8').replace('"version": "', '"version": "0.0.'),
    );
    const { code, err } = await dundisim(alone, 'rerun', 'cells.csv', '--row', '1');
    expect([code, err]).toEqual([0, expect.stringMatching(/^Warning: the row is of version 0\.0\./)]);
  });
});
