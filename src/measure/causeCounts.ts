import { CAUSES, type CauseName } from '../model/story/index.ts';

/** Every cause, in the order of the closed list. */
export const CAUSE_NAMES: readonly CauseName[] = Object.keys(CAUSES) as CauseName[];

/** A counter for every cause, at 0. */
export function countsByCause(): Record<CauseName, number> {
  return Object.fromEntries(CAUSE_NAMES.map((name) => [name, 0])) as Record<CauseName, number>;
}
