/**
 * The only transcendental functions of the core. Everything else is made of these, `Math.sqrt` and arithmetic.
 *
 * ECMAScript leaves the last bit of `Math.log` and `Math.exp` to the engine. V8 has computed both with the same port of
 * fdlibm since 2016, so Node 20, 22, 24 and Chromium agree to the bit; `test/kernel/math.test.ts` holds golden values,
 * and fails on an engine that differs. `Math.pow` and `**` changed between Node 22 and 24 and are forbidden.
 */

/** Natural logarithm. -Infinity at 0, NaN below. */
export const log: (x: number) => number = Math.log;

/** e to the x. */
export const exp: (x: number) => number = Math.exp;
