/** One round of one workload in this process: prints a `Round` as JSON. Started by rounds.ts only. */
import { parseArgs } from 'node:util';
import { kernelOf, modelOf } from './builds.ts';
import type { QueueName } from './kernelWorkloads.ts';
import type { Round } from './rounds.ts';
import { WORKLOADS } from './twinWorkloads.ts';
import type { Workload } from './workloads.ts';

const { values } = parseArgs({
  options: {
    workload: { type: 'string' },
    build: { type: 'string' },
    queue: { type: 'string' },
    /** Of the full model: the scenario file, its overrides as JSON, and by what memory is divided. */
    scenario: { type: 'string' },
    overrides: { type: 'string', default: '{}' },
    size: { type: 'string' },
  },
});

async function main(): Promise<Round> {
  const queue = values.queue as QueueName | undefined;
  if (values.scenario !== undefined) return await modelRound(values.scenario, values.build!, queue);
  return await kernelRound(
    WORKLOADS.find(({ name }) => name === values.workload)!,
    values.build!,
    queue,
  );
}

async function kernelRound({ kernel, size }: Workload, build: string, queue: QueueName | undefined): Promise<Round> {
  const parts = await kernelOf(build);
  const before = heapBytes();
  const { sim, more } = kernel!.start(parts, queue);
  more(kernel!.warmUp);
  const eventsBefore = sim.eventsRun;
  const cpuBefore = process.cpuUsage();
  more(kernel!.measured);
  const cpuMicros = cpuSince(cpuBefore);
  const events = sim.eventsRun - eventsBefore;
  return {
    cost: (1000 * cpuMicros) / events,
    events,
    fingerprint: sim.fingerprint(),
    bytesEach: (heapBytes() - before) / size,
    pending: sim.pending,
  };
}

async function modelRound(file: string, build: string, queue: QueueName | undefined): Promise<Round> {
  const { Cluster, Measures, loadScenario, tuneEngine } = await modelOf(build);
  tuneEngine(process.versions.node);
  const before = heapBytes();
  const setUpBefore = process.cpuUsage();
  const overrides = JSON.parse(values.overrides) as Parameters<typeof loadScenario>[1];
  const io = {
    out() {},
    err: (text: string) => void process.stderr.write(text),
    cwd: process.cwd(),
    watched: false,
    interrupted: new AbortController().signal,
  };
  const scenario = loadScenario(file, overrides, io);
  const { config, seed, name } = scenario;
  const measures = new Measures({ config, seed, scenarioName: name });
  const cluster = new Cluster(config, { seed, observations: measures, ...queueOf(queue) });
  measures.follow(cluster.sim);
  const setUpMicros = cpuSince(setUpBefore);
  const cpuBefore = process.cpuUsage();
  cluster.sim.run(config.duration);
  const cpuMicros = cpuSince(cpuBefore);
  const bytes = heapBytes() - before;
  cluster.finish();
  const events = cluster.sim.eventsRun;
  return {
    cost: (1000 * cpuMicros) / events,
    events,
    fingerprint: cluster.sim.fingerprint(),
    bytesEach: bytes / Number(values.size),
    pending: cluster.sim.pending,
    setUpMs: setUpMicros / 1000,
    // Keeps the scenario alive until here, as the command does.
    scenario: scenario.name,
  };
}

/** The composition of the model names two queues; the kernel takes more. */
function queueOf(queue: QueueName | undefined): { readonly queue?: 'heap' } {
  return queue === undefined ? {} : { queue: queue as 'heap' };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Bytes in use after a full collection: objects and typed arrays. */
function heapBytes(): number {
  // The first collection gives back typed arrays in a thread of its own; the second waits for that.
  for (let i = 0; i < 2; i++) (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

process.stdout.write(JSON.stringify(await main()));
