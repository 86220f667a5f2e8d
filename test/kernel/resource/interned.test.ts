import { expect, it } from 'vitest';
import { Interned } from '../../../src/kernel/resource/interned.ts';

it('equal keys are one value, the first', () => {
  const lists = new Interned<readonly number[], string>((list) => list.join());
  const first = [1, 2];
  expect([lists.indexOf(first), lists.indexOf([3]), lists.indexOf([1, 2])]).toEqual([0, 1, 0]);
  expect(lists.at(0)).toBe(first);
  expect(lists.at(1)).toEqual([3]);
});
