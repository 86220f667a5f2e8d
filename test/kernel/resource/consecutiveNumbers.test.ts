import { expect, it } from 'vitest';
import { ConsecutiveNumbers } from '../../../src/kernel/resource/consecutiveNumbers.ts';
import { RandomStream } from '../../../src/kernel/random/randomStream.ts';

/** Runs of random lengths, some of one number, some over the end of the 32 bits. */
function mixed(): number[] {
  const random = new RandomStream('runs');
  const numbers: number[] = [];
  for (let i = 0; i < 300; i++) {
    const first = i % 10 === 0 ? 0x7fff_fffe : random.integer(5000) - 1000;
    const length = 1 + random.integer(i % 3 === 0 ? 1 : 9);
    for (let n = 0; n < length; n++) numbers.push((first + n) | 0);
  }
  return numbers;
}

// The plain version: an array.
it('numbers are read and found as in an array', () => {
  const plain = mixed();
  const numbers = new ConsecutiveNumbers();
  for (const number of plain) numbers.push(number);
  expect(numbers.length).toBe(plain.length);
  expect(plain.map((_, row) => numbers.at(row))).toEqual(plain);
  for (const number of [...plain, -5000, 9999, 0x7fff_ffff, -0x8000_0000])
    expect(numbers.indexOf(number)).toBe(plain.indexOf(number));
});

it('of one run every number is read and found', () => {
  const numbers = new ConsecutiveNumbers();
  for (let number = 1000; number < 2000; number++) numbers.push(number);
  expect([0, 999].map((row) => numbers.at(row))).toEqual([1000, 1999]);
  expect([1000, 1999, 999, 2000].map((number) => numbers.indexOf(number))).toEqual([0, 999, -1, -1]);
});
