export type { StoryEvent, Way } from './happenings.ts';
export { recordOf } from './outcome.ts';
export { isReachable, Stories, type Story } from './stories.ts';
export { verdictOf } from './cause.ts';
export { PARKING_ENDS, parkingFate, type ParkingEnd } from './parkingFate.ts';
export { CAUSES, type CauseName } from './causes.ts';
export { FaultLog, type Outage } from './faultLog.ts';
export type { World } from './world.ts';
export { deadText, heldBy, secondsText, timeText, type Known } from './words.ts';
