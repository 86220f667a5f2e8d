import type { ServerId } from '../ids.ts';
import type { StoryEvent } from './happenings.ts';

/** What became of a parked call: exactly one of these. */
export const PARKING_ENDS = ['retrieved', 'mixedUp', 'returned', 'abandoned', 'lost', 'stillParked'] as const;
export type ParkingEnd = (typeof PARKING_ENDS)[number];

export interface ParkingFate {
  readonly server: ServerId;
  readonly slot: number;
  readonly end: ParkingEnd;
  /** Nobody had fetched it within the parking time: it went back to the parker. */
  readonly timedOut: boolean;
}

/** What became of the last time that the call was parked; undefined: it never was. */
export function parkingFate(events: readonly StoryEvent[]): ParkingFate | undefined {
  let parked: { server: ServerId; slot: number; end: ParkingEnd | undefined; timedOut: boolean } | undefined;
  for (const event of events) {
    if (event.what === 'parked') parked = { server: event.server, slot: event.slot, end: undefined, timedOut: false };
    else if (parked !== undefined && parked.end === undefined) {
      if (event.what === 'parkingEnds') parked.timedOut = true;
      else parked.end = endBy(event, parked.timedOut);
    }
  }
  // It was hung up on: nobody answered when it came back.
  return parked === undefined ? undefined : { ...parked, end: parked.end ?? 'lost' };
}

/** Undefined: it says nothing of a parked call. */
function endBy(event: StoryEvent, timedOut: boolean): ParkingEnd | undefined {
  switch (event.what) {
    case 'fetched':
      return event.isRight ? 'retrieved' : 'mixedUp';
    case 'connected':
      return timedOut ? 'returned' : undefined;
    case 'gaveUp':
    case 'leavesSlot':
      return 'abandoned';
    case 'cut':
      return event.phone >= 0 ? 'abandoned' : 'lost';
    case 'runEnds':
      return 'stillParked';
    default:
      return undefined;
  }
}
