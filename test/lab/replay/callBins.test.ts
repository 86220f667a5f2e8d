import { expect, it } from 'vitest';
import { callBins, nearestLost } from '../../../src/lab/replay/callBins.ts';
import type { CallRow } from '../../../src/lab/replay/recording.ts';

function row(call: number, offeredAt: number, lost: boolean, cutAt?: number): CallRow {
  return { call, offeredAt, lost, dropped: cutAt !== undefined, endedAt: cutAt ?? offeredAt + 32 } as CallRow;
}

const CALLS = [row(1, 0, false), row(2, 24, true), row(3, 25, true), row(4, 100, true)];

it('calls are counted by when they were offered; the last bin takes the end', () => {
  expect(callBins(CALLS, 100, 4)).toEqual({
    width: 25,
    offered: [2, 1, 0, 1],
    lost: [1, 1, 0, 1],
  });
});

it('a call that was cut is lost at its cut, where a click finds it', () => {
  const cut = [row(1, 10, true, 60), row(2, 12, true)];
  expect(callBins(cut, 100, 4)).toMatchObject({ offered: [2, 0, 0, 0], lost: [1, 0, 1, 0] });
  expect(nearestLost(cut, 58, 10)?.call).toBe(1);
  expect(nearestLost(cut, 10, 5)?.call).toBe(2);
});

it('the nearest lost call is found within reach alone', () => {
  expect(nearestLost(CALLS, 30, 10)?.call).toBe(3);
  expect(nearestLost(CALLS, 5, 30)?.call).toBe(2);
  expect(nearestLost(CALLS, 60, 10)).toBeUndefined();
});
