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

/** The delay of a call from regpbx1 to a phone of regpbx2, seconds. */
function delayWith(links: string): number {
  const text = `duration: 1m
network: { links: [ ${links} ] }
phones:
  a: { numbers: 1001, home: regpbx1 }
  b: { numbers: 1006, home: regpbx2 }
calls: [ { at: 10s, from: 1001, to: 1006, talk: 5s } ]`;
  const [first] = replay(scenario(text)).calls;
  return (first!.ringingAt - first!.offeredAt) / SECOND;
}

it('links between two sides are each of them', () => {
  const slow = delayWith('{ between: [regpbx1, regpbx2], delay: 100ms }');
  expect(slow).toBeGreaterThan(0.3);
  expect(delayWith('{ between: [regpbx3, regpbx1], and: [regpbx4..5, regpbx2], delay: 100ms }')).toBe(slow);
  expect(() => delayWith('{ between: regpbx1..2, and: [regpbx2, database], delay: 100ms }')).toThrow(
    /:2:\d+: the same name is on both sides/,
  );
  expect(delayWith('{ between: regpbx1, and: regpbx3..5, delay: 100ms }')).toBeLessThan(0.1);
});
