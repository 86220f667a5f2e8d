import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellResult } from '../../../src/experiment/grid/cell.ts';
import { inShard, merged, readShard } from '../../../src/experiment/grid/shard.ts';

function cells(points: number, replications: number): readonly CellResult[] {
  return Array.from({ length: points * replications }, (_, i) => {
    const [point, replication] = [Math.floor(i / replications), (i % replications) + 1];
    return { key: `${point}/r${replication}`, point, replication, fingerprint: `f${i}` } as unknown as CellResult;
  });
}

describe('shards', () => {
  it('together are everything once, in nearly equal parts, and merge to what a single run gives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 9 }),
        (points, replications, of) => {
          const all = cells(points, replications);
          const parts = Array.from({ length: of }, (_, i) => ({
            where: `shard${i}`,
            identity: 'x',
            results: all.filter((cell) => inShard(cell, { number: i + 1, of })),
          }));
          expect(parts.reduce((total, { results }) => total + results.length, 0)).toBe(all.length);
          expect(merged([...parts].reverse())).toEqual(all);
          const ofFirst = parts.map(({ results }) => results.filter(({ point }) => point === 0).length);
          expect(Math.max(...ofFirst) - Math.min(...ofFirst)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('are written as 3/8', () => expect(readShard('3/8')).toEqual({ number: 3, of: 8 }));

  it.each(['0/8', '9/8', '3', '3/', 'a/b', '1/0', '1.5/3'])('%s is none', (text) =>
    expect(() => readShard(text)).toThrow(/--shard.*1\/8 to 8\/8/),
  );
});

describe('merging', () => {
  const [one, two] = cells(1, 2) as [CellResult, CellResult];

  it('takes what is there twice once', () => {
    expect(
      merged([
        { where: 'a', identity: 'x', results: [one, two] },
        { where: 'b', identity: 'x', results: [{ ...one }] },
      ]),
    ).toEqual([one, two]);
  });

  it('refuses another experiment, and another result of the same cell', () => {
    const changed = { ...one, fingerprint: 'other' };
    expect(() =>
      merged([
        { where: 'a', identity: 'x', results: [one] },
        { where: 'b', identity: 'y', results: [two] },
        { where: 'c', identity: 'x', results: [changed] },
      ]),
    ).toThrow(/b: another experiment than in a.*\nc: cell 0\/r1 has another result in a/);
  });
});
