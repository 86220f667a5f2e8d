import { parseCsv } from '../../text/csvTable.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { Remark } from '../../text/mistake.ts';

/** Phones of a shared SIP table, as `mysql --batch` or an export writes them with a head. */
export function readSipTable(
  file: string,
  text: string,
): { readonly names: readonly string[]; readonly mistakes: readonly Remark[] } {
  const mistake = (line: number, column: number, what: string) => ({
    names: [],
    mistakes: [{ severity: 'mistake' as const, place: { file, line, column }, text: what }],
  });
  // `mysql --batch` separates columns by tabs.
  const isTabbed = !text.slice(0, text.indexOf('\n') + 1).includes(',') && text.includes('\t');
  const rows = parseCsv(isTabbed ? text.replaceAll('\t', ',') : text);
  if ('problem' in rows) return mistake(rows.line, rows.column, rows.problem);
  const [head, ...body] = rows;
  if (head === undefined) return mistake(0, 0, 'there is no row in it');
  const columns = head.cells.map((cell) => cell.text.trim().toLowerCase());
  const at = columns.indexOf('name');
  if (at < 0) return mistake(head.line, 1, `the first line has no column "name"${didYouMean('name', columns)}`);
  const bad = body.find(({ cells }) => !/^[0-9A-Za-z*#+_-]{1,79}$/.test(cells[at]?.text ?? ''));
  if (bad !== undefined)
    return mistake(bad.line, bad.cells[at]?.column ?? 1, `"${bad.cells[at]?.text ?? ''}" is no name of a phone`);
  return { names: [...new Set(body.map(({ cells }) => cells[at]!.text))], mistakes: [] };
}
