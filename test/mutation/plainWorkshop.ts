/**
 * A process that is given mutant after mutant and runs the tests of parts without Vitest: a run evaluates the modules anew
 * and takes some hundredths of a second. Started by jobs.ts, which ends it when a mutant does not come back.
 */
import { resolve } from 'node:path';
import type { Answer, Order } from './jobs.ts';
import { Modules } from './modules.ts';
import { PlainTests } from './plainTests.ts';

const root = resolve(import.meta.dirname, '../..');

process.on('message', (order: Order) => void carryOut(order));
process.on('disconnect', () => process.exit(0));
send({ kind: 'ready' });

async function carryOut({ file, source, stages }: Order): Promise<void> {
  const begun = performance.now();
  const tests = new PlainTests();
  const changed = source === undefined ? undefined : { path: resolve(root, file), source };
  const modules = new Modules(changed, new Map([['vitest', tests.vitest]]));
  let killer: string | undefined;
  for (const test of stages.flat()) {
    killer = await failureIn(test, modules, tests);
    if (killer !== undefined) break;
  }
  send({ kind: 'done', killer, ms: performance.now() - begun });
}

async function failureIn(test: string, modules: Modules, tests: PlainTests): Promise<string | undefined> {
  try {
    await modules.run(resolve(root, test));
  } catch {
    return `${test}: the file does not load`;
  }
  const failed = await tests.firstFailure();
  return failed === undefined ? undefined : `${test}: ${failed}`;
}

function send(answer: Answer): void {
  process.send!(answer);
}
