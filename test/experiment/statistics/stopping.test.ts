import { describe, expect, it } from 'vitest';
import { sourceOf, WANTS_NOTHING, type CellResult } from '../../../src/experiment/grid/cell.ts';
import { next, Results, type Experiment } from '../../../src/experiment/grid/experiment.ts';
import { pointsOf } from '../../../src/experiment/grid/grid.ts';

const EXPERIMENT: Experiment = {
  source: sourceOf({ path: 'x.yaml', text: '', sets: [], folders: [] }),
  seed: '1',
  axes: [],
  points: pointsOf([]),
  until: { precision: 0.1 },
  target: 'calls.lost',
  level: 0.95,
  wants: WANTS_NOTHING,
};

/** How many replications there are when it ends, each of which has lost so many calls. */
function ended(lost: number): number {
  const results = new Results();
  for (;;) {
    const { missing, sizes } = next(EXPERIMENT, results);
    if (missing.length === 0) return sizes[0]!;
    for (const { key } of missing)
      results.add({ key, document: { calls: { lost } }, measures: {} } as unknown as CellResult);
  }
}

describe('--precision looks at the interval that is printed', () => {
  it('ends at the first look where that is narrow', () => expect(ended(400)).toBe(10));
  it('goes on while few events may agree by chance', () => expect(ended(1)).toBe(22));
  it('does not end because nothing was seen yet', () => expect(ended(0)).toBe(1000));
});
