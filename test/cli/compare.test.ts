import { describe, expect, it } from 'vitest';
import type { Estimate, Interval } from '../../src/experiment/statistics/estimate.ts';
import type { Pair } from '../../src/experiment/statistics/pairs.ts';
import { resultsIn, rowsOf, TINY } from './experiments.ts';
import { dundisim, folderWith, textIn } from './world.ts';

function middle(estimate: Estimate | Interval): number {
  return 'half' in estimate ? estimate.mean : estimate.value;
}

/** null behind a single replication, as JSON has it. */
function half(estimate: Estimate | Interval): number {
  return 'half' in estimate ? estimate.half : (estimate.high - estimate.low) / 2;
}

const here = folderWith({ 'tiny.yaml': TINY });
const compare = ['compare', 'tiny.yaml', '--workers', '1', '--replications', '12'];
/** Four times the calls: a difference that every pair shows. */
const MORE_CALLS = ['--with', 'calls.0.rate=2/s'];

interface Document {
  readonly verdict: string;
  readonly level: number;
  readonly replications: number;
  readonly pairs: readonly Pair[];
}

async function document(...words: string[]): Promise<Document> {
  const { code, out, err } = await dundisim(here, ...words, '--json');
  expect(code, err).toBe(0);
  return JSON.parse(out) as Document;
}

function pairIn({ pairs }: Document, path: string): Pair {
  return pairs.find((pair) => pair.path === path)!;
}

describe('compare', () => {
  it('gives a verdict in words, with the interval at its level', async () => {
    const { code, out } = await dundisim(here, ...compare, ...MORE_CALLS, '--out', 'more');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^With calls\.0\.rate=2\/s, at 95 %: [\d.]+ to [\d.]+ more lost calls per failure, which is worse \([\d.]+ before, [\d.]+ after\)\.\n\n12 pairs of runs, each with the same random numbers; intervals at 95 %\n/,
    );
    expect(out).toMatch(
      /\n {2}calls\.offered +[\d.]+ ± [\d.]+ +[\d.]+ ± [\d.]+ +[\d.]+ to [\d.]+ +[\d.]+ x the runs\n/,
    );
    expect(Object.keys(resultsIn(`${here}/more`))).toEqual([
      'cells.csv',
      'experiment.json',
      'pairs.json',
      'summary.csv',
      'summary.txt',
    ]);
    expect(JSON.parse(textIn(here, 'more/pairs.json'))).toEqual(await document(...compare, ...MORE_CALLS));
  });

  it('the other way round, the verdict turns and the interval is its mirror', async () => {
    const there = pairIn(await document(...compare, ...MORE_CALLS), 'calls.lost').difference;
    const back = await document(...compare, '--set', 'calls.0.rate=2/s', '--with', 'calls.0.rate=0.5/s');
    expect(back.verdict).toMatch(/ to [\d.]+ fewer lost calls per failure, which is better /);
    expect(middle(pairIn(back, 'calls.lost').difference)).toBeCloseTo(-middle(there), 9);
    expect(half(pairIn(back, 'calls.lost').difference)).toBeCloseTo(half(there), 9);
  });

  it('pairs run by run: the mean is that of the differences of its rows, the interval is theirs', async () => {
    const found = await document(...compare, '--with', 'servers.*.cachetime=1h', '--out', 'pairs');
    const rows = rowsOf(`${here}/pairs`, 'cells.csv');
    const values = [0, 1].map((point) =>
      rows.filter((row) => row['point'] === String(point)).map((row) => Number(row['lookups.network'])),
    );
    const differences = values[0]!.map((before, i) => values[1]![i]! - before);
    const mean = differences.reduce((sum, one) => sum + one, 0) / 12;
    const deviation = Math.sqrt(differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 11);
    const { difference, gain } = pairIn(found, 'lookups.network');
    expect(middle(difference)).toBeCloseTo(mean, 9);
    expect(half(difference)).toBeCloseTo((2.200985 * deviation) / Math.sqrt(12), 4); // Student's t at 97.5 % with 11 degrees of freedom, from a table.
    expect(gain).toBeGreaterThan(2);
  });

  it('of identical arms finds exactly nothing, and says so', async () => {
    const same = [...compare, '--with', 'servers.*.cachetime=5s'];
    const { out } = await dundisim(here, ...same);
    expect(out).toMatch(
      /^With servers\.\*\.cachetime=5s, the same lost calls in all 12 pairs of runs \(([\d.]+) before, \1 after\)\.\n/,
    );
    expect(out).toContain('\n  Nothing that is measured differs in any pair.\n');
    const { pairs } = await document(...same);
    expect(pairs.length).toBeGreaterThan(40);
    for (const { path, difference } of pairs)
      expect([middle(difference), half(difference)], path).toEqual([0, difference.n < 2 ? null : 0]);
  });

  it('does not call it a difference when the interval contains 0', async () => {
    const { verdict } = await document(...compare, '--with', 'network.delay=5ms');
    expect(verdict).toMatch(
      /at 95 %: no difference in lost calls to be seen: from [\d.]+ fewer to [\d.]+ more per failure \(/,
    );
  });

  it('judges what it is asked to, and a higher level has a wider interval', async () => {
    const asked = [...compare, '--with', 'servers.*.cachetime=1h', '--measure', 'servers.dunpbx1.lookups'];
    const [low, high] = [await document(...asked, '--level', '80%'), await document(...asked, '--level', '99%')];
    expect(low.verdict).toMatch(/at 80 %: [\d.]+ to [\d.]+ fewer servers\.dunpbx1\.lookups per failure \(/);
    const [narrow, wide] = [low, high].map((one) => half(pairIn(one, 'servers.dunpbx1.lookups').difference)) as [
      number,
      number,
    ];
    expect(wide / narrow).toBeCloseTo(3.105807 / 1.36343, 4); // The same table, 99.5 % and 90 %.
  });

  it('--precision takes as many pairs as it needs', async () => {
    const { replications } = await document(
      'compare',
      'tiny.yaml',
      '--workers',
      '1',
      ...MORE_CALLS,
      '--measure',
      'calls.offered',
      '--precision',
      '10%',
    );
    expect(replications).toBeGreaterThanOrEqual(10);
  });

  it('says when there is nothing to compare', async () => {
    const { verdict } = await document(
      ...compare,
      '--with',
      'servers.*.cachetime=1h',
      '--set',
      'faults=[]',
      '--measure',
      'registrations.longestOutageMs',
    );
    expect(verdict).toBe(
      'With servers.*.cachetime=1h, nothing can be said: there is no registrations.longestOutageMs to measure in both.',
    );
  });

  it.each([
    [['compare', 'tiny.yaml'], '--with: expected at least one'],
    [
      [...compare, '--with', 'servers.*.cachetim=1h'],
      '--with servers.*.cachetim=1h: no "cachetim" in "servers.*"; did you mean "cachetime"?',
    ],
    [[...compare, '--with', 'x'], '--with x: expected path=value'],
    [
      [...compare, '--with', 'servers.*.cachetime=1h', '--replications', '1'],
      '--replications 1: one run says nothing of its spread',
    ],
  ])('%s is a mistake', async (words, told) => {
    const { code, out, err } = await dundisim(here, ...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(told);
  });
});
