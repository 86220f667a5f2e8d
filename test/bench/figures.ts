/** A figure over rounds: the median, and the range. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Of at least one number. */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((x, y) => x - y);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)! };
}

/**
 * How much faster the first is, by the rounds that were measured in turn: the spread of the ratios, not the ratio of
 * the medians, so that a slow minute of the machine, which both have, cancels.
 */
export function speedUp(costs: readonly number[], against: readonly number[]): Spread {
  return spreadOf(costs.map((cost, i) => against[i]! / cost));
}
