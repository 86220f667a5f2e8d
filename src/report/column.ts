/** A column of a table of ours, described where its rows are made; results/README.md is generated from it. */
export interface Column {
  readonly name: string;
  /** `s`, `ms`, `number`, `0 or 1`, `0 to 1`, or what kind of text it holds. */
  readonly unit: string;
  readonly says: string;
  /** Of a column whose numbers are whole, in units of the last decimal (`Decimals`). */
  readonly decimals?: number;
}

export function column(name: string, unit: string, says: string, decimals = 0): Column {
  return decimals === 0 ? { name, unit, says } : { name, unit, says, decimals };
}

export function namesOf(columns: readonly Column[]): readonly string[] {
  return columns.map(({ name }) => name);
}

/**
 * Decimals of each column that has some: its numbers are whole, in units of the last decimal. 1,234,567 µs in a column
 * of seconds with 6 decimals is 1.234567.
 */
export type Decimals = readonly number[];

export function decimalsOf(columns: readonly Column[]): Decimals {
  return columns.map(({ decimals }) => decimals ?? 0);
}
