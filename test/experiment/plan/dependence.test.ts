import { expect, it } from 'vitest';
import { independentOf } from '../../../src/experiment/plan/dependence.ts';
import type { PlanProbe } from '../../../src/experiment/plan/planProbes.ts';

function probe(value: string, share: number, half: number): PlanProbe {
  const estimate = { value: share, low: share - half, high: share + half, level: 0.95, n: 10, unit: 'ratio' } as const;
  return {
    value,
    number: Number.parseFloat(value),
    decision: 'fails',
    loss: null,
    objectives: [
      { objective: 'calls.lost < 1%', failure: null, decision: 'fails', estimate, level: 0.99, decides: null },
    ],
  };
}

it('what is the same at every value, inside its intervals, does not depend on what is varied', () => {
  const [found] = independentOf([probe('1/s', 0.024, 0.004), probe('4/s', 0.027, 0.003)]);
  expect(found).toMatchObject({
    part: 'none',
    objective: 'calls.lost < 1%',
    least: 0.024,
    most: 0.027,
    values: 2,
    fails: true,
  });
});

it('it holds where it held at each value, and fails where it failed at one', () => {
  const [two, one] = [probe('1/s', 0.024, 0.004), probe('4/s', 0.027, 0.003)];
  const seen = (first: 'holds' | 'undecided', second: 'holds' | 'fails') => {
    const as = (of: PlanProbe, decision: 'holds' | 'undecided' | 'fails'): PlanProbe => ({
      ...of,
      objectives: of.objectives.map((objective) => ({ ...objective, decision })),
    });
    const [found] = independentOf([as(two, first), as(one, second)]);
    return [found!.holds, found!.fails];
  };
  expect([seen('holds', 'holds'), seen('undecided', 'holds'), seen('holds', 'fails')]).toEqual([
    [true, false],
    [false, false],
    [false, true],
  ]);
});

it('what differs by more than its intervals and grows much less than the values depends on them a little', () => {
  const [found] = independentOf([probe('1/s', 0.02, 0.001), probe('4/s', 0.027, 0.001)]);
  expect(found).toMatchObject({ part: 'little', least: 0.02, most: 0.027, values: 2, fails: true });
});

it.each([
  ['that grows with the values', [probe('1/s', 0.02, 0.001), probe('4/s', 0.04, 0.001)]],
  [
    'that differs by more than its intervals, of values near each other',
    [probe('3/s', 0.02, 0.001), probe('4/s', 0.027, 0.001)],
  ],
  ['that is nothing at one value', [probe('1/s', 0, 0.001), probe('4/s', 0.027, 0.001)]],
  ['of which the intervals are so wide that they say nothing', [probe('1/s', 0.02, 0.02), probe('4/s', 0.04, 0.03)]],
  ['that was seen at one value', [probe('1/s', 0.02, 0.001)]],
])('nothing is claimed of an objective %s', (_, probes) => expect(independentOf(probes)).toEqual([]));
