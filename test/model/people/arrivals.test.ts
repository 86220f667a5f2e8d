import { describe, expect, it } from 'vitest';
import { HOUR, SECOND } from '../../../src/kernel/units.ts';
import type { PoissonCalls } from '../../../src/model/config.ts';
import { nextArrival } from '../../../src/model/people/arrivals.ts';

const at = (ratePerSecond: number, ...steps: (readonly [until: number, rate: number])[]): PoissonCalls =>
  ({
    ratePerSecond,
    ...(steps.length === 0 ? {} : { steps: steps.map(([until, rate]) => ({ until, ratePerSecond: rate })) }),
  }) as unknown as PoissonCalls;

describe('the next call of a source', () => {
  it('at a steady rate comes after the amount that is drawn', () => {
    expect(nextArrival(at(0.5), 3 * SECOND, 2)).toBe(7 * SECOND);
  });

  it('goes through the steps of a rate: an hour without calls is passed over', () => {
    const source = at(1, [HOUR, 1 / 3600], [2 * HOUR, 0], [3 * HOUR, 2 / 3600]);
    expect(nextArrival(source, 0, 0.5)).toBe(HOUR / 2);
    expect(nextArrival(source, HOUR / 2, 0.75)).toBe(2 * HOUR + HOUR / 8);
    expect(nextArrival(source, 0, 3)).toBe(Infinity);
    expect(nextArrival(source, 2 * HOUR, 0)).toBe(2 * HOUR);
  });

  it('before 0 has the rate of the first step', () => {
    expect(nextArrival(at(1, [HOUR, 1]), -10 * SECOND, 4)).toBe(-6 * SECOND);
  });
});
