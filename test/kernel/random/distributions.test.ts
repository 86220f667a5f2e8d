import { randomGamma, randomLogNormal } from 'd3-random';
import jstat from 'jstat';
import { describe, expect, it } from 'vitest';
import { BrokenAssertion } from '../../../src/kernel/assert.ts';
import {
  constant,
  erlang,
  exponential,
  hyperexponential,
  lognormal,
  lognormalBySigma,
  quantiles,
  shifted,
  uniform,
  whatIsWrongWith,
  type Distribution,
} from '../../../src/kernel/random/distributions.ts';
import { draw, drawMicros } from '../../../src/kernel/random/draw.ts';
import { meanOf, varianceOf } from '../../../src/kernel/random/distributionMoments.ts';
import { normalQuantile } from '../../../src/kernel/random/normal.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';
import { distanceBetween, distanceFrom, expectTheory, kolmogorovLimit } from '../../theory/interval.ts';

const DRAWS = 100_000;
const MEASURED = [
  { p: 0.5, value: 200 },
  { p: 0.9, value: 300 },
  { p: 0.99, value: 1200 },
];
const { gamma, normal } = jstat.jStat;

/** Names a test, and seeds its stream. */
function text(d: Distribution): string {
  return JSON.stringify(d);
}

function sample(d: Distribution, count = DRAWS): number[] {
  const stream = new RandomStream(`sample of ${text(d)}`);
  return Array.from({ length: count }, () => draw(d, stream));
}

const CASES: readonly (readonly [Distribution, ((x: number) => number) | null])[] = [
  [exponential(5000), (x) => 1 - Math.exp(-x / 5000)],
  [uniform(2000, 3000), (x) => (x - 2000) / 1000],
  [erlang(3, 9000), (x) => gamma.cdf(x, 3, 3000)],
  [erlang(50, 1000), (x) => gamma.cdf(x, 50, 20)],
  [
    hyperexponential([
      { probability: 0.25, mean: 100 },
      { probability: 0.75, mean: 9000 },
    ]),
    (x) => 1 - 0.25 * Math.exp(-x / 100) - 0.75 * Math.exp(-x / 9000),
  ],
  [lognormalBySigma(2000, 0.5), (x) => normal.cdf(Math.log(x / 2000) / 0.5, 0, 1)],
  [quantiles(MEASURED), null],
  [shifted(1000, exponential(5000)), (x) => 1 - Math.exp(-(x - 1000) / 5000)],
];

describe.each(CASES.map(([d, cdf]) => [text(d), d, cdf] as const))('%s', (_, d, cdf) => {
  const values = sample(d);

  it('has its mean', () => expectTheory(values, meanOf(d), 0.05, 'mean'));
  it('has its variance', () =>
    expectTheory(
      values.map((x) => (x - meanOf(d)) * (x - meanOf(d))),
      varianceOf(d),
      0.2,
      'variance',
    ));
  if (cdf !== null)
    it('has its distribution function', () => expect(distanceFrom(values, cdf)).toBeLessThan(kolmogorovLimit(DRAWS)));
});

describe('against d3-random', () => {
  const source = () => {
    const stream = new RandomStream('oracle');
    return () => stream.double();
  };

  it.each([
    [erlang(4, 4000), randomGamma.source(source())(4, 1000)],
    [lognormalBySigma(1000, 0.8), randomLogNormal.source(source())(Math.log(1000), 0.8)],
  ] as const)('%o', (d, oracle) => {
    const others = Array.from({ length: DRAWS }, oracle);
    expect(distanceBetween(sample(d), others)).toBeLessThan(kolmogorovLimit(DRAWS, DRAWS));
  });
});

describe('quantiles', () => {
  const d = quantiles(MEASURED);

  it('come back out', () => {
    const sorted = sample(d).toSorted((x, y) => x - y);
    for (const { p, value } of MEASURED) {
      const below = sorted.filter((x) => x <= value).length / DRAWS;
      expect(Math.abs(below - p)).toBeLessThan(kolmogorovLimit(DRAWS));
    }
  });

  it('go on below the first and above the last', () => {
    expect(d).toMatchObject({ points: [{ p: 0, value: 75 }, ...MEASURED, { p: 1 }] });
    expect(sample(d).every((x) => x >= 75 && x <= 1300 + 1e-9)).toBe(true);
  });

  it('of one value are a constant', () =>
    expect(sample(quantiles([{ p: 0.5, value: 7 }]), 10)).toEqual(new Array(10).fill(7)));
});

describe('draws', () => {
  it.each([
    [constant(5), 0],
    [exponential(5), 1],
    [uniform(1, 2), 1],
    [erlang(30, 5), 30],
    [hyperexponential([{ probability: 1, mean: 5 }]), 2],
    [lognormal(5, 9), 1],
    [quantiles(MEASURED), 1],
    [shifted(1, exponential(5)), 1],
  ] as const)('of %o take a fixed number from the stream', (d, count) => {
    const stream = new RandomStream('count');
    const other = new RandomStream('count');
    for (let i = 0; i < 100; i++) draw(d, stream);
    for (let i = 0; i < 100 * count; i++) other.next();
    expect(stream.next()).toBe(other.next());
  });

  it('of times are whole', () => {
    const stream = new RandomStream('whole');
    for (let i = 0; i < 1000; i++) expect(Number.isInteger(drawMicros(exponential(3.3), stream))).toBe(true);
  });

  it('of a lognormal distribution have its 90th percentile', () => {
    const below = sample(lognormal(1000, 4000)).filter((x) => x <= 4000).length / DRAWS;
    expect(Math.abs(below - 0.9)).toBeLessThan(kolmogorovLimit(DRAWS));
  });

  it('do not end at infinity, however unlikely', () => {
    const first = { next: () => 0, exponential: () => 0 } as RandomStream;
    const last = { next: () => 1 - 2 ** -32, exponential: () => 32 * Math.LN2 } as RandomStream;
    for (const [d] of CASES) {
      for (const stream of [first, last]) {
        expect(draw(d, stream)).toBeGreaterThanOrEqual(0);
        expect(draw(d, stream)).toBeLessThan(Infinity);
      }
    }
  });
});

describe('the normal quantile', () => {
  it('is the inverse of the distribution function', () => {
    for (const p of [1e-9, 1e-6, 0.001, 0.02425, 0.075, 0.3, 0.5, 0.6, 0.925, 0.999, 1 - 1e-9]) {
      expect(normalQuantile(p)).toBeCloseTo(jstat.jStat.normal.inv(p, 0, 1), 6);
      expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 6);
    }
    // To full precision: Abramowitz and Stegun, table 26.5 and others.
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.9)).toBeCloseTo(1.2815515655446004, 14);
    expect(normalQuantile(1e-9)).toBeCloseTo(-5.997807015007773, 11);
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798408, 12);
  });
});

describe('what is no distribution', () => {
  it.each([
    [{ kind: 'constant', value: -1 }, /the value is -1/],
    [{ kind: 'exponential', mean: NaN }, /the mean is NaN/],
    [{ kind: 'uniform', from: 3, to: 2 }, /lower end 3 is above/],
    [{ kind: 'erlang', k: 1.5, mean: 2 }, /k is 1.5/],
    [{ kind: 'hyperexponential', phases: [{ probability: 0.5, mean: 1 }] }, /add up to 0.5/],
    [{ kind: 'lognormal', median: 1, sigma: -1 }, /sigma is -1/],
    [{ kind: 'quantiles', points: [{ p: 0.5, value: 1 }] }, /do not go from 0 to 1/],
    [
      {
        kind: 'quantiles',
        points: [
          { p: 0, value: 2 },
          { p: 1, value: 1 },
        ],
      },
      /quantile of 1 is below/,
    ],
    [{ kind: 'shifted', by: 1, rest: { kind: 'constant', value: Infinity } }, /the value is Infinity/],
  ] as const)('%o', (d, wrong) => expect(whatIsWrongWith(d)).toMatch(wrong));

  it('is not constructed', () => {
    expect(() => uniform(3, 2)).toThrow(BrokenAssertion);
    expect(() => erlang(0, 2)).toThrow(BrokenAssertion);
    expect(() => quantiles([])).toThrow(BrokenAssertion);
  });
});
