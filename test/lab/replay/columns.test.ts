import { expect, it } from 'vitest';
import { Columns, countUpTo, lengthOf } from '../../../src/lab/replay/columns.ts';

const SHAPE = { at: 'f64', what: 'u8' } as const;

it('columns grow, are taken and appended', () => {
  const table = new Columns(SHAPE);
  for (let i = 0; i < 200; i++) table.push({ at: i / 2, what: i });
  const taken = table.take();
  expect([lengthOf(taken), taken.at[199], taken.what[199], table.length]).toEqual([200, 99.5, 199, 0]);
  const other = new Columns(SHAPE);
  other.push({ at: -1, what: 7 });
  other.append(taken);
  expect([other.length, other.columns.at[0], other.columns.at[200]]).toEqual([201, -1, 99.5]);
});

it('countUpTo counts what is not above a value', () => {
  const times = [0, 1, 1, 3];
  expect([-1, 0, 1, 2, 3, 9].map((value) => countUpTo(times, times.length, value))).toEqual([0, 1, 3, 3, 4, 4]);
  expect(countUpTo(times, 2, 9)).toBe(2);
});
