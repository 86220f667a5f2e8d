import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { readCsv } from '../../src/cli/files/csv.ts';
import { filesIn } from './world.ts';
import { program } from '../compiled.ts';

/** Half a minute of a small office whose server dies: some milliseconds to run. */
export const TINY = `
title: A tiny office whose server dies
duration: 30s
phones:
  office: { numbers: 1001..1020, home: round-robin, expires: 60s }
calls:
  - { rate: 0.5/s, talk: exponential 5s }
faults:
  - { at: 10s, crash: regpbx2 }
`;

/** Nine cells. */
export const SWEEP = ['sweep', 'tiny.yaml', '--over', 'servers.*.cachetime=0s,30s,1h', '--replications', '3'];

/** What a command wrote, by name; journals keep the order in which cells ended, so they are not part of it. */
export function resultsIn(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    filesIn(folder)
      .filter((name) => !/cells\.journal$|^shard-|\.tmp$/.test(name))
      .map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]),
  );
}

/** Keys of the cells in a journal, in the order in which they ended. */
export function journalKeys(path: string): readonly string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => /^[0-9a-f]{16} \{"key":"([^"]+)".*\}$/.exec(line)?.[1] ?? []);
}

export function rowsOf(folder: string, name: string): readonly Readonly<Record<string, string>>[] {
  return readCsv(readFileSync(`${folder}/${name}`, 'utf8'));
}

/** The command line in a process of its own, which can be killed; `ended` gives its code and what it said. */
export function started(
  cwd: string,
  ...argv: string[]
): { readonly child: ChildProcess; readonly ended: Promise<{ readonly code: number | null; readonly err: string }> } {
  const child = spawn(process.execPath, [...program(), ...argv], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let err = '';
  child.stderr.on('data', (text) => {
    err += String(text);
  });
  return {
    child,
    ended: new Promise((resolve) => {
      child.on('close', (code) => resolve({ code, err }));
    }),
  };
}
