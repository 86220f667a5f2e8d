import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvBytes, lineText } from '../../../src/cli/files/csvBytes.ts';
import type { Decimals } from '../../../src/report/column.ts';
import type { Cell } from '../../../src/report/csvRows.ts';

/** What a file gets. */
function written(rows: readonly (readonly Cell[])[], decimals: Decimals): string {
  const blocks: Buffer[] = [];
  const bytes = new CsvBytes(decimals, (block) => blocks.push(Buffer.from(block)));
  for (const row of rows) bytes.row(row);
  bytes.flush();
  return Buffer.concat(blocks).toString('utf8');
}

function asText(rows: readonly (readonly Cell[])[], decimals: Decimals): string {
  return rows.map((row) => lineText(row, decimals)).join('');
}

describe('rows as bytes', () => {
  it('have moments and lengths with their decimals, and no figure lost', () => {
    const rows = [
      [1, 0, 'regpbx1', true, undefined, 1],
      [2, 12_345_678, 'regpbx2', false, undefined, 1500],
      [3_000_000_000, 7_200_000_001, '', true, 'x', 999],
    ];
    expect(written(rows, [0, 6, 0, 0, 0, 3])).toBe(
      '1,0.000000,regpbx1,1,,0.001\n2,12.345678,regpbx2,0,,1.500\n3000000000,7200.000001,,1,x,0.999\n',
    );
  });

  it('are the bytes of the plain text, whatever is in their cells', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '7', 'ß', '😀', ',', '"', '\n', '\r', '\u001b', '\u007f', '/'),
    });
    const number = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.integer(), fc.double());
    const address = fc.constantFrom('redis://user:secret@host', 'http://a', 'b:c@d', 'sip:1001@regpbx1');
    const cell = fc.oneof(number, text, address, fc.boolean(), fc.constant(undefined));
    const decimals = fc.constantFrom(0, 0, 3, 6);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1 })),
        fc.array(decimals, { minLength: 10, maxLength: 10 }),
        (rows, places) => {
          expect(written(rows, places)).toBe(asText(rows, places));
        },
      ),
    );
  });

  it('of microseconds are what toFixed gives, up to years', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 48 }), (micros) => {
        expect(written([[micros, micros]], [6, 3])).toBe(
          `${(micros / 1e6).toFixed(6)},${(micros / 1000).toFixed(3)}\n`,
        );
      }),
    );
  });

  it.each([[10], [4_000], [4_096], [5_000], [70_000]])(
    'go out in order when cells have %d characters and more',
    (length) => {
      const rows = Array.from({ length: 40 }, (_, i) => [i, 'x'.repeat(length + 37 * i), i % 3 === 0 ? 'ß' : 'y']);
      expect(written(rows, []) === asText(rows, [])).toBe(true);
    },
  );
});
