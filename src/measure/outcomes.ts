import type { Outcome } from '../model/observations.ts';

/** Whether a person or a trunk picked up. The order is that of all tables and legends. */
const ANSWERED: Readonly<Record<Outcome, boolean>> = {
  local: true,
  dundi: true,
  otherServer: true,
  direct: true,
  pstn: true,
  voicemail: false,
  busy: false,
  noAnswer: false,
  invalid: false,
  congestion: false,
  misrouted: false,
  blocked: false,
  abandoned: false,
  unserved: false,
  inProgress: false,
};

/** Every outcome, answered ones first. */
export const OUTCOMES: readonly Outcome[] = Object.keys(ANSWERED) as Outcome[];

export function isAnswered(outcome: Outcome): boolean {
  return ANSWERED[outcome];
}

/** A counter for every outcome, at 0. */
export function countsByOutcome(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}
