import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RUN_FILES } from '../../src/cli/files/leftovers.ts';
import { SWEEP, TINY } from './experiments.ts';
import { dundisim, filesIn, folderWith } from './world.ts';

const here = folderWith({ 'tiny.yaml': TINY, 'deaf.yaml': TINY.replace(/calls:\n.*\n/, '') });

describe('a folder that is used again', () => {
  it('has nothing of the run before, and all that is not ours', async () => {
    await dundisim(here, 'run', 'tiny.yaml', '--trace', '--out', 'r');
    expect(filesIn(`${here}/r`)).toEqual(expect.arrayContaining(['calls.svg', 'trace/regpbx1.log']));
    writeFileSync(`${here}/r/notes.txt`, 'mine');
    writeFileSync(`${here}/r/trace/mine.log`, 'mine');
    await dundisim(here, 'run', 'deaf.yaml', '--out', 'r');
    expect(filesIn(`${here}/r`)).toEqual([
      'SHA256SUMS',
      'calls.csv',
      'load.svg',
      'lookups.csv',
      'notes.txt',
      'phones.svg',
      'registrations.csv',
      'run.json',
      'series.csv',
      'summary.txt',
      'trace/mine.log',
    ]);
  });

  it('of somebody else loses nothing', async () => {
    const theirs = folderWith({
      'tiny.yaml': TINY,
      'deaf.yaml': TINY.replace(/calls:\n.*\n/, ''),
      'r/calls.svg': 'mine',
      'r/run.json': '{"command":"make coffee"}',
    });
    await dundisim(theirs, 'run', 'deaf.yaml', '--out', 'r');
    expect(filesIn(`${theirs}/r`)).toContain('calls.svg');
  });

  it('that holds no results is refused, by a run and by an experiment', async () => {
    const theirs = folderWith({ 'tiny.yaml': TINY, 'r/summary.txt': 'mine' });
    for (const command of [
      ['run', 'tiny.yaml'],
      [...SWEEP, '--workers', '1'],
    ])
      expect(await dundisim(theirs, ...command, '--out', 'r')).toMatchObject({
        code: 2,
        err: 'r: holds files that are no results of dundisim (summary.txt): name another folder with --out, a new or an empty one\n',
      });
    expect(filesIn(`${theirs}/r`)).toEqual(['summary.txt']);
  });

  it('that a description names outside of it is not touched', async () => {
    const trap = folderWith({
      'tiny.yaml': TINY,
      'keep.txt': 'mine',
      'r/run.json': '{"command":"dundisim run x","expanded":{"servers":{"../../keep.txt":{},"..":{}}}}',
      'e/experiment.json':
        '{"command":"dundisim sweep x","files":["../keep.txt","/etc/hostname","mine/../../keep.txt"]}',
    });
    await dundisim(trap, 'run', 'tiny.yaml', '--out', 'r');
    await dundisim(trap, ...SWEEP, '--workers', '1', '--out', 'e');
    expect(existsSync(`${trap}/keep.txt`)).toBe(true);
    expect(existsSync(`${trap}/e/cells.csv`)).toBe(true);
  });

  it('of an experiment whose journal was deleted has nothing of it', async () => {
    const folder = folderWith({
      'tiny.yaml': TINY,
      'e/experiment.json':
        '{"command":"dundisim sweep x","files":["cells.csv","sweep-measure-1.svg","experiment.json"]}',
      'e/sweep-measure-1.svg': '',
      'e/sweep-measure-2.svg': 'mine',
    });
    await dundisim(folder, ...SWEEP, '--workers', '1', '--out', 'e');
    expect(filesIn(`${folder}/e`)).toEqual([
      'cells.csv',
      'cells.journal',
      'experiment.json',
      'summary.csv',
      'summary.txt',
      'sweep-delay.svg',
      'sweep-lookups.svg',
      'sweep-lost.svg',
      'sweep-measure-2.svg',
    ]);
  });

  it('does not give an experiment away for a run, nor a run for an experiment', async () => {
    const folder = folderWith({ 'tiny.yaml': TINY });
    await dundisim(folder, ...SWEEP, '--workers', '1', '--out', 'e');
    const before = filesIn(folder);
    expect(await dundisim(folder, 'run', 'tiny.yaml', '--out', 'e')).toMatchObject({
      code: 2,
      err: 'e: holds the results of an experiment (experiment.json), which a single run would replace: name another folder with --out\n',
    });
    expect(filesIn(folder)).toEqual(before);
    await dundisim(folder, 'run', 'tiny.yaml', '--out', 'r');
    expect(await dundisim(folder, ...SWEEP, '--out', 'r')).toMatchObject({
      code: 2,
      err: 'r: holds the results of a single run (run.json): name another folder with --out\n',
    });
  });

  it('the names are those of every shipped result', () => {
    const results = new URL('../../results/', import.meta.url).pathname;
    for (const name of readdirSync(results)) {
      if (!existsSync(`${results}${name}/run.json`)) continue;
      const written = filesIn(`${results}${name}`).filter((file) => !file.startsWith('trace/'));
      expect(
        written.filter((file) => !(RUN_FILES as readonly string[]).includes(file)),
        name,
      ).toEqual([]);
    }
  });
});
