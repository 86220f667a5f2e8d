import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { cachetime, HUB, Lab, type Edit } from './lab.ts';

/** Behaviours that follow from the sources and that the measured file does not show. Times in seconds unless named. */

const at = (home: string, more: object = {}): object => ({
  there: { numbers: '1002', home, expires: '3600s', ...more },
});
const QUIET = { qualifyPhase: '59s' };

function lab(
  seconds: number,
  fraction: number,
  phones: object = at('regpbx2'),
  more: object = {},
  edits: readonly Edit[] = [],
): Lab {
  return new Lab({
    edits: [cachetime(seconds), ...edits],
    scenario: { phones, start: { wallSecond: `${Math.round(1000 * fraction)}ms`, ...QUIET }, ...more },
  });
}

/** Seconds from now until the beginning of the first question with such an answer, asked every 10 ms. */
function until(it: Lab, asker: string, number: string, seen: (servers: readonly string[]) => boolean): number {
  const from = it.now;
  for (;;) {
    const { servers, at: began } = it.lookup(asker, number);
    if (seen(servers)) return (began - from) / SECOND;
    it.pass(0.01);
    if (it.now - from > 4000 * SECOND) return Infinity;
  }
}

const TENTHS = 1;

describe('life of answers (cache_save: advertised less 10 s, at least 1 s, in whole seconds)', () => {
  it.each([1, 5, 11, 12, 15, 60, 600])('cachetime %i', (seconds) => {
    for (const fraction of [0.1, 0.7]) {
      const it = lab(seconds, fraction);
      it.lookup('regpbx1', '1002');
      const from = it.now;
      const expected = Math.max(seconds - 10, 1) - fraction;
      it.pass(Math.max(0, expected - 0.2));
      while (it.lookup('regpbx1', '1002').asked === 0) it.pass(0.01);
      expect((it.now - from) / SECOND).toBeCloseTo(expected, TENTHS);
    }
  });

  it('does not stack: who asks 15 s later at cachetime 60 holds it as long as the first', () => {
    const it = lab(60, 0.5);
    it.lookup('regpbx1', '1002');
    it.pass(15);
    it.lookup('regpbx4', '1002'); // The hub has 35 s left for it, less 10.
    const from = it.now;
    while (it.lookup('regpbx4', '1002').asked === 0) it.pass(0.05);
    expect((it.now - from) / SECOND).toBeCloseTo(35 - 10 - 0.5, 0);
  });

  it('the cache survives a restart', () => {
    const it = lab(60, 0.5);
    it.lookup('regpbx1', '1002');
    it.crash('regpbx1');
    it.restart('regpbx1', 10);
    expect(it.lookup('regpbx1', '1002')).toMatchObject({ asked: 0, servers: ['regpbx2'] });
  });
});

describe('hints (dundi_lookup_local: the fewest digits that nothing can match; stored for the whole expiration)', () => {
  it.each([5, 30, 60])(
    'a lookup of one number hides another that registers on an empty server, cachetime %i',
    (seconds) => {
      const phones = { late: { numbers: '1777', home: 'regpbx3', powered: 'no' }, ...at('regpbx2') };
      const it = lab(seconds, 0.4, phones);
      it.lookup('regpbx1', '1999');
      it.register('1777', 'regpbx3');
      expect(until(it, 'regpbx4', '1777', (servers) => servers.length > 0)).toBeCloseTo(seconds - 0.4, TENTHS);
    },
  );

  it('a server with 1001 and 1006 hides only 1002 when asked for it', () => {
    const phones = {
      some: { numbers: '1001, 1006', home: 'regpbx3', expires: '3600s' },
      late: { numbers: '1002, 1003', home: 'regpbx3', powered: 'no' },
    };
    const it = lab(30, 0.4, phones);
    it.lookup('regpbx1', '1002');
    it.register('1002', 'regpbx3');
    it.register('1003', 'regpbx3');
    it.pass(0.5);
    expect(it.lookup('regpbx1', '1003').servers).toEqual(['regpbx3']);
    expect(it.lookup('regpbx1', '1002').servers).toEqual([]);
  });

  it('and everything that begins with 2 when asked for 2002', () => {
    const phones = {
      some: { numbers: '1001, 1006', home: 'regpbx3', expires: '3600s' },
      late: { numbers: '2777', home: 'regpbx3', powered: 'no' },
    };
    const it = lab(30, 0.4, phones);
    it.lookup('regpbx1', '2002');
    it.register('2777', 'regpbx3');
    expect(until(it, 'regpbx1', '2777', (servers) => servers.length > 0)).toBeCloseTo(29.6, TENTHS);
  });

  it('an answerer without ttl left tells its own cachetime, not what remains in its cache', () => {
    const it = lab(30, 0.4, at('regpbx2', { powered: 'no' }));
    it.lookup('regpbx2', '1002'); // Leaves a "no" and a hint in the cache of regpbx2.
    it.pass(10);
    it.lookup('regpbx1', '1002'); // The hub asks regpbx2 for the first time: 30 s from here.
    const from = it.now;
    it.register('1002', 'regpbx2');
    const found = until(it, 'regpbx1', '1002', (servers) => servers.length > 0);
    expect(found).toBeCloseTo(30 - ((0.4 + from / SECOND) % 1), TENTHS);
  });
});

describe('kills', () => {
  it('at cachetime 30 a dead server is dialled until the answer runs out, and a phone that went elsewhere is found 12 s after', () => {
    const it = lab(30, 0.4);
    it.lookup('regpbx1', '1002');
    it.crash('regpbx2');
    it.register('1002', 'regpbx3');
    expect(until(it, 'regpbx1', '1002', (servers) => servers.length === 0)).toBeCloseTo(20 - 0.4, TENTHS);
    // That question waited 2 s for regpbx2; the hint in its answer is as old as the question: 10 s from the answer on.
    expect(it.now / SECOND).toBeCloseTo(22 - 0.4, TENTHS);
    expect(until(it, 'regpbx1', '1002', (servers) => servers.includes('regpbx3')) + 22).toBeCloseTo(32, TENTHS);
    expect(it.now / SECOND).toBeCloseTo(34 - 0.4, TENTHS);
  });
});

describe('time until a dead server is given up, by the last round trip in ms (apply_peer, do_autokill)', () => {
  it.each([
    [0, 2000],
    [2, 750],
    [40, 750],
    [74, 750],
    [76, 760],
    [100, 1000],
    [150, 1500],
    [198, 1980],
    [200, 2000],
    [600, 2000],
  ])('%i ms: %i ms', (roundTrip, expected) => {
    const network = { delay: '0ms', links: [{ between: [HUB, 'regpbx5'], delay: `${roundTrip / 2}ms` }] };
    const it = lab(5, 0.4, at('regpbx2'), { network });
    it.crash('regpbx5');
    const { ms, servers } = it.lookup('regpbx1', '1002');
    expect(servers).toEqual(['regpbx2']);
    expect(ms - expected).toBeGreaterThan(0);
    expect(ms - expected).toBeLessThan(6);
  });

  it.each([
    ['no', 'no', 2200],
    ['no', 'yes', 2000],
    ['no', '500', 500],
    ['no', '3000', 2200],
    ['yes', 'no', 2000],
    ['yes', '500', 2000],
    ['1500', 'no', 1500],
  ])('qualify=%s and autokill=%s at the hub: %i ms', (qualify, autokill, expected) => {
    const servers = {
      [HUB]: {
        autokill: /^\d/.test(autokill) ? `${autokill}ms` : autokill,
        peers: { '*': { qualify: /^\d/.test(qualify) ? `${qualify}ms` : qualify } },
      },
    };
    const it = lab(5, 0.4, at('regpbx2'), { servers });
    it.crash('regpbx5');
    const { ms } = it.lookup('regpbx1', '1002');
    expect(ms - expected).toBeGreaterThan(0);
    expect(ms - expected).toBeLessThan(6);
  });

  it('a lagged server is not asked (append_transaction)', () => {
    const network = { delay: '0ms', links: [{ between: [HUB, 'regpbx2'], delay: '300ms' }] };
    const it = lab(5, 0.4, at('regpbx2'), { network, servers: { [HUB]: { peers: { '*': { qualify: '500ms' } } } } });
    const { ms, servers } = it.lookup('regpbx1', '1002');
    expect(servers).toEqual([]);
    expect(ms).toBeLessThan(10);
  });
});

describe('several askers of one number', () => {
  const both = (it: Lab): readonly [ReturnType<Lab['ended']>, ReturnType<Lab['ended']>] => {
    const first = it.ask('regpbx1', '1002');
    it.pass(0.0005);
    const second = it.ask('regpbx3', '1002');
    it.pass(10);
    return [it.ended(first), it.ended(second)];
  };

  it('one after the other at the hub, both find it', () => {
    const [first, second] = both(lab(5, 0.1));
    expect(first!.servers).toEqual(['regpbx2']);
    expect(second!.servers).toEqual(['regpbx2']);
    expect(second!.at).toBeGreaterThan(first!.at);
  });

  it('with a dead server the second waits out its own 2.4 s and gets nothing', () => {
    const it = lab(5, 0.1);
    it.crash('regpbx5');
    const from = it.now;
    const [first, second] = both(it);
    expect(first!.servers).toEqual(['regpbx2']);
    expect((first!.at - from) / SECOND).toBeCloseTo(2, TENTHS);
    expect(second!.servers).toEqual([]);
    expect((second!.at - from) / SECOND).toBeCloseTo(2.4, TENTHS);
  });
});

describe('order of answers', () => {
  it("from the hub's cache: the peer list, which is the file backwards", () => {
    const it = lab(60, 0.4, at('regpbx2'));
    it.registerToo('1002', 'regpbx4');
    it.pass(1);
    it.lookup('regpbx1', '1002');
    it.pass(1);
    for (const asker of ['regpbx3', 'regpbx5'])
      expect(it.lookup(asker, '1002').servers).toEqual(['regpbx4', 'regpbx2']);
  });

  it('cached ones before those that are asked', () => {
    const it = lab(60, 0.4, at('regpbx2'));
    it.registerToo('1002', 'regpbx4');
    it.pass(1);
    it.lookup('regpbx4', '1002'); // The hub does not ask regpbx4 back.
    it.pass(1);
    expect(it.lookup('regpbx1', '1002').servers).toEqual(['regpbx2', 'regpbx4']);
  });
});

describe('the hub dies and returns', () => {
  it('uncached lookups take 2 s each until it is noticed, then none; cached ones go on', () => {
    const it = lab(60, 0.1);
    it.lookup('regpbx1', '1002');
    it.crash(HUB);
    expect(it.lookup('regpbx1', '1002')).toMatchObject({ ms: expect.closeTo(0, 0), servers: ['regpbx2'] });
    for (let i = 0; i < 3; i++) {
      const { ms, servers } = it.lookup('regpbx1', '1999'); // Nothing is cached of a hub that did not answer.
      expect(ms).toBeCloseTo(2000, -1);
      expect(servers).toEqual([]);
    }
    it.until(59 + 5.1); // The probe went out at 59 s.
    expect(it.lookup('regpbx1', '1999').ms).toBeLessThan(1);
    it.restart(HUB);
    it.until(59 + 59.9);
    expect(it.lookup('regpbx1', '1998').asked).toBe(0);
    it.until(59 + 60.1); // The probe after the one that failed.
    expect(it.lookup('regpbx1', '1998').asked).toBe(1);
  });

  it('a hub at the default cachetime that reaches nobody says "no" for an hour', () => {
    const it = lab(5, 0.1, at('regpbx2'), { servers: { [HUB]: { cachetime: '3600s' } } });
    for (const server of ['regpbx2', 'regpbx3', 'regpbx4', 'regpbx5']) it.crash(server);
    it.until(70);
    it.lookup('regpbx1', '1002');
    for (const server of ['regpbx2', 'regpbx3', 'regpbx4', 'regpbx5']) it.restart(server);
    it.pass(3000);
    expect(it.lookup('regpbx1', '1002')).toMatchObject({ asked: 0, servers: [] });
  });
});
