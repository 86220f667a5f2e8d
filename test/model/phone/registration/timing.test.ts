import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../../src/kernel/units.ts';
import { PHONE_KINDS, type PhoneKind } from '../../../../src/model/phone/kinds.ts';
import {
  jittered,
  jitteredRefresh,
  refreshAfter,
  retryAfter,
  timeOfSend,
  timerE,
  transactionTime,
} from '../../../../src/model/phone/registration/timing.ts';

const generic = PHONE_KINDS['generic']!;
const LAST_CHANCE = 1 - 1 / 0x1_0000_0000;

function kindWith(different: Partial<PhoneKind>): PhoneKind {
  return { ...generic, ...different };
}

describe('the jitter of a refresh', () => {
  const refreshes = (kind: PhoneKind, granted: number) =>
    [0, 0.25, 0.5, LAST_CHANCE].map((chance) =>
      Math.round(jitteredRefresh(kind, refreshAfter(kind, granted), granted * SECOND, chance) / 1000),
    );

  it.each(['cisco-79xx', 'yealink', 'cisco-spa'])(
    '%s refreshes 4.75 to 5.25 s before the end, whatever the grant',
    (name) => {
      const kind = PHONE_KINDS[name]!;
      for (const granted of [60, 300, 3600])
        expect(refreshes(kind, granted).map((at) => 1000 * granted - at)).toEqual([5250, 5125, 5000, 4750]);
    },
  );

  it('is a share of the half where a phone refreshes at the half', () => {
    expect(refreshes(generic, 300)).toEqual([142_500, 146_250, 150_000, 157_500]);
  });

  it('is a share of the time itself where that is the shorter part of the grant', () => {
    const early = kindWith({ refresh: { kind: 'ratio', ratio: 0.2, atMostBefore: 0 } });
    expect(refreshes(early, 100)).toEqual([19_000, 19_500, 20_000, 21_000]);
  });

  it('never carries a refresh beyond the grant, nor before now, however large it is', () => {
    for (const ratio of [0.1, 0.5, 0.9, 0.99])
      for (const chance of [0, 0.5, LAST_CHANCE]) {
        const kind = kindWith({ refresh: { kind: 'ratio', ratio, atMostBefore: 0 }, jitterRatio: 1 });
        const due = jitteredRefresh(kind, refreshAfter(kind, 60), 60 * SECOND, chance);
        expect(due).toBeGreaterThanOrEqual(0);
        expect(due).toBeLessThanOrEqual(60 * SECOND);
      }
  });

  it('is a whole number of microseconds', () => {
    const kind = kindWith({ refresh: { kind: 'ratio', ratio: 0.333, atMostBefore: 0 } });
    expect(Number.isInteger(jitteredRefresh(kind, refreshAfter(kind, 7), 7 * SECOND, 0.123))).toBe(true);
  });
});

describe('the jitter of a pause', () => {
  it('is a share of the pause', () => {
    expect([0, 0.5, LAST_CHANCE].map((chance) => Math.round(jittered(generic, 30 * SECOND, chance) / 1000))).toEqual([
      28_500, 30_000, 31_500,
    ]);
    expect([0, 0.5].map((chance) => retryAfter(generic, 1, chance) / SECOND)).toEqual([28.5, 30]);
  });

  it('is none of a pause that is drawn from a span', () => {
    const kind = kindWith({ retry: { kind: 'uniform', from: 30 * SECOND, to: MINUTE } });
    expect([0, 0.5, 1].map((chance) => retryAfter(kind, 1, chance) / SECOND)).toEqual([30, 45, 60]);
  });
});

describe('timers', () => {
  it('a REGISTER is sent eleven times in 32 s (RFC 3261, Timer E)', () => {
    const times = [0];
    while (times.at(-1)! < 32) times.push(times.at(-1)! + timerE(times.length) / SECOND);
    expect(times.filter((time) => time < 32)).toEqual([0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]);
  });

  it('a server with others behind it has as long as the resends take, never longer than the transaction', () => {
    const counted = [1, 3, 10].map((resends) => transactionTime(kindWith({ resends }), false) / SECOND);
    expect(counted).toEqual([1.5, 7.5, 32]);
    expect([transactionTime(kindWith({ resends: 3 }), true), transactionTime(generic, false)]).toEqual([
      32 * SECOND,
      32 * SECOND,
    ]);
  });

  it('a margin before the end is the half of a grant that is not twice as long', () => {
    const kind = kindWith({ refresh: { kind: 'before', before: MINUTE } });
    expect([600, 121, 120, 100].map((granted) => refreshAfter(kind, granted) / SECOND)).toEqual([540, 61, 60, 50]);
  });

  it('a bound before the end counts where it is later than the share', () => {
    const kind = kindWith({ refresh: { kind: 'ratio', ratio: 0.5, atMostBefore: 15 * SECOND } });
    expect([600, 30, 20].map((granted) => refreshAfter(kind, granted) / SECOND)).toEqual([585, 15, 10]);
  });

  it('backs off by RFC 5626: twice as long each time up to the maximum, drawn in the upper half', () => {
    const kind = kindWith({ retry: { kind: 'rfc5626', base: 30 * SECOND, max: 30 * MINUTE } });
    const bounds = [1, 2, 3, 4, 5, 6, 7].map((failures) =>
      [0, 1].map((chance) => retryAfter(kind, failures, chance) / SECOND),
    );
    expect(bounds).toEqual([
      [30, 60],
      [60, 120],
      [120, 240],
      [240, 480],
      [480, 960],
      [900, 1800],
      [900, 1800],
    ]);
  });
});

it('the sends of a REGISTER leave at 0, 0.5, 1.5, 3.5 s, then each 4 s (RFC 3261 17.1.2.2)', () => {
  expect([1, 2, 3, 4, 5, 6].map((sends) => timeOfSend(sends) / SECOND)).toEqual([0, 0.5, 1.5, 3.5, 7.5, 11.5]);
});
