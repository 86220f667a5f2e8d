import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { replay, scenario } from './replay.ts';

/** 1001 at regpbx1 calls 1006, found through DUNDi at regpbx2, a minute after the fault. */
function call(faults: string, callee = '1006') {
  const text = `duration: 4m
phones:
  a: { numbers: 1001..1002, home: regpbx1, expires: 60s }
  b: { numbers: 1006, home: regpbx2, expires: 60s }
calls: [ { at: 110s, from: 1001, to: ${callee}, talk: 5s, patience: 90s } ]
faults: [ ${faults} ]`;
  const [first] = replay(scenario(text)).calls;
  return { outcome: first!.outcome, delay: (first!.ringingAt - first!.offeredAt) / SECOND };
}

describe('a link that changes during a run', () => {
  it('makes calls over it slow, until it is restored', () => {
    const slow = '{ at: 50s, degrade: { between: regpbx1, and: regpbx2, delay: 100ms } }';
    expect(call('').delay).toBeLessThan(0.1);
    expect(call(slow).delay).toBeGreaterThan(0.3);
    expect(call(`${slow}, { at: 100s, restore: { between: regpbx1, and: regpbx2 } }`).delay).toBeLessThan(0.1);
  });

  it('is one of phones, too', () => {
    expect(call('{ at: 50s, degrade: { phones: 1006, delay: 1s } }').delay).toBeGreaterThan(1);
    expect(call('{ at: 50s, degrade: { phones: 1006, delay: 1s } }', '1002').delay).toBeLessThan(0.1);
  });

  it('doubles datagrams, and a call is one call all the same', () => {
    expect(call('{ at: 50s, degrade: { phones: [a, b], duplicates: 100% } }').outcome).toBe('dundi');
    expect(call('{ at: 50s, degrade: { between: "*", duplicates: 100% } }').outcome).toBe('dundi');
  });

  it('cut one way, is silent in either direction', () => {
    for (const sides of ['between: regpbx1, and: regpbx2', 'between: regpbx2, and: regpbx1'])
      expect(call(`{ at: 50s, partition: { ${sides}, oneWay: yes } }`).outcome).not.toBe('dundi');
  });

  it('unregister: the phone is found no more', () => {
    expect(call('{ at: 50s, unregister: 1006 }')).toMatchObject({ outcome: 'invalid' });
  });
});
