import { describe, expect, it } from 'vitest';
import { isForward, isSchedulable } from '../../../src/kernel/clock/timeOrder.ts';

describe('an event can be scheduled', () => {
  it.each([
    [0, 5, true],
    [1, 6, true],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, true],
    [1, Number.MAX_SAFE_INTEGER + 1, false],
    [-1, 4, false],
    [0.5, 5.5, false],
    [NaN, NaN, false],
    [Infinity, Infinity, false],
  ])('%d µs from now, for %d µs: %s', (delay, time, can) => expect(isSchedulable(delay, time)).toBe(can));
});

describe('time', () => {
  it.each([
    [5, 5, true],
    [6, 5, true],
    [4, 5, false],
    [NaN, 5, false],
  ])('%d µs after %d µs runs forward: %s', (time, now, does) => expect(isForward(time, now)).toBe(does));
});
