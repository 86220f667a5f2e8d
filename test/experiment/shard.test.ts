import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ofShard, readShard } from '../../src/experiment/shard.ts';

it('all shards together are everything, once', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 20 }), (n, of) => {
    const all = Array.from({ length: n }, (_, i) => i);
    const shards = Array.from({ length: of }, (_, i) => ofShard(all, { number: i + 1, of }));
    expect(shards.flat().sort((a, b) => a - b)).toEqual(all);
    const sizes = shards.map((shard) => shard.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }));
});

it('is written as 3/8', () => expect(readShard('3/8')).toEqual({ number: 3, of: 8 }));

it.each(['0/8', '9/8', '3', '3/', 'a/b', '1/0', '1.5/3'])('%s is none', (text) => expect(() => readShard(text)).toThrow(/--shard.*1\/8 to 8\/8/));
