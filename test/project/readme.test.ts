import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/program.ts';
import { compiled } from '../compiled.ts';

const root = new URL('../../', import.meta.url).pathname;
const readme = readFileSync(`${root}README.md`, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'dundisim-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Also those within a list, which are indented. */
function blocks(language: string, text = readme): string[] {
  return [...text.matchAll(new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map((match) => match[1]!);
}

/** Words of a shell line: quotes keep them together. */
function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3]!);
}

/** Commands that run the scenario many times run its first minutes: whether they work is no question of hours. */
function shorter(line: string): readonly string[] {
  return /--replications|--over| compare /.test(line) ? ['--until', '2m'] : [];
}

describe('the README', () => {
  it('is short: the long tables are in the README of their folder', () => {
    expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(12_000);
  });

  it('names scripts that are there', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1]!);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  writeFileSync(join(folder, 'office.yaml'), blocks('yaml')[0]!);
  symlinkSync(`${root}scenarios`, join(folder, 'scenarios'));
  it('quotes what a shell would look for among its files', () => {
    const unquoted = (line: string): string => line.replace(/'[^']*'|"[^"]*"/g, '');
    expect(commands.filter((line) => /[*?<>]/.test(unquoted(line)))).toEqual([]);
  });

  it('builds a program that npx can start', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string> };
    expect(scripts['build']).toContain("chmodSync('dist/cli/main.js', 0o755)");
  });

  const commands = blocks('sh')
    .flatMap((block) => block.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line.startsWith('npx dundisim '));

  it.each(commands)(
    '%s',
    async (line) => {
      let errors = '';
      let output = '';
      const io = {
        out: (text: string) => {
          output += text;
        },
        err: (text: string) => {
          errors += text;
        },
        cwd: folder,
        watched: false,
        now: () => 0,
        interrupted: new AbortController().signal,
      };
      const code = await main([...words(line).slice(2), ...shorter(line)], io);
      expect(errors).toBe('');
      expect(code).toBe(0);
      expect(output).not.toBe('');
    },
    300_000,
  );

  /** Lines of shell that need a cluster or a Redis around them. */
  const machines = readFileSync(`${root}scenarios/README.md`, 'utf8');
  const kubernetes = blocks('yaml', machines).find((block) => block.startsWith('apiVersion:'))!;
  const elsewhere = [...blocks('bash'), ...blocks('bash', machines), kubernetes].join('\n');

  it('shards as Slurm and Kubernetes number them are all there are, and merge', async () => {
    const io = {
      out: () => {},
      err: (text: string) => {
        throw new Error(text);
      },
      cwd: folder,
      watched: false,
      now: () => 0,
      interrupted: new AbortController().signal,
    };
    const [slurm, kubernetes] = [...elsewhere.matchAll(/npx dundisim (sweep [^'"\n]* --shard [^'"\n]*\/8)/g)].map(
      (match) => match[1]!,
    ) as [string, string];
    const eight = Array.from({ length: 8 }, (_, i) => i);
    const tasks = eight.map((i) => slurm.replace('$SLURM_ARRAY_TASK_ID', String(i + 1)));
    const jobs = eight.map((i) => kubernetes.replace('$((JOB_COMPLETION_INDEX + 1))', String(i + 1)));
    const shardsOf = (lines: readonly string[]): readonly string[] =>
      lines.map((line) => / --shard (\S+)/.exec(line)![1]!);
    expect(shardsOf(tasks)).toEqual(eight.map((i) => `${i + 1}/8`));
    expect(shardsOf(jobs)).toEqual(shardsOf(tasks));
    const short = ['--until', '10s', '--set', 'faults=[]', '--workers', '1'];
    for (const task of tasks) expect(await main([...words(task), '--out', 'slurm', ...short], io)).toBe(0);
    expect(await main(['merge', 'slurm'], io)).toBe(0);
    expect(existsSync(join(folder, 'slurm', 'summary.csv'))).toBe(true);
    expect(await main([...words(jobs[7]!), '--out', 'kubernetes', ...short], io)).toBe(0);
  });

  it('shows options that there are', () => {
    const options = [...elsewhere.matchAll(/dundisim (\w+) ([^\n]*)/g)].flatMap(([, command, line]) =>
      [...line!.matchAll(/--[a-z][a-z0-9-]*/g)].map(([option]) => `${command} ${option}`),
    );
    expect(options.length).toBeGreaterThan(15);
    for (const one of new Set(options)) {
      const [command, option] = one.split(' ') as [string, string];
      let help = '';
      void main([command, '--help'], {
        out: (text) => {
          help += text;
        },
        err: () => {},
        cwd: folder,
        watched: false,
        now: () => 0,
        interrupted: new AbortController().signal,
      });
      expect(help, one).toMatch(new RegExp(`${option}(?: [<[]| {2,})`));
    }
  });

  it('has a library example that runs, in plain JavaScript too', () => {
    const [index, node] = ['index.js', 'cli/loadTexts.js'].map((path) => pathToFileURL(join(compiled(), path)).href);
    expect(blocks('ts')).toHaveLength(1);
    const example = blocks('ts')[0]!
      .replace("'dundisim'", JSON.stringify(index))
      .replace("'dundisim/node'", JSON.stringify(node));
    writeFileSync(join(folder, 'example.mjs'), example);
    const { stdout, stderr } = spawnSync(process.execPath, ['example.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+ lost: \[/);
    expect([...stdout.matchAll(/servers\.\*\.cachetime=\w+/g)].map(([over]) => over)).toEqual([
      'servers.*.cachetime=0s',
      'servers.*.cachetime=1h',
    ]);
    expect(stdout).toMatch(/calls lost, after less before: \{[^}]*level: 0\.95,[^}]*n: 5/);
  });
});
