/** A column of a table of ours, described where its rows are made; results/README.md is generated from it. */
export interface Column {
  readonly name: string;
  /** `s`, `ms`, `number`, `0 or 1`, `0 to 1`, or what kind of text it holds. */
  readonly unit: string;
  readonly says: string;
}

export function column(name: string, unit: string, says: string): Column {
  return { name, unit, says };
}

export function namesOf(columns: readonly Column[]): readonly string[] {
  return columns.map(({ name }) => name);
}
