import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;

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
      ...(process.env['CI'] === 'true' ? ['dist/lab/lab.html'] : []), // Elsewhere it may not have been built.
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
