import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandOf } from './builds.ts';
import { isUnknownTo, runsIn } from './searchFiles.ts';
import type { Workload } from './workloads.ts';

/** What one round measured. */
export interface Round {
  /** CPU time, user and system, of all threads: nanoseconds per event; milliseconds per start for `start`, per run for `search`. */
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
  /** Of `search`, with the start and the files: CPU and wall time, the runs that it made, and the hours that these simulate. */
  readonly cpuSeconds?: number;
  readonly wallSeconds?: number;
  readonly runs?: number;
  readonly simulatedHours?: number;
}

/** A build does not know a command or an option: it is older than that. */
export class NotInThisBuild extends Error {}

/** Prints what the process used, with all its threads, on file descriptor 3, when it ends. */
const REPORT_USAGE =
  'data:text/javascript,import { writeSync } from "node:fs"; import { isMainThread } from "node:worker_threads";' +
  'if (isMainThread) process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));';

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
 * @throws NotInThisBuild when `build` lacks the command or an option of it; Error with what the process wrote to stderr
 */
export function runRound(
  workload: Workload,
  build: string,
  place: Workplace,
  { queue, engine = [] }: { readonly queue?: string | undefined; readonly engine?: readonly string[] } = {},
): Round {
  if (workload.kind === 'start') return startRound([commandOf(build), '--version'], engine);
  if (workload.kind === 'command') return commandRound(workload, build, place, engine);
  if (workload.kind === 'search') return searchRound(workload, build, place, engine);
  const args = [...process.execArgv, '--expose-gc', ...engine, fileURLToPath(new URL('round.ts', import.meta.url))];
  args.push('--workload', workload.name, '--build', build);
  if (workload.kind === 'model') {
    args.push('--scenario', place.scenarioFile(workload), '--size', String(workload.size));
    args.push('--overrides', JSON.stringify(overridesOf(workload)));
  }
  if (queue !== undefined) args.push('--queue', queue);
  return JSON.parse(run(process.execPath, args, { ends: [0] }).stdout) as Round;
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

function searchRound({ name, search }: Workload, build: string, place: Workplace, engine: readonly string[]): Round {
  const { words, hoursEach, workers } = search!;
  const out = mkdtempSync(join(place.dir, `${name}-`));
  const isHunt = words[0] === 'hunt';
  const program = [...engine, '--import', REPORT_USAGE, commandOf(build)];
  const options = ['--json', '--workers', String(workers), '--out', isHunt ? join(out, 'worst.yaml') : out];
  // In a folder of its own: hunt would find the runs of an earlier round in results/ of this one, and not make them again.
  const { stdout, usage, wallSeconds } = run(process.execPath, [...program, ...words, ...options], { cwd: out });
  const { runs, fingerprint } = isHunt ? huntedIn(stdout) : runsIn(out);
  rmSync(out, { recursive: true });
  const { cpuMs, peakMb } = usage!;
  const simulatedHours = runs * hoursEach;
  return { cost: cpuMs / runs, fingerprint, cpuSeconds: cpuMs / 1000, wallSeconds, runs, simulatedHours, peakMb };
}

function huntedIn(stdout: string): { readonly runs: number; readonly fingerprint: string } {
  const { runs, fingerprint } = JSON.parse(stdout) as { readonly runs: number; readonly fingerprint: string };
  return { runs, fingerprint };
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
  readonly wallSeconds: number;
  readonly usage?: { readonly cpuMs: number; readonly peakMb: number };
}

interface RunOptions {
  /** Exit codes that are no error: a run may lose its `expect`. */
  readonly ends?: readonly number[];
  readonly cwd?: string;
}

function run(program: string, args: readonly string[], { ends = [0, 1], cwd }: RunOptions = {}): Ended {
  const startedAt = performance.now();
  const { status, stdout, stderr, output, error } = spawnSync(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 30,
  });
  const wallSeconds = (performance.now() - startedAt) / 1000;
  if (error !== undefined) throw error;
  if (status === 2 && isUnknownTo(stderr)) throw new NotInThisBuild(stderr.split('\n')[0]);
  if (status === null || !ends.includes(status))
    throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${stderr}`);
  const text = output[3];
  if (text === undefined || text === null || text === '') return { stdout, wallSeconds };
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(text) as NodeJS.ResourceUsage;
  return { stdout, wallSeconds, usage: { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: (1024 * maxRSS) / 1e6 } };
}
