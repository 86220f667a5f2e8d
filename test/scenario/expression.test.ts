import { describe, expect, it } from 'vitest';
import { configOf } from '../measure/synthetic.ts';
import { evaluate, parseExpectation, parseMeasure, type Expectation } from '../../src/scenario/index.ts';
import { MINUTE, SECOND } from '../../src/kernel/units.ts';
import { PATHS } from './paths.ts';

const paths = PATHS(configOf({ servers: ['dunpbx1', 'regpbx1'] }));

function read(text: string): Expectation {
  const parsed = parseExpectation(text, paths);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

function problem(text: string): string {
  const parsed = parseExpectation(text, paths);
  return 'problem' in parsed ? `${parsed.column}: ${parsed.problem}` : 'none';
}

describe('an expression', () => {
  it('has a path, a comparison and a value with its unit', () => {
    expect(read('calls.postDialDelayMs.p99 < 2s')).toMatchObject({
      path: 'calls.postDialDelayMs.p99',
      comparison: '<',
      limit: 2000,
      shareOf: undefined,
    });
    expect(read('calls.lost < 0.1%')).toMatchObject({ limit: 0.001, shareOf: 'calls.offered' });
    expect(read('  calls.lost<=3 ')).toMatchObject({
      text: 'calls.lost<=3',
      comparison: '<=',
      limit: 3,
      shareOf: undefined,
    });
    expect(read('simulatedSeconds == 15m')).toMatchObject({ limit: 900 });
    expect(read('servers.regpbx1.lockHeldRatio < 30%')).toMatchObject({ limit: 0.3, shareOf: undefined });
    expect(read('servers.regpbx1.callsLost < 5%')).toMatchObject({ shareOf: 'servers.regpbx1.callsOffered' });
    expect(read('servers.regpbx1.callsLost = 0')).toMatchObject({ comparison: '==', limit: 0 });
  });

  it('may be about a window', () => {
    expect(read('calls.lost < 5% during 60s..5m').during).toEqual({ from: MINUTE, until: 5 * MINUTE });
    expect(parseMeasure('calls.lost during 1s..2s', paths)).toEqual({
      text: 'calls.lost during 1s..2s',
      path: 'calls.lost',
      during: { from: SECOND, until: 2 * SECOND },
    });
  });

  it.each([
    ['', '0: expected an expression such as "calls.postDialDelayMs.p99 < 2s" or "calls.lost < 0.1% during 60s..5m"'],
    ['calls.lots < 5%', '0: a result has no "calls.lots"; did you mean "calls.lost"?'],
    [
      'calls.postDialDelayMs < 2s',
      '0: a result has no "calls.postDialDelayMs"; below "calls.postDialDelayMs" there are p50, p90, p95, p99, max',
    ],
    [
      'servers.regpbx9.callsLost < 2',
      '0: a result has no "servers.regpbx9.callsLost"; did you mean "servers.regpbx1.callsLost"?',
    ],
    ['calls.lost', '10: expected a comparison (<, <=, >, >=, ==, !=) behind "calls.lost"'],
    ['calls.lost <', '12: expected a value with its unit behind "<", such as 2s, 5% or 10'],
    ['calls.lost < 2s', '13: "calls.lost" has no unit "s"; expected a plain number, or a percentage of calls.offered'],
    ['calls.postDialDelayMs.p99 < 2', '28: found "2", expected a time with its unit, such as 200ms or 2s'],
    [
      'calls.postDialDelayMs.p99 < 2%',
      '28: "calls.postDialDelayMs.p99" is not a share of anything; expected a time, such as 200ms or 2s',
    ],
    ['calls.lost < 5% after 60s', '16: found "after 60s", expected the end or a window such as "during 60s..5m"'],
    [
      'calls.lost < 5% during 5m..60s',
      '16: found "during 5m..60s", expected the end or a window such as "during 60s..5m"',
    ],
    ['trunks.blocked < 1%', '0: "trunks.blocked" needs a server with "trunks", which this scenario does not have'],
    [
      'events < 5 during 60s..5m',
      '11: "events" is known for the whole run only; "during" goes with calls and numbers of lookups',
    ],
  ])('%s is a mistake', (text, told) => {
    const answer = problem(text);
    // A name that is near by another measure of nearness is as good.
    if (told.includes('regpbx9'))
      expect(answer).toMatch(/^0: a result has no "servers\.regpbx9\.callsLost"; did you mean/);
    else expect(answer).toBe(told);
  });

  it('reads every path that a result has', () => {
    for (const path of paths.all) {
      const { unit } = paths.find(path)!;
      expect(problem(`${path} >= 1${unit === 'ms' || unit === 's' ? 'ms' : ''}`)).toBe('none');
    }
  });
});

describe('what came of it', () => {
  const document = { calls: { offered: 200, lost: 10, postDialDelayMs: { p99: 1500, max: null } } };
  const holds = (text: string) => evaluate(read(text), document).holds;

  it('is compared in the unit of the path', () => {
    expect([
      holds('calls.postDialDelayMs.p99 < 2s'),
      holds('calls.postDialDelayMs.p99 < 1500ms'),
      holds('calls.postDialDelayMs.p99 <= 1500ms'),
    ]).toEqual([true, false, true]);
    expect([
      holds('calls.lost > 9'),
      holds('calls.lost != 10'),
      holds('calls.lost == 10'),
      holds('calls.lost >= 11'),
    ]).toEqual([true, false, true, false]);
  });

  it('is compared with a share of the whole', () => {
    expect([holds('calls.lost < 5%'), holds('calls.lost <= 5%'), holds('calls.lost < 5.1%')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('says nothing where nothing was measured', () => {
    expect(holds('calls.postDialDelayMs.max < 2s')).toBeUndefined();
    expect(evaluate(read('calls.lost < 5%'), { calls: { offered: 0, lost: 0 } }).holds).toBeUndefined();
  });
});
