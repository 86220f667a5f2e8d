import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { measure } from './measure.ts';
import { runRound, Workplace } from './rounds.ts';
import type { Workload } from './workloads.ts';

const place = new Workplace();
afterAll(() => place.close());

const SEARCH: Workload = {
  name: 'sweep',
  kind: 'search',
  search: { words: ['sweep', 'it.yaml'], hoursEach: 0.5, workers: 1 },
  size: 1,
};

/** A build whose command is this script, an ES module. */
function buildOf(script: string): string {
  const build = mkdtempSync(join(tmpdir(), 'build-'));
  mkdirSync(join(build, 'dist/cli'), { recursive: true });
  writeFileSync(join(build, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(build, 'dist/cli/main.js'), script);
  return build;
}

const WORKS = buildOf(`import { writeFileSync } from 'node:fs';
const out = process.argv[process.argv.indexOf('--out') + 1];
writeFileSync(out + '/cells.csv', 'row,fingerprint\\n1,aa\\n2,bb\\n');
`);
const OLDER = buildOf(`console.error("error: unknown command 'sweep'"); process.exitCode = 2;`);

it('a round of a search: its runs, the hours that they simulate, the time of the whole command', () => {
  const { runs, simulatedHours, cost, cpuSeconds, wallSeconds } = runRound(SEARCH, WORKS, place);
  expect({ runs, simulatedHours }).toEqual({ runs: 2, simulatedHours: 1 });
  expect(cost).toBeCloseTo((1000 * cpuSeconds!) / 2, 9); // Milliseconds, divided by two: the last digit may differ.
  expect(wallSeconds).toBeGreaterThan(0);
});

it('another build that is too old for a workload is asked once, and costs this one no round', () => {
  const options = { rounds: 2, build: WORKS, against: OLDER, ns3: 'not installed', progress() {} };
  const [result] = measure([SEARCH], place, options);
  expect(result!.againstLacks).toBe("error: unknown command 'sweep'");
  expect(Object.keys(result!.rounds)).toEqual(['this']);
  expect(result!.rounds.this).toHaveLength(2);
});

it('a mistake of this build is one', () => {
  const options = { rounds: 1, build: OLDER, ns3: 'not installed', progress() {} };
  expect(() => measure([SEARCH], place, options)).toThrow("unknown command 'sweep'");
});
