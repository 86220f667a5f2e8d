import { plainNumber } from '../text/plainNumber.ts';
import type { Phones, PhoneTemplate } from './config.ts';

/**
 * What is asked of all phones, without a record for each. An answer that depends on neither number nor address is the same
 * for all phones of a template, and 1,000,000 phones at 1,000 servers have 2,000 templates.
 */

/** Each once, in the order of the first phones that have it; of an array, each phone. */
export function templatesOf(phones: Phones): Iterable<PhoneTemplate> {
  return phones.columns?.templates ?? phones;
}

export function templateAt(phones: Phones, row: number): PhoneTemplate {
  const { columns } = phones;
  return columns === undefined ? phones.at(row)! : columns.templates[columns.templateOf[row]!]!;
}

/** In the order of the rows. */
export function eachTemplate(phones: Phones, visit: (template: PhoneTemplate, row: number) => void): void {
  for (let row = 0; row < phones.length; row++) visit(templateAt(phones, row), row);
}

/** Rows of the phones whose template is wanted, which is asked once for each. */
export function rowsOf(phones: Phones, isWanted: (template: PhoneTemplate) => boolean): number[] {
  const rows: number[] = [];
  const wanted = answersOf(phones, isWanted);
  for (let row = 0; row < phones.length; row++) if (wanted(row)) rows.push(row);
  return rows;
}

/** A number for each phone, that of its template. */
export function cellsOf<Cells extends Uint8Array | Int32Array>(
  phones: Phones,
  cells: Cells,
  of: (template: PhoneTemplate) => number,
): Cells {
  const answer = answersOf(phones, of);
  for (let row = 0; row < phones.length; row++) cells[row] = answer(row);
  return cells;
}

/** Where the number is a plain one, as that (text/plainNumber.ts); -1: it is none. */
export function plainNumberAt(phones: Phones, row: number): number {
  return phones.columns?.plainNumbers.at(row) ?? plainNumber(phones.at(row)!.number) ?? -1;
}

/** The number as a plain one, where it is one, else as text. */
export function numberAt(phones: Phones, row: number): number | string {
  const plain = phones.columns?.plainNumbers.at(row) ?? -1;
  return plain >= 0 ? plain : phones.at(row)!.number;
}

/** By row, asked once for each template. */
function answersOf<T>(phones: Phones, of: (template: PhoneTemplate) => T): (row: number) => T {
  const { columns } = phones;
  if (columns === undefined) return (row) => of(phones.at(row)!);
  const answers = columns.templates.map((template) => of(template));
  return (row) => answers[columns.templateOf[row]!]!;
}
