import { stringify } from 'csv-stringify/sync';
import type { Cell } from '../../report/csvRows.ts';

/**
 * Lines of CSV, each with its line feed (RFC 4180 but for the line end, which is LF as in every file that we write).
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return stringify(rows as Cell[][], { cast: { boolean: (value) => (value ? '1' : '0') } });
}

/** Rows by the names of the first one, of a CSV that we wrote (or a spreadsheet did: CR LF and quotes as it likes). */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [head, ...rows] = recordsOf(text.replace(/^\uFEFF/, ''));
  return rows.map((row) => Object.fromEntries(head!.map((name, i) => [name, row[i] ?? ''])));
}

function recordsOf(text: string): string[][] {
  const records: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  for (let record: string[] = []; cell.lastIndex < text.length;) {
    const found = cell.exec(text);
    if (found === null) break; // A quote in the middle of a cell: no CSV from here on.
    record.push(found[1]?.replaceAll('""', '"') ?? found[2]!);
    if (found[3] === ',') {
      if (cell.lastIndex === text.length) record.push('');
      else continue;
    }
    records.push(record);
    record = [];
  }
  return records;
}
