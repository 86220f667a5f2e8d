import { describe, expect, it } from 'vitest';
import { search, type Range, type Seen, type Trial } from '../../src/experiment/planSearch.ts';
import type { Bound, Observation } from '../../src/experiment/planDecide.ts';
import { busyShare, oneRun, type Station } from './planQueues.ts';

/** Runs a search over a system: what one replication of it says. */
function found(options: Omit<Parameters<typeof search>[0], 'confidence'>, observe: (trial: Trial, replication: number) => readonly (Observation | undefined)[]): Range & { readonly replications: number } {
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

describe.each<[string, Station, number]>([
  ['M/M/c: waiting', { servers: 5, waits: true }, 0.3],
  ['Erlang B: blocking', { servers: 5, waits: false }, 0.15],
])('%s', (_, station, limit) => {
  const loads = Array.from({ length: 17 }, (_, i) => 1.8 + i / 8);
  const bounds: readonly Bound[] = [{ kind: 'mean', sense: 'below', limit }];
  const exact = loads.filter((load) => busyShare(station, load) < limit).at(-1)!;

  it(`the range contains the exact answer in at least 95 % of ${TRIES} tries, and is worth having`, () => {
    let [contained, width] = [0, 0];
    for (let i = 0; i < TRIES; i++) {
      const { low, high } = found({ values: loads, bounds, faults: 1, most: 35 }, ({ value }, k) => [oneRun(station, value, 150, `try ${i}/r${k}`)]);
      if ((low?.value ?? 0) <= exact && exact < (high?.value ?? Infinity)) contained += 1;
      width += (high?.value ?? 4) - (low?.value ?? 1.8);
    }
    expect(contained).toBeGreaterThanOrEqual(0.95 * TRIES);
    expect(width / TRIES).toBeLessThan(0.7);
  });
});
