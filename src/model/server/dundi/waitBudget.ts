import { MILLISECOND, type Micros } from '../../../kernel/units.ts';

/** dundi.h DUNDI_FLUFF_TIME and DUNDI_TTL_TIME: how long a lookup may take. */
const FLUFF_TIME: Micros = 2000 * MILLISECOND;
const TTL_TIME: Micros = 200 * MILLISECOND;

/** The longest that a lookup with this ttl waits, but for the 100 ms of its look at the clock (facts A3). */
export function waitBudget(ttl: number): Micros {
  return FLUFF_TIME + ttl * TTL_TIME;
}
