import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';
import { WakingLocks } from '../../../src/kernel/resource/wakingLock.ts';

/** A lock whose waiters take 50 µs to run again, and customers 1, 2, … who write down when they get it. */
function setUp() {
  const sim = new Simulation({ seed: 'waking lock' });
  const lock = new WakingLocks(sim, 'lock', () => 50).make('one');
  const got: string[] = [];
  const granted = sim.on('customer.granted', (customer) => got.push(`${customer} at ${sim.now}`));
  const release = sim.on('customer.releases', () => lock.release());
  const ask = sim.on('customer.asks', (customer) => {
    if (lock.acquire(granted, customer, 0)) got.push(`${customer} at ${sim.now}`);
  });
  return { sim, lock, got, granted, release, ask };
}

describe('a lock that wakes', () => {
  it('is free until the woken waiter runs', () => {
    const { sim, lock, got, release, ask } = setUp();
    for (const customer of [1, 2]) sim.at(0, ask, customer, 0);
    sim.at(1000, release, 0, 0);
    sim.run(1049);
    expect(lock.held).toBe(false);
    sim.run(1050);
    expect(got).toEqual(['1 at 0', '2 at 1050']);
  });

  it('goes to whoever asks meanwhile, and the woken one waits again, behind all others', () => {
    const { sim, got, release, ask } = setUp();
    for (const customer of [1, 2, 3]) sim.at(0, ask, customer, 0);
    sim.at(1000, release, 0, 0);
    sim.at(1020, ask, 1, 0); // Within the wake-up of 2.
    sim.at(2000, release, 0, 0);
    sim.at(3000, release, 0, 0);
    sim.run(4000);
    expect(got).toEqual(['1 at 0', '1 at 1020', '3 at 2050', '2 at 3050']);
  });

  it('wakes somebody after each release as long as anybody waits', () => {
    const { sim, lock, got, release, ask } = setUp();
    for (let customer = 1; customer <= 20; customer++) sim.at(0, ask, customer, 0);
    for (let i = 0; i < 19; i++) sim.at(1000 * (i + 1), release, 0, 0);
    sim.run(20_000);
    expect(got).toHaveLength(20);
    expect(lock.waiting).toBe(0);
  });

  it('passes the wake-up of one who has given up to the next', () => {
    const { sim, lock, got, granted, release, ask } = setUp();
    for (const customer of [1, 2, 3]) sim.at(0, ask, customer, 0);
    sim.at(1000, release, 0, 0);
    sim.run(1010);
    expect(lock.forget(granted, 2, 0)).toBe(true);
    sim.run(2000);
    expect(got).toEqual(['1 at 0', '3 at 1060']);
  });

  it('forgets its waiters when the machine dies, those on their way too', () => {
    const { sim, lock, got, release, ask } = setUp();
    for (const customer of [1, 2, 3]) sim.at(0, ask, customer, 0);
    sim.at(1000, release, 0, 0);
    sim.run(1010);
    lock.reset();
    sim.run(2000);
    expect(got).toEqual(['1 at 0']);
    expect(lock.waiting).toBe(0);
  });
});
