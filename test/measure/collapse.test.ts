import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { collapsed } from '../../src/measure/collapse.ts';

type Span = readonly [from: number, until: number];

/** One call a second for so many seconds; those in the spans are lost. */
function calls(seconds: number, ...lost: readonly Span[]) {
  return Array.from({ length: seconds }, (_, i) => ({
    offeredAt: i * SECOND,
    postDialDelay: 10_000,
    lost: lost.some(([from, until]) => i >= from && i < until),
  }));
}

/** All ring, after so long in the span. */
function slow(seconds: number, [from, until]: Span, after: number) {
  return calls(seconds).map((call, i) => ({
    ...call,
    postDialDelay: i >= from && i < until ? after * SECOND : call.postDialDelay,
  }));
}

describe('a collapse', () => {
  it.each([
    ['nothing lost', calls(900), 0],
    ['no calls', [], 0],
    ['lost from the middle on', calls(900, [450, 900]), 1],
    ['lost from the beginning', calls(900, [0, 900]), 1],
    ['more than half of five minutes', calls(900, [600, 751]), 1],
    ['just half of them', calls(900, [600, 750]), 0],
    ['a failover of two minutes', calls(900, [200, 320]), 0],
    ['two failovers, far apart', calls(900, [100, 220], [500, 620]), 0],
    ['five minutes, and it came back', calls(3600, [600, 900]), 1],
    ['nobody can wait so long', slow(900, [300, 700], 6), 1],
    ['every lookup waits for a dead server', slow(900, [300, 700], 4.3), 0],
    ['the last two minutes', calls(900, [780, 900]), 0],
    ['the last three', calls(900, [720, 900]), 1],
    ['a run shorter than five minutes', calls(299, [0, 299]), 0],
    ['a run of five minutes', calls(300, [0, 300]), 1],
    ['too few calls', calls(3600, [0, 3600]).filter((_, i) => i % 60 === 0), 0],
  ])('%s', (_, of, expected) => expect(collapsed(of)).toBe(expected));

  it('does not depend on the order in which calls ended', () => {
    const some = calls(900, [700, 851]);
    expect(collapsed([...some].reverse())).toBe(collapsed(some));
  });
});
