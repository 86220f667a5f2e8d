import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/ids.ts';
import { collapsed } from '../../src/measure/collapse.ts';

/** One call a second for so many seconds; those in the spans are lost. */
function calls(seconds: number, ...lost: readonly (readonly [from: number, until: number])[]) {
  return Array.from({ length: seconds }, (_, i) => ({ offeredAt: i * SECOND, lost: lost.some(([from, until]) => i >= from && i < until) }));
}

describe('a collapse', () => {
  it.each([
    ['nothing lost', calls(600), 0],
    ['no calls', [], 0],
    ['lost from the middle on', calls(600, [300, 600]), 1],
    ['lost from the beginning', calls(600, [0, 600]), 1],
    ['for the last 50 s: more than half of the last 60', calls(600, [550, 600]), 1],
    ['for the last 30 s', calls(600, [570, 600]), 0],
    ['a failover, and it came back', calls(600, [200, 300]), 0],
    ['down for longer than up since', calls(600, [100, 400]), 1],
    ['a run shorter than a minute', calls(60, [0, 60]), 0],
    ['too few calls', calls(900, [0, 900]).filter((_, i) => i % 60 === 0), 0],
  ])('%s', (_, of, expected) => expect(collapsed(of)).toBe(expected));

  it('does not depend on the order in which calls ended', () => {
    const some = calls(600, [550, 600]);
    expect(collapsed([...some].reverse())).toBe(collapsed(some));
  });
});
