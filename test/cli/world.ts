import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/program.ts';
import type { RunnableCluster } from '../../src/cli/runners/model.ts';
import type { ClusterConfig } from '../../src/model/config.ts';
import type { ServerId } from '../../src/model/ids.ts';
import type { Observations } from '../../src/model/observations.ts';

export const SHIPPED = new URL('../../scenarios/', import.meta.url).pathname;

/** A folder of its own, with a copy of the paper's configuration and whatever else. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dundisim-test-'));
  cpSync(join(SHIPPED, 'paper'), join(folder, 'paper'), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line in this process. */
export async function dundisim(cwd: string, ...argv: string[]): Promise<Said> {
  return dundisimWith({}, cwd, ...argv);
}

export async function dundisimWith(io: Partial<Io>, cwd: string, ...argv: string[]): Promise<Said> {
  let out = '';
  let err = '';
  const code = await main(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    cwd,
    watched: false,
    now: () => 0,
    interrupted: new AbortController().signal,
    ...io,
  });
  return { code, out, err };
}

/** Names of all files below a folder. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

export function textIn(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

/** A cluster in which a second passes per slice, a console line is written in each, and nothing else happens. */
export class IdleCluster implements RunnableCluster {
  readonly sim: RunnableCluster['sim'];
  readonly origin = 0;
  readonly clock: RunnableCluster['clock'];
  /** Nothing of a cluster is in it. */
  readonly parts = {} as RunnableCluster['parts'];

  constructor(_: ClusterConfig, { seed, observations }: { seed: string; observations: Observations }) {
    this.sim = {
      now: 0,
      eventsRun: 0,
      runSome(this: { now: number; eventsRun: number }, until: number): boolean {
        this.now = Math.min(until, this.now + 60_000_000);
        this.eventsRun += 7;
        if (observations.wantsConsole) observations.console(1 as ServerId, 'a minute has passed');
        return this.now === until;
      },
      observe: () => {},
      fingerprint: () => `fingerprint-${seed}`,
    };
    this.clock = this.sim;
  }

  finish(): void {}
}
