export type { Happening, LockHolder, StoryEvent, Way } from './happenings.ts';
export { factsOf, OUTCOMES, outcomeOf, recordOf, type Facts } from './outcome.ts';
export { isReachable, Stories, type Opening, type Story } from './stories.ts';
export { NO_VERDICT, verdictOf, type Verdict } from './cause.ts';
export { PARKING_ENDS, parkingFate, type ParkingEnd, type ParkingFate } from './parkingFate.ts';
export { CAUSES, type CauseName } from './causes.ts';
export { FaultLog, type Outage } from './faultLog.ts';
export type { SipBlock, World } from './world.ts';
export { deadText, heldBy, secondsText, timeText, type Known } from './words.ts';
