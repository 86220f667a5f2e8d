import { expect, it } from 'vitest';
import { NumberList } from '../../../src/kernel/resource/numberList.ts';

it('holds numbers by index, in whatever order they come; 0 where none was set', () => {
  const list = new NumberList();
  expect([list.get(0), list.get(1e6)]).toEqual([0, 0]);
  list.set(100_000, 2 ** 40);
  list.set(0, 0.5);
  list.set(150_000, -1);
  list.set(1_000_000, 3);
  expect([0, 1, 100_000, 150_000, 1_000_000, 2_000_001].map((index) => list.get(index))).toEqual([
    0.5,
    0,
    2 ** 40,
    -1,
    3,
    0,
  ]);
});
