import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BrokenAssertion } from '../../../src/kernel/assert.ts';
import { Ring } from '../../../src/kernel/resource/ring.ts';

it('a ring behaves like an array of rows', () => {
  const step = fc.record({
    do: fc.constantFrom('push', 'push', 'shift', 'remove', 'swap'),
    at: fc.nat(),
    other: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const ring = new Ring(2);
      const rows: number[][] = [];
      steps.forEach(({ do: what, at, other }, i) => {
        if (what === 'push') {
          const row = ring.push();
          ring.cells.set([i, -i], row);
          rows.push([i, -i]);
        } else if (rows.length > 0) {
          const index = at % rows.length;
          const otherIndex = other % rows.length;
          if (what === 'shift') {
            const row = ring.shift();
            expect([...ring.cells.subarray(row, row + 2)]).toEqual(rows.shift());
          } else if (what === 'remove') {
            ring.remove(index);
            rows.splice(index, 1);
          } else {
            ring.swap(index, otherIndex);
            [rows[index], rows[otherIndex]] = [rows[otherIndex]!, rows[index]!];
          }
        }
        expect(ring.length).toBe(rows.length);
        rows.forEach((row, index) => expect([...ring.cells.subarray(ring.at(index), ring.at(index) + 2)]).toEqual(row));
      });
    }),
  );
});

it('a ring refuses to take out what it does not have', () => {
  const ring = new Ring(1);
  expect(() => ring.shift()).toThrow(BrokenAssertion);
  ring.push();
  for (const index of [-1, 1, NaN]) expect(() => ring.remove(index)).toThrow(BrokenAssertion);
  ring.remove(0);
  expect(ring.length).toBe(0);
});
