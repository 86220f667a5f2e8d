import { expect, it } from 'vitest';
import { fromBase125, toBase125 } from '../../../src/lab/setup/base125.ts';

const bytesOf = (length: number, factor: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * i * factor + 254) % 256);

/** Compared at once: `toEqual` looks at each byte for a tenth of a millisecond. */
const isBack = (bytes: Uint8Array): boolean => Buffer.compare(fromBase125(toBase125(bytes)), bytes) === 0;

it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255, 1000, 65_536])('%d bytes come back', (length) => {
  for (const factor of [0, 1, 7, 151]) {
    const bytes = bytesOf(length, factor);
    expect(isBack(bytes)).toBe(true);
  }
  for (const fill of [0, 88, 89, 124, 125, 255]) {
    const bytes = new Uint8Array(length).fill(fill);
    expect(isBack(bytes)).toBe(true);
  }
});

it('every pair of bytes comes back, alone and behind another', () => {
  for (let first = 0; first < 256; first += 5)
    for (let second = 0; second < 256; second++) {
      const bytes = new Uint8Array([first, second, first ^ second]);
      expect(isBack(bytes)).toBe(true);
      expect(isBack(bytes.subarray(0, 2))).toBe(true);
    }
});

it('the largest values of two characters come back', () => {
  for (let low = 125 * 125 - 8192 - 3; low < 125 * 125 - 8192 + 3; low++)
    expect([low, isBack(new Uint8Array([low & 255, (low >> 8) | 0x20, 255]))]).toEqual([low, true]);
});

it('is what a parser of HTML leaves alone, and less than a sixth longer than the bytes', () => {
  const text = toBase125(bytesOf(100_000, 151));
  const codes = new Set(Array.from(text, (digit) => digit.charCodeAt(0)));
  expect([0, 13, 60].filter((code) => codes.has(code))).toEqual([]);
  expect(Math.max(...codes)).toBeLessThan(128);
  expect(text.length).toBeLessThan(116_000);
});
