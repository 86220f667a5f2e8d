export type { Happening, LockHolder, StoryEvent, Way } from './happenings.ts';
export { factsOf, OUTCOMES, outcomeOf, recordOf, type Facts } from './outcome.ts';
export { isReachable, Stories, type Opening, type Story } from './stories.ts';
