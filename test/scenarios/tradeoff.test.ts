import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/cli/files/csv.ts';
import type { StoredExperiment } from '../../src/cli/experiments/write.ts';
import { sourceOf } from '../../src/experiment/grid/cell.ts';
import { scenarioOf } from '../../src/experiment/grid/cellRunner.ts';
import { meanOf, type Estimate } from '../../src/experiment/statistics/estimate.ts';
import type { Experiment } from '../../src/experiment/grid/experiment.ts';
import type { Figure } from '../../src/experiment/statistics/cellFigures.ts';
import type { PointSummary } from '../../src/experiment/grid/folded.ts';
import { closedForm } from '../../src/experiment/cacheTheory.ts';
import { staggeredTime, staggerOverrides, type Stagger } from '../../src/experiment/grid/stagger.ts';
import type { CellResult } from '../../src/experiment/grid/cell.ts';
import { tradeoffMeasures, tradeoffView, viewAt } from '../../src/experiment/tradeoff.ts';
import { tradeoffChart } from '../../src/report/tradeoff/tradeoffChart.ts';
import { tradeoffData } from '../../src/report/tradeoff/tradeoffData.ts';
import { tradeoffText } from '../../src/report/tradeoff/tradeoffText.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { parseDuration } from '../../src/text/duration.ts';
import { readFolder } from '../../src/cli/files/confFiles.ts';
import { shippedPath } from '../../src/cli/files/places.ts';
import { dundisim } from '../cli/world.ts';
import { PROJECT } from './shipped.ts';

const FOLDER = join(PROJECT, 'results/tradeoff');
/**
 * The checks against theory together raise a false alarm with a probability of 1 %, were the seeds drawn anew: each of
 * at most 8 gets an equal share (Bonferroni).
 */
const LEVEL = 1 - 0.01 / 8;
/** Calls per crash from which eight replications bound a mean; fewer are counted together. */
const MANY = 20;

const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const stored = JSON.parse(read('experiment.json')) as StoredExperiment & Pick<Experiment, 'level' | 'wants'> & { readonly stagger: Stagger };
const cells = readCsv(read('cells.csv'));
const summary = readCsv(read('summary.csv'));

function scenarioAt(point: number): Scenario {
  const names = ['dundisim:paper', 'dundisim:paper-16'];
  const source = sourceOf({ ...stored.source, folders: names.map((name) => [name, readFolder(shippedPath(name))!] as const) });
  const first = staggerOverrides(stored.stagger, staggeredTime({ ...stored.stagger, until: stored.stagger.from }, 1));
  return scenarioOf(source, [...stored.overrides[point]!, ...first]);
}

const scenarios = stored.overrides.map((_, point) => scenarioAt(point));
const { config } = scenarios[0]!;
const view = tradeoffView(config, Math.max(...stored.axes[1]!.values.map((one) => parseDuration(one)!)))!;
const measures = tradeoffMeasures(config, view);

/** The whitepaper points, with what each replication had. */
const whitepaper = stored.axes[1]!.values.map((cachetime, point) => {
  const own = cells.filter((row) => row['point'] === String(point));
  const values = (path: string): readonly number[] => own.map((row) => Number(row[path]));
  return { cachetime, theory: theoryAt(point, cachetime), values };
});

/** The mean over the moments that ran, and the calls to the dead server at each of them. */
function theoryAt(
  point: number,
  cachetime: string,
): { readonly questions: number; readonly stale: number; readonly staleByRun: readonly number[] } {
  const moments = cells
    .filter((row) => row['point'] === String(point))
    .map((row) => parseDuration(row[stored.stagger.path]!)!);
  const all = moments.map(
    (moment) => closedForm(scenarios[point]!.config, viewAt(view, moment), parseDuration(cachetime)! / 1_000_000)!,
  );
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const staleByRun = all.map(({ stale }) => stale!);
  return { questions: mean(all.map(({ questions }) => questions)), stale: mean(staleByRun), staleByRun };
}

function expectInside(values: readonly number[], theory: number, precision: number, what: string): void {
  const { mean, half } = meanOf(values, LEVEL)!;
  const found = `${what}: theory ${theory}, found ${mean} ± ${half}`;
  expect(half, `${found}: too wide to tell`).toBeLessThanOrEqual(precision * theory);
  expect(Math.abs(mean - theory), found).toBeLessThanOrEqual(half);
}

describe('the closed form lies inside the intervals of the committed whitepaper points', () => {
  it.each(whitepaper)('questions to the lookup server at cachetime $cachetime', ({ theory, values }) => {
    const seconds = (view.calm.until - view.calm.from) / 1_000_000;
    expectInside(values(measures.questions).map((n) => n / seconds), theory.questions, 0.15, 'questions a second');
  });

  it.each(whitepaper.filter(({ theory }) => theory.stale >= MANY))('calls sent to the dead server at cachetime $cachetime', ({ theory, values }) => {
    // Run by run against the theory of its own moment, of which the harm depends; around the mean of all moments.
    const found = values(measures.stale).map((n, i) => n - theory.staleByRun[i]! + theory.stale);
    expectInside(found, theory.stale, 0.3, 'stale calls');
  });

  it('and where it promises few there are few', () => {
    for (const { theory, values } of whitepaper.filter((point) => point.theory.stale < MANY)) {
      const total = values(measures.stale).reduce((sum, n) => sum + n, 0);
      expect(total).toBeLessThanOrEqual(poissonLimit(theory.stale * values(measures.stale).length));
    }
  });
});

/** A Poisson count is above it with a probability of at most 1 - LEVEL. */
function poissonLimit(mean: number): number {
  let [k, term] = [0, Math.exp(-mean)];
  for (let sum = term; sum < LEVEL; sum += term) term *= mean / ++k;
  return k;
}

const NUMBER = /-?\d+(?:\.\d+)?/g;

function expectAlike(one: string, other: string): void {
  expect(one.replace(NUMBER, '#')).toBe(other.replace(NUMBER, '#'));
  const [ours, theirs] = [one, other].map((text) => text.match(NUMBER)!.map(Number)) as [number[], number[]];
  const farthest = Math.max(...ours.map((number, i) => Math.abs(number - theirs[i]!)));
  expect(farthest).toBeLessThan(0.2);
}

/** The same text, where a figure of summary.csv, rounded once already, may be rounded the other way in its last digit. */
function expectRounded(one: string, other: string): void {
  expect(one.replace(NUMBER, '#')).toBe(other.replace(NUMBER, '#'));
  const theirs = other.match(NUMBER)!;
  one.match(NUMBER)!.forEach((text, i) => {
    const lastDigit = 10 ** -(text.split('.')[1]?.length ?? 0);
    expect(Math.abs(Number(text) - Number(theirs[i])), `${text} for ${theirs[i]}`).toBeLessThanOrEqual(lastDigit * 1.001);
  });
}

describe('results/tradeoff', () => {
  it('is small', () => {
    const sizes = ['cells.csv', 'summary.csv', 'summary.txt', 'experiment.json', 'tradeoff.svg'].map((name) => read(name).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(450_000);
  });

  it('has the text that its figures make, to the last digit, and the picture, to a fifth of a pixel', () => {
    const [head, ...steps] = read('questions.csv').trim().split('\n').map((line) => line.split(','));
    const lookups = (profile: string): readonly number[] => steps.map((row) => Number(row[head!.indexOf(profile)]));
    const figures = (point: number): readonly Figure[] => summary.filter((row) => row['point'] === String(point)).map((row) => {
      const [value, low, high] = [row['estimate'], row['low'], row['high']].map((text) => (text === '' ? Infinity : Number(text)));
      return { path: row['measure']!, kind: row['kind'] as Figure['kind'], unit: row['unit'] as Figure['unit'], estimate: { value, low, high, level: Number(row['level']), n: Number(row['replications']) } as unknown as Estimate };
    });
    const points = stored.overrides.map((overrides, point): PointSummary => {
      const cachetimes = stored.axes[1]!.values;
      const values = [stored.axes[0]!.values[Math.floor(point / cachetimes.length)]!, cachetimes[point % cachetimes.length]!];
      const own = cells.filter((row) => row['point'] === String(point));
      const results = own.map((row) => ({
        replication: Number(row['replication']),
        measures: Object.fromEntries(Object.values(measures).map((path) => [path, Number(row[path])])),
        lookups: lookups(values[0]!),
      })) as unknown as readonly CellResult[];
      return { point: { point, values, overrides }, replications: own.length, figures: figures(point), warnings: [], results };
    });
    const { level, axes, stagger, wants } = stored;
    const data = tradeoffData({ level, axes, stagger, wants }, scenarios, points);
    expectAlike(tradeoffChart(data), read('tradeoff.svg')); // summary.csv has rounded figures.
    expectRounded(tradeoffText(data), read('summary.txt'));
  });

  it('answers in its first sentence, with figures and intervals', () => {
    expect(read('summary.txt').split('\n\n')[0]).toMatch(/^Cachetime 1h instead of 5s[^]*\d \(\d[^]*\.$/);
  });

  /** A replication of each profile; `npm run results -- tradeoff` runs all. */
  it.each([['whitepaper', 0], ['asterisk-1.2', 5], ['asterisk-16', 14]])('replays a row of %s to its fingerprint', async (profile, point) => {
    const row = cells.find((one) => one['point'] === String(point))!;
    expect(row['profile']).toBe(profile);
    const out = mkdtempSync(join(tmpdir(), 'dundisim-tradeoff-'));
    try {
      const said = await dundisim(PROJECT, 'rerun', 'results/tradeoff/cells.csv', '--row', row['row']!, '--out', out);
      expect(said.code, said.err).toBe(0);
      expect(said.out).toContain(`The same fingerprint as in row ${row['row']}: ${row['fingerprint']}`);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }, 60_000);
});
