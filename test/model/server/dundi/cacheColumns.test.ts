import { expect, it } from 'vitest';
import type { Answer } from '../../../../src/model/protocol/dundi.ts';
import { RandomStream } from '../../../../src/kernel/random/randomStream.ts';
import {
  ABSENT,
  answersAt,
  columnsOf,
  newColumn,
  newShelf,
  NO_COLUMNS,
  put,
  putInto,
  takeAway,
  timeoutAt,
} from '../../../../src/model/server/dundi/cacheColumns.ts';
import { entriesAt, entriesOn } from '../../../../src/model/server/dundi/cacheEntries.ts';

/** Known by what it is good for. */
function answer(expiration: number, exists = true): Answer {
  return { tech: 'IAX2', destination: '', exists, canMatch: false, matchMore: false, weight: 0, eid: 1, expiration };
}

it.each([
  ['in one second', 1],
  ['in a few', 40],
  ['at different times', 1e9],
])('a column holds what a plain map of its entries holds: they end %s', (_, life) => {
  const stream = new RandomStream('columns');
  const column = newColumn(7, 2);
  const plain = new Map<number, { timeout: number; answers: readonly Answer[] }>();
  for (let turn = 0; turn < 300; turn++) {
    const place = stream.integer(65);
    const timeout = life === 1 ? 1 : Math.floor(turn / life) + (life === 1e9 ? turn : 0);
    if (stream.integer(3) === 0) {
      takeAway(column, place);
      plain.delete(place);
    } else {
      const answers = stream.integer(2) === 0 ? [] : [answer(turn)];
      put(column, place, timeout, answers);
      plain.set(place, { timeout, answers });
    }
    for (let at = 0; at < 70; at++) {
      const there = plain.get(at) ?? { timeout: ABSENT, answers: [] };
      expect([timeoutAt(column, at), answersAt(column, at)]).toEqual([there.timeout, there.answers]);
    }
  }
});

it('a lookup has the columns of its own avoid list, of none and of its root; none is named once', () => {
  const shelf = newShelf();
  const [own, none, root] = [newColumn(5, 0), newColumn(0, 0), newColumn(9, 0)];
  shelf.avoid = [own, none];
  shelf.root = [root, newColumn(5, 0)];
  expect(columnsOf(shelf, { avoidSum: 5, root: 9 })).toEqual({ avoid: own, none, root });
  expect(columnsOf(shelf, { avoidSum: 0, root: 8 })).toEqual({ avoid: none, none: undefined, root: undefined });
  expect(columnsOf(undefined, { avoidSum: 0, root: 8 })).toBe(NO_COLUMNS);
});

it('a reply goes into both columns of its lookup, one that is for every avoid list into that of none', () => {
  const columns = { avoid: newColumn(5, 1), none: newColumn(0, 1), root: newColumn(9, 1) };
  const timeouts = (): number[] => [columns.avoid, columns.none, columns.root].map((column) => timeoutAt(column, 0));
  expect(putInto(columns, { avoidSum: 5, root: 9 }, 0, false, 10, [])).toBe(true);
  expect(timeouts()).toEqual([10, ABSENT, 10]);
  expect(putInto(columns, { avoidSum: 5, root: 9 }, 0, true, 20, [])).toBe(true);
  expect(timeouts()).toEqual([10, 20, 20]);
  const incomplete = { ...columns, none: undefined };
  expect(putInto(incomplete, { avoidSum: 5, root: 9 }, 0, true, 30, [])).toBe(false);
  expect(timeouts()).toEqual([10, 20, 20]);
});

it('the entries of a shelf are those of all its columns, one for each peer, in the order of the peers given', () => {
  const shelf = newShelf();
  shelf.avoid = [newColumn(5, 2), newColumn(0, 2)];
  shelf.root = [newColumn(9, 2)];
  put(shelf.avoid[0]!, 1, 10, []);
  put(shelf.avoid[1]!, 0, 30, [answer(1, false)]);
  put(shelf.root[0]!, 1, 20, [answer(2)]);
  expect(entriesAt(shelf, 1)).toEqual([
    { by: 'avoid', key: 5, timeout: 10, answers: [] },
    { by: 'root', key: 9, timeout: 20, answers: [answer(2)] },
  ]);
  const peers = [
    { peer: 40, place: 1 },
    { peer: 50, place: 0 },
    { peer: 60, place: 2 },
  ];
  expect(entriesOn(shelf, peers, '1002', true)).toEqual([
    { peer: 40, key: '1002', isHint: true, found: true, timeout: 20 },
    { peer: 50, key: '1002', isHint: true, found: false, timeout: 30 },
  ]);
  expect(entriesOn(undefined, peers, '1002', true)).toEqual([]);
});
