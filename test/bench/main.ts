import { execFileSync } from 'node:child_process';
import { arch, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hold, storm, type Workload } from './workloads.ts';

/** Rounds of every workload, in turn, so that a noisy neighbour disturbs all alike. */
const ROUNDS = 5;

const USAGE = 'usage: npm run bench -- [--json] [--only hold|storm] [--queue heap|buckets] [--rounds N]';

type Queue = 'buckets' | 'heap';

/** One round of one workload. */
interface Round {
  readonly nsPerEvent: number;
  readonly fingerprint: string;
}

interface Result {
  readonly workload: string;
  readonly queue: string;
  readonly nsPerEvent: number;
  readonly rounds: readonly number[];
  readonly fingerprint: string;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      only: { type: 'string' },
      queue: { type: 'string' },
      rounds: { type: 'string' },
      /** Of ourselves only: one round, here, of the workload of that name. */
      round: { type: 'string' },
    },
  });
  const workloads = [hold(1_000), hold(100_000), hold(1_000_000), storm()].filter(({ name }) =>
    name.startsWith(values.round ?? values.only ?? ''),
  );
  const rounds = Number(values.rounds ?? ROUNDS);
  if (workloads.length === 0 || ![undefined, 'heap', 'buckets'].includes(values.queue) || !(rounds >= 1))
    throw new Error(USAGE);
  const queues = (values.queue === undefined ? ['buckets', 'heap'] : [values.queue]) as Queue[];
  if (values.round !== undefined) {
    console.log(
      JSON.stringify(
        round(
          workloads.find(({ name }) => name === values.round)!,
          queues[0]!,
        ),
      ),
    );
    return;
  }
  const results = measure(workloads, queues, rounds);
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${arch()}`;
  if (values.json) console.log(JSON.stringify({ machine, node: process.version, results }));
  else print(machine, results);
}

function measure(workloads: readonly Workload[], queues: readonly Queue[], rounds: number): Result[] {
  const cells = queues.flatMap((queue) => workloads.map(({ name }) => ({ queue, name, rounds: [] as Round[] })));
  for (let i = 0; i < rounds; i++) for (const cell of cells) cell.rounds.push(roundElsewhere(cell.name, cell.queue));
  return cells.map(({ queue, name, rounds }) => {
    const nsPerEvent = rounds.map((one) => one.nsPerEvent);
    return {
      workload: name,
      queue,
      nsPerEvent: median(nsPerEvent),
      rounds: nsPerEvent,
      fingerprint: rounds[0]!.fingerprint,
    };
  });
}

/**
 * Each round is a process of its own, as a user's run is: code that was compiled for one workload slows down the next.
 */
function roundElsewhere(name: string, queue: Queue): Round {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), '--round', name, '--queue', queue];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Round;
}

function round(workload: Workload, queue: Queue): Round {
  const { sim, more } = workload.start(queue);
  more(workload.warmUp);
  const eventsBefore = sim.eventsRun;
  const before = process.hrtime.bigint();
  more(workload.measured);
  return {
    nsPerEvent: Number(process.hrtime.bigint() - before) / (sim.eventsRun - eventsBefore),
    fingerprint: sim.fingerprint(),
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((x, y) => x - y)[numbers.length >> 1]!;
}

function print(machine: string, results: readonly Result[]): void {
  console.log(`${machine}, Node ${process.version}; fingerprint and asserts on`);
  console.log(
    `${'workload'.padEnd(14)}${'queue'.padEnd(10)}${'ns per event'.padStart(12)}${'from'.padStart(8)}${'to'.padStart(8)}${'million/s'.padStart(11)}   fingerprint`,
  );
  for (const { workload, queue, nsPerEvent, rounds, fingerprint } of results) {
    const figures = [
      nsPerEvent.toFixed(1).padStart(12),
      Math.min(...rounds)
        .toFixed(1)
        .padStart(8),
      Math.max(...rounds)
        .toFixed(1)
        .padStart(8),
      (1000 / nsPerEvent).toFixed(2).padStart(11),
    ];
    console.log(`${workload.padEnd(14)}${queue.padEnd(10)}${figures.join('')}   ${fingerprint}`);
  }
}

main();
