import { stringify } from 'csv-stringify/sync';
import type { Cell } from '../report/csv.ts';

/** Lines of CSV, each with its line feed (RFC 4180 but for the line end, which is LF as in every file that we write). */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return stringify(rows as Cell[][], { cast: { boolean: (value) => (value ? '1' : '0') } });
}
