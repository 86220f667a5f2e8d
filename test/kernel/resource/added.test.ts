import { expect, it } from 'vitest';
import { added } from '../../../src/kernel/resource/added.ts';

it('leaves a shared empty list as it is, and adds to any other', () => {
  const nothing: readonly number[] = [];
  const one = added(nothing, 1);
  expect([nothing, one]).toEqual([[], [1]]);
  expect(added(one, 2)).toBe(one);
  expect(added(one, 3)).toEqual([1, 2, 3]);
});
