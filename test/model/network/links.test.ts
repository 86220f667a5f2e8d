import { describe, expect, it } from 'vitest';
import { constant } from '../../../src/kernel/random/distributions.ts';
import type { NetworkConfig } from '../../../src/model/config.ts';
import type { HostId } from '../../../src/model/ids.ts';
import { Links } from '../../../src/model/network/links.ts';
import { WIRE } from '../laboratory.ts';

/** Two servers, the database, a phone. */
const [A, B, DATABASE, PHONE] = [0, 1, 2, 3] as [HostId, HostId, HostId, HostId];
const USUAL = { ...WIRE, delay: constant(5), loss: 0 };
const NAMES = ['a', 'b', 'database'];

function links(of: NetworkConfig['links'] = []): Links {
  return new Links({ ...USUAL, links: of }, 3, (name) => NAMES.indexOf(name));
}

describe('a link', () => {
  it('is the usual one, unless the configuration has one between the two', () => {
    const own = links([{ between: ['a', 'database'], delay: constant(300), loss: 0.1 }]);
    const lines = [own.path(A, DATABASE), own.path(DATABASE, A), own.path(A, B), own.path(PHONE, A)];
    expect(lines.map(({ loss }) => loss)).toEqual([0.1, 0.1, 0, 0]);
    expect([own.roundTrip(A, DATABASE), own.roundTrip(B, DATABASE), own.roundTrip(A, PHONE)]).toEqual([600, 10, 10]);
  });

  it('that is degraded twice is as configured when it is restored, and keeps what the fault does not name', () => {
    const own = links([{ between: ['a', 'b'], delay: constant(300), loss: 0.1 }]);
    own.degrade(A, B, { delay: constant(1), loss: undefined, duplicates: 0.2 });
    expect(own.path(B, A)).toEqual({ delay: constant(1), loss: 0.1, duplicates: 0.2 });
    own.degrade(A, B, { delay: undefined, loss: 0.5, duplicates: 0 });
    expect(own.path(A, B)).toEqual({ delay: constant(300), loss: 0.5, duplicates: 0 });
    own.degrade(A, B, undefined);
    expect(own.path(A, B)).toEqual({ delay: constant(300), loss: 0.1, duplicates: 0 });
  });

  it('to a phone is not cut: a phone is powered or not', () => {
    const own = links();
    expect(() => own.setReach([A], [PHONE], false)).toThrow(/hosts 0 and 3/);
    expect([own.reaches(A, B), own.reaches(A, PHONE)]).toEqual([true, true]);
  });

  it('of a phone is degraded for that phone alone, in both directions', () => {
    const own = links();
    own.degradePhone(PHONE, { delay: undefined, loss: 1, duplicates: 0 });
    const other = (PHONE + 1) as HostId;
    expect([own.path(PHONE, A), own.path(A, PHONE), own.path(other, A)].map(({ loss }) => loss)).toEqual([1, 1, 0]);
    own.degradePhone(PHONE, undefined);
    expect(own.path(PHONE, A).loss).toBe(0);
  });

  it('that is cut is cut in both directions or in one, and never to a phone', () => {
    const own = links();
    own.setReach([A], [B], false, true);
    expect([own.reaches(A, B), own.reaches(B, A), own.reaches(A, PHONE)]).toEqual([false, true, true]);
    own.setReach([A], [B], false);
    expect([own.reaches(A, B), own.reaches(B, A), own.reaches(A, DATABASE)]).toEqual([false, false, true]);
    own.setReach([A], [B], true);
    expect([own.reaches(A, B), own.reaches(B, A)]).toEqual([true, true]);
  });
});
