import { expect, it } from 'vitest';
import { SegmentMeasures } from '../../../src/measure/segmentMeasures.ts';
import type { Measures } from '../../../src/measure/measures.ts';
import { MILLISECOND } from '../../../src/kernel/units.ts';
import { segmentAnswer } from '../../../src/report/run/segmentText.ts';

/** Ten statements of that length, in ms, while ever more calls talk. */
function said(...lengths: readonly number[]): string {
  const segments = new SegmentMeasures();
  for (const length of lengths) {
    segments.callsChanged(1);
    segments.callsChanged(1);
    for (let i = 0; i < 10; i++) segments.statementEnded(length * MILLISECOND);
  }
  return segmentAnswer({ segments } as Measures);
}

it('names the longest mean where the most calls are not the worst', () => {
  expect(said(1, 20, 120)).toBe(
    'a statement of the database takes 1 ms with 2, 10 ms from 4 calls talking at once, 100 ms from 6 calls talking at once, 120 ms with 6 calls talking',
  );
  expect(said(1, 20, 355, 70)).toBe(
    'a statement of the database takes 1 ms with 2, 10 ms from 4 calls talking at once, 100 ms from 6 calls talking at once, up to 355 ms with 6 calls talking',
  );
});
