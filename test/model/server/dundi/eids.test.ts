import { describe, expect, it } from 'vitest';
import { Eids, eidsOf } from '../../../../src/model/server/dundi/eids.ts';
import { slotName } from '../../../../src/model/server/dundi/cacheSlots.ts';
import { Spellings } from '../../../../src/model/server/dundi/spellings.ts';

const ONE = '01:02:03:04:05:06';
const OTHER = 'ff:00:10:ab:cd:ef';
// zlib.crc32 of the six bytes.
const SUM_OF_ONE = 2_180_413_220;
const SUM_OF_OTHER = 2_664_675_739;

describe('entity identifiers', () => {
  it('are numbers from 0 in the order in which they come, and each keeps its own', () => {
    const eids = new Eids();
    expect([ONE, OTHER, ONE].map((text) => eids.intern(text))).toEqual([0, 1, 0]);
    expect([eids.text(0), eids.text(1)]).toEqual([ONE, OTHER]);
  });

  it('of a cluster: its servers first, then their peers', () => {
    const server = (entityId: string, peers: readonly string[]): object => ({
      dundi: { entityId, peers: peers.map((peer) => ({ entityId: peer })) },
    });
    const eids = eidsOf([server('00:01', ['00:02', '00:03']), server('00:02', ['00:04'])] as never);
    expect([0, 1, 2, 3].map((eid) => eids.text(eid))).toEqual(['00:01', '00:02', '00:03', '00:04']);
  });

  it('of an avoid list have the checksum of all but the last, the root, in any order (avoid_crc32)', () => {
    const eids = new Eids();
    const [one, other, root] = [ONE!, OTHER!, '00:00:00:00:00:01'].map((text) => eids.intern(text));
    const sumOf = (...list: readonly (number | undefined)[]): number =>
      eids.avoidSum(eids.list(list.map((eid) => eid!)));
    expect(sumOf()).toBe(0);
    expect(sumOf(root)).toBe(0);
    expect(sumOf(one, root)).toBe(SUM_OF_ONE);
    expect(sumOf(other, root)).toBe(SUM_OF_OTHER);
    expect(sumOf(one, other, root)).toBe((SUM_OF_ONE ^ SUM_OF_OTHER) >>> 0);
    expect(sumOf(other, one, root)).toBe(sumOf(one, other, root));
    const all = eids.list([other!, one!, root!]);
    expect([0, 1, 2].map((place) => eids.avoidSum(eids.without(all, place)))).toEqual([
      SUM_OF_ONE,
      SUM_OF_OTHER,
      SUM_OF_OTHER,
    ]);
  });
});

it('a number in a context is spelt once, with all its beginnings', () => {
  const spellings = new Spellings();
  const it = spellings.of('1002', 'priv');
  expect(it).toMatchObject({ number: '1002', context: 'priv', isDigits: true, prefixes: ['1', '10', '100', '1002'] });
  expect([it.slot, ...it.hintSlots].map((slot) => slotName(slot))).toEqual([
    '1002/priv',
    '1/priv',
    '10/priv',
    '100/priv',
    '1002/priv',
  ]);
  expect(spellings.of('1002', 'priv')).toBe(it);
  expect(spellings.of('1003', 'priv').hintSlots[2]).toBe(it.hintSlots[2]);
  expect(spellings.hintSlot('100', 'priv')).toBe(it.hintSlots[2]);
  expect(slotName(spellings.of('1002', 'other').slot)).toBe('1002/other');
  expect(['', '10*2', '1o', '0'].map((number) => spellings.of(number, 'priv').isDigits)).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect(spellings.of('1003', 'priv').number).toBe('1003');
});
