import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
/** Elsewhere it may not have been. */
const IS_BUILT = process.env['CI'] === 'true';

it('the package holds what the program reads outside the clone, and nothing else', () => {
  const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = (JSON.parse(told) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
  expect(files).toEqual(
    expect.arrayContaining([
      'package.json',
      'README.md',
      'LICENSE',
      'scenarios/failover.yaml',
      'scenarios/scenario.schema.json',
      'scenarios/paper/dunpbx1/dundi.conf',
      'scenarios/paper-16/regpbx5/extensions.conf',
      ...(IS_BUILT ? ['dist/lab/lab.html', 'dist/cli/poolTask.js'] : []),
    ]),
  );
  expect(files.filter((path) => !/^(?:dist|scenarios)\/|^(?:package\.json|README\.md|LICENSE)$/.test(path))).toEqual(
    [],
  );
  expect(files.filter((path) => path.endsWith('.map'))).toEqual([]); // They would point at sources that are not there.
});

it('the command of the package is the compiled program', () => {
  const { bin, scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    bin: Record<string, string>;
    scripts: Record<string, string>;
  };
  expect(bin).toEqual({ dundisim: 'dist/cli/main.js' });
  expect(existsSync(`${root}src/cli/main.ts`)).toBe(true);
  expect(scripts['prepare']).toBe('npm run build');
});

describe.runIf(IS_BUILT)('the built program', () => {
  const dist = `${root}dist/cli/`;

  it('is few files: it imports nothing of the compiler', () => {
    const parts = readdirSync(dist).filter((name) => name.startsWith('part-'));
    const imported = ['main.js', 'poolTask.js', ...parts].flatMap((name) =>
      [...readFileSync(dist + name, 'utf8').matchAll(/^import .*"\.\/([^"]+)";$/gm)].map((match) => match[1]!),
    );
    expect(imported.filter((name) => !parts.includes(name))).toEqual([]);
    expect(imported).toContain('part-cluster.js');
    expect(parts.length).toBeLessThan(100);
  });

  it('finds its package, and the task of its threads', () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
    const run = (...args: string[]): string =>
      spawnSync(process.execPath, [`${dist}main.js`, ...args], { encoding: 'utf8' }).stdout;
    expect(run('--version')).toBe(`${version}\n`);
    const out = mkdtempSync(join(tmpdir(), 'dundisim-built-'));
    const several = ['--replications', '2', '--workers', '2', '--until', '1s', '--out', out];
    expect(run('run', `${root}scenarios/example-1.yaml`, ...several)).toContain('2 replications');
    rmSync(out, { recursive: true });
  });
});
