import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;

/**
 * The program as it is shipped, compiled from the sources of this moment: a process or thread of it starts in half the
 * time that the sources take. Made once in a run of the tests. Returns the folder with `cli/`, `index.js` and so on.
 */
export function compiled(): string {
  const made = join(tmpdir(), 'program');
  const dist = join(made, 'dist');
  if (existsSync(dist)) return dist;
  const folder = mkdtempSync(join(tmpdir(), 'compiling-'));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const project = join(root, 'src/tsconfig.build.json');
  const lean = ['--noCheck', '--declaration', 'false', '--sourceMap', 'false'];
  execFileSync(process.execPath, [tsc, '-p', project, ...lean, '--outDir', join(folder, 'dist')], { stdio: 'inherit' });
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const name of ['node_modules', 'scenarios', 'results']) symlinkSync(join(root, name), join(folder, name));
  try {
    renameSync(folder, made);
  } catch {
    rmSync(folder, { recursive: true }); // Another worker of the tests was faster.
  }
  return dist;
}

/** Words in front of those of a command, for a process of the program. */
export function program(): readonly string[] {
  return [join(compiled(), 'cli/main.js')];
}
