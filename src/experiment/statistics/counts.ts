import { exp, log } from '../../kernel/math.ts';
import { assert } from '../../kernel/assert.ts';
import { highOf, intervalOf, lowOf, meanOf, ratioOf, unknownOf, type Estimate, type Interval } from './estimate.ts';
import { incompleteBeta, logGamma } from './student.ts';

/** Fewer events than this in all replications together, and their mean is not near enough to a normal one. */
const FEW_EVENTS = 20;
/** Fewer replications than this may agree by chance, and then hide how far they could be apart. */
const FEW_REPLICATIONS = 5;
/** With this number of events, even two replications hardly ever agree by chance. */
const MANY_EVENTS = 1000;

/**
 * Mean of a number of events per replication, none below 0. Where there are few of them, the interval contains
 * Garwood's for a
 * Poisson number (Biometrika 28, 1936) beside Student's: after 20 replications without a single event up to 0.18 per
 * replication may be what is normal, not 0 ± 0. It takes events to come singly: of what comes in one run of a hundred,
 * and then by
 * the thousand, no interval from twenty runs can tell; for that there are probabilities, such as `calls.collapsed`.
 */
export function countMeanOf(values: readonly number[], level: number): Estimate | Interval | undefined {
  const n = values.length;
  const student = meanOf(values, level);
  const total = sum(values);
  // Means over time, such as erlangs, are no numbers of events.
  if (student === undefined || n < 2 || values.some((value) => value < 0 || !Number.isInteger(value)))
    return boundedMeanOf(values, level);
  if (n < FEW_REPLICATIONS && total > 0 && values.every((value) => value === values[0]))
    return unknownOf(student.mean, level, n);
  const few = isFew(total, n) ? poissonInterval(Math.round(total), level) : undefined;
  return within(student, few === undefined ? undefined : { low: few.low / n, high: few.high / n }, {
    low: 0,
    high: Infinity,
  });
}

/**
 * Mean of a value per replication that is never below 0, nor above `most`: Student's interval, cut where no mean can be.
 * Cut there it contains the truth as often, since the truth is not beyond.
 */
export function boundedMeanOf(
  values: readonly number[],
  level: number,
  most = Infinity,
): Estimate | Interval | undefined {
  const student = meanOf(values, level);
  if (student === undefined || student.half === Infinity || values.some((value) => value < 0 || value > most))
    return student;
  return within(student, undefined, { low: 0, high: most });
}

/**
 * Share of events that are of a kind: calls lost of calls offered. As `ratioOf`; where there are few of that kind, or
 * of all
 * others, the interval contains Clopper and Pearson's beside it, and it never leaves 0 to 1.
 */
export function countShareOf(
  parts: readonly number[],
  wholes: readonly number[],
  level: number,
): Estimate | Interval | undefined {
  const n = parts.length;
  const student = ratioOf(parts, wholes, level);
  if (student === undefined || n < 2) return student;
  const [part, whole] = [sum(parts), sum(wholes)];
  const isShare = parts.every((one, i) => one >= 0 && one <= wholes[i]!);
  const few = isShare && isFew(Math.min(part, whole - part), n) ? clopperPearson(part, whole, level) : undefined;
  return within(student, few, { low: isShare ? 0 : -Infinity, high: isShare ? 1 : Infinity });
}

/** Whether there are too few events in too few replications for a reliable spread. */
export function isFew(events: number, replications: number): boolean {
  return events < FEW_EVENTS || (replications < FEW_REPLICATIONS && events < MANY_EVENTS);
}

/** Both intervals together, inside the limits of what can be; as it was if that changes nothing. */
function within(
  student: Estimate,
  few: { readonly low: number; readonly high: number } | undefined,
  limits: { readonly low: number; readonly high: number },
): Estimate | Interval {
  const low = Math.max(limits.low, Math.min(lowOf(student), few?.low ?? Infinity));
  const high = Math.min(limits.high, Math.max(highOf(student), few?.high ?? -Infinity));
  if (low === lowOf(student) && high === highOf(student)) return student;
  const { mean: value, level, n } = student;
  return intervalOf({ value, low: Math.min(low, value), high: Math.max(high, value), level, n });
}

/** Garwood's interval for the mean of a Poisson number of which `k` were seen. */
export function poissonInterval(k: number, level: number): { readonly low: number; readonly high: number } {
  assert(k >= 0 && Number.isInteger(k), `${k} events`);
  const tail = (1 - level) / 2;
  const most = k + 10 * Math.sqrt(k + 1) + 40;
  return {
    low: k === 0 ? 0 : bisect(0, k, (mean) => 1 - atMost(k - 1, mean) < tail),
    high: bisect(k, most, (mean) => atMost(k, mean) > tail),
  };
}

/** Clopper and Pearson's interval for k of n (Biometrika 26, 1934): covers at least `level`, whatever the truth. */
export function clopperPearson(k: number, n: number, level: number): { readonly low: number; readonly high: number } {
  const tail = (1 - level) / 2;
  return {
    low: k === 0 ? 0 : bisect(0, 1, (p) => incompleteBeta(p, k, n - k + 1) < tail),
    high: k === n ? 1 : bisect(0, 1, (p) => incompleteBeta(p, k + 1, n - k) < 1 - tail),
  };
}

/** P(X <= k) of a Poisson number with that mean above 0: from the greatest term down. */
function atMost(k: number, mean: number): number {
  let term = exp(k * log(mean) - mean - logGamma(k + 1));
  let total = term;
  for (let i = k; i > 0 && term > 1e-18 * total; i--) total += term *= i / mean;
  return Math.min(1, total);
}

/** Where `below` ceases to be true. */
function bisect(from: number, until: number, below: (x: number) => boolean): number {
  let [low, high] = [from, until];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
