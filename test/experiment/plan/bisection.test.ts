import { describe, expect, it } from 'vitest';
import { mostProbes, search, type Range, type Seen, type Trial } from '../../../src/experiment/plan/bisection.ts';
import type { Bound, Observation } from '../../../src/experiment/plan/decide.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';
import { busyShare, oneRun, type StationShape } from './planQueues.ts';

/** Runs a search over a system: what one replication of it says. */
function found(
  options: Omit<Parameters<typeof search>[0], 'confidence'>,
  observe: (trial: Trial, replication: number) => readonly (Observation | undefined)[],
): Range & { readonly replications: number } {
  const going = search({ confidence: 0.95, ...options });
  let replications = 0;
  let step = going.next();
  while (step.done !== true) {
    const { value: trial } = step;
    const told = Array.from({ length: trial.until - trial.from + 1 }, (_, i) => observe(trial, trial.from + i));
    replications += told.length;
    step = going.next(options.bounds.map((_, objective) => told.map((one) => one[objective])) as Seen);
  }
  return { ...step.value, replications };
}

const TRIES = 200;

describe.each<[string, StationShape, number]>([
  ['M/M/c: waiting', { servers: 5, waits: true }, 0.3],
  ['Erlang B: blocking', { servers: 5, waits: false }, 0.15],
])('%s', (_, station, limit) => {
  const loads = Array.from({ length: 17 }, (_, i) => 1.8 + i / 8);
  const bounds: readonly Bound[] = [{ kind: 'mean', sense: 'below', limit }];
  const exact = loads.filter((load) => busyShare(station, load) < limit).at(-1)!;

  it(`the range contains the exact answer in at least 95 % of ${TRIES} tries, and is worth having`, () => {
    let [contained, width] = [0, 0];
    for (let i = 0; i < TRIES; i++) {
      const { low, high } = found({ values: loads, bounds, faults: 1, most: 35 }, ({ value }, k) => [
        oneRun(station, value, 150, `try ${i}/r${k}`),
      ]);
      if ((low?.value ?? 0) <= exact && exact < (high?.value ?? Infinity)) contained += 1;
      width += (high?.value ?? 4) - (low?.value ?? 1.8);
    }
    expect(contained).toBeGreaterThanOrEqual(0.95 * TRIES);
    expect(width / TRIES).toBeLessThan(0.7);
  });
});

/** A probability of so much at each value, told by the seed alone. */
function probability(at: (trial: Trial) => number) {
  return (trial: Trial, replication: number): readonly Observation[] => [
    {
      part: new RandomStream(`${seedOfTry}/${trial.value}/${trial.fault}/${replication}`).next() < at(trial) ? 1 : 0,
      whole: 1,
    },
  ];
}
let seedOfTry = 0;

describe('a search', () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const rare: readonly Bound[] = [{ kind: 'probability', sense: 'below', limit: 0.05 }];

  it(`over a probability contains the exact answer in at least 95 % of ${TRIES} tries`, () => {
    let [contained, width] = [0, 0];
    for (seedOfTry = 0; seedOfTry < TRIES; seedOfTry++) {
      // 0.2 % at 1, four times at each step: 3.2 % at 3, 12.8 % at 4.
      const { low, high } = found(
        { values, bounds: rare, faults: 1, most: 300 },
        probability(({ value }) => Math.min(1, 0.002 * 4 ** (value - 1))),
      );
      if ((low?.value ?? 0) <= 3 && 3 < (high?.value ?? Infinity)) contained += 1;
      width += (high?.value ?? 9) - (low?.value ?? 1);
    }
    expect(contained).toBeGreaterThanOrEqual(0.95 * TRIES);
    expect(width / TRIES).toBeLessThan(3);
  });

  it('holds only where every case and every objective does, and names the one that does not', () => {
    const bounds: readonly Bound[] = [
      { kind: 'mean', sense: 'below', limit: 10 },
      { kind: 'mean', sense: 'above', limit: 2 },
    ];
    const noise = (k: number): number => ((k * 7) % 5) / 10;
    // The second objective fails under fault 2, from 4 on.
    const { low, high, probes } = found({ values, bounds, faults: 3, most: 50 }, ({ value, fault }, k) => [
      { part: value + noise(k), whole: 1 },
      { part: (fault === 2 ? 5.7 : 100) - value + noise(k), whole: 1 },
    ]);
    expect([low!.value, high!.value]).toEqual([3, 4]);
    expect(high!.standings.filter(({ decision }) => decision === 'fails')).toMatchObject([{ fault: 2, objective: 1 }]);
    expect(low!.standings.length).toBe(6);
    // What failed once is tried first: probes above the answer need one case.
    expect(
      probes
        .filter(({ decision }) => decision === 'fails')
        .slice(1)
        .every(({ standings }) => standings.length === 2),
    ).toBe(true);
  });

  it('says when it is not even so at the least value, or still so at the greatest', () => {
    const bounds: readonly Bound[] = [{ kind: 'mean', sense: 'below', limit: 5 }];
    const at = (mean: number) =>
      found({ values, bounds, faults: 1, most: 50 }, (_, k) => [{ part: mean + (k % 3), whole: 1 }]);
    expect(at(9)).toMatchObject({ low: undefined, high: { value: 1 } });
    expect(at(1)).toMatchObject({ low: { value: 9 }, high: undefined });
  });

  it('asks the least value at last when it can tell nothing of those above it', () => {
    const bounds: readonly Bound[] = [{ kind: 'mean', sense: 'below', limit: 5 }];
    const grid = Array.from({ length: 65 }, (_, i) => i);
    const { low, high, probes } = found({ values: grid, bounds, faults: 1, most: 40 }, ({ value }, k) => [
      { part: value === 0 ? 0 : 5 + 3 * ((k % 2) - 0.5), whole: 1 },
    ]);
    expect([low!.value, high]).toEqual([0, undefined]);
    expect(new Set(probes.map(({ value }) => value)).size).toBe(probes.length);
  });

  it('leaves what it cannot tell undecided, and comes near to it from both sides', () => {
    const bounds: readonly Bound[] = [{ kind: 'mean', sense: 'below', limit: 5 }];
    const grid = Array.from({ length: 65 }, (_, i) => i);
    const { low, high, probes } = found({ values: grid, bounds, faults: 1, most: 40 }, ({ value }, k) => [
      { part: value <= 28 ? 0 : value >= 36 ? 10 : 5 + 3 * ((k % 2) - 0.5), whole: 1 },
    ]);
    expect([low!.value, high!.value]).toEqual([24, 40]);
    expect(probes.some(({ decision }) => decision === 'undecided')).toBe(true);
    expect(probes.length).toBeLessThanOrEqual(mostProbes(65));
  });

  it('does not count a run with nothing to measure', () => {
    const bounds: readonly Bound[] = [{ kind: 'mean', sense: 'below', limit: 5 }];
    const { low, probes } = found({ values: [1, 2], bounds, faults: 1, most: 40 }, (_, k) => [
      k % 2 === 0 ? undefined : { part: 1, whole: 1 },
    ]);
    expect(low!.value).toBe(2);
    expect(probes[0]!.standings[0]!.replications.every((k) => k % 2 === 1)).toBe(true);
    expect(found({ values: [1, 2], bounds, faults: 1, most: 40 }, () => [undefined]).probes).toMatchObject([
      { value: 2, decision: 'undecided' },
      { value: 1, decision: 'undecided' },
    ]);
  });
});
