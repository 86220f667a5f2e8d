import { expect, it } from 'vitest';
import { fromBase85, toBase85 } from '../../../src/lab/setup/base85.ts';

it.each([0, 1, 2, 3, 4, 5, 255, 1000])('%d bytes come back', (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 151 + 254) % 256);
  const text = toBase85(bytes);
  expect(text).toHaveLength(5 * Math.ceil(length / 4));
  expect(text).not.toMatch(/[<>&"'`\\$\s]/);
  expect(fromBase85(text, length)).toEqual(bytes);
});

it('the greatest group fits', () => {
  expect(fromBase85(toBase85(new Uint8Array([255, 255, 255, 255])), 4)).toEqual(new Uint8Array([255, 255, 255, 255]));
});
