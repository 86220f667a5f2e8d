import { describe, expect, it } from 'vitest';
import { Lock } from '../../../../src/kernel/resource/lock.ts';
import { Simulation } from '../../../../src/kernel/clock/simulation.ts';
import { MILLISECOND } from '../../../../src/kernel/units.ts';
import type { ServerId } from '../../../../src/model/ids.ts';
import { ContactStores } from '../../../../src/model/server/registrar/contactStores.ts';

const HERE = 0 as ServerId;

function disk(ms: number) {
  const sim = new Simulation({ seed: 'disk' });
  const lock = new Lock(sim, 'astdb', 'fifo');
  const stores = new ContactStores(sim, 1, [{ lock }], () => ms * MILLISECOND);
  const ended: number[] = [];
  const done = sim.on<ServerId, number>('done', () => ended.push(sim.now / MILLISECOND));
  return { sim, lock, stores, ended, done };
}

describe('the contact of a REGISTER in the astdb', () => {
  it('takes no time of its own on a usual disk', () => {
    const { stores, done } = disk(0.2);
    expect(stores.write(HERE, done)).toBe(false);
  });

  it('takes what the disk takes, and leaves the lock free', () => {
    const { sim, lock, stores, ended, done } = disk(200.2);
    expect(stores.write(HERE, done)).toBe(true);
    sim.run(1000 * MILLISECOND);
    expect(ended).toEqual([200]);
    expect(lock.acquire(done, HERE, 0)).toBe(true);
  });

  it('waits for a thread that writes before it', () => {
    const { sim, lock, stores, ended, done } = disk(200.2);
    const free = sim.on('free', () => lock.release());
    lock.acquire(free, 0, 0);
    sim.after(50 * MILLISECOND, free, 0, 0);
    stores.write(HERE, done);
    sim.run(1000 * MILLISECOND);
    expect(ended).toEqual([250]);
  });

  it('is over with its program', () => {
    const { sim, lock, stores, ended, done } = disk(200.2);
    stores.write(HERE, done);
    stores.crash(HERE);
    lock.reset();
    sim.run(1000 * MILLISECOND);
    expect(ended).toEqual([]);
  });
});
