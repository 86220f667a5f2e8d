import { describe, expect, it } from 'vitest';
import type { CellResult } from '../../../src/experiment/grid/cell.ts';
import { resultPathsOf } from '../../../src/measure/paths.ts';
import { configOf } from '../../measure/synthetic.ts';
import { faultOverrides, flow, readFaultPattern } from '../../../src/experiment/plan/singleFailures.ts';
import { readObjectives } from '../../../src/experiment/plan/objective.ts';
import { planEstimate } from '../../../src/experiment/plan/planEstimate.ts';
import { planEstimateText } from '../../../src/report/experiment/planFigures.ts';
import { readValues } from '../../../src/experiment/plan/candidateValues.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import type { Scenario } from '../../../src/scenario/index.ts';

const scenario = {
  config: {
    servers: ['dunpbx1', 'regpbx1', 'regpbx2'].map((name) => ({ name })),
    phones: [{ group: 'office' }, { group: 'office' }, { group: 'boss' }],
  },
  expanded: { faults: [{ at: '1m', partition: ['regpbx1', 'dunpbx1'] }] },
} as unknown as Scenario;

describe('values to try', () => {
  it.each([
    ['10..20', 0.1, '10 12 14 16 18 20'],
    ['1..6', 0.001, '1 2 3 4 5 6'],
    ['0.5/s..2/s', 0.25, '0.5/s 1/s 1.5/s 2/s'],
    ['0.1..0.4', 0.25, '0.1 0.2 0.3 0.4'],
    ['7s..1100s', 0.2, '7s 200s 400s 600s 800s 1000s 1100s'],
  ])('%s by %d', (text, resolution, expected) =>
    expect(
      readValues(text, resolution)
        .map((value) => value.text)
        .join(' '),
    ).toBe(expected),
  );

  it.each(['5', '5..', '9..3', '1/s..2/h', 'a..b'])('%s is none', (text) =>
    expect(() => readValues(text, 0.1)).toThrow(/--between/),
  );
});

describe('faults to try', () => {
  it.each([
    ['crash: servers.*', ['dunpbx1', 'regpbx1', 'regpbx2'], undefined, undefined],
    ['hang: servers.regpbx*, at: 5m, for: 2m', ['regpbx1', 'regpbx2'], 300e6, 120e6],
    ['crash: regpbx2', ['regpbx2'], undefined, undefined],
    ['powerOff: phones.*', ['office', 'boss'], undefined, undefined],
    ['stop: database, for: 30s', ['database'], undefined, 30e6],
  ])('%s', (text, victims, at, lasts) =>
    expect(readFaultPattern(text, scenario)).toMatchObject({ victims, at, lasts }),
  );

  it.each([
    ['crash', 'expected such as'],
    ['crush: servers.*', 'did you mean "crash"'],
    ['crash: servers.regpbx9', 'did you mean "regpbx'],
    ['crash: servers.*, at: 5', 'expected a time'],
    ['stop: regpbx1', 'only the database'],
  ])('%s is none', (text, told) => expect(() => readFaultPattern(text, scenario)).toThrow(told));

  it("come behind the scenario's own", () => {
    expect(faultOverrides(scenario, [{ verb: 'crash', victim: 'regpbx2', at: 60e6, lasts: 30e6 }])).toEqual([
      'faults=[{at: 1m, partition: [regpbx1, dunpbx1]}, {at: 1m, crash: regpbx2}, {at: 1m30s, restart: regpbx2}]',
    ]);
    expect(faultOverrides(scenario, [])).toEqual([]);
  });

  it('what YAML would misread is quoted', () =>
    expect(flow({ a: 'x: y', b: '*', c: 'normal 1s 2s', d: '' })).toBe('{a: "x: y", b: "*", c: normal 1s 2s, d: ""}'));
});

describe('objectives', () => {
  const paths = resultPathsOf(configOf({ servers: ['regpbx1'] }));
  const delays = new Histogram();
  for (let i = 1; i <= 200; i++) delays.record(i * 10_000);
  const result = {
    document: { calls: { offered: 1000, lost: 3, collapsed: 1, postDialDelayMs: { max: 2000 } } },
    measures: { 'calls.lost during 1m..2m': 2, 'calls.offered during 1m..2m': 50 },
    histograms: { 'calls.postDialDelayMs': delays.plain() },
  } as unknown as CellResult;

  it.each([
    ['calls.lost < 0.1%', { part: 3, whole: 1000 }, { kind: 'mean', sense: 'below', limit: 0.001 }],
    ['calls.lost < 10', { part: 3, whole: 1 }, { kind: 'mean', sense: 'below', limit: 10 }],
    ['calls.collapsed < 1%', { part: 1, whole: 1 }, { kind: 'probability', sense: 'below', limit: 0.01 }],
    ['calls.lost < 5% during 1m..2m', { part: 2, whole: 50 }, { kind: 'mean', sense: 'below', limit: 0.05 }],
    ['calls.postDialDelayMs.p90 < 1.5s', { part: 50, whole: 200 }, { kind: 'mean', sense: 'below', limit: 0.1 }],
  ])('%s', (text, observed, bound) => {
    const [objective] = readObjectives([text], paths);
    expect(objective!.bound).toEqual(bound);
    expect(objective!.observe(result)).toEqual(observed);
  });

  it('are given with their intervals, which always have a width', () => {
    const [collapse, lost, p90] = readObjectives(
      ['calls.collapsed < 1%', 'calls.lost < 1%', 'calls.postDialDelayMs.p90 < 1.5s'],
      paths,
    );
    const none = Array.from({ length: 300 }, () => ({ part: 0, whole: 1 }));
    const text = (
      ...[objective, seen, pooled]: Parameters<typeof planEstimate> extends [infer A, infer B, infer C, unknown]
        ? [A, B, C]
        : never
    ) => planEstimateText(planEstimate(objective, seen, pooled, 0.95), objective.text);
    expect(text(collapse!, none, [])).toBe('0 % (0 % to 1.22 %); 300 runs');
    expect(
      text(
        lost!,
        [1, 2, 3].map((part) => ({ part, whole: 100 })),
        [],
      ),
    ).toMatch(/^2 % \(0(\.\d+)? % to [4-6](\.\d+)? %\); 3 runs$/);
    const results = [result, result, result];
    expect(
      text(
        p90!,
        results.map((one) => p90!.observe(one)!),
        results,
      ),
    ).toMatch(/^1\.8 s \(1\.7\d s to 1\.8\d s\), 25 % \(2[\d.]+ % to 2[\d.]+ %\) over 1\.5s; 3 runs$/);
  });

  it.each([
    ['calls.lost == 0', 'says < or >'],
    ['calls.lost <= 0', 'limit above 0'],
    ['calls.losst < 1', 'did you mean'],
    ['calls.postDialDelayMs.max < 3s', 'expected calls.postDialDelayMs.p99'],
    ['calls.collapsed < 100%', 'always below'],
  ])('%s is none', (text, told) => expect(() => readObjectives([text], paths)).toThrow(told));
});
