/**
 * `npm run swarm -- --seeds 2000 --from 1`: random clusters with random faults, under every profile. Each must run without
 * a broken assertion, its calls must add up, and nothing may be left when all is over. A failing one is made smaller and
 * written to swarm-failures/SEED.yaml.
 *
 * `--kills SCENARIO [--every N]`: a shipped scenario again and again, with each server killed at each (N-th) moment at
 * which an event runs.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { swarmScenario } from './clusters.ts';
import { faultOfText } from './judge.ts';
import { faultOfKills } from './kills.ts';
import { shrunkText } from './shrink.ts';

const { values } = parseArgs({
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
    const path = join(values.out, `${seed}.yaml`);
    mkdirSync(values.out, { recursive: true });
    writeFileSync(path, shrunkText(text, fault));
    process.stdout.write(`seed ${seed}: ${fault}\n  ${path}\n`);
  }
  process.stdout.write(`${count} clusters from seed ${from}: ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function kills(scenario: string): number {
  const { runs, faults } = faultOfKills(scenario, Number(values.every), (fault) => process.stdout.write(`${fault}\n`));
  process.stdout.write(`${scenario}: ${runs} kills, ${faults.length} failed\n`);
  return faults.length === 0 ? 0 : 1;
}
