import { expect, it } from 'vitest';
import { RandomStream } from '../../../../src/kernel/random/randomStream.ts';
import type { Shelf } from '../../../../src/model/server/dundi/cacheColumns.ts';
import { addShelf, clearShelf, newSlot, shelfAt } from '../../../../src/model/server/dundi/cacheSlots.ts';

// The plain version: a map.
it('the shelves of a text are found by their servers, of few and of many, while some are taken away', () => {
  const random = new RandomStream('shelves');
  const slot = newSlot('1001', 'priv');
  const plain = new Map<number, Shelf>();
  for (let i = 0; i < 2000; i++) {
    const server = random.integer(200);
    if (!plain.has(server) && random.next() < 0.7) plain.set(server, addShelf(slot, server));
    else if (random.next() < 0.3) {
      clearShelf(slot, server);
      plain.delete(server);
    }
    expect(shelfAt(slot, server)).toBe(plain.get(server));
  }
  expect(plain.size).toBeGreaterThan(64);
  for (let server = 0; server < 200; server++) expect(shelfAt(slot, server)).toBe(plain.get(server));
});
