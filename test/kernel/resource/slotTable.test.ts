import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlotTable } from '../../../src/kernel/resource/slotTable.ts';

describe('rows in flight', () => {
  it('are numbered from 1, and a number is never used again', () => {
    const table = new SlotTable<string>();
    expect(table.open('a')).toBe(1);
    table.close(1);
    expect(table.open('b')).toBe(2);
    expect(table.get(1)).toBeUndefined();
    expect(table.get(2)).toBe('b');
    expect(table.get(0)).toBeUndefined();
    expect(table.get(18)).toBeUndefined();
    table.close(0);
    table.close(1);
    expect(table.size).toBe(1);
  });

  it('may stay while many others come and go', () => {
    const table = new SlotTable<number>();
    const stays = table.open(-1);
    for (let i = 0; i < 10_000; i++) table.close(table.open(i));
    expect(table.get(stays)).toBe(-1);
    expect(table.size).toBe(1);
  });

  it('may be closed and opened while they are visited', () => {
    const table = new SlotTable<number>();
    for (let i = 1; i <= 40; i++) table.open(i);
    const visited: number[] = [];
    table.each((row, id) => {
      visited.push(row);
      expect(row).toBe(id);
      table.close(id);
      if (id % 2 === 0) table.close(id + 1);
      table.open(-1);
    });
    expect(visited).toEqual([1, ...Array.from({ length: 20 }, (_, i) => 2 * i + 2)]);
  });

  it('behave like a map', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(0), fc.nat(200)), { maxLength: 400 }), (steps) => {
        const table = new SlotTable<string>();
        const map = new Map<number, string>();
        steps.forEach((step, i) => {
          if (step === 0) map.set(table.open(`row ${i}`), `row ${i}`);
          else {
            table.close(step);
            map.delete(step);
          }
          expect(table.get(step)).toBe(map.get(step));
        });
        const seen: [number, string][] = [];
        table.each((row, id) => seen.push([id, row]));
        expect(seen).toEqual([...map]);
        expect(table.size).toBe(map.size);
      }),
    );
  });
});
