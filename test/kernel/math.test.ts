import { describe, expect, it } from 'vitest';
import { exp, log } from '../../src/kernel/math.ts';

/** The bits of a double, as 16 hexadecimal digits. */
function bits(x: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

/** A hash of the bits of f at 20,000 arguments. */
function hashOf(f: (i: number) => number): string {
  const view = new DataView(new ArrayBuffer(8));
  let hash = 0x811c9dc5 | 0;
  for (let i = 1; i <= 20_000; i++) {
    view.setFloat64(0, f(i));
    hash = Math.imul(hash ^ view.getInt32(4), 0x01000193);
    hash = Math.imul(hash ^ view.getInt32(0), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

// Golden values, from Node 20.20 (V8 11.3). An engine that fails here gives other results than all others.
describe('log, to the last bit', () => {
  it.each([
    [0.5, 'bfe62e42fefa39ef'],
    [2, '3fe62e42fefa39ef'],
    [10, '40026bb1bbb55516'],
    [1e-300, 'c085963447f87fb5'],
    [0.1, 'c0026bb1bbb55515'],
    [3.141592653589793, '3ff250d048e7a1bd'],
    [0.9999999997671694, 'bdf0000000080000'],
    [2.3283064365386963e-10, 'c0362e42fefa39ef'],
    [1000000, '402ba18a998fffa0'],
    [725000000000000000, '40448ffe4c35b879'],
  ])('of %d', (x, golden) => expect(bits(log(x))).toBe(golden));

  it('at many places', () => expect(hashOf((i) => log(i / 777))).toBe('1ab41f5e'));
});

describe('exp, to the last bit', () => {
  it.each([
    [0, '3ff0000000000000'],
    [1, '4005bf0a8b145769'],
    [-1, '3fd78b56362cef38'],
    [0.5, '3ffa61298e1e069c'],
    [-0.5, '3fe368b2fc6f960a'],
    [10, '40d5829dcf950560'],
    [-20.25, '3e1b93de1e27ca3b'],
    [88.7, '47ef4705bbffae5c'],
    [0.001, '3ff0041919b7ee34'],
    [700, '7f0d945df4f8ec8e'],
  ])('of %d', (x, golden) => expect(bits(exp(x))).toBe(golden));

  it('at many places', () => expect(hashOf((i) => exp((i - 10_000) / 333))).toBe('60e91174'));
});
