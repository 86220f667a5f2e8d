import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LARGE } from '../../src/lab/build/shippedTexts.ts';
import { OF_COMMANDS, PROJECT, runShipped, shippedScenarios, TABLES } from './shipped.ts';

/**
 * Runs every shipped scenario but the large ones, or those named, and writes what is committed of its results: `npm run results --
 * failover`.
 * The long tables are deleted again; `dundisim run` writes them.
 */
const named = process.argv.slice(2);
let unmet = 0;
for (const name of named.length > 0 ? named : [...shippedScenarios(), ...OF_COMMANDS]) {
  const folder = join(PROJECT, 'results', name);
  rmSync(folder, { recursive: true, force: true });
  const began = performance.now();
  const { code, out, err } = await runShipped(name, folder);
  const tooLong = LARGE.includes(name) ? ['run.json'] : TABLES;
  for (const table of tooLong) rmSync(join(folder, table), { force: true });
  process.stdout.write(`${name} (${((performance.now() - began) / 1000).toFixed(1)} s, exit ${code})\n${err}${out.slice(0, out.indexOf('\n\n'))}\n\n`);
  if (code !== 0) {
    unmet += 1;
    process.stdout.write(out.slice(out.indexOf('\nExpected')));
  }
}
process.exitCode = unmet === 0 ? 0 : 1;
