import { describe, expect, it } from 'vitest';
import { mser5, warmUpOf } from '../../../src/experiment/statistics/mser.ts';
import { exp } from '../../../src/kernel/math.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';
import { normal } from './coverageSystems.ts';

const SERIES = 100;
/**
 * In the others chance may make some batches agree so well that it cuts too much, or finds no steady state; never too
 * little.
 */
const MOSTLY = 95;

/** Where it cuts each of many series: what is added to noise of a deviation of 1. */
function cuts(length: number, transient: (i: number) => number): readonly (number | undefined)[] {
  return Array.from({ length: SERIES }, (_, k) => {
    const stream = new RandomStream(`mser/${k}`);
    return mser5(Array.from({ length }, (_unused, i) => transient(i) + normal(stream)));
  });
}

describe('MSER-5', () => {
  it('cuts a step where it ends, and hardly ever much later', () => {
    const found = cuts(1000, (i) => (i < 200 ? 10 : 0));
    const some = found.filter((cut) => cut !== undefined);
    expect(some.length).toBeGreaterThanOrEqual(MOSTLY);
    for (const cut of some) expect(cut).toBeGreaterThanOrEqual(200);
    expect(some.filter((cut) => cut <= 300).length).toBeGreaterThanOrEqual(MOSTLY);
  });

  it('cuts an exponential approach where what is left of it is less than the noise', () => {
    const left = (i: number): number => 20 * exp(-i / 50);
    const found = cuts(1000, left).filter((cut) => cut !== undefined);
    expect(found.length).toBeGreaterThanOrEqual(MOSTLY);
    // Of 20: the noise of five values together has a deviation of 0.45.
    for (const cut of found) expect(left(cut)).toBeLessThan(2);
    expect(found.map(left).sort((a, b) => a - b)[Math.floor(found.length / 2)]).toBeLessThan(1);
  });

  it('leaves a steady series nearly whole', () => {
    const found = cuts(1000, () => 0).filter((cut) => cut !== undefined);
    expect(found.length).toBeGreaterThanOrEqual(MOSTLY);
    expect(found.sort((a, b) => a - b)[Math.floor(found.length / 2)]).toBeLessThanOrEqual(150);
  });

  it('finds none in a series that never settles, or is too short', () => {
    expect(cuts(1000, (i) => i / 10).every((cut) => cut === undefined)).toBe(true);
    expect(mser5(Array.from({ length: 49 }, (_, i) => i % 7))).toBeUndefined();
    expect(mser5([])).toBeUndefined();
  });

  it('of values that are all the same cuts nothing', () => expect(mser5(new Array<number>(100).fill(3))).toBe(0));
});

describe('the warm-up of a scenario', () => {
  it('is found in several replications laid over each other; a part of the run without calls does not hide it', () => {
    const series = Array.from({ length: 5 }, (_, r) => {
      const stream = new RandomStream(`warmUp/${r}`);
      const counts = Array.from({ length: 200 }, (_unused, i) => (i % 9 === 8 ? 0 : 10));
      return { counts, sums: counts.map((count, i) => count * (1000 + (i < 40 ? 5000 : 0) + 100 * normal(stream))) };
    });
    const found = warmUpOf(series, 3600e6)!;
    expect(found).toBeGreaterThanOrEqual((40 / 200) * 3600e6);
    expect(found).toBeLessThanOrEqual((70 / 200) * 3600e6);
  });
});
