/** A cell, and the column of its first character, from 1. */
export interface CsvCell {
  readonly text: string;
  readonly column: number;
}

export interface CsvRow {
  /** Its first line, from 1. */
  readonly line: number;
  readonly cells: readonly CsvCell[];
}

/** Where a text is no CSV. */
export interface CsvProblem {
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

/**
 * Rows of comma-separated values (RFC 4180; line ends as they come, blank lines left out), each cell with its place.
 * Linear in the length of the text.
 */
export function parseCsv(text: string): readonly CsvRow[] | CsvProblem {
  const rows: CsvRow[] = [];
  let [at, line, lineStart] = [text.startsWith('\uFEFF') ? 1 : 0, 1, 0];
  while (at < text.length) {
    const first = line;
    const cells: CsvCell[] = [];
    for (;;) {
      const column = at - lineStart + 1;
      if (text[at] === '"') {
        const end = closingQuote(text, at + 1);
        if (end < 0) return { line, column, problem: 'a quote that is not closed' };
        const content = text.slice(at + 1, end);
        cells.push({ text: content.replaceAll('""', '"'), column });
        for (let feed = content.indexOf('\n'); feed >= 0; feed = content.indexOf('\n', feed + 1)) {
          line++;
          lineStart = at + 1 + feed + 1;
        }
        at = end + 1;
        if (at < text.length && !/[,\r\n]/.test(text[at]!))
          return { line, column: at - lineStart + 1, problem: 'a quote in the middle of a cell' };
      } else {
        const end = cellEnd(text, at);
        cells.push({ text: text.slice(at, end), column });
        at = end;
      }
      if (text[at] !== ',') break;
      at++;
    }
    if (cells.length > 1 || cells[0]!.text !== '') rows.push({ line: first, cells });
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    line++;
    lineStart = at;
  }
  return rows;
}

/** Where a quoted cell ends; -1: it does not. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}

function cellEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}
