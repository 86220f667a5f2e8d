import { arch, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { hold, storm, type Workload } from './workloads.ts';

/** Rounds of every workload, in turn, so that a noisy neighbour disturbs all alike. */
const ROUNDS = 5;

const USAGE = 'usage: npm run bench -- [--json] [--only hold|storm] [--queue heap|buckets] [--rounds N]';

interface Result {
  readonly workload: string;
  readonly queue: string;
  readonly nsPerEvent: number;
  readonly rounds: readonly number[];
  readonly fingerprint: string;
}

function main(): void {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, only: { type: 'string' }, queue: { type: 'string' }, rounds: { type: 'string' } },
  });
  const workloads = [hold(1_000), hold(100_000), hold(1_000_000), storm()].filter(({ name }) => name.startsWith(values.only ?? ''));
  const rounds = Number(values.rounds ?? ROUNDS);
  if (workloads.length === 0 || ![undefined, 'heap', 'buckets'].includes(values.queue) || !(rounds >= 1)) throw new Error(USAGE);
  const queues = (values.queue === undefined ? ['buckets', 'heap'] : [values.queue]) as ('buckets' | 'heap')[];
  const results = measure(workloads, queues, rounds);
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${arch()}`;
  if (values.json) console.log(JSON.stringify({ machine, node: process.version, results }));
  else print(machine, results);
}

function measure(workloads: readonly Workload[], queues: readonly ('buckets' | 'heap')[], rounds: number): Result[] {
  const cells = queues.flatMap((queue) => workloads.map((workload) => ({ queue, workload, nsPerEvent: [] as number[], fingerprint: '' })));
  for (let round = 0; round < rounds; round++) {
    for (const cell of cells) {
      const { sim, more } = cell.workload.start(cell.queue);
      more(cell.workload.warmUp);
      const eventsBefore = sim.eventsRun;
      const before = process.hrtime.bigint();
      more(cell.workload.measured);
      cell.nsPerEvent.push(Number(process.hrtime.bigint() - before) / (sim.eventsRun - eventsBefore));
      cell.fingerprint = sim.fingerprint();
    }
  }
  return cells.map(({ workload, queue, nsPerEvent, fingerprint }) => {
    return { workload: workload.name, queue, nsPerEvent: median(nsPerEvent), rounds: nsPerEvent, fingerprint };
  });
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((x, y) => x - y)[numbers.length >> 1]!;
}

function print(machine: string, results: readonly Result[]): void {
  console.log(`${machine}, Node ${process.version}; fingerprint and asserts on`);
  console.log(`${'workload'.padEnd(14)}${'queue'.padEnd(10)}${'ns per event'.padStart(12)}${'from'.padStart(8)}${'to'.padStart(8)}${'million/s'.padStart(11)}   fingerprint`);
  for (const { workload, queue, nsPerEvent, rounds, fingerprint } of results) {
    const figures = [nsPerEvent.toFixed(1).padStart(12), Math.min(...rounds).toFixed(1).padStart(8), Math.max(...rounds).toFixed(1).padStart(8), (1000 / nsPerEvent).toFixed(2).padStart(11)];
    console.log(`${workload.padEnd(14)}${queue.padEnd(10)}${figures.join('')}   ${fingerprint}`);
  }
}

main();
