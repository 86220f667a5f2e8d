import { appendFileSync, existsSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { journalKeys, resultsIn, started, SWEEP, TINY } from './experiments.ts';
import { Journal } from '../../src/cli/experiments/journal.ts';
import { UserMistakes } from '../../src/text/mistake.ts';
import { dundisim, dundisimWith, folderWith } from './world.ts';

const here = folderWith({ 'tiny.yaml': TINY });
/** 18 cells of some hundredths of a second. */
const LONG = [
  'sweep',
  'tiny.yaml',
  '--over',
  'servers.*.cachetime=0s,30s,1h',
  '--replications',
  '6',
  '--set',
  'duration=5m',
  '--workers',
  '1',
];
const ALL = ['0', '1', '2'].flatMap((point) => Array.from({ length: 6 }, (_, i) => `${point}/r${i + 1}`)).sort();

describe('a sweep that is stopped', () => {
  it(
    'by kill -9 at any moment, goes on: no finished cell is lost, none runs twice, and the results are the same',
    { timeout: 120_000 },
    async () => {
      const journal = `${here}/killed/cells.journal`;
      let kills = 0;
      for (let before: readonly string[] = [], round = 0; round < 3; round++) {
        const { child, ended } = started(here, ...LONG, '--out', 'killed');
        const wanted = before.length + 1 + 3 * round; // A moment that is another one each time, after it has got going.
        while (child.exitCode === null && (!existsSync(journal) || journalKeys(journal).length < wanted))
          await setTimeout(7 + 5 * round);
        child.kill('SIGKILL');
        await ended;
        const after = journalKeys(journal);
        expect(after.slice(0, before.length)).toEqual(before);
        expect(new Set(after).size).toBe(after.length);
        if (after.length < ALL.length) kills += 1;
        before = after;
      }
      expect(kills).toBeGreaterThan(1);
      const { code, err } = await dundisim(here, ...LONG, '--out', 'killed');
      expect(code).toBe(0);
      expect(err).toMatch(/^\d+ runs of it are there already\n$/);
      expect([...journalKeys(journal)].sort()).toEqual(ALL);
      await dundisim(here, ...LONG, '--out', 'whole');
      expect(resultsIn(`${here}/killed`)).toEqual(resultsIn(`${here}/whole`));
    },
  );

  it('by Ctrl-C, ends with 130, keeps what has ended and says so', { timeout: 60_000 }, async () => {
    const journal = `${here}/stopped/cells.journal`;
    const { child, ended } = started(here, ...LONG, '--replications', '1000', '--out', 'stopped');
    while (!existsSync(journal) || journalKeys(journal).length < 3) await setTimeout(5);
    child.kill('SIGINT');
    expect(await ended).toEqual({
      code: 130,
      err: 'Stopped. What is finished is kept in stopped/: the same command continues from there.\n',
    });
    const kept = journalKeys(journal);
    expect(kept.length).toBeGreaterThanOrEqual(3);
    expect(existsSync(`${here}/stopped/cells.csv`)).toBe(false);
  });

  it('by Ctrl-C on several workers, too', { timeout: 60_000 }, async () => {
    const journal = `${here}/threads/cells.journal`;
    const stop = new AbortController();
    const running = dundisimWith(
      { interrupted: stop.signal },
      here,
      ...LONG,
      '--replications',
      '1000',
      '--workers',
      '2',
      '--out',
      'threads',
    );
    while (!existsSync(journal) || journalKeys(journal).length < 3) await setTimeout(5);
    stop.abort();
    expect(await running).toMatchObject({ code: 130, out: '' });
    expect(journalKeys(journal).length).toBeGreaterThanOrEqual(3);
    expect(existsSync(`${here}/threads/cells.csv`)).toBe(false);
  });
});

describe('a journal', () => {
  const words = [...SWEEP, '--workers', '1', '--out'];

  it("that cannot be written to any more (a full disk) is a mistake of the user's, not a bug", () => {
    const journal = Journal.open(`${here}/full/cells.journal`, 'full', 'x');
    journal.close();
    expect(() => journal.add({ key: '0/r1' } as unknown as Parameters<Journal['add']>[0])).toThrow(UserMistakes);
  });

  it('with a torn last line is healed, and its cell runs again', async () => {
    await dundisim(here, ...words, 'torn');
    const [journal, whole] = [`${here}/torn/cells.journal`, resultsIn(`${here}/torn`)];
    const bytes = readFileSync(journal);
    truncateSync(journal, bytes.length - 100);
    expect(await dundisim(here, ...words, 'torn')).toMatchObject({ code: 0, err: '8 runs of it are there already\n' });
    expect(readFileSync(journal, 'utf8')).toBe(bytes.toString('utf8'));
    expect(resultsIn(`${here}/torn`)).toEqual(whole);
  });

  it('with a byte that the disk has changed, or bytes that nobody wrote, loses only those lines', async () => {
    await dundisim(here, ...words, 'rotten');
    const [journal, whole] = [`${here}/rotten/cells.journal`, resultsIn(`${here}/rotten`)];
    const lines = readFileSync(journal, 'utf8').split('\n');
    lines[3] = lines[3]!.replace('"lost":', '"lost":1');
    writeFileSync(journal, lines.join('\n'));
    appendFileSync(journal, '\u0000\u0000\u0000\n\n');
    expect(await dundisim(here, ...words, 'rotten')).toMatchObject({
      code: 0,
      err: '8 runs of it are there already\n',
    });
    expect(resultsIn(`${here}/rotten`)).toEqual(whole);
  });

  it('that is finished runs nothing again; more replications add to it', async () => {
    await dundisim(here, ...words, 'done');
    const before = journalKeys(`${here}/done/cells.journal`);
    expect((await dundisim(here, ...words, 'done')).err).toBe('');
    expect(journalKeys(`${here}/done/cells.journal`)).toEqual(before);
    expect((await dundisim(here, ...words, 'done', '--replications', '4')).err).toBe(
      '9 runs of it are there already\n',
    );
    expect(journalKeys(`${here}/done/cells.journal`)).toHaveLength(12);
  });

  it.each([
    ['a changed scenario', TINY.replace('exponential 5s', 'exponential 6s'), []],
    ['another seed', TINY, ['--seed', '2']],
    ['another grid', TINY, ['--over', 'phones.office.expires=60s,5m']],
    ['another measure', TINY, ['--measure', 'servers.dunpbx1.lookups']],
  ])('refuses %s, with 2, and stays as it is', async (_, text, more) => {
    const folder = folderWith({ 'tiny.yaml': TINY });
    await dundisim(folder, ...words, 'r');
    const before = resultsIn(`${folder}/r`);
    writeFileSync(`${folder}/tiny.yaml`, text);
    const { code, out, err } = await dundisim(folder, ...words, 'r', ...more);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^r: holds cells of another experiment: .* Name another folder with --out, or delete this one\n$/,
    );
    expect(resultsIn(`${folder}/r`)).toEqual(before);
    expect(journalKeys(`${folder}/r/cells.journal`)).toHaveLength(9);
  });

  it('of a changed configuration folder is another experiment, below results/ as well', async () => {
    const folder = mkdtempSync(`${here}/conf-`);
    for (const cachetime of ['5', '7']) {
      const own = folderWith({ 'tiny.yaml': `${TINY}asterisk: ./paper\n` });
      const file = `${own}/paper/regpbx1/dundi.conf`;
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^cachetime *=.*$/m, `cachetime=${cachetime}`));
      const { out } = await dundisim(own, ...SWEEP, '--workers', '1');
      appendFileSync(`${folder}/names`, `${/results\/tiny-sweep@[0-9a-f]{8}/.exec(out)![0]}\n`);
    }
    expect(new Set(readFileSync(`${folder}/names`, 'utf8').trim().split('\n')).size).toBe(2);
  });
});
