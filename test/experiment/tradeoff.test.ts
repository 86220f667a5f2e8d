import { describe, expect, it } from 'vitest';
import { closedForm } from '../../src/experiment/cacheTheory.ts';
import {
  tradeoffGrid,
  tradeoffMoments,
  tradeoffProfiles,
  tradeoffView,
  viewAt,
  type TradeoffView,
} from '../../src/experiment/tradeoff.ts';
import { SECOND } from '../../src/kernel/units.ts';
import { Simulation } from '../../src/kernel/clock/simulation.ts';
import type { ClusterConfig } from '../../src/model/config.ts';
import { staggeredTime } from '../../src/experiment/grid/stagger.ts';
import { parseDuration } from '../../src/text/duration.ts';
import { parse } from '../scenario/world.ts';
import { rulesOf } from '../../src/model/rules.ts';
import { expectTheory } from '../theory/interval.ts';

const VIEW: TradeoffView = {
  hub: 0,
  isMesh: false,
  dead: 1,
  crash: 2e6 * SECOND,
  calm: { from: 1e6 * SECOND, until: 2e6 * SECOND },
  end: 3e6 * SECOND,
};

/** One called phone at server 1, and callers at the servers of these numbers, one each. */
function config(
  callersAt: readonly number[],
  ratePerSecond: number,
  profile: 'whitepaper' | 'asterisk-1.2' = 'whitepaper',
): ClusterConfig {
  const phones = [1, ...callersAt].map((home) => ({ home }));
  const calls = [
    { kind: 'poisson', ratePerSecond, from: 0, until: Infinity, callees: [0], callers: callersAt.map((_, i) => i + 1) },
  ];
  return { phones, calls, rules: rulesOf(profile), duration: 3e6 * SECOND } as unknown as ClusterConfig;
}

describe('the closed form of a cache', () => {
  it('with one asker asks for 1/(1 + L·T) of the calls, and half a life of calls is stale', () => {
    const found = closedForm(config([2], 0.01), VIEW, 300)!;
    expect(found.questions).toBeCloseTo(0.01 / (1 + 3), 12);
    expect(found.stale).toBeCloseTo(0.75 * 1.5, 12);
  });

  it.each([
    [30, 100],
    [300, 100],
    [300, 400],
    [3600, 700],
  ])('counts stale calls from empty caches at 0 on: life %i s, crash at %i s', (life, crash) => {
    const rate = 0.02;
    const stream = new Simulation({ seed: `stale/${life}/${crash}` }).stream('calls');
    const counts = Array.from({ length: 60 }, () => {
      let stale = 0;
      for (let run = 0; run < 1200; run++) {
        let forgotten = 0; // When the answer asked for last is.
        for (let now = 0; now < 1000;) {
          now -= Math.log(1 - stream.next()) / rate;
          if (now < crash) forgotten = now >= forgotten ? now + life : forgotten;
          else if (now < Math.min(forgotten, 1000)) stale += 1;
        }
      }
      return stale / 1200;
    });
    const view = { ...VIEW, crash: crash * SECOND, end: 1000 * SECOND };
    expectTheory(
      counts,
      closedForm({ ...config([2], rate), duration: 1000 * SECOND }, view, life)!.stale!,
      0.1,
      'stale calls',
    );
  });

  it('is every call without a cache, and nearly none with an endless one', () => {
    expect(closedForm(config([2, 3, 4], 0.3), VIEW, 0)!.questions).toBeCloseTo(0.3, 12);
    expect(closedForm(config([2, 3, 4], 0.3), VIEW, 1e9)!.questions).toBeLessThan(1e-8);
  });

  it("does not count callers on the number's own server", () => {
    expect(closedForm(config([1, 2], 0.02), VIEW, 300)!.questions).toBeCloseTo(0.01 / 4, 12);
  });

  it.each([[30], [300]])(
    'of several askers who share what the hub remembers for %i s is that of a cycle played through',
    (life) => {
      const askers = [2, 2, 3, 4];
      const rate = 0.01;
      const stream = new Simulation({ seed: `tradeoff/${life}` }).stream('calls');
      const rates = Array.from({ length: 60 }, () => {
        let [now, forgotten, questions] = [0, 0, 0];
        let knows = new Set<number>();
        for (let call = 0; call < 4000; call++) {
          now -= Math.log(1 - stream.next()) / rate;
          if (now >= forgotten) [knows, forgotten] = [new Set(), now + life];
          const asker = askers[stream.integer(askers.length)]!;
          if (!knows.has(asker)) questions += 1;
          knows.add(asker);
        }
        return questions / now;
      });
      const theory = closedForm(config(askers, rate), VIEW, life)!;
      expectTheory(rates, theory.questions, 0.05, 'questions a second');
      expect(theory.stale, 'a second registration may rescue a call: not derived').toBeUndefined();
    },
  );

  it.each([[30], [3600]])('counts from empty caches: %i s, seen from 4050 s to 8100 s', (life) => {
    const [from, until, rate] = [4050, 8100, 1 / 2000];
    const stream = new Simulation({ seed: `tradeoff/empty/${life}` }).stream('calls');
    const rates = Array.from({ length: 200 }, () => {
      let questions = 0;
      for (let number = 0; number < 400; number++) {
        for (
          let now = -Math.log(1 - stream.next()) / rate;
          now < until;
          now += life - Math.log(1 - stream.next()) / rate
        )
          if (now >= from) questions += 1;
      }
      return questions / 400 / (until - from);
    });
    const calm = { from: from * SECOND, until: until * SECOND };
    expectTheory(rates, closedForm(config([2], rate), { ...VIEW, calm }, life)!.questions, 0.02, 'questions a second');
  });

  it('is not drawn where it is not derived', () => {
    expect(closedForm(config([2], 0.01, 'asterisk-1.2'), VIEW, 300)).toBeUndefined();
    const planned = { ...config([2], 0.01), calls: [{ kind: 'planned' }] } as unknown as ClusterConfig;
    expect(closedForm(planned, VIEW, 300)).toBeUndefined();
  });
});

it('every profile meets every cachetime, with what it needs', () => {
  const { axes, points } = tradeoffGrid(['whitepaper', 'asterisk-1.2', 'asterisk-16'], ['5s', '1h'], (profile) =>
    profile === 'asterisk-16' ? ['servers.regpbx1.context=x'] : [],
  );
  expect(axes.map(({ path }) => path)).toEqual(['profile', 'servers.*.cachetime']);
  expect(points).toHaveLength(6);
  expect(points[5]).toEqual({
    point: 5,
    values: ['asterisk-16', '1h'],
    overrides: ['profile=asterisk-16', 'servers.*.cachetime=1h', 'servers.regpbx1.context=x'],
  });
});

it('a scenario with files of its own is read in the releases of their dialect; the shipped ones have files for all', () => {
  const of = (profile: string, conf: string) =>
    tradeoffProfiles({ config: { profile }, expanded: { servers: { a: { conf } } } } as never);
  expect(of('asterisk-16', 'dundisim:paper-16/regpbx1')).toEqual(['whitepaper', 'asterisk-1.2', 'asterisk-16']);
  expect(of('asterisk-1.2', './mine/a')).toEqual(['whitepaper', 'asterisk-1.2']);
  expect(of('asterisk-22', './mine/a')).toEqual(['asterisk-22']);
});

it('the server whose questions are counted is the hub, or in a full mesh the first one that does not die', () => {
  const view = (peersOf: readonly number[]) => {
    const servers = peersOf.map((count) => ({ dundi: { peers: Array.from({ length: count }) } }));
    const faults = [{ kind: 'crash', at: 60 * SECOND, server: 0 }];
    const { hub, isMesh } = tradeoffView({ faults, servers, duration: 600 * SECOND } as never, SECOND)!;
    return [hub, isMesh];
  };
  expect([view([1, 1, 2]), view([2, 2, 2])]).toEqual([
    [2, false],
    [1, true],
  ]);
});

describe('the moment of the crash', () => {
  const scenario = parse(`
duration: 20m
phones: { office: { numbers: 1001..1010, expires: 300s } }
calls: [{ rate: 0.1/s }]
faults: [{ at: 9m, restart: regpbx2 }, { at: 5m, crash: regpbx2 }]
`);
  const hour = 3600 * SECOND;

  it('lies behind the longest cachetime, and anywhere in one; all else keeps its distance to it', () => {
    const view = tradeoffView(scenario.config, hour)!;
    expect(view).toMatchObject({ crash: hour, calm: { from: 0, until: hour }, end: hour + 900 * SECOND });
    expect(tradeoffMoments(scenario, view, hour)).toEqual({
      path: 'faults.1.at',
      from: hour,
      until: 2 * hour,
      along: [
        { path: 'faults.0.at', after: 240 * SECOND },
        { path: 'duration', after: 900 * SECOND },
      ],
      windows: true,
    });
    expect(viewAt(view, hour + 7)).toMatchObject({ crash: hour + 7, calm: { from: 7, until: hour + 7 } });
  });

  it('falls into step with no cache: eight moments of an hour lie in eight parts of a cycle of 5 minutes', () => {
    const stagger = { path: 'x', from: 0, until: hour };
    const phases = Array.from({ length: 8 }, (_, i) => parseDuration(staggeredTime(stagger, i + 1))! % (300 * SECOND));
    const sorted = phases.sort((a, b) => a - b);
    const gaps = sorted.map((phase, i) => (sorted[i + 1] ?? sorted[0]! + 300 * SECOND) - phase);
    expect(Math.max(...gaps)).toBeLessThan(75 * SECOND);
  });
});
