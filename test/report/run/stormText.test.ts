import { expect, it } from 'vitest';
import type { ResultDocument } from '../../../src/measure/document.ts';
import type { Measures } from '../../../src/measure/measures.ts';
import { stormAnswer } from '../../../src/report/run/stormText.ts';

const SECOND = 1_000_000;

/** Storms of these groups: phones, and seconds until all were registered again (-1: they were not). */
function answer(storms: readonly (readonly [group: string, phones: number, after: number])[]): string {
  const waves = [{ perSecond: 80 }, { perSecond: 60 }];
  const all = storms.map(([group, phones, after]) => ({
    group,
    phones,
    jitter: 0,
    registeredAfter: after < 0 ? -1 : after * SECOND,
    waves,
  }));
  const measures = { storms: { storms: () => all } } as unknown as Measures;
  return stormAnswer(measures, { calls: { offered: 0 }, simulatedSeconds: 600 } as unknown as ResultDocument);
}

it('storms of as many phones of one group are said once, by the slowest', () => {
  const said = answer([
    ['office', 800, 52],
    ['office', 800, 53],
    ['office', 400, 18],
    ['office', 800, 49],
  ]);
  expect(said.split('; ')).toEqual([
    'office (800 phones, no jitter): 80 registrations a second at most, all back after 53 s, at its refresh number 1 still 60 a second (the slowest of 3 storms)',
    'office (400 phones, no jitter): 80 registrations a second at most, all back after 18 s, at its refresh number 1 still 60 a second',
  ]);
});

it('one that never ended is the slowest', () => {
  expect(
    answer([
      ['office', 800, 52],
      ['office', 800, -1],
    ]),
  ).toContain('not all back');
});
