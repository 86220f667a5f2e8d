export type { Happening, LockHolder, StoryEvent, Way } from './happenings.ts';
export { factsOf, OUTCOMES, outcomeOf, recordOf, type Facts } from './outcome.ts';
export { isReachable, Stories, type Opening, type Story } from './stories.ts';
export { CAUSES, NO_VERDICT, verdictOf, type CauseName, type Verdict } from './cause.ts';
export { FaultLog, type Outage } from './faultLog.ts';
export type { SipBlock, World } from './world.ts';
export { heldBy, outageText, secondsText, timeText, type Known } from './words.ts';
