import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cellsOf, sourceOf, WANTS_NOTHING, type CellResult } from '../../../src/experiment/grid/cell.ts';
import { CellRunner } from '../../../src/experiment/grid/cellRunner.ts';
import { figureOf, figuresOf } from '../../../src/experiment/statistics/cellFigures.ts';
import { meanOf } from '../../../src/experiment/statistics/estimate.ts';
import { parseScenario } from '../../../src/scenario/index.ts';
import { SECOND } from '../../../src/kernel/units.ts';

/** A call a second, 3 s of talk on average, and one at a time that is known. */
const TEXT = `
title: Calls at random times
duration: 20s
phones: { office: { numbers: 1001..1060, home: round-robin, expires: 60s } }
calls:
  - { rate: 1/s, talk: exponential 3s }
  - { at: 1s, from: 1001, to: 1002, talk: 5s }
`;
const paper = new URL('../../../scenarios/paper/', import.meta.url).pathname;
const files = readdirSync(paper, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.conf'))
  .map((path) => ({ path, text: readFileSync(paper + path, 'utf8') }));
const source = sourceOf({ path: 'calls.yaml', text: TEXT, sets: [], folders: [['dundisim:paper', files]] });

function results(n: number, control: boolean): readonly CellResult[] {
  const wants = control ? { ...WANTS_NOTHING, control: true as const } : WANTS_NOTHING;
  const runner = new CellRunner('1.0.0');
  return cellsOf({ point: 0, overrides: [] }, { source, seed: '1', wants }, 1, n).map((cell) => runner.run(cell));
}

it('a control variate is the talk that callers bring, whose mean is known: the rate by the time by the mean talk', () => {
  const all = results(40, true);
  const talks = all.map(({ control }) => control!.talk / SECOND);
  expect(new Set(all.map(({ control }) => control!.mean / SECOND))).toEqual(new Set([20 * 3]));
  const { mean, half } = meanOf(talks, 0.99)!;
  expect(Math.abs(mean - 60)).toBeLessThan(half);
  const figures = figuresOf(all, [], 0.95);
  const carried = figureOf(figures, 'load.carriedErlangs', 'mean')!;
  expect(carried.gain).toBeGreaterThan(2);
  expect(carried.estimate.n).toBe(40);
  // Where a time is staggered, runs have means of their own: each is compared with its own.
  const longer = all.map((result, i) =>
    i % 2 === 0
      ? result
      : { ...result, control: { talk: result.control!.talk + 7e7, mean: result.control!.mean + 7e7 } },
  );
  expect(figuresOf(longer, [], 0.95)).toEqual(figures);
});

it('nothing is controlled with fewer than ten replications, or where nobody asks for it', () => {
  for (const all of [results(9, true), results(10, false)]) {
    const figures = figuresOf(all, [], 0.95);
    expect(figures.every(({ gain }) => gain === undefined)).toBe(true);
  }
  expect(results(1, false)[0]).not.toHaveProperty('control');
});

it('the scenario of a cell is that of its experiment, without a search for risks', () => {
  const input = {
    path: 'calls.yaml',
    text: `${TEXT}faults: [{ at: 25s, crash: regpbx2 }]\n`,
    folders: new Map([['dundisim:paper', files]]),
    sets: [],
  };
  const reviewed = parseScenario(input);
  const read = parseScenario({ ...input, risks: false });
  expect(reviewed.remarks.filter(({ severity }) => severity === 'risk')).not.toEqual([]);
  expect(read.remarks).toEqual(reviewed.remarks.filter(({ severity }) => severity !== 'risk'));
  expect([read.hash, JSON.stringify(read.config)]).toEqual([reviewed.hash, JSON.stringify(reviewed.config)]);
  expect(() => parseScenario({ ...input, risks: false, sets: ['phones.office.home=nobody'] })).toThrow('nobody');
});
