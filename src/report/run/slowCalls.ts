import type { Micros } from '../../kernel/units.ts';
import type { Measures } from '../../measure/measures.ts';

/** A caller who hears nothing for longer thinks of hanging up: the planner's usual objective for p99. */
export const SLOW: Micros = 2_000_000;

/** Calls of the whole run that rang later than `SLOW`. */
export function slowCalls(measures: Measures): number {
  return slowCallsDuring(measures, 0, Infinity);
}

/** Those offered in [from, until). */
export function slowCallsDuring(measures: Measures, from: Micros, until: Micros): number {
  let slow = 0;
  for (const call of measures.calls.log)
    if (call.postDialDelay > SLOW && call.offeredAt >= from && call.offeredAt < until) slow += 1;
  return slow;
}
