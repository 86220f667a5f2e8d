import { expect, it } from 'vitest';
import { NumberRows } from '../../../src/kernel/resource/numberRows.ts';

it('a new row has its columns’ first values, and keeps its own while the table grows', () => {
  const rows = new NumberRows();
  const [a, b] = [rows.integerColumn(0), rows.column(-1)];
  for (let i = 0; i < 100; i++) {
    expect(rows.add()).toBe(i);
    expect([a.get(i), b.get(i)]).toEqual([0, -1]);
    a.set(i, 10 * i);
    b.set(i, 0.5 * i);
  }
  expect(rows.length).toBe(100);
  for (let i = 0; i < 100; i++) expect([a.get(i), b.get(i)]).toEqual([10 * i, 0.5 * i]);
});

it('columns of both kinds, declared in any order, keep their own cells; two integers take the room of a double', () => {
  const rows = new NumberRows();
  const columns = [
    rows.integerColumn(1),
    rows.column(0.5),
    rows.integerColumn(-2),
    rows.integerColumn(3),
    rows.column(-0.25),
    rows.integerColumn(4),
    rows.integerColumn(5),
  ];
  const values = (row: number): number[] => columns.map((column) => column.get(row));
  const [first, second] = [rows.add(), rows.add()];
  expect([values(first), values(second), rows.doublesEach]).toEqual([
    [1, 0.5, -2, 3, -0.25, 4, 5],
    [1, 0.5, -2, 3, -0.25, 4, 5],
    5,
  ]);
  for (const [place, column] of columns.entries()) column.set(first, 100 + place);
  expect([values(first), values(second)]).toEqual([
    [100, 101, 102, 103, 104, 105, 106],
    [1, 0.5, -2, 3, -0.25, 4, 5],
  ]);
});

it('counting returns what the cell was', () => {
  const rows = new NumberRows();
  const sends = rows.integerColumn(3);
  const row = rows.add();
  expect([sends.count(row), sends.count(row, -2), sends.get(row)]).toEqual([3, 4, 2]);
});

it('room made before is not given back, and changes no value', () => {
  const rows = new NumberRows();
  const column = rows.column(7);
  rows.reserve(1000);
  const { doubles } = rows;
  for (let i = 0; i < 1000; i++) rows.add();
  expect(rows.doubles).toBe(doubles);
  expect([column.get(0), column.get(999)]).toEqual([7, 7]);
});

it('a cell of whole numbers takes no other number', () => {
  const rows = new NumberRows();
  const column = rows.integerColumn(0);
  const row = rows.add();
  column.set(row, -(2 ** 31));
  expect(column.get(row)).toBe(-(2 ** 31));
  expect(() => column.set(row, 2 ** 31)).toThrow('no whole number of 32 bits');
  expect(() => column.set(row, 0.5)).toThrow('no whole number of 32 bits');
});
