import { describe, expect, it } from 'vitest';
import { addSpan, Bins, StepSeries } from '../../src/measure/bins.ts';

describe('Bins', () => {
  it('shares a span among the bins that it covers', () => {
    const bins = new Bins();
    addSpan(bins, 1000, 500, 3250);
    expect([0, 1, 2, 3, 4].map((bin) => bins.at(bin))).toEqual([500, 1000, 1000, 250, 0]);
    addSpan(bins, 1000, 2000, 3000);
    expect(bins.sum(0, 100)).toBe(2750 + 1000);
    expect(bins.at(2)).toBe(2000);
  });

  it('grows', () => {
    const bins = new Bins();
    bins.add(1000, 3);
    expect(bins.at(1000)).toBe(3);
    expect(bins.at(999)).toBe(0);
    expect(bins.length).toBe(1001);
  });
});

describe('StepSeries', () => {
  it('has the value at the end of each bin, the greatest, and the mean over time', () => {
    const series = new StepSeries(10);
    series.change(0, 4);
    series.change(15, -3);
    series.change(20, 2); // at 20: belongs to the third bin
    series.passTo(40);
    expect([0, 1, 2, 3].map((bin) => series.atEndOf(bin))).toEqual([4, 1, 3, 3]);
    expect(series.max).toBe(4);
    expect(series.mean(40)).toBe((4 * 15 + 1 * 5 + 3 * 20) / 40);
  });
});
