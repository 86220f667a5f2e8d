import { expect, it } from 'vitest';
import type { Answer } from '../../../../src/model/protocol/dundi.ts';
import { RandomStream } from '../../../../src/kernel/random/randomStream.ts';
import {
  ABSENT,
  answersOf,
  entriesIn,
  newSlot,
  put,
  takeAway,
  timeoutOf,
  type Entry,
} from '../../../../src/model/server/dundi/cacheEntries.ts';

/** Told apart by what it is good for. */
function answer(expiration: number): Answer {
  return {
    tech: 'IAX2',
    destination: '',
    exists: true,
    canMatch: false,
    matchMore: false,
    weight: 0,
    eid: 1,
    expiration,
  };
}

it('a slot holds what a plain map of its entries holds', () => {
  const stream = new RandomStream('slots');
  const slot = newSlot(0, -1, 10, [answer(10)]);
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
      put(slot, by, key, turn, [answer(turn)]);
      plain.set(`${by} ${key}`, turn);
    }
    const held = new Map(entriesIn(slot).map((entry) => [`${entry.by} ${entry.key}`, entry.timeout]));
    expect(held).toEqual(plain);
    for (const [name, timeout] of plain) {
      const [kind, text] = name.split(' ');
      const place = [slot, kind as Entry['by'], Number(text)] as const;
      expect([timeoutOf(...place), answersOf(...place)[0]?.expiration]).toEqual([timeout, timeout]);
    }
  }
});
