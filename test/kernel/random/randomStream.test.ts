import { describe, expect, it } from 'vitest';
import tychei from 'seedrandom/lib/tychei.js';
import { BrokenAssertion } from '../../../src/kernel/assert.ts';
import { minusLogOf32Bits } from '../../../src/kernel/random/exponential.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';
import { distanceFrom, kolmogorovLimit } from '../../theory/interval.ts';

const DRAWS = 100_000;

describe('a stream', () => {
  it('is tychei, seeded with the text', () => {
    const stream = new RandomStream('seed/part/stream');
    const generator = tychei('seed/part/stream');
    for (let i = 0; i < 1000; i++) expect(stream.next()).toBe(generator());
    expect(stream.double()).toBe(generator.double());
  });

  it('gives these numbers, on every engine', () => {
    const stream = new RandomStream('dundisim');
    expect(Array.from({ length: 4 }, () => stream.next() * 2 ** 32)).toMatchInlineSnapshot(`
      [
        1095615489,
        2568494036,
        2509360309,
        1410354444,
      ]
    `);
  });

  it('is even, in 0 up to 1', () => {
    const stream = new RandomStream('even');
    const draws = Array.from({ length: DRAWS }, () => stream.next());
    expect(Math.min(...draws.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(draws.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(distanceFrom(draws, (u) => u)).toBeLessThan(kolmogorovLimit(DRAWS));
  });

  it.each([0, 1, 2])('is independent of its neighbours by name, at draw %i too', (draw) => {
    const at = (name: string) => {
      const stream = new RandomStream(name);
      for (let i = 0; i < draw; i++) stream.next();
      return stream.next();
    };
    const draws = Array.from({ length: 20_000 }, (_, i) => at(`seed/phone/${i}`));
    expect(distanceFrom(draws, (u) => u)).toBeLessThan(kolmogorovLimit(draws.length));
    const differences = draws.slice(1).map((u, i) => (u - draws[i]! + 1) % 1);
    expect(distanceFrom(differences, (u) => u)).toBeLessThan(kolmogorovLimit(differences.length) * Math.SQRT2);
  });
});

describe('integer', () => {
  it('takes each of 0..n-1', () => {
    const stream = new RandomStream('integer');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 7000; i++) counts[stream.integer(7)]!++;
    expect(counts).toHaveLength(7);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(200);
    expect(stream.integer(1)).toBe(0);
  });

  it('refuses a limit that is none', () => {
    for (const n of [0, -1, NaN, 2 ** 33]) expect(() => new RandomStream('').integer(n)).toThrow(BrokenAssertion);
  });
});

describe('exponential', () => {
  it('is -log(1 - u) of the draw that next would have given', () => {
    const one = new RandomStream('same');
    const other = new RandomStream('same');
    for (let i = 0; i < DRAWS; i++) {
      const theory = -Math.log(1 - other.next());
      expect(Math.abs(one.exponential() - theory)).toBeLessThanOrEqual(4e-12);
    }
  });

  it('is right at the ends, and at every power of two and its neighbours', () => {
    for (let n = 1; n < 2 ** 32; n *= 2) {
      for (const near of [n - 1, n, n + 1]) {
        if (near >= 1) expect(Math.abs(minusLogOf32Bits(near) + Math.log(near / 2 ** 32))).toBeLessThan(4e-12);
      }
    }
    expect(minusLogOf32Bits(2 ** 32 - 1)).toBeGreaterThan(0);
  });
});
