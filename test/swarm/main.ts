/**
 * `npm run swarm -- --seeds 2000 --from 1`: random clusters with random faults, under every profile. Each must run without
 * a broken assertion, its calls must add up, and nothing may be left when all is over. A failing one is made smaller and
 * written to swarm-failures/SEED.yaml, or with its files below swarm-failures/SEED/.
 *
 * `--kills SCENARIO [--every N]`: a shipped scenario again and again, with each server killed at each (N-th) moment at
 * which an event runs.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parted } from './caseText.ts';
import { swarmScenario } from './clusters.ts';
import { faultOfText } from './judge.ts';
import { faultOfKills } from './kills.ts';
import { shrunkText } from './shrink.ts';
import { optionsOf } from '../usage.ts';

const USAGE = `usage: npm run swarm -- [--seeds N] [--from N] [--out DIR]
       npm run swarm -- --kills SCENARIO [--every N]`;

const { values } = optionsOf(USAGE, {
  options: {
    seeds: { type: 'string', default: '300' },
    from: { type: 'string', default: '1' },
    out: { type: 'string', default: 'swarm-failures' },
    kills: { type: 'string' },
    every: { type: 'string', default: '1' },
  },
});

process.exitCode = values.kills === undefined ? swarm(Number(values.from), Number(values.seeds)) : kills(values.kills);

function swarm(from: number, count: number): number {
  let failed = 0;
  for (let seed = from; seed < from + count; seed++) {
    const text = swarmScenario(seed);
    const fault = faultOfText(text);
    if (fault === undefined) continue;
    failed++;
    process.stdout.write(`seed ${seed}: ${fault}\n  ${write(seed, shrunkText(text, fault))}\n`);
  }
  process.stdout.write(`${count} clusters from seed ${from}: ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/** A scenario, in a folder of its own where it has files. Gives its path. */
function write(seed: number, text: string): string {
  const { scenario, files } = parted(text);
  const path = join(values.out, files.length === 0 ? `${seed}.yaml` : `${seed}/${seed}.yaml`);
  put(path, scenario);
  for (const file of files) put(join(dirname(path), file.path.includes('/') ? 'conf' : '', file.path), file.text);
  return path;
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function kills(scenario: string): number {
  const { runs, faults } = faultOfKills(scenario, Number(values.every), (fault) => process.stdout.write(`${fault}\n`));
  process.stdout.write(`${scenario}: ${runs} kills, ${faults.length} failed\n`);
  return faults.length === 0 ? 0 : 1;
}
