import { expect, it } from 'vitest';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';
import type { HostId } from '../../../src/model/ids.ts';
import { UnderWay } from '../../../src/model/network/underWay.ts';

it('each message is found by the slot of its event, in whichever order they arrive', () => {
  const underWay = new UnderWay();
  const slots = [7, 200_000, 0, 3000];
  for (const slot of slots) underWay.add(slot, (slot + 1) as HostId, { slot }, undefined);
  for (const slot of [3000, 7, 0, 200_000]) {
    const row = underWay.arrive(slot);
    expect([underWay.takeFields(row), underWay.sender(row)]).toEqual([{ slot }, slot + 1]);
    expect(underWay.takeFields(row)).toBeUndefined();
  }
});

it('a handler that sends again takes a free row, and the slot of its own event', () => {
  const underWay = new UnderWay();
  underWay.add(1, 10 as HostId, 'first', undefined);
  underWay.add(2, 20 as HostId, 'second', undefined);
  const row = underWay.arrive(1);
  expect([underWay.takeFields(row), underWay.sender(row)]).toEqual(['first', 10]);
  underWay.add(1, 30 as HostId, 'third', undefined);
  const [second, third] = [underWay.arrive(2), underWay.arrive(1)];
  expect([underWay.takeFields(second), underWay.sender(second)]).toEqual(['second', 20]);
  expect([underWay.takeFields(third), underWay.sender(third)]).toEqual(['third', 30]);
});

it('finds each of thousands that come and go, with slots near and far apart', () => {
  const random = new RandomStream('slots');
  const underWay = new UnderWay();
  const plain = new Map<number, number>();
  for (let step = 0; step < 30_000; step++) {
    const slot = random.integer(50) * 4096 + random.integer(200);
    const sent = plain.get(slot);
    if (sent === undefined) {
      underWay.add(slot, 1 as HostId, step, undefined);
      plain.set(slot, step);
    } else if (random.next() < 0.9) {
      expect(underWay.takeFields(underWay.arrive(slot))).toBe(sent);
      plain.delete(slot);
    }
  }
  expect(plain.size).toBeGreaterThan(2000);
  for (const [slot, sent] of plain) expect(underWay.takeFields(underWay.arrive(slot))).toBe(sent);
});

it('an event that is no message is broken', () => {
  const underWay = new UnderWay();
  underWay.add(64, 1 as HostId, 'sent', undefined);
  expect(() => underWay.arrive(128)).toThrow('no message is on its way with the event of slot 128');
});
