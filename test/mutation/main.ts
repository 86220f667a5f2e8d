import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Job } from './jobs.ts';
import { applied, mutantsOf, type Mutant } from './mutants.ts';
import { isPlain } from './plainTests.ts';
import { relatedTests } from './related.ts';
import { Report, type Accepted } from './report.ts';
import { optionsOf } from '../usage.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SURVIVORS = 'test/mutation/survivors.json';
const USAGE = `usage: npm run mutate -- PATH... [--jobs N] [--every N] [--list] [--least PERCENT] [--json]

Changes the source files of PATH (files or folders under src) in one small place at a time, and runs the related tests.
A change that no test notices survives. ${SURVIVORS} holds the accepted survivors, each with its reason.

--jobs N          test processes at a time (2)
--every N         only each Nth mutant, for a quick look
--list            the mutants, without running anything
--least PERCENT   exit code 1 when fewer are killed`;

/** A mutant may take this much longer than the tests take without one, before it counts as endless. */
const PATIENCE = { factor: 5, ms: 5000 };

interface Work {
  readonly file: string;
  readonly source: string;
  readonly stages: readonly (readonly string[])[];
  readonly plain: boolean;
  readonly mutants: readonly Mutant[];
}

async function main(): Promise<number> {
  const { values, positionals } = optionsOf(USAGE, {
    allowPositionals: true,
    options: {
      jobs: { type: 'string', default: '2' },
      every: { type: 'string', default: '1' },
      list: { type: 'boolean', default: false },
      least: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  const [jobs, every, least] = [values.jobs, values.every, values.least].map(Number) as [number, number, number];
  if (positionals.length === 0 || !(jobs >= 1) || !(every >= 1) || !(least >= 0)) return say(USAGE, 2);
  const missing = positionals.find((path) => !existsSync(join(ROOT, path)));
  if (missing !== undefined) return say(`${missing} is not in the source tree`, 2);
  const all = positionals.flatMap(sourcesIn).map((file) => workOf(file, every));
  if (values.list) {
    for (const { mutants } of all) for (const { id, line } of mutants) process.stdout.write(`${line}: ${id}\n`);
    return 0;
  }
  const accepted = JSON.parse(readFileSync(join(ROOT, SURVIVORS), 'utf8')) as readonly Accepted[];
  const report = new Report(accepted, every === 1);
  await perform(all, jobs, report);
  process.stdout.write(values.json ? `${JSON.stringify(report.document())}\n` : report.text());
  return report.score < least / 100 ? 1 : 0;
}

function say(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

function sourcesIn(path: string): readonly string[] {
  const full = join(ROOT, path);
  if (statSync(full).isFile()) return [relative(ROOT, full)];
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => relative(ROOT, join(full, name)))
    .toSorted();
}

function workOf(file: string, every: number): Work {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const mutants = mutantsOf(file, source).filter((_, i) => i % every === 0);
  const stages = relatedTests(ROOT, file);
  const plain = stages.flat().every((test) => isPlain(readFileSync(join(ROOT, test), 'utf8')));
  return { file, source, stages, plain, mutants };
}

/** All mutants of all files, by a number of test processes. The tests must pass without a mutant first. */
async function perform(all: readonly Work[], jobs: number, report: Report): Promise<void> {
  const queue = all.filter((work) => {
    if (work.mutants.length > 0 && work.stages.length === 0) report.untested(work.file, work.mutants);
    return work.mutants.length > 0 && work.stages.length > 0;
  });
  const pending = queue.flatMap((work) => work.mutants.map((mutant) => ({ work, mutant })));
  /** By the tests: files of one folder have the same. */
  const limits = new Map<string, Promise<number>>();
  let done = 0;
  const process_ = async (job: Job): Promise<void> => {
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const { work, mutant } = next;
      const tests = work.stages.flat().toSorted().join();
      let limit = limits.get(tests);
      if (limit === undefined) limits.set(tests, (limit = limitFor(work, job)));
      const outcome = await job.run(
        { file: work.file, source: applied(work.source, mutant), stages: work.stages, plain: work.plain },
        await limit,
      );
      report.add(mutant, outcome);
      if (outcome.killer === undefined && !process.stderr.isTTY) process.stderr.write(`survived: ${mutant.id}\n`);
      done++;
      progress(`${done} done, ${pending.length} left, ${report.line()}`, done);
    }
  };
  const workers = Array.from({ length: jobs }, () => new Job());
  try {
    await Promise.all(workers.map(process_));
  } finally {
    await Promise.all(workers.map((job) => job.close()));
    progress('');
  }
}

async function limitFor({ file, stages, plain }: Work, job: Job): Promise<number> {
  const run = async () => await job.run({ file, source: undefined, stages, plain }, 600_000);
  await run(); // The first run of a process reads and compiles everything.
  const { killer, ms } = await run();
  if (killer !== undefined) throw new Error(`${file}: the tests fail without a mutant: ${killer}`);
  return PATIENCE.factor * ms + PATIENCE.ms;
}

/** One line that is written anew; where there is no terminal, a line each hundred. */
function progress(text: string, done = 0): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (done > 0 && done % 100 === 0) process.stderr.write(`${text}\n`);
}

process.exitCode = await main();
