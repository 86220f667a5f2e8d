import { log } from './math.ts';

const CELLS_BITS = 7;
const CELLS = 1 << CELLS_BITS;
const LN2 = 0.6931471805599453;

/** Of each cell of [1/2, 1): 1 over its middle, in units of 2^-32, and the logarithm of its middle. */
const TABLE = tabulate();

/**
 * -log(n / 2^32) for a whole n, 1 <= n < 2^32, to 15 digits of the largest: what an exponential draw needs, at a quarter
 * of the price of `log`. n is shifted until it has 32 bits; a table gives the logarithm near it, a series the rest.
 */
export function minusLogOf32Bits(n: number): number {
  const shift = Math.clz32(n);
  const m = (n << shift) >>> 0;
  const cell = ((m >>> (31 - CELLS_BITS)) & (CELLS - 1)) << 1;
  const r = m * TABLE[cell]! - 1; // At most 2^-8 in size: the seventh power is below the last bit.
  return shift * LN2 - TABLE[cell + 1]! - r * (1 + r * (-0.5 + r * (1 / 3 + r * (-0.25 + r * (0.2 - r / 6)))));
}

function tabulate(): Float64Array {
  const table = new Float64Array(2 * CELLS);
  for (let cell = 0; cell < CELLS; cell++) {
    const middle = (CELLS + cell + 0.5) / (2 * CELLS);
    table[2 * cell] = 1 / (middle * 0x1_0000_0000);
    table[2 * cell + 1] = log(middle);
  }
  return table;
}
