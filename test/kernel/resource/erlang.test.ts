import { expect, it } from 'vitest';
import { channelsFor, erlangB, extendedErlangB } from '../../../src/kernel/resource/erlang.ts';

// From printed tables of Erlang B (ITU-T Handbook "Teletraffic Engineering", annex).
it.each([
  [1, 0.0101, 0.01],
  [10, 4.461, 0.01],
  [23, 14.47, 0.01],
  [24, 15.29, 0.01],
  [30, 20.34, 0.01],
  [46, 34.32, 0.01],
  [10, 6.216, 0.05],
])('%i channels block %f erlangs as the tables say', (channels, erlangs, blocking) => {
  expect(erlangB(channels, erlangs)).toBeCloseTo(blocking, 4);
});

it('without channels all is blocked, without load nothing', () => {
  expect([erlangB(0, 3), erlangB(0, 0), erlangB(3, 0)]).toEqual([1, 1, 0]);
});

it('repeated attempts are the fixed point of their own load', () => {
  const { erlangs, blocking } = extendedErlangB(10, 8, 0.5);
  expect(erlangs).toBeCloseTo(8 / (1 - 0.5 * blocking), 6);
  expect(blocking).toBeCloseTo(erlangB(10, erlangs), 9);
  expect(extendedErlangB(10, 8, 0)).toEqual({ erlangs: 8, blocking: erlangB(10, 8) });
});

it('finds the fewest channels for a grade of service', () => {
  expect([channelsFor(0.01, 20.33), channelsFor(0.01, 20.35), channelsFor(0.01, 0)]).toEqual([30, 31, 1]);
  expect(channelsFor(0.01, 20.3, 0.9)).toBe(31);
});
