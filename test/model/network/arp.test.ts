import { expect, it } from 'vitest';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import { SECOND } from '../../../src/kernel/units.ts';
import type { HostId } from '../../../src/model/ids.ts';
import { ArpCaches } from '../../../src/model/network/arp.ts';

const host = (n: number): HostId => n as HostId;
const age = { kind: 'constant', value: 40 * SECOND } as const;

function moved(loss: number, gratuitous = 3) {
  const sim = new Simulation({ seed: 'arp' });
  const arp = new ArpCaches(sim);
  expect(arp.isQuiet).toBe(true);
  sim.run(20 * SECOND);
  arp.moved(host(1), [host(2), host(3)], { gratuitous, loss, age }, 10 * SECOND);
  return { sim, arp };
}

it('a gratuitous ARP that arrives corrects a neighbour at once', () => {
  const { arp } = moved(0);
  expect([arp.misses(host(2), host(1)), arp.misses(host(3), host(1))]).toEqual([false, false]);
});

it.each([
  ['are lost', 1, 3],
  ['are not sent', 0, 0],
])('when they %s, the entry ages since the old machine was last heard', (_, loss, gratuitous) => {
  const { sim, arp } = moved(loss, gratuitous);
  expect(arp.misses(host(2), host(1))).toBe(true);
  expect(arp.misses(host(1), host(2))).toBe(false);
  sim.run(50 * SECOND - 1);
  expect(arp.misses(host(2), host(1))).toBe(true);
  sim.run(50 * SECOND);
  expect(arp.misses(host(2), host(1))).toBe(false);
});

it('a packet from the new machine corrects its receiver, and no other', () => {
  const { arp } = moved(1);
  arp.heard(host(1), host(2));
  expect([arp.misses(host(2), host(1)), arp.misses(host(3), host(1))]).toEqual([false, true]);
});
