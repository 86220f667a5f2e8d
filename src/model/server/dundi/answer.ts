import type { Answer, Hint } from '../../protocol/dundi.ts';

/** A hint that is being made: each test and each reply may change it. */
export type RunningHint = { -readonly [K in keyof Hint]: Hint[K] };

/** The hint that every lookup begins with: "do not ask for anything". Each match and each reply may weaken it. */
export function freshHint(): RunningHint {
  return { dontAsk: true, unaffected: true, ttlExpired: false, prefix: '' };
}

/**
 * Adds an answer, good for that many seconds, unless its destination is there already: then the lower weight stays
 * (facts A7).
 * `weight`: that of the answer, as this server reads it.
 */
export function merge(answers: Answer[], answer: Answer, expiration: number, weight = answer.weight): boolean {
  for (let i = 0; i < answers.length; i++) {
    const known = answers[i]!;
    if (known.tech !== answer.tech || known.destination !== answer.destination) continue;
    if (weight < known.weight) answers[i] = { ...known, weight };
    return false;
  }
  if (answers.length >= MAX_RESULTS) return false;
  const { tech, destination, exists, canMatch, matchMore, weight: own, eid } = answer;
  answers.push({ tech, destination, exists, canMatch, matchMore, weight: own, eid, expiration });
  return true;
}

/** dundi-parser.h: MAX_WEIGHT */
export const MAX_WEIGHT = 59_999;

/** dundi.h MAX_RESULTS */
export const MAX_RESULTS = 64;

/** The two bytes of a weight in the other order (rule `weightSwap`). */
export function swapped(weight: number): number {
  return ((weight & 0xff) << 8) | (weight >> 8);
}

/** By weight; equal weights keep the order of arrival (glibc's qsort is a stable merge sort in practice; facts A7). */
export function sortByWeight(answers: readonly Answer[]): readonly Answer[] {
  if (answers.length < 2) return answers;
  return answers.toSorted((x, y) => x.weight - y.weight); // ECMAScript: stable.
}
