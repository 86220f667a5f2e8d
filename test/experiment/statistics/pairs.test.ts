import { describe, expect, it } from 'vitest';
import type { CellResult } from '../../../src/experiment/grid/cell.ts';
import { pairOf } from '../../../src/experiment/statistics/pairs.ts';

const results = (values: readonly (number | null)[]): CellResult[] =>
  values.map((value) => ({ measures: { m: value }, document: {} }) as unknown as CellResult);

describe('a pair', () => {
  it('leaves out replications in which one side had nothing to measure', () => {
    const pair = pairOf(results([1, null, 5]), results([2, 3, 8]), 'm', 0.95)!;
    expect(pair.difference).toMatchObject({ mean: 2, n: 2 });
  });

  it('says what common random numbers are worth: variances of both, by that of the difference', () => {
    const pair = pairOf(results([10, 20, 30, 40]), results([11, 21, 32, 42]), 'm', 0.95)!;
    const variance = (values: readonly number[]): number => {
      const mean = values.reduce((a, b) => a + b) / values.length;
      return values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    };
    expect(pair.gain).toBeCloseTo(
      (variance([10, 20, 30, 40]) + variance([11, 21, 32, 42])) / variance([1, 1, 2, 2]),
      9,
    );
  });

  it('of a single replication claims nothing', () => {
    expect(pairOf(results([1, null]), results([2, 3]), 'm', 0.95)!.gain).toBe(1);
  });
});
