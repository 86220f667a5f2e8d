import { describe, expect, it } from 'vitest';
import { judgedRun, judgedRuns } from '../../src/experiment/judge.ts';
import type { CellResult } from '../../src/experiment/grid/cell.ts';
import { Histogram } from '../../src/measure/histogram.ts';
import { junitXml } from '../../src/report/experiment/junit.ts';
import { parseExpectation, type Expectation } from '../../src/scenario/index.ts';

const expectation = (text: string): Expectation => parseExpectation(text, undefined) as Expectation;

function runs(lost: readonly number[]): readonly CellResult[] {
  const delay = new Histogram();
  for (let i = 1; i <= 1000; i++) delay.record(i * 1000);
  return lost.map(
    (n) =>
      ({
        document: { calls: { offered: 1000, lost: n } },
        measures: {},
        histograms: { 'calls.postDialDelayMs': delay.plain() },
      }) as unknown as CellResult,
  );
}

const verdict = (text: string, lost: readonly number[]) =>
  judgedRuns([expectation(text)], runs(lost), 0.95)[0]!.verdict;

describe('an expectation of several runs', () => {
  const near = [48, 52, 50, 47, 53];
  it.each([
    ['calls.lost < 6%', near, 'holds'],
    ['calls.lost < 4%', near, 'fails'],
    ['calls.lost < 5.1%', near, 'undecided'],
    ['calls.lost > 4%', near, 'holds'],
    ['calls.lost == 0', [0, 0, 0, 0, 0], 'holds'],
    ['calls.lost == 0', near, 'fails'],
    ['calls.lost < 1', [0, 0, 0], 'undecided'],
    ['calls.postDialDelayMs.p95 < 1s', near, 'holds'],
    ['calls.postDialDelayMs.p95 < 900ms', near, 'fails'],
    ['calls.postDialDelayMs.max < 2s', near, 'holds'],
    ['calls.postDialDelayMs.max < 900ms', near, 'fails'],
    ['lookups.networkMs.p95 < 1s', near, 'undecided'],
  ])('%s of %j %s', (text, lost, wanted) => expect(verdict(text, lost)).toBe(wanted));
});

it('of one run is what that run has, a share in the unit of its limit', () => {
  expect(judgedRun(expectation('calls.lost < 5%'), { holds: false, value: 90, bound: 50 })).toMatchObject({
    verdict: 'fails',
    value: 0.09,
    limit: 0.05,
    unit: 'ratio',
    n: 1,
  });
});

it('JUnit counts what does not hold, and escapes what stands in texts', () => {
  const judged = judgedRuns(
    ['calls.lost < 6%', 'calls.lost < 5.1%'].map(expectation),
    runs([48, 52, 50, 47, 53]),
    0.95,
  );
  const xml = junitXml([{ name: 'a & b', judged, properties: { seed: '1' } }]);
  expect(xml).toContain('<testsuite name="a &amp; b" tests="2" failures="1">');
  expect(xml).toContain('<testcase classname="a &amp; b" name="calls.lost &lt; 6%"/>');
  expect(xml).toContain('<failure type="undecided" message="calls.lost &lt; 5.1%: undecided, it is 5 % (');
});
