import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import type { CallId } from '../../src/model/ids.ts';
import type { CallRecord } from '../../src/model/observations.ts';
import type { PoissonCalls } from '../../src/model/config.ts';
import { Measures } from '../../src/measure/measures.ts';
import { callRecord, configOf, FACTS } from './synthetic.ts';

const TALK = { name: '', talk: { kind: 'constant', value: 90 * SECOND } } as PoissonCalls;

function documentOf(calls: readonly Partial<CallRecord>[], seconds = 900) {
  const config = { ...configOf({ duration: seconds * SECOND }), calls: [TALK] };
  const measures = new Measures({ config, seed: '1', scenarioName: 'load' });
  const clock = { now: 0 };
  measures.follow(clock);
  calls.forEach((call, i) => {
    measures.callOffered();
    measures.callEnded(callRecord({ call: (i + 1) as CallId, ...call }));
  });
  clock.now = seconds * SECOND;
  return measures.document({ ...FACTS, simulatedSeconds: seconds });
}

const answered = (from: number, until: number, more: Partial<CallRecord> = {}): Partial<CallRecord> => ({
  offeredAt: from * SECOND,
  ringingAt: from * SECOND,
  answeredAt: from * SECOND,
  endedAt: until * SECOND,
  ...more,
});

describe('load', () => {
  it('is offered as callers want to talk, and carried as they talk', () => {
    const { load, servers } = documentOf([
      answered(0, 90),
      answered(100, 145, { dropped: true, lost: true }),
      answered(800, 900, { outcome: 'inProgress', server: 2 }),
      { outcome: 'unserved', lost: true },
      { outcome: 'blocked', lost: true },
    ]);
    expect(load.offeredErlangs).toBe((5 * 90) / 900);
    expect(load.carriedErlangs).toBeCloseTo((90 + 45 + 100) / 900, 6);
    expect(servers['regpbx1']!.carriedErlangs).toBeCloseTo(135 / 900, 6);
    expect(servers['regpbx2']!.carriedErlangs).toBeCloseTo(100 / 900, 6);
    expect(load).toMatchObject({
      busyHourCallAttempts: 20,
      answerSeizureRatio: 0.75,
      sessionEstablishmentRatio: 0.6,
      blockingRatio: 0.2,
    });
  });

  it('leaves calls without a final answer out of both ratios', () => {
    const { load } = documentOf([answered(0, 90), { outcome: 'inProgress' }, { outcome: 'busy' }]);
    expect([load.answerSeizureRatio, load.sessionEstablishmentRatio]).toEqual([0.5, 0.5]);
  });

  it('of a long run has the attempts of its busiest hour', () => {
    const early = Array.from({ length: 6 }, (_, i) => ({ outcome: 'busy' as const, offeredAt: i * 900 * SECOND }));
    const busy = Array.from({ length: 10 }, (_, i) => ({
      outcome: 'busy' as const,
      offeredAt: (5400 + i * 60) * SECOND,
    }));
    expect(documentOf([...early, ...busy], 4 * 3600).load.busyHourCallAttempts).toBe(10 + 3);
  });
});
