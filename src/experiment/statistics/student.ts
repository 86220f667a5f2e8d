import { assert } from '../../kernel/assert.ts';
import { exp, log } from '../../kernel/math.ts';

/** Relative accuracy of the fraction below; a quantile is good to ten digits. */
const TINY = 1e-15;
const MOST_TERMS = 10_000;

/**
 * Student's t distribution with `df` degrees of freedom: P(T <= t).
 * `df`: at least 1, whole or not.
 */
export function studentCdf(t: number, df: number): number {
  assert(df >= 1, `Student's t with ${df} degrees of freedom`);
  const tail = incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  return t >= 0 ? 1 - tail : tail;
}

/**
 * The t with P(|T| <= t) = `level`, 0 < level < 1: how many standard errors an interval of that level is wide to each
 * side.
 */
export function studentQuantile(level: number, df: number): number {
  assert(level > 0 && level < 1, `a level of ${level}`);
  const tail = (1 - level) / 2;
  const outside = (t: number): number => incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  let [low, high] = [0, 1];
  while (outside(high) > tail) [low, high] = [high, 2 * high];
  // Bisection to the last bit: monotone, never lost, and done once for a table.
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (outside(middle) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** I_x(a, b), the regularised incomplete beta function (Abramowitz and Stegun, 26.5), 0 <= x <= 1. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(1 - x));
  // The fraction converges fast on this side of the mean only; I_x(a, b) = 1 - I_{1-x}(b, a) gives the other.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** The continued fraction 26.5.8, by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < TINY) break;
  }
  return value;
}

function away(x: number): number {
  return Math.abs(x) < 1e-300 ? 1e-300 : x;
}

/** ln Γ(x), x > 0: Stirling's series (A. and S. 6.1.41) from 10 on, reached by Γ(x + 1) = x Γ(x). */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 10; y++) shift += log(y);
  const r = 1 / (y * y);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360_360))))) / y;
  return (y - 0.5) * log(y) - y + 0.918_938_533_204_672_8 + series - shift;
}
