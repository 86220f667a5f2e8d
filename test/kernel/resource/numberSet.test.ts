import { describe, expect, it } from 'vitest';
import { NumberSet } from '../../../src/kernel/resource/numberSet.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';

describe('NumberSet', () => {
  // The plain version: a Set. Few different numbers, so that each is added and deleted many times.
  it.each([10, 200, 5_000])('does what a Set does, with %i different numbers', (different) => {
    const random = new RandomStream(`numbers/${different}`);
    const numbers = Array.from({ length: different }, () => random.integer(2 ** 31));
    const [set, plain] = [new NumberSet(), new Set<number>()];
    for (let i = 0; i < 20_000; i++) {
      const number = numbers[random.integer(different)]!;
      if (random.next() < 0.55) {
        if (random.next() < 0.01) set.reserve(random.integer(100));
        expect(set.add(number)).toBe(!plain.has(number));
        plain.add(number);
      } else expect(set.delete(number)).toBe(plain.delete(number));
      const other = numbers[random.integer(different)]!;
      if (set.has(other) !== plain.has(other)) expect.fail(`has(${other}) is ${set.has(other)} after ${i} steps`);
      if (set.size !== plain.size) expect.fail(`size ${set.size} instead of ${plain.size} after ${i} steps`);
    }
    expect([...set.values()].sort((a, b) => a - b)).toEqual([...plain].sort((a, b) => a - b));
  });

  it('keeps neighbours, the first and the last number, and nothing in between', () => {
    const set = new NumberSet();
    for (let number = 1000; number < 2000; number++) set.add(number);
    set.add(0);
    set.add(0x7fff_ffff);
    expect(set.size).toBe(1002);
    expect([0, 999, 1000, 1999, 2000, 0x7fff_ffff].map((number) => set.has(number))).toEqual([
      true,
      false,
      true,
      true,
      false,
      true,
    ]);
  });

  it('has nothing below 0', () => {
    const set = new NumberSet();
    expect(set.has(-1)).toBe(false);
    expect(set.delete(-1)).toBe(false);
    expect(set.size).toBe(0);
  });

  it('refuses what is no whole number of 31 bits', () => {
    for (const number of [-1, 0.5, 2 ** 31, Number.NaN])
      expect(() => new NumberSet().add(number)).toThrow('whole numbers');
  });
});
