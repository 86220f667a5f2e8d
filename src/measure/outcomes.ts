import type { Outcome } from '../model/observations.ts';

/** Every outcome, answered ones first, in the order of all tables and legends. */
export const OUTCOMES = [
  'local', 'dundi', 'direct', 'pstn',
  'voicemail', 'busy', 'noAnswer', 'invalid', 'congestion',
  'misrouted', 'blocked', 'abandoned', 'unserved', 'inProgress',
] as const satisfies readonly Outcome[];

/** Fails to compile when the model knows an outcome that the list does not. */
type Missing = Exclude<Outcome, (typeof OUTCOMES)[number]>;
const nothingMissing: Missing extends never ? true : Missing = true;
void nothingMissing;

/** A person or a trunk picked up. */
export const ANSWERED: readonly Outcome[] = ['local', 'dundi', 'direct', 'pstn'];

export function isAnswered(outcome: Outcome): boolean {
  return outcome === 'local' || outcome === 'dundi' || outcome === 'direct' || outcome === 'pstn';
}

/** A counter for every outcome, at 0. */
export function countsByOutcome(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}
