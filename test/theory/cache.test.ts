import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/kernel/units.ts';
import { Simulation } from '../../src/kernel/clock/simulation.ts';
import type { ServerId } from '../../src/model/ids.ts';
import { quiet } from '../model/quiet.ts';
import { Asker } from './askers.ts';
import { distanceFrom, expectTheory, kolmogorovLimit } from './interval.ts';

const PHONE = { phones: { one: { numbers: '1002', home: 'regpbx2', expires: '1h' } } };
const HAS_IT = 2 as ServerId;

function cachetime(seconds: number): Readonly<Record<string, unknown>> {
  const servers = ['dunpbx1', 'regpbx1', 'regpbx2', 'regpbx3', 'regpbx4', 'regpbx5'];
  return { servers: Object.fromEntries(servers.map((name) => [name, { cachetime: seconds }])) };
}

/**
 * Exact lives, as the paper has them: a renewal process of a miss, T seconds of hits, and the wait for the next lookup.
 */
describe.each([
  [5, 0.4, 0.3],
  [5, 4, 0.15],
])('a cache life of %i s and Poisson lookups, %f a second (whitepaper)', (life, rate, precision) => {
  const config = quiet({ profile: 'whitepaper', ...PHONE, ...cachetime(life) });
  const load = life * rate;

  it('hits L·T / (1 + L·T)', () => {
    const ratios = Array.from({ length: 25 }, (_, i) => {
      const asker = new Asker(config, `hits/${life}/${rate}/${i}`, 'regpbx1', '1002');
      asker.askAtRate(rate);
      asker.pass((600 / rate) * SECOND);
      const counted = asker.asked.filter(({ at }) => at > 10 * life * SECOND);
      return counted.filter(({ cached }) => cached).length / counted.length;
    });
    expectTheory(ratios, load / (1 + load), 0.05, 'hit ratio');
  });

  // At a random moment the cache knows the number with probability L·T / (1 + L·T), and what remains of its life is
  // then
  // uniform, T/2 on average: so many lookups times that long go to the dead server.
  it('sends L·T / (1 + L·T) · L·T / 2 calls to a server that dies at a random moment', () => {
    const cycle = life + 1 / rate;
    const moments = new Simulation({ seed: `crashes/${life}/${rate}` }).stream('moments');
    const stale = Array.from({ length: 800 }, (_, i) => {
      const asker = new Asker(config, `stale/${life}/${rate}/${i}`, 'regpbx1', '1002');
      asker.askAtRate(rate);
      asker.pass((4 + 12 * moments.next()) * cycle * SECOND);
      asker.cluster.parts.faults.crash(HAS_IT);
      const before = asker.asked.length;
      asker.pass(1.5 * life * SECOND);
      return asker.asked.slice(before).filter(({ servers }) => servers.includes(HAS_IT)).length;
    });
    expectTheory(stale, (load / (1 + load)) * (load / 2), precision, 'stale calls');
  });
});

/**
 * Whole seconds of the wall clock, ten taken off, at least one: the fraction of the second at which it was stored is
 * lost.
 */
describe.each(['asterisk-1.2', 'asterisk-16'])('the life of a cached answer under %s', (profile) => {
  it.each([
    [1, 0],
    [5, 0],
    [11, 0],
    [12, 1],
    [30, 19],
  ])('at cachetime %i is uniform on a second, from %i s on', (seconds, least) => {
    const asker = new Asker(
      quiet({ profile, rules: { dialect: '1.2' }, ...PHONE, ...cachetime(seconds) }),
      `life/${profile}/${seconds}`,
      'regpbx1',
      '1002',
    );
    const moments = asker.cluster.sim.stream('theory/moments');
    const step = 0.005;
    const lives = Array.from({ length: 250 }, () => {
      asker.pass((seconds + 1 + moments.next()) * SECOND);
      expect(asker.askNow().cached).toBe(false);
      const since = asker.cluster.sim.now;
      asker.pass(least * SECOND);
      while (asker.askNow().cached) asker.pass(step * SECOND);
      return (asker.cluster.sim.now - since) / SECOND - least;
    });
    // A life is seen by the first question after it.
    expect(
      distanceFrom(
        lives.map((x) => x - step / 2),
        (x) => Math.min(Math.max(x, 0), 1),
      ),
    ).toBeLessThan(kolmogorovLimit(lives.length) + step);
    expect(Math.max(...lives)).toBeLessThanOrEqual(1 + 2 * step);
  });
});
