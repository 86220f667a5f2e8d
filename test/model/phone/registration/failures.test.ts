import { describe, expect, it } from 'vitest';
import { Observed, OBSERVED } from '../observed.ts';

describe('a refusal is an answer', () => {
  it.each([
    ['generic', 30],
    ['polycom-2005', 30],
    ['cisco-spa', 1200],
    ['aastra', 1800],
    ['panasonic', 10],
  ])('%s asks the same server again after %i s', (kind, pause) => {
    const observed = new Observed({ kind, backup: 'regpbx2', credentials: 'wrongSecret' }).until(2000);
    const starts = observed.since(0, 'regpbx1').filter((_, i) => i % 2 === 0);
    expect(starts[1]! - starts[0]!).toBeCloseTo(pause, 2);
    expect(observed.since(0, 'regpbx2')).toEqual([]);
  });
});

it('a scenario says how long a refused phone waits', () => {
  const observed = new Observed(
    { kind: 'generic' },
    {
      phones: {
        observed: {
          numbers: '1001..1002',
          home: 'regpbx1',
          credentials: 'wrongSecret',
          kind: { like: 'generic', retryAfterReject: '7m', jitter: '0%' },
        },
      },
    },
  ).until(1000);
  expect(observed.since(1, 'regpbx1')).toEqual([9, 9, 429, 429, 849, 849]); // The first as every refresh of the test, at 10 s.
});

describe('lists of servers', () => {
  it('a scenario says after how many resends the next one is asked', () => {
    const observed = new Observed(
      { kind: 'generic' },
      {
        phones: {
          observed: {
            numbers: '1001..1002',
            home: 'regpbx1',
            backup: 'regpbx2',
            expires: '300s',
            kind: { like: 'generic', resends: 1, jitter: '0%' },
          },
        },
      },
    )
      .until(5)
      .crash('regpbx1')
      .until(50);
    expect(observed.since(10, 'regpbx1')).toEqual([0, 0.5]);
    expect(observed.first(10, 'regpbx2')).toBe(1.5);
  });

  it('when all are silent the pause comes after the last, and the first is next', () => {
    const observed = new Observed({ kind: 'generic', backup: 'regpbx2' })
      .until(5)
      .crash('regpbx1')
      .crash('regpbx2')
      .until(200);
    expect([
      observed.since(10, 'regpbx1')[11],
      observed.since(10, 'regpbx2')[0],
      observed.since(10, 'regpbx2')[11],
    ]).toEqual([94, 32, 126]);
  });

  it('a phone whose second server dies tries its first one before it pauses', () => {
    const observed = new Observed({ kind: 'generic', backup: 'regpbx2' })
      .until(5)
      .crash('regpbx1')
      .until(100)
      .restart('regpbx1')
      .crash('regpbx2')
      .until(400);
    expect(observed.first(100, 'regpbx2')).toBeCloseTo(10 + 32 + 150 - 100, 2);
    expect(observed.first(100, 'regpbx1')).toBeCloseTo(10 + 32 + 150 + 32 - 100, 2);
    expect(observed.cluster.parts.lines.serverFor(OBSERVED)).toBe(1);
  });

  it('several tries each have their pause', () => {
    const observed = new Observed(
      { kind: 'generic', backup: 'regpbx2' },
      {
        phones: {
          observed: {
            numbers: '1001..1002',
            home: 'regpbx1',
            backup: 'regpbx2',
            expires: '300s',
            kind: { like: 'generic', tries: 3, jitter: '0%' },
          },
        },
      },
    )
      .until(5)
      .crash('regpbx1')
      .until(300);
    expect(observed.since(10, 'regpbx1').filter((_, i) => i % 11 === 0)).toEqual([0, 62, 124]);
    expect(observed.first(10, 'regpbx2')).toBe(156);
  });
});

describe('a grant of less than 65 s and a Cisco 79xx', () => {
  it('it unregisters, and asks again after the time that it asked for', () => {
    const observed = new Observed({ kind: 'cisco-79xx', expires: '60s' }).until(130);
    // REGISTER and its digest, the same with Expires 0, and a minute later all four again.
    expect(observed.since(1, 'regpbx1')).toEqual([9, 9, 9, 9, 69, 69, 69, 69, 129, 129, 129, 129]);
    expect(observed.heard.ended.map(({ kind }) => kind)).toEqual([
      'first',
      'unregister',
      'first',
      'unregister',
      'first',
      'unregister',
    ]);
    expect(observed.cluster.parts.lines.isPhoneRegistered(OBSERVED)).toBe(false);
  });

  it('65 s are enough', () => {
    const observed = new Observed({ kind: 'cisco-79xx', expires: '65s' }).until(120);
    expect(observed.heard.ended.map(({ kind }) => kind)).toEqual(['refresh', 'refresh']);
  });

  it('others take what they get', () => {
    const observed = new Observed({ kind: 'generic', expires: '60s' }).until(100);
    expect(observed.heard.ended.map(({ kind }) => kind)).toEqual(['refresh', 'refresh', 'refresh', 'refresh']);
  });
});

describe('a proxy of last resort', () => {
  it('carries calls while there is no registration, and never sees a REGISTER', () => {
    const observed = new Observed(
      { kind: 'polycom-2005', lastResort: 'regpbx2' },
      {
        calls: [
          { at: '20s', from: '1001', to: '1002', patience: '2m' },
          { at: '400s', from: '1001', to: '1002' },
        ],
      },
    );
    observed.until(5).crash('regpbx1').until(500);
    const calls = observed.sent.filter(({ to }) => to === 'regpbx2').map(({ at }) => at);
    // While it believes in its registration it asks its own server first, for 64 × T1; afterwards the last resort at
    // once.
    expect(calls[0]).toBeCloseTo(20 + 32, 2);
    expect(calls.filter((at) => at > 100)[0]).toBeCloseTo(400, 2);
    expect(observed.heard.ended.every(({ server }) => server === 1)).toBe(true);
  });
});
