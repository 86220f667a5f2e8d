/** A value of a row; nothing is an empty cell. */
export type Cell = string | number | boolean | undefined;

/** Where rows go one by one: a file, a worker's message, an array. The first row is the names of the columns. */
export interface RowSink {
  row(cells: readonly Cell[]): void;
}

/** One line of CSV with its line feed (RFC 4180 but for the line end, which is LF as in every file that we write). */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(quoted).join(',')}\n`;
}

function quoted(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
