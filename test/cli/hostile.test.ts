import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/program.ts';
import { dundisim, filesIn, folderWith, textIn } from './world.ts';

const QUIET = 'duration: 10s\nasterisk: ./paper\nphones: { office: { numbers: 1001..1002 } }\n';

vi.setConfig({ testTimeout: 300_000 }); // No test is about time.

describe('what is read', () => {
  it('ends in a message where a file is too large, no text, or a link out of the folder', async () => {
    const here = folderWith({ 'q.yaml': QUIET, 'paper/regpbx1/iax.conf': new Uint8Array([1, 0, 2]) });
    writeFileSync(join(here, 'paper/regpbx2/sip.conf'), '-'.repeat(5 * 1024 * 1024));
    rmSync(join(here, 'paper/dunpbx1/iax.conf'));
    symlinkSync('/etc/hosts', join(here, 'paper/dunpbx1/iax.conf'));
    const { code, err } = await dundisim(here, 'run', 'q.yaml');
    expect(code).toBe(2);
    expect(err).toContain('paper/regpbx1/iax.conf: this is not a text file\n');
    expect(err).toContain(
      'paper/regpbx2/sip.conf: this is too large for a configuration file: 5242880 bytes, at most 4194304\n',
    );
    expect(err).toContain(
      'paper/dunpbx1/iax.conf: this is a link out of the folder, and only what lies in it is read\n',
    );
    writeFileSync(join(here, 'large.yaml'), '-'.repeat(10_000_000));
    expect(await dundisim(here, 'check', 'large.yaml')).toMatchObject({
      code: 2,
      err: 'large.yaml: this is too large for a scenario: 10000000 bytes, at most 2097152\n',
    });
  });

  it('goes without an #include that is not at hand, where the user says so', async () => {
    const here = folderWith({ 'q.yaml': `profile: asterisk-16\n${QUIET.replace('./paper', './conf')}` });
    mkdirSync(join(here, 'conf/pbx1'), { recursive: true });
    writeFileSync(join(here, 'conf/pbx1/extensions.conf'), '[a]\n#include "secret.conf"\nexten => 1,1,Answer()\n');
    expect((await dundisim(here, 'check', 'q.yaml')).code).toBe(2);
    expect((await dundisim(here, 'check', 'conf/pbx1', '--profile', 'asterisk-16')).code).toBe(2);
    expect((await dundisim(here, 'check', 'q.yaml', '--ignore-missing')).code).toBe(0);
    expect((await dundisim(here, 'check', 'conf/pbx1', '--profile', 'asterisk-16', '--ignore-missing')).code).toBe(0);
    expect((await dundisim(here, 'run', 'q.yaml', '--ignore-missing', '--out', 'r')).code).toBe(0);
    expect(JSON.parse(textIn(here, 'r/run.json'))).toMatchObject({ command: 'dundisim run q.yaml --ignore-missing' });
  });
});

describe('what is said', () => {
  it('holds no control characters and no secrets', async () => {
    const bad = '\u001b[31m';
    const here = folderWith({
      'q.yaml': QUIET,
      'paper/regpbx1/sip.conf': `[general]\ncontext=x\nk${bad}=1\n[1001]\ntype=friend\nsecret=hunter2\n`,
    });
    const checked = await dundisim(here, 'check', `q${bad}.yaml`);
    expect(checked.err).toBe('q·[31m.yaml: there is no such file\n');
    const risks = (await dundisim(here, 'check', 'q.yaml')).out;
    expect(risks).toContain('unknown key "k·[31m"');
    expect(risks).not.toContain(bad);
    await dundisim(here, 'run', 'q.yaml', '--replications', '2', '--workers', '1', '--out', 'r');
    const stored = textIn(here, 'r/experiment.json');
    expect(stored).toContain('secret=secret-1');
    expect(stored).not.toContain('hunter2');
    const queue = await dundisim(here, 'run', 'q.yaml', '--replications', '2', '--queue', 'http://me:hunter2@x');
    expect(queue.err).toContain('--queue http://me:***@x: expected an address such as redis://10.0.0.5:6379\n');
    expect(queue.err).not.toContain('hunter2');
  });
});

describe('a folder of results', () => {
  it('is cleared of what a killed start was writing, and of nothing else', async () => {
    const here = folderWith({ 'q.yaml': QUIET });
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    mkdirSync(join(here, 'r'));
    writeFileSync(join(here, `r/run.json.${gone}.tmp`), ''); // The first start in this folder was killed.
    expect((await dundisim(here, 'run', 'q.yaml', '--out', 'r')).code).toBe(0);
    mkdirSync(join(here, 'r/trace'), { recursive: true });
    for (const name of [`calls.csv.${gone}.tmp`, `trace/regpbx1.log.${gone}.tmp`, `mine.tmp`, `x.${process.ppid}.tmp`])
      writeFileSync(join(here, 'r', name), '');
    expect((await dundisim(here, 'run', 'q.yaml', '--out', 'r')).code).toBe(0);
    expect(filesIn(join(here, 'r')).filter((name) => name.endsWith('.tmp'))).toEqual([
      'mine.tmp',
      `x.${process.ppid}.tmp`,
    ]);
  });

  it('is not left through a link that lies in it', async () => {
    const here = folderWith({
      'q.yaml': QUIET,
      'r/run.json': '{"command":"dundisim run q.yaml"}',
      'mine/a.log': 'mine',
    });
    symlinkSync('../mine', join(here, 'r/trace'));
    expect(await dundisim(here, 'run', 'q.yaml', '--trace', '--out', 'r')).toMatchObject({
      code: 2,
      err: 'r/trace: is a link to another folder, and results are written in their own alone: delete it, or name another folder with --out\n',
    });
    expect(filesIn(join(here, 'mine'))).toEqual(['a.log']);
  });

  it('is written by one process at a time; a lock whose process is gone is taken over', async () => {
    const here = folderWith({ 'q.yaml': QUIET });
    mkdirSync(join(here, 'r'));
    const lock = join(here, 'r/dundisim.lock');
    for (const command of [
      ['run', 'q.yaml'],
      ['run', 'q.yaml', '--replications', '2', '--workers', '1'],
    ]) {
      writeFileSync(lock, `${process.ppid} ${hostname()}\n`);
      const refused = await dundisim(here, ...command, '--out', 'r');
      expect(refused).toMatchObject({ code: 2, out: '' });
      expect(refused.err).toMatch(
        /^r: another dundisim is writing here \(process \d+ on [^)]+\): wait for it, or name another/,
      );
    }
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(lock, `${gone} ${hostname()}\n`);
    expect((await dundisim(here, 'run', 'q.yaml', '--out', 'r')).code).toBe(0);
    expect(existsSync(lock)).toBe(false);
  });
});

it('nobody listens for Ctrl-C before a run begins, so that the system ends a program that reads', async () => {
  const here = folderWith({ 'q.yaml': QUIET, 'bad.yaml': `${QUIET}nonsense: 1\n` });
  let asked = 0;
  const io = {
    get interrupted() {
      asked++;
      return new AbortController().signal;
    },
  };
  const start = async (...argv: string[]): Promise<number> =>
    main(
      argv,
      Object.defineProperties(
        { out: () => {}, err: () => {}, cwd: here, watched: false } as unknown as Io,
        Object.getOwnPropertyDescriptors(io),
      ),
    );
  expect(await start('check', 'q.yaml')).toBe(0);
  expect(await start('check', 'paper')).toBe(0);
  for (const command of [['run'], ['run', '--replications', '2', '--workers', '1'], ['sweep', '--over', 'seed=1,2']])
    expect(await start(command[0]!, 'bad.yaml', ...command.slice(1))).toBe(2);
  expect(asked).toBe(0);
  expect(await start('run', 'q.yaml')).toBe(0);
  expect(asked).toBeGreaterThan(0);
});
