/** A value of a row; nothing is an empty cell, yes and no are 1 and 0. */
export type Cell = string | number | boolean | undefined;

/** Where rows go one by one: a file, a worker's message, an array. The first row is the names of the columns. */
export interface RowSink {
  row(cells: readonly Cell[]): void;
}
