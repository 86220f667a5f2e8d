import { describe, expect, it } from 'vitest';
import { chanceOf, hashText } from '../../../../src/model/phone/registration/jitter.ts';

describe("a phone's own chance", () => {
  // By the same definition in another language: the finaliser of MurmurHash3, three times.
  it.each([
    [0, 0, 0, 0.1749328002333641],
    [0, 0, 1, 0.8777504833415151],
    [0, 1, 0, 0.2271318812854588],
    [12_345, 7, 3, 0.44007025845348835],
    [-5, 100_000, 9, 0.44837140128947794],
  ])('of seed %i, phone %i and count %i', (seed, phone, count, chance) => {
    expect(chanceOf(seed, phone, count)).toBe(chance);
  });

  it('is even in 0 to 1', () => {
    const bins = [0, 0, 0, 0];
    for (let count = 0; count < 4000; count++) bins[Math.floor(4 * chanceOf(1, 2, count))]!++;
    for (const bin of bins) expect(Math.abs(bin - 1000)).toBeLessThan(100); // 3.6 standard deviations.
  });
});

it.each([
  ['', -2_128_831_035],
  ['a', -468_965_076],
  ['foobar', -1_080_231_576],
])('the hash of "%s" is FNV-1a', (text, hash) => {
  expect(hashText(text)).toBe(hash);
});
