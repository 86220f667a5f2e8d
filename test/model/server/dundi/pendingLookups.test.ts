import { expect, it } from 'vitest';
import type { ServerId } from '../../../../src/model/ids.ts';
import { NO_ROOT } from '../../../../src/model/server/dundi/cacheColumns.ts';
import type { Lookup } from '../../../../src/model/server/dundi/lookup.ts';
import { PendingLookups } from '../../../../src/model/server/dundi/pendingLookups.ts';
import { Spellings } from '../../../../src/model/server/dundi/spellings.ts';

const HERE = 0 as ServerId;
const THERE = 1 as ServerId;
const spellings = new Spellings();

function lookup(number: string, root: number, avoidSum: number, server: ServerId = HERE): Lookup {
  const spelling = spellings.of(number, 'priv');
  return { request: { server }, spelling, root, avoidSum, registered: false } as unknown as Lookup;
}

it.each([
  ['another number', lookup('1003', 3, 9), 'first'],
  ['another root and another avoid list', lookup('1002', 4, 8), 'first'],
  ['the same avoid list of another root', lookup('1002', 4, 9), 'waits'],
  ['the same root, by another way', lookup('1002', 3, 8), 'duplicate'],
  ['on another server', lookup('1002', 3, 9, THERE), 'first'],
] as const)('beside a pending one: %s is %s', (_, one, kind) => {
  const pending = new PendingLookups(2);
  const first = lookup('1002', 3, 9);
  expect(pending.enter(first)).toEqual({ kind: 'first' });
  expect(pending.enter(one)).toEqual(kind === 'waits' ? { kind, behind: first } : { kind });
  expect([first.registered, one.registered]).toEqual([true, kind === 'first']);
});

it('two of our own are no duplicates: the second waits', () => {
  const pending = new PendingLookups(1);
  const first = lookup('1002', NO_ROOT, 0);
  pending.enter(first);
  expect(pending.enter(lookup('1002', NO_ROOT, 0))).toEqual({ kind: 'waits', behind: first });
});

it('one that has ended is waited for no longer; the others stay', () => {
  const pending = new PendingLookups(1);
  const [one, two] = [lookup('1002', 3, 9), lookup('1003', 3, 9)];
  const waiter = lookup('1002', 4, 9);
  for (const each of [one, two, waiter]) pending.enter(each);
  expect([pending.leave(one), pending.leave(waiter)]).toEqual([true, false]);
  expect(pending.of(HERE)).toEqual([two]);
});

it('a crash forgets those of its server', () => {
  const pending = new PendingLookups(2);
  const other = lookup('1002', 3, 9, THERE);
  pending.enter(lookup('1002', 3, 9));
  pending.enter(other);
  pending.crash(HERE);
  expect([pending.of(HERE), pending.of(THERE)]).toEqual([[], [other]]);
});
