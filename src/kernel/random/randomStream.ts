import tychei from 'seedrandom/lib/tychei.js';
import { broken } from '../assert.ts';
import { minusLogOf32Bits } from './exponential.ts';

/** Draws made at a time, so that taking one is short enough for the compiler to inline it. */
const AHEAD = 32;
const PER_2_32 = 1 / 0x1_0000_0000;
const PER_2_21 = 1 / 0x20_0000;

/**
 * A stream of random numbers which depends on its seed text alone. Obtain one by name from `Simulation.stream`.
 *
 * The generator is tychei (Neves and Araujo, "Fast and small nonlinear pseudorandom number generators", 2011), of those
 * in seedrandom the fastest whose streams are independent from the first draw on, even with similar seed texts.
 */
export class RandomStream {
  private readonly generate: () => number;
  private readonly ahead = new Int32Array(AHEAD);
  private taken = AHEAD;

  constructor(seed: string) {
    this.generate = tychei(seed).int32;
  }

  /** In [0, 1), a multiple of 2^-32: never 1, so `log(1 - next())` is finite. One draw. */
  next(): number {
    return (this.bits() >>> 0) * PER_2_32;
  }

  /** In (0, 1), 53 bits, where the far tail matters. Two draws. */
  double(): number {
    for (;;) {
      const top = this.bits() >>> 11;
      const double = (top + (this.bits() >>> 0) * PER_2_32) * PER_2_21;
      if (double > 0) return double;
    }
  }

  /** Exponential with mean 1: -log(1 - u) for the u that `next` would have given. One draw. */
  exponential(): number {
    const n = -this.bits() >>> 0;
    return n === 0 ? 0 : minusLogOf32Bits(n);
  }

  /** A whole number in 0..n-1, 1 <= n <= 2^32. One draw. */
  integer(n: number): number {
    if (!(n >= 1 && n <= 0x1_0000_0000)) broken(`a random integer below ${n} was asked for`);
    return Math.floor(this.next() * n);
  }

  private bits(): number {
    if (this.taken === AHEAD) this.drawAhead();
    return this.ahead[this.taken++]!;
  }

  private drawAhead(): void {
    const { ahead, generate } = this;
    for (let i = 0; i < AHEAD; i++) ahead[i] = generate();
    this.taken = 0;
  }
}
