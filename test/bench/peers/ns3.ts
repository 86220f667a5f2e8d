import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Round } from '../rounds.ts';

/** Debian's libns3-dev (3.37) installs these; its pkg-config file names the library. */
const HEADER = '/usr/include/ns3/core-module.h';
const SOURCE = fileURLToPath(new URL('ns3.cc', import.meta.url));

/** Our driver for the ns-3 that is installed. */
export class Ns3 {
  readonly version: string;
  private readonly program: string;

  private constructor(version: string, program: string) {
    this.version = version;
    this.program = program;
  }

  /** Compiles the driver into `dir`. A text says why there is none: ns-3, or a compiler, is not installed. */
  static compiledIn(dir: string): Ns3 | string {
    if (!existsSync(HEADER)) return 'ns-3 is not installed (Debian: libns3-dev), so there is no ratio to it';
    const program = join(dir, 'ns3');
    const compiled = spawnSync('g++', ['-O3', '-std=c++17', SOURCE, '-o', program, '-lns3-core'], { encoding: 'utf8' });
    if (compiled.error !== undefined) return 'g++ is not installed, so there is no ratio to ns-3';
    if (compiled.status !== 0) return `peers/ns3.cc was not compiled: ${compiled.stderr.split('\n')[0]}`;
    return new Ns3(versionOf(), program);
  }

  round(workload: 'hold' | 'storm', size: number): Round {
    const text = execFileSync(this.program, [workload, String(size)], { encoding: 'utf8' });
    const { events, nsPerEvent, maxRssKb } = JSON.parse(text) as Readonly<Record<string, number>>;
    return { cost: nsPerEvent!, events: events!, peakMb: (1024 * maxRssKb!) / 1e6 };
  }
}

function versionOf(): string {
  const asked = spawnSync('pkg-config', ['--modversion', 'ns3-core'], { encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : 'of unknown version';
}
