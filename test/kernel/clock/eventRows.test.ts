import { describe, expect, it } from 'vitest';
import { BrokenAssertion } from '../../../src/kernel/assert.ts';
import { EventRows, NOT_SCHEDULED, slotOf } from '../../../src/kernel/clock/eventRows.ts';

describe('event rows', () => {
  it('keep type and numbers of a pending event, and know its handle until it runs', () => {
    const rows = new EventRows();
    const slot = rows.take(7, -8, 9);
    const handle = rows.handleOf(slot);
    expect([rows.type(slot), rows.a(slot), rows.b(slot)]).toEqual([7, -8, 9]);
    expect(rows.isPending(handle)).toBe(true);
    expect(rows.isPending(NOT_SCHEDULED)).toBe(false);
    rows.release(slot);
    expect(rows.isPending(handle)).toBe(false);
  });

  it('use a slot again after its event ran or its cancelled entry came back, with another handle', () => {
    const rows = new EventRows();
    const first = rows.take(1, 0, 0);
    const handle = rows.handleOf(first);
    rows.release(first);
    const second = rows.take(1, 0, 0);
    expect(second).toBe(first);
    expect(rows.handleOf(second)).not.toBe(handle);
    rows.cancel(rows.handleOf(second));
    expect(rows.take(1, 0, 0)).not.toBe(second); // The queue still holds the entry.
    rows.discard(second);
    expect(rows.take(1, 0, 0)).toBe(second);
  });

  it('count the cancelled, and refuse a slot that comes back twice or was not cancelled', () => {
    const rows = new EventRows();
    const slots = [rows.take(1, 0, 0), rows.take(2, 0, 0), rows.take(3, 0, 0)] as const;
    rows.cancel(rows.handleOf(slots[0]));
    rows.cancel(rows.handleOf(slots[2]));
    expect(rows.cancelled).toBe(2);
    expect(slots.map((slot) => rows.isCancelled(slot))).toEqual([true, false, true]);
    expect(rows.countCancelled(Int32Array.of(...slots), 0, 3)).toBe(2);
    expect(rows.countCancelled(Int32Array.of(...slots), 1, 3)).toBe(1);
    rows.discard(slots[0]);
    expect(rows.cancelled).toBe(1);
    expect(() => rows.discard(slots[0])).toThrow(BrokenAssertion);
    expect(() => rows.discard(slots[1])).toThrow(BrokenAssertion);
    expect(rows.cancelled).toBe(1);
  });

  it('know events by handles beyond 32 bits', () => {
    const rows = new EventRows();
    rows.take(0, 0, 0);
    const slot = rows.take(1, 0, 0);
    for (let i = 0; i < 200; i++) {
      rows.release(slot);
      expect(rows.take(1, 0, 0)).toBe(slot);
    }
    const [now, before] = [rows.handleOf(slot), rows.handleOf(slot) - 2 ** 25];
    expect(now).toBeGreaterThan(2 ** 32);
    expect([slotOf(now), rows.isPending(now), rows.isPending(before)]).toEqual([slot, true, false]);
    rows.cancel(now);
    expect([rows.isPending(now), rows.isCancelled(slot), rows.isCancelled(0)]).toEqual([false, true, false]);
  });

  it('hold more than their first memory', () => {
    const rows = new EventRows();
    for (let i = 0; i < 1000; i++) rows.take(i, 2 * i, 3 * i);
    for (let i = 0; i < 1000; i++) expect([rows.type(i), rows.a(i), rows.b(i)]).toEqual([i, 2 * i, 3 * i]);
  });
});
