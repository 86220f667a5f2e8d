/**
 * A process that keeps one Vitest alive and gives it mutant after mutant: the file is served changed, everything else from
 * the memory of the last run. For tests that need more of Vitest than plainWorkshop.ts has. Started by jobs.ts, which ends it when a mutant does not come back.
 */
import { resolve } from 'node:path';
import { createVitest, type TestModule, type Vitest } from 'vitest/node';
import type { Answer, Order } from './jobs.ts';

const root = resolve(import.meta.dirname, '../..');
let changed: { readonly path: string; readonly source: string } | undefined;

const vitest: Vitest = await createVitest(
  'test',
  {
    root,
    config: resolve(root, 'test/vitest.config.ts'),
    watch: false,
    run: true,
    bail: 1,
    reporters: [{}],
    pool: 'threads',
    maxWorkers: 1,
    fileParallelism: false,
    isolate: false, // The files of a stage share what they import; each run has a thread of its own, so none keeps a mutant.
    testTimeout: 20_000,
    silent: true,
  },
  {
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        load: (id: string) => (changed !== undefined && id.split('?')[0] === changed.path ? changed.source : undefined),
      },
    ],
  },
);
await vitest.standalone();
await vitest.globTestSpecifications(); // So that specifications of single files can be made.

process.on('message', (order: Order) => void carryOut(order));
process.on('disconnect', () => process.exit(0));
send({ kind: 'ready' });

async function carryOut({ file, source, stages }: Order): Promise<void> {
  const path = resolve(root, file);
  changed = source === undefined ? undefined : { path, source };
  vitest.invalidateFile(path);
  const begun = performance.now();
  let killer: string | undefined;
  for (const stage of stages) {
    killer = await failureIn(stage);
    if (killer !== undefined) break;
  }
  changed = undefined;
  vitest.invalidateFile(path);
  send({ kind: 'done', killer, ms: performance.now() - begun });
}

/** Name of the test that failed first, or undefined when all passed. */
async function failureIn(tests: readonly string[]): Promise<string | undefined> {
  const paths = new Set(tests.map((test) => resolve(root, test))); // The result has modules of earlier runs as well.
  const specifications = [...paths].map((path) => vitest.getRootProject().createSpecification(path));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  if (unhandledErrors.length > 0) return 'an error outside the tests';
  for (const module of testModules.filter(({ moduleId }) => paths.has(moduleId)))
    if (!module.ok()) return `${tests.find((it) => module.moduleId.endsWith(it))}: ${failedIn(module)}`;
  return undefined;
}

function failedIn(module: TestModule): string {
  for (const test of module.children.allTests('failed')) return test.fullName;
  return 'the file does not load';
}

function send(answer: Answer): void {
  process.send!(answer);
}
