import { expect, it } from 'vitest';
import { fromBase91, toBase91 } from '../../../src/lab/setup/base91.ts';

const bytesOf = (length: number, factor: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * i * factor + 254) % 256);

it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255, 1000, 65_536])('%d bytes come back', (length) => {
  for (const factor of [0, 1, 7, 151]) {
    const bytes = bytesOf(length, factor);
    expect(fromBase91(toBase91(bytes))).toEqual(bytes);
  }
  for (const fill of [0, 88, 89, 255]) {
    const bytes = new Uint8Array(length).fill(fill);
    expect(fromBase91(toBase91(bytes))).toEqual(bytes);
  }
});

it('every pair of bytes comes back, alone and behind another', () => {
  for (let first = 0; first < 256; first += 5)
    for (let second = 0; second < 256; second++) {
      const bytes = new Uint8Array([first, second, first ^ second]);
      expect(fromBase91(toBase91(bytes))).toEqual(bytes);
      expect(fromBase91(toBase91(bytes.subarray(0, 2)))).toEqual(bytes.subarray(0, 2));
    }
});

it('means nothing in HTML, and is a fifth and a bit longer than the bytes', () => {
  const text = toBase91(bytesOf(100_000, 151));
  expect(text).not.toMatch(/[<&\\\s]/);
  expect(text.length).toBeLessThan(124_000);
});
