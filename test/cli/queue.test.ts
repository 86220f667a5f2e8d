import { rmSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellsOf, WANTS_NOTHING, type CellResult } from '../../src/experiment/grid/cell.ts';
import { QueueRunner } from '../../src/cli/runners/queue.ts';
import { openRedis } from '../../src/cli/runners/queueStore.ts';
import { ThisThread } from '../../src/cli/runners/thisThread.ts';
import { readSourceOf } from '../../src/cli/searching/searching.ts';
import { ended, hasRedis, startDundisim, startRedis, type RedisServer } from './redis.ts';
import { resultsIn, TINY } from './experiments.ts';
import { dundisim, dundisimWith, folderWith } from './world.ts';

const here = folderWith({ 'office.yaml': TINY });
const io = { out: () => {}, err: () => {}, cwd: here, watched: false, interrupted: new AbortController().signal };
const source = readSourceOf('office.yaml', { set: [] }, io);
const cells = ['0s', '5s', '1h', '30s'].flatMap((cachetime, point) =>
  cellsOf(
    { point, overrides: [`servers.*.cachetime=${cachetime}`] },
    { source, seed: '1', wants: WANTS_NOTHING },
    1,
    20,
  ),
);

function inOrder(results: readonly CellResult[]): string {
  const place = new Map(cells.map(({ key }, i) => [key, i]));
  return [...results]
    .sort((a, b) => place.get(a.key)! - place.get(b.key)!)
    .map((result) => `${JSON.stringify(result)}\n`)
    .join('');
}

describe.skipIf(!hasRedis())(
  'a queue on a real redis-server (skipped where there is none)',
  { timeout: 240_000 },
  () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await startRedis();
    });
    afterAll(async () => redis.stop());

    it('80 cells on two workers, one of which is killed: each once, and the same bytes as here', async () => {
      const workers = [0, 1].map(() => startDundisim(here, 'worker', '--workers', '1', '--queue', redis.url));
      const results: CellResult[] = [];
      const runner = await QueueRunner.open(redis.url, io.interrupted);
      try {
        await runner.run(cells, (result) => {
          results.push(result);
          if (results.length === 25) workers[0]!.kill('SIGKILL');
        });
        await runner.close();
      } finally {
        await Promise.all(workers.map((one) => ended(one, 'SIGKILL')));
      }
      expect(results.length).toBe(80);
      const local: CellResult[] = [];
      await new ThisThread(io.interrupted).run(cells, (result) => local.push(result));
      expect(inOrder(results)).toBe(inOrder(local));
      const left = await openRedis(redis.url);
      expect((await left.keys('*')).filter((key) => /:(results|done|wanted):/.test(key))).toEqual([]);
      left.disconnect();
    });

    it('who is killed and starts again repeats no finished cell', async () => {
      const stop = new AbortController();
      const another = readSourceOf('office.yaml', { set: [], until: '25s' }, io);
      const some = cells.slice(0, 30).map((cell) => ({ ...cell, source: another }));
      const worker = startDundisim(here, 'worker', '--workers', '1', '--queue', redis.url);
      const first = await QueueRunner.open(redis.url, stop.signal);
      let before = 0;
      const interrupted = first.run(some, () => {
        if (++before === 10) stop.abort();
      });
      await expect(interrupted).rejects.toThrow();
      await first.close();
      const results: CellResult[] = [];
      const second = await QueueRunner.open(redis.url, io.interrupted);
      await second.run(some, (result) => results.push(result));
      await second.close();
      let said = '';
      worker.stderr!.on('data', (text) => {
        said += String(text);
      });
      await ended(worker, 'SIGTERM');
      expect(new Set(results.map(({ key }) => key)).size).toBe(30);
      expect(said.trim().split('\n').sort()).toEqual([
        '30 cells done',
        'runs cells of office.yaml',
        'waits for cells, runs 1 at a time',
      ]);
    });

    it('a worker ends when there has been nothing to do for as long as --idle says', async () => {
      const worker = startDundisim(here, 'worker', '--workers', '1', '--queue', redis.url, '--idle', '10ms');
      const [code] = (await once(worker, 'exit')) as [number];
      expect(code).toBe(0);
    });

    it('plan on a queue says what it says here', async () => {
      const words = [
        'plan',
        'office.yaml',
        '--maximise',
        'calls.0.rate',
        '--between',
        '1/s..2/s',
        '--resolution',
        '99%',
        '--slo',
        'calls.lost < 90%',
        '--replications',
        '10',
      ];
      const worker = startDundisim(here, 'worker', '--workers', '1', '--queue', redis.url);
      const there = await dundisim(here, ...words, '--queue', redis.url, '--out', 'plan');
      await ended(worker, 'SIGTERM');
      rmSync(`${here}/plan`, { recursive: true }); // Else it would go on from there.
      expect(there).toEqual(await dundisim(here, ...words, '--out', 'plan'));
    });

    it('a sweep says that nobody works for it; when somebody does, its files are those of a local one', async () => {
      const words = [
        'sweep',
        'office.yaml',
        '--over',
        'servers.*.cachetime=0s,1h',
        '--replications',
        '3',
        '--until',
        '12s',
      ];
      let worker: ReturnType<typeof startDundisim> | undefined;
      const said: string[] = [];
      const err = (text: string): void => {
        said.push(text);
        worker ??= startDundisim(here, 'worker', '--workers', '1', '--queue', redis.url);
      };
      const { code } = await dundisimWith({ err }, here, ...words, '--queue', redis.url, '--out', 'there');
      await ended(worker!, 'SIGTERM');
      expect([code, said]).toEqual([
        0,
        ['No worker of this version looks at the queue yet: start "dundisim worker --queue ..." somewhere\n'],
      ]);
      await dundisim(here, ...words, '--workers', '1', '--out', 'local');
      expect(Object.keys(resultsIn(`${here}/local`))).toContain('cells.csv');
      expect(resultsIn(`${here}/there`)).toEqual(resultsIn(`${here}/local`));
    });

    it('a mistake in one cell is told as one', async () => {
      const worker = startDundisim(here, 'worker', '--workers', '1', '--queue', redis.url);
      const runner = await QueueRunner.open(redis.url, io.interrupted);
      try {
        const wrong = { ...cells[0]!, key: 'wrong', overrides: ['servers.*.cachetime=never'] };
        await expect(runner.run([wrong], () => {})).rejects.toThrow(/--set servers\.\*\.cachetime=never/);
      } finally {
        await runner.close();
        await ended(worker, 'SIGTERM');
      }
    });

    it('a Redis that restarts is reported in one line, however often it is tried again', async () => {
      const first = await startRedis();
      const said: string[] = [];
      const client = await openRedis(first.url, (text) => said.push(text));
      let tries = 0;
      client.on('reconnecting', () => tries++);
      await first.stop();
      while (tries < 3) await setTimeout(10);
      const second = await startRedis('', Number(new URL(first.url).port));
      expect(await client.ping()).toBe('PONG');
      expect(said).toEqual([`The Redis at ${first.url} does not answer; waiting for it to come back\n`]);
      client.disconnect();
      await second.stop();
    });

    it('a worker of another version does not see the cells', async () => {
      const client = await openRedis(redis.url);
      await setTimeout(0);
      expect((await client.keys('*')).every((key) => /dundisim-\d+\.\d+\.\d+/.test(key))).toBe(true);
      client.disconnect();
    });
  },
);

describe('no queue there', () => {
  it.each([
    ['nonsense', 'expected an address such as redis://10.0.0.5:6379'],
    ['redis://127.0.0.1:1', 'no Redis answers there'],
  ])(
    '%s',
    async (url, told) => {
      const { code, err } = await dundisim(here, 'worker', '--queue', url);
      expect([code, err]).toEqual([2, expect.stringContaining(`--queue ${url}: ${told}`)]);
    },
    20_000,
  );
});
