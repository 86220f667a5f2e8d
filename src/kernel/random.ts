import tychei from 'seedrandom/lib/tychei.js';
import { broken } from './assert.ts';
import { minusLogOf32Bits } from './exponential.ts';

/**
 * A stream of random numbers which depends on its seed text alone. Obtain one by name from `Simulation.stream`.
 *
 * The generator is tychei (Neves and Araujo, "Fast and small nonlinear pseudorandom number generators", 2011), of those
 * in seedrandom the fastest whose streams are independent from the first draw on, even with similar seed texts.
 */
export class RandomStream {
  private readonly draw: () => number;
  private readonly drawDouble: () => number;
  private readonly draw32: () => number;

  constructor(seed: string) {
    const generator = tychei(seed);
    this.draw = generator;
    this.drawDouble = generator.double;
    this.draw32 = generator.int32;
  }

  /** In [0, 1), a multiple of 2^-32: never 1, so `log(1 - next())` is finite. One draw. */
  next(): number {
    return this.draw();
  }

  /** In (0, 1), 53 bits, where the far tail matters. Two draws. */
  double(): number {
    return this.drawDouble();
  }

  /** Exponential with mean 1: -log(1 - u) for the u that `next` would have given. One draw. */
  exponential(): number {
    const n = -this.draw32() >>> 0;
    return n === 0 ? 0 : minusLogOf32Bits(n);
  }

  /** A whole number in 0..n-1, 1 <= n <= 2^32. One draw. */
  integer(n: number): number {
    if (!(n >= 1 && n <= 0x1_0000_0000)) broken(`a random integer below ${n} was asked for`);
    return Math.floor(this.draw() * n);
  }
}
