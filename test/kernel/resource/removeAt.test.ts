import { expect, it } from 'vitest';
import { removeAt } from '../../../src/kernel/resource/removeAt.ts';

it.each([
  [0, ['b', 'c']],
  [1, ['a', 'c']],
  [2, ['a', 'b']],
])('takes out the element at %i and keeps the order of the others', (at, left) => {
  const list = ['a', 'b', 'c'];
  removeAt(list, at);
  expect(list).toEqual(left);
});
