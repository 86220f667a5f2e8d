const STEPS = [1, 2, 4, 6, 10];

/** The end of an axis that begins at 0: the least of 1, 2, 4 and 6 times a power of ten that is not below `most`, so that its half is as round. */
export function topOf(most: number): number {
  if (most <= 0) return 1;
  let power = 1;
  while (power < most) power *= 10;
  while (power / 10 >= most) power /= 10;
  return STEPS.map((step) => (step * power) / 10).find((top) => top >= most)!;
}
