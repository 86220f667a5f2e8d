import { expect, it } from 'vitest';
import type { ResultDocument } from '../../../src/measure/document.ts';
import type { Measures } from '../../../src/measure/measures.ts';
import { lastStormEnd, stormAnswer } from '../../../src/report/run/stormText.ts';

const SECOND = 1_000_000;

/** Storms of these groups: phones, and seconds until all were registered again (-1: they were not). */
function answer(storms: Storms): string {
  return stormAnswer(measuresOf(storms), RUN);
}

type Storms = readonly (readonly [group: string, phones: number, after: number])[];

const RUN = { calls: { offered: 0 }, simulatedSeconds: 600 } as unknown as ResultDocument;

/** Each storm begins at 100 s. */
function measuresOf(storms: Storms): Measures {
  const waves = [{ perSecond: 80 }, { perSecond: 60 }];
  const all = storms.map(([group, phones, after]) => ({
    group,
    phones,
    jitter: 0,
    registeredAfter: after < 0 ? -1 : after * SECOND,
    waves,
    fault: { at: 100 * SECOND },
  }));
  return { storms: { storms: () => all } } as unknown as Measures;
}

it('all phones are back when the last storm has ended, where one has', () => {
  const end = (...after: readonly number[]) =>
    lastStormEnd(measuresOf(after.map((seconds) => ['office', 800, seconds])), RUN) / SECOND;
  expect([end(52, 18), end(-1, 18), end(-1), end()]).toEqual([152, 118, 0, 0]);
});

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
