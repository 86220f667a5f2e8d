import { describe, expect, it } from 'vitest';
import { HOUR, SECOND } from '../../../src/kernel/units.ts';
import type { CallSource, PoissonCalls } from '../../../src/model/config.ts';
import { meanArrivals, meanTalkOffered, nextArrival } from '../../../src/model/people/arrivalRates.ts';

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

describe('calls that a source makes on average', () => {
  const of = (more: object): PoissonCalls => ({ ...at(0.5), from: 0, until: Infinity, ...more });

  it('at a steady rate: between its beginning and its end, within the run', () => {
    expect(meanArrivals(of({}), 20 * SECOND)).toBe(10);
    expect(meanArrivals(of({ from: 5 * SECOND, until: 15 * SECOND }), 20 * SECOND)).toBe(5);
    expect(meanArrivals(of({ from: 5 * SECOND }), 3 * SECOND)).toBe(0);
    expect(meanArrivals(of({ ratePerSecond: 0 }), 20 * SECOND)).toBe(0);
  });

  it('at rates that follow each other', () => {
    const { steps } = at(1, [HOUR, 1 / 3600], [2 * HOUR, 0], [Infinity, 2 / 3600]);
    expect(meanArrivals(of({ steps, from: HOUR / 2 }), 3 * HOUR)).toBeCloseTo(0.5 + 0 + 2, 9);
    expect(meanArrivals(of({ steps, until: 2.5 * HOUR }), 3 * HOUR)).toBeCloseTo(1 + 0 + 1, 9);
  });

  it('the talk that they bring: of all sources at random times, each with its mean talk', () => {
    const exponential = (mean: number): object => ({ talk: { kind: 'exponential', mean } });
    const planned = { kind: 'planned', ...exponential(7) } as unknown as CallSource;
    const sources = [of({ kind: 'poisson', ...exponential(4) }), planned, of({ kind: 'poisson', ...exponential(6) })];
    expect(meanTalkOffered(sources, 20 * SECOND)).toBe(10 * 4 + 10 * 6);
  });
});
