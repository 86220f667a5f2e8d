import type { Column, Decimals } from './column.ts';

/** A value of a row; nothing is an empty cell, yes and no are 1 and 0. */
export type Cell = string | number | boolean | undefined;

/** Where rows go one by one: a file, an array. */
export interface RowSink {
  /** Before all rows. The first line is the names of the columns. */
  head(columns: readonly Column[]): void;
  row(cells: readonly Cell[]): void;
}

/** The cells as they are written: with the decimals of their columns. */
export function withDecimals(cells: readonly Cell[], decimals: Decimals): readonly Cell[] {
  return cells.map((cell, at) =>
    typeof cell === 'number' && (decimals[at] ?? 0) > 0 ? decimal(cell, decimals[at]!) : cell,
  );
}

/** A number of units of the last decimal: 1234 with 3 decimals is 1.234. */
export function decimal(value: number, decimals: number): string {
  return (value / Number(`1e${decimals}`)).toFixed(decimals);
}
