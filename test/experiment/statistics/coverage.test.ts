import { describe, expect, it } from 'vitest';
import { countMeanOf, countShareOf } from '../../../src/experiment/statistics/counts.ts';
import { differenceOf, highOf, lowOf, meanOf, ratioOf } from '../../../src/experiment/statistics/estimate.ts';
import { quantileOf } from '../../../src/experiment/statistics/quantiles.ts';
import { nextSize } from '../../../src/experiment/statistics/stopping.ts';
import { log } from '../../../src/kernel/math.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import { covered, expectAtLeastNominal, expectNominal, EXPERIMENTS, LEVEL } from './coverageOf.ts';
import { cache, normal, poisson, queue, type QueueSeen } from './coverageSystems.ts';

const times = <T>(n: number, make: (i: number) => T): readonly T[] => Array.from({ length: n }, (_, i) => make(i));

describe('M/M/1 at half load, 10 replications of 400 s after 60 s of warm-up', { timeout: 240_000 }, () => {
  const LOAD = 0.5;
  const seen: readonly (readonly QueueSeen[])[] = times(EXPERIMENTS, (i) =>
    times(10, (r) => queue(LOAD, 400, 60, `M/M/1/${i}/r${r}`)),
  );
  // Time in the system is exponential with the rate 1 - load.
  const quantile = (share: number): number => (-log(1 - share) / (1 - LOAD)) * 1e6;

  it('the mean number in the system', () =>
    expectNominal(
      covered(LOAD / (1 - LOAD), (i) =>
        meanOf(
          seen[i]!.map(({ inSystem }) => inSystem),
          LEVEL,
        ),
      ),
    ));

  it('a mean without its warm-up removed is covered too seldom', () => {
    const cold = (i: number) =>
      meanOf(
        times(60, (r) => queue(0.8, 30, 0, `cold/${i}/r${r}`).inSystem),
        LEVEL,
      );
    let hit = 0;
    for (let i = 0; i < 50; i++) hit += highOf(cold(i)!) >= 0.8 / 0.2 ? 1 : 0;
    expect(hit).toBeLessThan(10);
  });

  it.each([500, 900])('the quantile at %d thousandths of the time in the system', (perMille) => {
    expectNominal(
      covered(quantile(perMille / 1000), (i) =>
        quantileOf(
          seen[i]!.map(({ sojourns }) => sojourns),
          perMille,
          LEVEL,
        ),
      ),
    );
  });

  it('the share of those who stay for more than 4 s', () => {
    const wholes = (i: number) => seen[i]!.map(({ sojourns }) => sojourns.count);
    const parts = (i: number) => seen[i]!.map(({ sojourns }) => sojourns.count - sojourns.countAtMost(4e6));
    // countAtMost is true to a thousandth of the value, 0.2 % of the share: far less than the interval is wide.
    const truth = 1 / (Math.E * Math.E);
    expectNominal(covered(truth, (i) => ratioOf(parts(i), wholes(i), LEVEL)));
    expectNominal(covered(truth, (i) => countShareOf(parts(i), wholes(i), LEVEL)));
  });
});

describe.each([
  [5, 0.4, 10],
  [5, 4, 10],
  [30, 0.1, 5],
])('a cache life of %i s and Poisson lookups, %f a second; %i replications', (life, rate, n) => {
  it('the share of hits is L·T / (1 + L·T)', () => {
    const load = life * rate;
    expectNominal(
      covered(load / (1 + load), (i) => {
        const seen = times(n, (r) => cache(life, rate, 250, `cache/${life}/${rate}/${i}/r${r}`));
        return countShareOf(
          seen.map(({ hits }) => hits),
          seen.map(({ lookups }) => lookups),
          LEVEL,
        );
      }),
    );
  });
});

describe('few replications', () => {
  it.each([2, 3, 5, 10])('%i of a normal measure: exact', (n) => {
    expectNominal(
      covered(7, (i) => {
        const stream = new RandomStream(`normal/${n}/${i}`);
        return meanOf(
          times(n, () => 7 + normal(stream)),
          LEVEL,
        );
      }),
    );
  });

  it.each([
    [2, 0.5],
    [2, 5],
    [3, 2],
    [5, 1],
    [5, 20],
  ])('%i with %f events in the mean', (n, mean) => {
    expectAtLeastNominal(
      covered(mean, (i) => {
        const stream = new RandomStream(`few/${n}/${mean}/${i}`);
        return countMeanOf(
          times(n, () => poisson(mean, stream)),
          LEVEL,
        );
      }),
    );
  });

  it.each([
    [2, 30, 500],
    [2, 200, 990],
    [5, 200, 990],
  ])('%i with %i values each: the quantile at %i thousandths', (n, values, perMille) => {
    expectAtLeastNominal(
      covered(-log(1 - perMille / 1000) * 1e6, (i) => {
        const stream = new RandomStream(`quantile/${n}/${values}/${perMille}/${i}`);
        return quantileOf(
          times(n, () => histogramOf(times(values, () => stream.exponential()))),
          perMille,
          LEVEL,
        );
      }),
    );
  });

  it('difference of pairs: what both have in common cancels', () => {
    expectNominal(
      covered(1, (i) => {
        const stream = new RandomStream(`pairs/${i}`);
        const pairs = times(5, () => {
          const common = 100 * normal(stream);
          return [common + normal(stream), common + 1 + normal(stream)] as const;
        });
        return differenceOf(
          pairs.map(([one]) => one),
          pairs.map(([, other]) => other),
          LEVEL,
        );
      }),
    );
  });
});

describe('what hardly ever happens', () => {
  it.each([0.002, 0.02, 0.1, 0.4])('%f times in a replication, of which there are 20', (mean) => {
    expectAtLeastNominal(
      covered(mean, (i) => {
        const stream = new RandomStream(`rare/${mean}/${i}`);
        return countMeanOf(
          times(20, () => poisson(mean, stream)),
          LEVEL,
        );
      }),
    );
  });

  it.each([
    [0.0005, 20],
    [0.9995, 20],
    [0.01, 3],
  ])('a share of %f, of 500 in each of %i replications', (share, n) => {
    expectAtLeastNominal(
      covered(share, (i) => {
        const stream = new RandomStream(`share/${share}/${i}`);
        return countShareOf(
          times(n, () => times(500, () => stream.next()).filter((u) => u < share).length),
          times(n, () => 500),
          LEVEL,
        );
      }),
    );
  });

  it('never seen in 20 replications, it may still come: up to 0.18 times in one, and in 0.0037 of 1,000 cases', () => {
    const none = times(20, () => 0);
    expect([lowOf(countMeanOf(none, LEVEL)!), highOf(countMeanOf(none, LEVEL)!)]).toEqual([
      0,
      expect.closeTo(-log(0.025) / 20, 6),
    ]);
    expect(
      highOf(
        countShareOf(
          none,
          times(20, () => 50),
          LEVEL,
        )!,
      ),
    ).toBeCloseTo(1 - 0.025 ** (1 / 1000), 8);
    expect(
      lowOf(
        countShareOf(
          times(20, () => 50),
          times(20, () => 50),
          LEVEL,
        )!,
      ),
    ).toBeCloseTo(0.025 ** (1 / 1000), 8);
  });
});

describe('as many replications as it takes for an interval of 10 %', () => {
  // Stopped by luck a little early, it covers a little less: Chow and Robbins promise 95 % only in the limit.
  it.each([
    ['normal, with a deviation of 30 %', (stream: RandomStream) => 1 + 0.3 * normal(stream)],
    ['exponential', (stream: RandomStream) => stream.exponential()],
  ])('%s', (_, draw) => {
    const times95 = covered(1, (i) => {
      const stream = new RandomStream(`precision/${i}`);
      const values: number[] = [];
      for (;;) {
        const estimate = meanOf(values, LEVEL);
        const size = nextSize({ precision: 0.1 }, values.length, estimate);
        if (size === values.length) return estimate;
        while (values.length < size) values.push(draw(stream));
      }
    });
    expect(times95).toBeGreaterThanOrEqual(915);
    expect(times95).toBeLessThanOrEqual(970);
  });
});

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(Math.round(value * 1e6));
  return histogram;
}
