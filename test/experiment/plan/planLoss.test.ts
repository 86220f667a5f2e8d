import { expect, it } from 'vitest';
import type { PlanEstimate } from '../../../src/experiment/plan/planEstimate.ts';
import type { PlanProbe } from '../../../src/experiment/plan/planProbes.ts';
import { countsLoss, uncountedLoss } from '../../../src/experiment/plan/uncountedLoss.ts';
import { uncountedText } from '../../../src/report/experiment/lossText.ts';
import type { Objective } from '../../../src/experiment/plan/objective.ts';

const P99 = 'calls.postDialDelayMs.p99 < 2s';
const DELAY = { text: P99, measure: 'calls.postDialDelayMs.p99', bound: { sense: 'below' } } as Objective;
const LOST = { text: 'calls.lost < 5%', measure: 'calls.lost', bound: { sense: 'below' } } as Objective;

function about(value: number, unit: PlanEstimate['unit']): PlanEstimate {
  return { value, low: 0.9 * value, high: 1.1 * value, level: 0.95, n: 10, unit };
}

function probe(value: string, lost: number, delayMs: number): PlanProbe {
  const of = { objective: P99, failure: 'crash hub', decision: 'holds', estimate: about(delayMs, 'ms') } as const;
  return {
    value,
    number: Number(value),
    decision: 'holds',
    objectives: [{ ...of, level: 0.99, decides: null }],
    loss: { failure: 'crash hub', share: about(lost, 'ratio') },
  };
}

it('is said where more than 5 % of the calls are lost and no objective counts them', () => {
  const [few, many] = [probe('100', 0.04, 900), probe('100', 0.2, 900)];
  expect(uncountedLoss({ objectives: [DELAY] }, [few], few)).toBe(null);
  expect(uncountedLoss({ objectives: [DELAY, LOST] }, [many], many)).toBe(null);
  const said = uncountedLoss({ objectives: [DELAY] }, [many], many)!;
  expect(uncountedText(said, 'phones.office.count', true)).toBe(
    "At phones.office.count=100, under crash hub, 20 % (18 % to 22 %) of the calls are lost, and no objective counts them: a lost call has no post-dial delay. To count them: --slo 'calls.lost < 5%'.",
  );
  expect(uncountedText(said, 'phones.office.count', false)).not.toContain('post-dial');
});

it('is said where the delay falls because calls are lost, however few', () => {
  const probes = [probe('100', 0.001, 1800), probe('400', 0.04, 900)];
  const said = uncountedLoss({ objectives: [DELAY] }, probes, probes[1])!;
  expect(uncountedText(said, 'phones.office.count', true)).toContain(
    'From 100 to 400 the lost calls grow from 0.1 % to 4 %, while calls.postDialDelayMs.p99 falls from 1.8 s to 900 ms.',
  );
  const worse = [probe('100', 0.001, 900), probe('400', 0.04, 1800)];
  expect(uncountedLoss({ objectives: [DELAY] }, worse, worse[1])).toBe(null);
  const alike = [probe('100', 0.039, 1800), probe('400', 0.04, 900)];
  expect(uncountedLoss({ objectives: [DELAY] }, alike, alike[1])).toBe(null);
});

it.each([
  ['calls.lost', true],
  ['calls.lost during 1m..5m', true],
  ['calls.lost<5%', true],
  ['load.sessionEstablishmentRatio', true],
  ['calls.dropped', false],
  ['calls.postDialDelayMs.p99', false],
])('%s counts lost calls: %s', (measure, counts) => expect(countsLoss([{ measure }])).toBe(counts));
