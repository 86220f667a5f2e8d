const LEAST = 64;

/**
 * How long a typed array becomes that has no room for `index`: an eighth longer than needed. Doubling leaves up to half
 * of it unused, which counts with hundreds of thousands of pending events.
 */
export function roomFor(index: number): number {
  return Math.max(LEAST, index + 1 + (index >> 3));
}
