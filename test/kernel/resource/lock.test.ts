import { describe, expect, it } from 'vitest';
import { BrokenAssertion } from '../../../src/kernel/assert.ts';
import { Lock } from '../../../src/kernel/resource/lock.ts';
import { Simulation } from '../../../src/kernel/clock/simulation.ts';

/** A lock and customers 1, 2, …, who write down when they get it. */
function setUp(order: 'fifo' | 'random' = 'fifo') {
  const sim = new Simulation({ seed: 'lock' });
  const lock = new Lock(sim, 'lock', order === 'fifo' ? order : sim.stream('order'));
  const got: string[] = [];
  const granted = sim.on('customer.granted', (customer) => got.push(`${customer} at ${sim.now}`));
  const release = sim.on('customer.releases', () => lock.release());
  return { sim, lock, got, granted, release, ask: (customer: number) => lock.acquire(granted, customer, 0) };
}

describe('a lock', () => {
  it('is given at once while it is free, and then in order of asking', () => {
    const { sim, lock, got, release, ask } = setUp();
    expect([1, 2, 3].map(ask)).toEqual([true, false, false]);
    expect(lock.waiting).toBe(2);
    expect(lock.line(1).map(({ a }) => a)).toEqual([2]);
    expect(lock.line(9).map(({ a }) => a)).toEqual([2, 3]);
    sim.at(10, release, 0, 0);
    sim.at(25, release, 0, 0);
    sim.run(15);
    expect(got).toEqual(['2 at 10']);
    expect(lock.heldSince).toBe(10);
    sim.run(30);
    expect(got).toEqual(['2 at 10', '3 at 25']);
    expect(lock.held).toBe(true);
    lock.release();
    expect(lock.held).toBe(false);
  });

  it('goes to the next, not to one who asks at the moment of release', () => {
    const { lock, ask } = setUp();
    ask(1);
    ask(2);
    lock.release();
    expect(lock.held).toBe(true);
    expect(ask(3)).toBe(false);
  });

  it('is not released by nobody', () => {
    expect(() => setUp().lock.release()).toThrow(BrokenAssertion);
  });

  it('serves everybody once in random order, and not in order of asking', () => {
    const { sim, lock, got, ask } = setUp('random');
    for (let customer = 0; customer <= 50; customer++) ask(customer);
    for (let i = 0; i < 50; i++) {
      lock.release();
      sim.run(i);
    }
    const customers = got.map((line) => Number(line.split(' ')[0]));
    expect(customers.toSorted((x, y) => x - y)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(customers).not.toEqual(customers.toSorted((x, y) => x - y));
  });
});

describe('forget', () => {
  it('takes a waiter out of the line', () => {
    const { sim, lock, got, granted, ask } = setUp();
    [1, 2, 3].forEach(ask);
    expect(lock.forget(granted, 2, 0)).toBe(true);
    expect(lock.forget(granted, 2, 0)).toBe(false);
    lock.release();
    sim.run(0);
    expect(got).toEqual(['3 at 0']);
  });

  it('passes on a grant that has not arrived', () => {
    const { sim, lock, got, granted, ask } = setUp();
    [1, 2, 3].forEach(ask);
    lock.release();
    expect(lock.forget(granted, 2, 0)).toBe(true);
    sim.run(0);
    expect(got).toEqual(['3 at 0']);
    expect(lock.held).toBe(true);
  });

  it('does not concern the holder', () => {
    const { sim, lock, granted, ask } = setUp();
    [1, 2].forEach(ask);
    lock.release();
    sim.run(0);
    expect(lock.forget(granted, 2, 0)).toBe(false);
    expect(lock.held).toBe(true);
  });
});

describe('reset', () => {
  it('forgets holder, waiters and a grant on its way', () => {
    const { sim, lock, got, ask } = setUp();
    [1, 2, 3].forEach(ask);
    lock.release();
    lock.reset();
    expect(lock.held).toBe(false);
    expect(ask(4)).toBe(true);
    sim.run(10);
    lock.release();
    sim.run(20);
    expect(got).toEqual([]);
  });
});
