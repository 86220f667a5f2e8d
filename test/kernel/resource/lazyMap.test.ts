import { expect, it } from 'vitest';
import { LazyMap } from '../../../src/kernel/resource/lazyMap.ts';

it('is a map, also while it is empty', () => {
  const [lazy, map] = [new LazyMap<string, number>(), new Map<string, number>()];
  for (const it of [lazy, map]) {
    expect([it.get('a'), [...it]]).toEqual([undefined, []]);
    it.delete('a');
    it.set('b', 1).set('a', 2).set('b', 3).set('c', 4).delete('c');
  }
  expect([...lazy]).toEqual([...map]);
  expect([lazy.get('a'), lazy.get('b'), lazy.get('c')]).toEqual([2, 3, undefined]);
});
