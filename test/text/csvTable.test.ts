import { describe, expect, it } from 'vitest';
import { parseCsv, type CsvRow } from '../../src/text/csvTable.ts';

const texts = (text: string): string[][] =>
  (parseCsv(text) as CsvRow[]).map(({ cells }) => cells.map((cell) => cell.text));
const places = (text: string): unknown =>
  (parseCsv(text) as CsvRow[]).map(({ line, cells }) => [line, ...cells.map(({ column }) => column)]);

describe('CSV', () => {
  it('has cells, quoted or not, empty ones too, and any line end', () => {
    expect(texts('a,b,\r\n"c, d","e ""f""",g\n\n,\nlast')).toEqual([
      ['a', 'b', ''],
      ['c, d', 'e "f"', 'g'],
      ['', ''],
      ['last'],
    ]);
    expect(texts('\uFEFFa\n')).toEqual([['a']]);
    expect(texts('')).toEqual([]);
  });

  it('knows the place of each cell, behind a cell of several lines too', () => {
    expect(places('a,bb,c\n\n"x\ny",z\n1,2')).toEqual([
      [1, 1, 3, 6],
      [3, 1, 4],
      [5, 1, 3],
    ]);
  });

  it('says where a quote is wrong', () => {
    expect(parseCsv('a,"b\nc')).toEqual({ line: 1, column: 3, problem: 'a quote that is not closed' });
    expect(parseCsv('a\nb,"c"d')).toEqual({ line: 2, column: 6, problem: 'a quote in the middle of a cell' });
  });

  it('takes time in proportion to its length', () => {
    const rows = parseCsv('"a""b",c\n'.repeat(200_000)) as CsvRow[];
    expect(rows).toHaveLength(200_000);
  });
});
