import { describe, expect, it } from 'vitest';
import { comparable, linesOfListing, type Slip } from './listings.ts';
import { linesOf, listing, replay, shipped } from './replay.ts';

/** What each listing of the paper prints wrongly. */
const SLIPS: Readonly<Record<string, readonly Slip[]>> = {
  'example-1': [],
  'example-2': [
    {
      printed: "exited non-zero on 'SIP/1239-2c5d'",
      meant: "exited non-zero on 'SIP/1001-2c5d'",
      why: 'the same channel, 2c5d, is SIP/1001 in every other line: the author renamed 1239 to 1001 for the paper and missed this one',
    },
  ],
  'example-3': [],
};

describe.each([
  ['example-1', 'local'],
  ['example-2', 'dundi'],
  ['example-3', 'direct'],
] as const)("the paper's %s", (name, outcome) => {
  const replayed = replay(shipped(name));

  it(`ends ${outcome}`, () => {
    expect(replayed.calls.map((call) => [call.outcome, call.lost])).toEqual([[outcome, false]]);
  });

  it("prints the paper's listing, line by line", () => {
    const ours = comparable(linesOf(replayed, 'regpbx1').filter((line) => !line.startsWith('*** ')));
    expect(ours).toEqual(comparable(linesOfListing(listing(name), SLIPS[name]!)));
  });
});

it('a changed line would be noticed', () => {
  const paper = linesOfListing(listing('example-3'), []);
  const other = paper.map((line) => line.replace('0?invalid', '1?invalid'));
  expect(comparable(other)).not.toEqual(comparable(paper));
  expect(comparable(paper.slice(1))).not.toEqual(comparable(paper));
});
