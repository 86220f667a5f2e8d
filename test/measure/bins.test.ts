import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/kernel/random/randomStream.ts';
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

  // The plain version: the value of each bin, written down.
  it('keeps thousands of bins of which some differ from the one before', () => {
    const random = new RandomStream('steps');
    const series = new StepSeries(10);
    const ends: number[] = [];
    let value = 0;
    for (let now = 0; now < 50_000; now += random.integer(random.next() < 0.1 ? 400 : 8)) {
      while (ends.length < Math.floor(now / 10)) ends.push(value);
      const by = random.integer(5) - 2;
      series.change(now, by);
      value += by;
    }
    expect(ends.map((_, bin) => series.atEndOf(bin))).toEqual(ends);
    expect([series.atEndOf(ends.length), series.atEndOf(1e6)]).toEqual([value, value]);
  });
});
