import { describe, expect, it } from 'vitest';
import { sourceOf, type Cell, type CellResult } from '../../../src/experiment/grid/cell.ts';
import { highOf, lowOf } from '../../../src/experiment/statistics/estimate.ts';
import type { Hunt } from '../../../src/experiment/hunt/huntRequest.ts';
import { hunting, type Found } from '../../../src/experiment/hunt/worstMoment.ts';
import { huntText, scheduleText } from '../../../src/report/experiment/huntText.ts';
import type { Failure } from '../../../src/experiment/plan/singleFailures.ts';
import { SECOND } from '../../../src/kernel/units.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';
import type { Scenario } from '../../../src/scenario/index.ts';
import { parseDuration } from '../../../src/text/duration.ts';

const scenario = { config: { duration: 900 * SECOND }, expanded: { faults: [] } } as unknown as Scenario;
const HUNT: Hunt = {
  source: sourceOf({ path: 'x.yaml', text: '', sets: [], folders: [] }),
  scenario,
  seed: '1',
  pattern: { verb: 'crash', victims: ['a', 'b', 'c', 'd', 'e'], at: undefined, lasts: undefined },
  window: { from: 0, until: 600 * SECOND },
  measure: 'calls.lost',
  objective: undefined,
  faults: 1,
  moments: 10,
  replications: 10,
  level: 0.95,
};

/** Harm by which servers are down in which seconds, and some noise that depends on the seed alone. */
function found(hunt: Hunt, harm: (isDown: (server: string, second: number) => boolean) => number): Found {
  const going = hunting(hunt);
  let step = going.next();
  while (step.done !== true) step = going.next(step.value.map((cell) => resultOf(cell, harm)));
  return step.value;
}

function resultOf(cell: Cell, harm: (isDown: (server: string, second: number) => boolean) => number): CellResult {
  const failures = cell.key
    .slice(0, cell.key.lastIndexOf('/'))
    .split(' + ')
    .filter((text) => text !== '')
    .map(failureOf);
  const isDown = (server: string, second: number): boolean =>
    failures.some(
      ({ victim, at, lasts = Infinity }) => victim === server && at <= second * SECOND && second * SECOND < at + lasts,
    );
  const noise = new RandomStream(cell.seed).exponential();
  return {
    key: cell.key,
    seed: cell.seed,
    fingerprint: `of ${cell.key}`,
    measures: { 'calls.lost': noise + harm(isDown) },
  } as unknown as CellResult;
}

function failureOf(text: string): Failure {
  const [, victim, at, lasts] = /^crash (\w+) at (\w+)(?: for (\w+))?$/.exec(text)!;
  return {
    verb: 'crash',
    victim: victim!,
    at: parseDuration(at!)!,
    lasts: lasts === undefined ? undefined : parseDuration(lasts)!,
  };
}

const seconds = (from: number, until: number) => Array.from({ length: until - from }, (_, i) => from + i);

describe('a planted worst case is found', () => {
  it('one server, and when', () => {
    const { ranking, shrunk, unharmed } = found(
      HUNT,
      (isDown) => (isDown('e', 899) ? 3 : 0) + seconds(395, 405).filter((second) => isDown('c', second)).length,
    );
    expect(ranking[0]!.schedule[0]!.victim).toBe('c');
    expect(highOf(unharmed)).toBeLessThan(3);
    const [{ victim, at, lasts }] = shrunk!.schedule as [Failure];
    expect(victim).toBe('c');
    expect(at).toBeGreaterThanOrEqual(385 * SECOND);
    expect(at).toBeLessThanOrEqual(397 * SECOND);
    expect(lasts).toBeLessThanOrEqual(20 * SECOND);
  });

  it('a narrow moment between those that are tried first', () => {
    const { ranking, shrunk } = found({ ...HUNT, pattern: { ...HUNT.pattern, lasts: 30 * SECOND } }, (isDown) =>
      seconds(0, 600)
        .filter((second) => isDown('b', second))
        .reduce((total, second) => total + Math.max(0, 1 - Math.abs(second - 240) / 60), 0),
    );
    const [{ victim, at }] = ranking[0]!.schedule as [Failure];
    expect(victim).toBe('b');
    expect(Math.abs(at + 15 * SECOND - 240 * SECOND)).toBeLessThanOrEqual(3 * SECOND);
    expect(shrunk!.schedule[0]!.victim).toBe('b');
  });

  it('at the time that is fixed, though another is worse', () => {
    const { ranking, shrunk } = found(
      { ...HUNT, pattern: { ...HUNT.pattern, at: 300 * SECOND } },
      (isDown) => (isDown('b', 305) ? 5 : 0) + (isDown('b', 290) ? 50 : 0),
    );
    expect(
      [...ranking.map(({ schedule }) => schedule), shrunk!.schedule]
        .flat()
        .map(({ at }) => at / SECOND)
        .filter((at) => at !== 300),
    ).toEqual([]);
    expect(shrunk!.schedule).toMatchObject([{ victim: 'b' }]);
    expect(shrunk!.schedule[0]!.lasts).toBeLessThanOrEqual(6 * SECOND);
  });

  it('two together, without the one that adds nothing', () => {
    const { shrunk } = found(
      { ...HUNT, faults: 3 },
      (isDown) => (isDown('c', 205) ? 10 : 0) + (isDown('c', 205) && isDown('d', 205) ? 100 : 0),
    );
    expect(shrunk!.schedule.map(({ victim }) => victim).sort()).toEqual(['c', 'd']);
    for (const { lasts } of shrunk!.schedule) expect(lasts).toBeLessThanOrEqual(30 * SECOND);
    expect(lowOf(shrunk!.harm)).toBeGreaterThan(100);
  });

  it('and the text says how far the ranking can be trusted', () => {
    const alike = { ...HUNT, pattern: { ...HUNT.pattern, lasts: 30 * SECOND } };
    const sure = found(alike, (isDown) =>
      seconds(0, 600)
        .filter((second) => isDown('b', second))
        .reduce((total, second) => total + Math.max(0, 1 - Math.abs(second - 240) / 60), 0),
    );
    expect(huntText(alike, sure, 'dundisim run x')).toMatch(
      / 1\. +[\d.]+ +\([\d.]+ to [\d.]+\) +crash b at [^\n]+\n[^]*nothing fails\n\nThe first/,
    );
    const same = found(HUNT, (isDown) => (isDown('a', 610) || isDown('b', 610) ? 5 : 0));
    expect(same.lead).toMatchObject({ mean: 0, half: 0 });
    expect(huntText(HUNT, same, 'dundisim run x')).toMatch(
      /do the same harm in every replication: their order has no meaning/,
    );
  });

  it('what lasts beyond the end of the run is tried once', () => {
    const { ranking } = found(
      {
        ...HUNT,
        scenario: { ...scenario, config: { ...scenario.config, duration: 100 * SECOND } },
        window: { from: 0, until: 90 * SECOND },
      },
      (isDown) => (isDown('a', 95) ? 50 : 0),
    );
    expect(
      ranking.every(({ schedule }) =>
        schedule.every(({ at, lasts }) => lasts === undefined || at + lasts < 100 * SECOND),
      ),
    ).toBe(true);
  });

  it('and the shrunk one is told by replications that have chosen nothing', () => {
    const going = hunting(HUNT);
    let step = going.next();
    const lucky = (cell: Cell): CellResult => {
      const result = resultOf(cell, (isDown) => (isDown('a', 300) ? 10 : 0));
      return Number(/r(\d+)$/.exec(cell.seed)![1]) > 2000
        ? result
        : { ...result, measures: { 'calls.lost': result.measures['calls.lost']! + 100 } };
    };
    while (step.done !== true) step = going.next(step.value.map(lucky));
    expect(lowOf(step.value.ranking[0]!.harm)).toBeGreaterThan(100);
    expect(highOf(step.value.shrunk!.harm)).toBeLessThan(20);
  });

  it('nothing, where no failure harms', () => expect(found(HUNT, () => 0).shrunk).toBeUndefined());

  it('with an objective, the least that breaks it', () => {
    const objective = {
      text: 'calls.lost < 5',
      bound: { kind: 'mean', sense: 'below', limit: 5 },
      measures: ['calls.lost'],
      measure: 'calls.lost',
      unit: 'count',
      shareOf: undefined,
      quantile: undefined,
      observe: ({ measures }: CellResult) => ({ part: measures['calls.lost']!, whole: 1 }),
    } as const;
    const harm = (isDown: (server: string, second: number) => boolean): number =>
      seconds(300, 360).filter((second) => isDown('a', second)).length;
    const { shrunk, seed, fingerprint } = found({ ...HUNT, objective }, harm);
    expect(shrunk!.breaks).toBeGreaterThanOrEqual(5);
    expect(shrunk!.breaks).toBeLessThanOrEqual(10);
    expect(shrunk!.schedule[0]!.lasts).toBeLessThanOrEqual(5 * SECOND);
    expect(fingerprint).toBe(`of ${scheduleText(shrunk!.schedule)}/${seed.split('/')[1]}`);
    expect(found({ ...HUNT, objective }, () => 0).shrunk).toBeUndefined();
  });
});
