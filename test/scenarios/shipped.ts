import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from '../../src/cli/commands/run.ts';
import { tradeoff } from '../../src/cli/commands/tradeoff.ts';
import type { Io } from '../../src/cli/io.ts';
import { LARGE } from '../../src/lab/build/shippedTexts.ts';

/** The project's own folder. */
export const PROJECT = new URL('../../', import.meta.url).pathname;

/** What a run leaves that is too long to be kept with the sources; their sums are in SHA256SUMS. */
export const TABLES: readonly string[] = ['calls.csv', 'registrations.csv', 'lookups.csv', 'cells.journal'];

/** Scenarios whose committed results are of another command than `run`, which is named as they are. */
export const OF_COMMANDS: readonly string[] = ['tradeoff'];

/** Names of the shipped scenarios that are answered by `run` within a minute. */
export function shippedScenarios(): readonly string[] {
  const names = readdirSync(join(PROJECT, 'scenarios')).filter((name) => name.endsWith('.yaml')).map((name) => basename(name, '.yaml'));
  return names.filter((name) => !OF_COMMANDS.includes(name) && !LARGE.includes(name)).sort();
}

/**
 * `dundisim run scenarios/NAME.yaml`, or the command that it is of, with the results in a folder of the caller's: gives
 * the exit code and what was printed.
 */
export async function runShipped(name: string, out: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const io: Io = {
    out: (text) => { said.out += text; }, err: (text) => { said.err += text; },
    cwd: PROJECT, watched: false, now: () => 0, interrupted: new AbortController().signal,
  };
  const file = `scenarios/${name}.yaml`;
  const code = name === 'tradeoff' ? await tradeoff(undefined, { set: [], measure: [], level: '95%', out }, io) : await run(file, { set: [], out }, io);
  return { code, ...said };
}
