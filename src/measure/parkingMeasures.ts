import { assert } from '../kernel/assert.ts';
import { PARKING_ENDS, parkingFate, type ParkingEnd, type StoryEvent } from '../model/story/index.ts';

/** Parked calls, and the calls to their slots. Parked: the sum of what became of them. */
export interface ParkingFigures extends Readonly<Record<ParkingEnd, number>> {
  readonly parked: number;
  /** Whose parking time ended: returned, lost, or given up while the parker's phone rang. */
  readonly timedOut: number;
  /** Calls that could not be parked: no slot was free. */
  readonly full: number;
  /** Calls to a slot. */
  readonly pickUps: number;
  /** Of those: nobody was parked there. */
  readonly emptySlots: number;
  /** Of those: the call that was wanted was parked at another server. */
  readonly elsewhere: number;
}

/** What an expression may name, in the order of the document. */
export const PARKING_COUNTS = [
  'parked',
  ...PARKING_ENDS,
  'timedOut',
  'full',
  'pickUps',
  'emptySlots',
  'elsewhere',
] as const;

/** Counts what became of parked calls, by the story of each at its end. */
export class ParkingMeasures {
  private readonly counts = Object.fromEntries(PARKING_COUNTS.map((name) => [name, 0])) as Record<
    (typeof PARKING_COUNTS)[number],
    number
  >;

  callEnded(story: readonly StoryEvent[]): void {
    const fate = parkingFate(story);
    if (fate !== undefined) {
      this.counts.parked += 1;
      this.counts[fate.end] += 1;
      if (fate.timedOut) this.counts.timedOut += 1;
    }
    if (story.some(({ what }) => what === 'parkingFull')) this.counts.full += 1;
    this.pickUp(story);
  }

  /** A call to a slot; one that no server has taken is none. */
  private pickUp(story: readonly StoryEvent[]): void {
    const wants = story.find((event) => event.what === 'wants');
    const picksUp = story.find((event) => event.what === 'picksUp');
    const isTaken = picksUp !== undefined || (wants !== undefined && story.some(({ what }) => what === 'final'));
    if (!isTaken) return;
    this.counts.pickUps += 1;
    if (picksUp?.what === 'picksUp' && picksUp.found !== 0) return;
    this.counts.emptySlots += 1;
    if (wants?.what === 'wants' && wants.wantedAt >= 0) this.counts.elsewhere += 1;
  }

  figures(): ParkingFigures {
    const ended = PARKING_ENDS.reduce((sum, end) => sum + this.counts[end], 0);
    assert(ended === this.counts.parked, `${this.counts.parked} calls were parked, ${ended} came to an end`);
    return { ...this.counts };
  }
}
