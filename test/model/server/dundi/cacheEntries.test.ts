import { expect, it } from 'vitest';
import { RandomStream } from '../../../../src/kernel/random/randomStream.ts';
import {
  ABSENT,
  entriesIn,
  newSlot,
  put,
  takeAway,
  timeoutOf,
  type Entry,
} from '../../../../src/model/server/dundi/cacheEntries.ts';

it('a slot holds what a plain map of its entries holds', () => {
  const stream = new RandomStream('slots');
  const slot = newSlot(0, -1, 10, []);
  const plain = new Map<string, number>([
    ['avoid 0', 10],
    ['root -1', 10],
  ]);
  for (let turn = 0; turn < 300; turn++) {
    const by: Entry['by'] = stream.integer(2) === 0 ? 'avoid' : 'root';
    const key = stream.integer(4) - 1;
    if (timeoutOf(slot, by, key) !== ABSENT && stream.integer(3) > 0) {
      takeAway(slot, by, key);
      plain.delete(`${by} ${key}`);
    } else {
      put(slot, by, key, turn, []);
      plain.set(`${by} ${key}`, turn);
    }
    const held = new Map(entriesIn(slot).map((entry) => [`${entry.by} ${entry.key}`, entry.timeout]));
    expect(held).toEqual(plain);
    for (const [name, timeout] of plain) {
      const [kind, text] = name.split(' ');
      expect(timeoutOf(slot, kind as Entry['by'], Number(text))).toBe(timeout);
    }
  }
});
