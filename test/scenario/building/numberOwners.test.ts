import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainNumber } from '../../../src/text/plainNumber.ts';
import { NumberOwners } from '../../../src/scenario/building/numberOwners.ts';

/** Ranges, numbers in any order, and numbers that are no plain ones. */
const numbers = fc.array(
  fc.oneof(
    fc.tuple(fc.nat({ max: 2000 }), fc.nat({ max: 40 })).map(([first, more]) => range(first, more + 1)),
    fc.nat({ max: 2000 }).map((number) => [String(number)]),
    fc.constantFrom(['0100', '0101'], ['alice'], ['12345678901'], ['']),
  ),
  { minLength: 20, maxLength: 60 },
);

function range(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(first + i));
}

it('knows the row of each number, as a map of them does', () => {
  fc.assert(
    fc.property(numbers, fc.nat({ max: 3 }), (parts, gap) => {
      const owners = new NumberOwners();
      const map = new Map<string, number>();
      let row = 0;
      for (const part of parts) {
        // A range of which none is known may be added at once.
        const first = part.length > 1 ? plainNumber(part[0]!) : undefined;
        if (first !== undefined && owners.addRange({ first, length: part.length }, row)) {
          expect(part.some((number) => map.has(number))).toBe(false);
          for (const number of part) map.set(number, row++);
        }
        for (const number of part) {
          expect(owners.get(number)).toBe(map.get(number));
          if (map.has(number)) continue;
          owners.add(number, row);
          map.set(number, row++);
        }
        row += gap; // Rows of a group that shares its numbers.
      }
      for (const [number, of] of map) expect(owners.get(number)).toBe(of);
      expect(owners.get('99999')).toBeUndefined();
    }),
  );
});
