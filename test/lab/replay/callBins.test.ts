import { expect, it } from 'vitest';
import { callBins, nearestLost } from '../../../src/lab/replay/callBins.ts';
import type { CallRow } from '../../../src/lab/replay/recording.ts';

function row(call: number, offeredAt: number, lost: boolean): CallRow {
  return { call, offeredAt, lost, saved: !lost } as CallRow;
}

const CALLS = [row(1, 0, false), row(2, 24, true), row(3, 25, true), row(4, 100, true)];

it('calls are counted by when they were offered; the last bin takes the end', () => {
  expect(callBins(CALLS, 100, 4)).toEqual({
    width: 25,
    offered: [2, 1, 0, 1],
    lost: [1, 1, 0, 1],
    saved: [1, 0, 0, 0],
  });
});

it('the nearest lost call is found within reach alone', () => {
  expect(nearestLost(CALLS, 30, 10)?.call).toBe(3);
  expect(nearestLost(CALLS, 5, 30)?.call).toBe(2);
  expect(nearestLost(CALLS, 60, 10)).toBeUndefined();
});
