import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandOf } from './builds.ts';
import type { Workload } from './workloads.ts';

/** What one round measured. */
export interface Round {
  /** CPU time, user and system, of all threads: nanoseconds per event; milliseconds per start for `start`. */
  readonly cost: number;
  readonly events?: number;
  readonly fingerprint?: string;
  /** Of `kernel` and `model`: heap and typed arrays after a full collection at the end, per phone or pending event. */
  readonly bytesEach?: number;
  /** Of `command`, `start` and peers: peak resident set of the whole process, megabytes (1e6 bytes). */
  readonly peakMb?: number;
  readonly pending?: number;
  /** Of `model`: CPU milliseconds to read the scenario and put the cluster together; not part of `cost`. */
  readonly setUpMs?: number;
  readonly scenario?: string;
}

/** Prints what the process used, on file descriptor 3, when it ends. */
const REPORT_USAGE =
  'data:text/javascript,' +
  'import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));';

/** Where rounds put scenario files and results; removed at the end. */
export class Workplace {
  readonly dir = mkdtempSync(join(tmpdir(), 'dundisim-bench-'));

  close(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** The scenario of a workload as a file. */
  scenarioFile({ name, scenario }: Workload): string {
    if (scenario === undefined) throw new Error(`${name} has no scenario`);
    if ('file' in scenario) return scenario.file;
    const file = join(this.dir, `${name}.yaml`);
    writeFileSync(file, scenario.text);
    return file;
  }
}

/**
 * One round, in a process of its own, as a user's run is: code that was compiled for one workload slows down the next.
 * @param engine flags for Node, such as `--cpu-prof`
 * @throws Error with what the process wrote to stderr
 */
export function runRound(
  workload: Workload,
  build: string,
  place: Workplace,
  { queue, engine = [] }: { readonly queue?: string | undefined; readonly engine?: readonly string[] } = {},
): Round {
  if (workload.kind === 'start') return startRound([commandOf(build), '--version'], engine);
  if (workload.kind === 'command') return commandRound(workload, build, place, engine);
  const args = [...process.execArgv, '--expose-gc', ...engine, fileURLToPath(new URL('round.ts', import.meta.url))];
  args.push('--workload', workload.name, '--build', build);
  if (workload.kind === 'model') {
    args.push('--scenario', place.scenarioFile(workload), '--size', String(workload.size));
    args.push('--overrides', JSON.stringify(overridesOf(workload)));
  }
  if (queue !== undefined) args.push('--queue', queue);
  return JSON.parse(run(process.execPath, args, [0]).stdout) as Round;
}

function overridesOf({ scenario }: Workload): { readonly set?: readonly string[]; readonly until?: string } {
  if (scenario === undefined || 'text' in scenario) return {};
  return { set: scenario.sets, ...(scenario.until === undefined ? {} : { until: scenario.until }) };
}

/** A start of Node, with no program of ours: `node -e 0`. */
export function bareStart(): Round {
  return startRound(['-e', '0'], []);
}

function commandRound(workload: Workload, build: string, place: Workplace, engine: readonly string[]): Round {
  const { scenario } = workload;
  const args = [...engine, '--import', REPORT_USAGE, commandOf(build), 'run', place.scenarioFile(workload), '--json'];
  if (scenario !== undefined && 'file' in scenario) {
    for (const set of scenario.sets) args.push('--set', set);
    if (scenario.until !== undefined) args.push('--until', scenario.until);
  }
  const { stdout, usage } = run(process.execPath, [...args, '--out', join(place.dir, 'results')]);
  const { events, fingerprint } = JSON.parse(stdout) as { readonly events: number; readonly fingerprint: string };
  return { cost: (1e6 * usage!.cpuMs) / events, events, fingerprint, peakMb: usage!.peakMb };
}

/** The mean of several starts, since one is as short as a tick of the system's accounts. */
function startRound(args: readonly string[], engine: readonly string[]): Round {
  const starts = 5;
  let cpuMs = 0;
  let peakMb = 0;
  for (let i = 0; i < starts; i++) {
    const { usage } = run(process.execPath, [...engine, '--import', REPORT_USAGE, ...args]);
    cpuMs += usage!.cpuMs;
    peakMb = Math.max(peakMb, usage!.peakMb);
  }
  return { cost: cpuMs / starts, peakMb };
}

interface Ended {
  readonly stdout: string;
  readonly usage?: { readonly cpuMs: number; readonly peakMb: number };
}

/** @param ends exit codes that are no error: a run may lose its `expect` */
function run(program: string, args: readonly string[], ends: readonly number[] = [0, 1]): Ended {
  const { status, stdout, stderr, output, error } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 30,
  });
  if (error !== undefined) throw error;
  if (status === null || !ends.includes(status))
    throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${stderr}`);
  const text = output[3];
  if (text === undefined || text === null || text === '') return { stdout };
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(text) as NodeJS.ResourceUsage;
  return { stdout, usage: { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: (1024 * maxRSS) / 1e6 } };
}
