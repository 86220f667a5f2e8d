import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../src/measure/histogram.ts';

function histogramOf(values: readonly number[], bits = 10): Histogram {
  const histogram = new Histogram(bits);
  for (const value of values) histogram.record(value);
  return histogram;
}

/** Nearest rank on the sorted values. */
function exact(values: readonly number[], perMille: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * perMille) / 1000) - 1)]!;
}

const micros = fc.oneof(fc.nat(3000), fc.nat(10_000_000), fc.maxSafeNat());

describe('Histogram', () => {
  it('gives the quantiles of 1..100 exactly', () => {
    const histogram = histogramOf(Array.from({ length: 100 }, (_, i) => i + 1));
    expect([1, 500, 900, 990, 1000].map((perMille) => histogram.quantile(perMille))).toEqual([1, 50, 90, 99, 100]);
    expect(histogram.mean()).toBe(50.5);
  });

  it('has no quantile of nothing', () => {
    expect(new Histogram().quantile(500)).toBeUndefined();
    expect(new Histogram().mean()).toBeUndefined();
  });

  it('is never below the exact quantile, and at most 2^-bits above it, from 0 to 2^53', () => {
    fc.assert(
      fc.property(
        fc.array(micros, { minLength: 1 }),
        fc.constantFrom(7, 10),
        fc.integer({ min: 1, max: 1000 }),
        (values, bits, perMille) => {
          const found = histogramOf(values, bits).quantile(perMille)!;
          const wanted = exact(values, perMille);
          expect(found).toBeGreaterThanOrEqual(wanted);
          expect(found - wanted).toBeLessThanOrEqual(wanted / 2 ** bits);
        },
      ),
    );
  });

  it('merges exactly, in any order', () => {
    fc.assert(
      fc.property(fc.array(micros), fc.array(micros), (left, right) => {
        const both = histogramOf([...left, ...right]);
        const merged = histogramOf(left);
        merged.merge(histogramOf(right));
        const turned = histogramOf(right);
        turned.merge(histogramOf(left));
        for (let perMille = 1; perMille <= 1000; perMille += 37) {
          expect(merged.quantile(perMille)).toBe(both.quantile(perMille));
          expect(turned.quantile(perMille)).toBe(both.quantile(perMille));
        }
        expect([merged.count, merged.max]).toEqual([both.count, both.max]);
      }),
    );
  });

  it('refuses fractions and negative numbers', () => {
    expect(() => new Histogram().record(0.5)).toThrow(/whole/);
    expect(() => new Histogram().record(-1)).toThrow(/whole/);
  });
});
