import { mkdtempSync, writeFileSync } from 'node:fs';
import { arch, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { growthOf, growthSeries, growthTable } from './growth.ts';
import { growthChart } from './growthChart.ts';
import { measure } from './measure.ts';
import { Ns3 } from './peers/ns3.ts';
import { digestOf, digestText } from './profile.ts';
import { runRound, Workplace, type Round } from './rounds.ts';
import { tableOf } from './table.ts';
import { WORKLOADS } from './twinWorkloads.ts';
import type { Workload } from './workloads.ts';
import { optionsOf } from '../usage.ts';

const ROUNDS = 5;
const HERE = fileURLToPath(new URL('../..', import.meta.url));
const USAGE = `usage: npm run bench -- [--only NAMES] [--large] [--rounds N] [--against DIR] [--queue NAME] [--json]
       npm run bench -- --only NAME --cpu-prof
       npm run bench -- --growth [--large] [--rounds N] [--svg FILE] [--json]

--only NAMES    workloads whose names begin with one of these, separated by commas
--large         also the workloads of a million phones
--against DIR   the same with the build of another checkout, in turn; a ratio above 1 means that this one is faster
--queue NAME    kernel and model workloads on this event queue
--growth        what an event costs against phones, servers and peers; --svg FILE: the same as a chart
--cpu-prof      where the CPU time of one round goes, by folder and function

Workloads: ${WORKLOADS.map(({ name }) => name).join(' ')}`;

const MACHINE = {
  machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${arch()}`,
  node: process.version,
};

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function main(): number {
  const { values } = optionsOf(USAGE, {
    options: {
      'only': { type: 'string' },
      'large': { type: 'boolean', default: false },
      'rounds': { type: 'string', default: String(ROUNDS) },
      'against': { type: 'string' },
      'queue': { type: 'string' },
      'json': { type: 'boolean', default: false },
      'cpu-prof': { type: 'boolean', default: false },
      'growth': { type: 'boolean', default: false },
      'svg': { type: 'string' },
    },
  });
  const workloads = chosen(values.only, values.large);
  const rounds = Number(values.rounds);
  if (workloads.length === 0 || !Number.isInteger(rounds) || rounds < 1) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const place = new Workplace();
  try {
    if (values['cpu-prof']) {
      for (const workload of workloads) profile(workload, place, values.json);
      return 0;
    }
    if (values.growth) {
      growth(place, rounds, values);
      return 0;
    }
    const ns3 = Ns3.compiledIn(place.dir);
    const against = values.against === undefined ? undefined : resolve(values.against);
    const results = measure(workloads, place, { rounds, build: HERE, against, queue: values.queue, ns3, progress });
    progress('');
    const conditions = {
      ...MACHINE,
      peers: typeof ns3 === 'string' ? ns3 : `ns-3 ${ns3.version}, PriorityQueueScheduler`,
      rounds,
    };
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ ...conditions, against, results })}\n`
        : `${explained(conditions)}${tableOf(results)}`,
    );
    return 0;
  } finally {
    place.close();
  }
}

function chosen(only: string | undefined, isLarge: boolean): readonly Workload[] {
  const names = only?.split(',');
  return WORKLOADS.filter(
    (workload) =>
      (names === undefined || names.some((name) => workload.name.startsWith(name))) &&
      (workload.isLarge !== true || isLarge || names?.includes(workload.name) === true),
  );
}

function growth(
  place: Workplace,
  rounds: number,
  { large, svg, json }: { readonly large: boolean; readonly svg?: string | undefined; readonly json: boolean },
): void {
  const series = growthSeries(place, large);
  const costs = new Map<Workload, Round[]>(series.flatMap(({ workloads }) => workloads.map((one) => [one, []])));
  for (let i = 0; i < rounds; i++)
    for (const [workload, measured] of costs) {
      progress(`round ${i + 1} of ${rounds}: ${workload.name}`);
      measured.push(runRound(workload, HERE, place));
    }
  progress('');
  const all = series.map((one) =>
    growthOf(
      one,
      one.workloads.map((workload) => ({ size: workload.size, rounds: costs.get(workload)! })),
    ),
  );
  const conditions = `${MACHINE.machine}, Node ${MACHINE.node}, ${rounds === 1 ? 'one round' : `median and range of ${rounds} rounds`}; CPU time of all threads`;
  if (svg !== undefined) writeFileSync(svg, growthChart(all, conditions));
  process.stdout.write(
    json ? `${JSON.stringify({ ...MACHINE, rounds, growth: all })}\n` : `${conditions}\n\n${growthTable(all)}\n`,
  );
}

function profile(workload: Workload, place: Workplace, isJson: boolean): void {
  const dir = mkdtempSync(join(tmpdir(), `dundisim-${workload.name}-`));
  runRound(workload, HERE, place, { engine: ['--cpu-prof', `--cpu-prof-dir=${dir}`] });
  const digest = digestOf(dir);
  process.stdout.write(
    isJson
      ? `${JSON.stringify({ workload: workload.name, dir, ...digest })}\n`
      : `${workload.name}, one round; the profile is in ${dir}\n\n${digestText(digest)}\n`,
  );
}

function explained(of: {
  readonly machine: string;
  readonly node: string;
  readonly peers: string;
  readonly rounds: number;
}): string {
  return `${of.machine}, Node ${of.node}, ${of.peers}
${of.rounds === 1 ? 'One round' : `${of.rounds} rounds in turn: median, range`}. Cost is CPU time of all threads, fingerprint and asserts on. Bytes are heap and typed arrays
after a full collection, per phone or pending event, of the kernel and the model; MB the peak resident set of a command.
Ratios are of rounds side by side, above 1 where this build is faster; the full model is compared with ns-3's bare storm.
Searches (sweep, plan, hunt) are the whole command: runs and simulated hours for each second of CPU with one worker, and the
wall time with one worker divided by that with two. Memory is the peak resident set of a command and of the same ten times longer.

`;
}

process.exitCode = main();
