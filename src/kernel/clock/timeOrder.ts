import { broken } from '../assert.ts';
import type { Micros } from '../units.ts';

/**
 * The two assertions about time, on in every run: an event is scheduled for a whole microsecond that is not past (at
 * push), and events come out in order of time (at pop). The queues rely on the first and guarantee the second.
 *
 * Both tests are short enough to be inlined; what builds a message is separate.
 */

/** The last time that can be scheduled: 285 years. Beyond it a double does not hold every microsecond. */
const END_OF_TIME: Micros = Number.MAX_SAFE_INTEGER;

const { floor } = Math;

/** At push: `delay` from now is `time`. False for a fraction, a past time, NaN, and beyond the end of time. */
export function isSchedulable(delay: Micros, time: Micros): boolean {
  return delay >= 0 && floor(delay) === delay && time <= END_OF_TIME;
}

/** At pop: the time of the next event against that of the running one. */
export function isForward(time: Micros, now: Micros): boolean {
  return time >= now;
}

/** The times come in an object, so that a caller boxes them here only. */
export function refuseTime(event: string, { time, now }: { readonly time: Micros; readonly now: Micros }): never {
  return broken(
    `${event} was scheduled for ${time} µs at ${now} µs: not a whole number, past, or beyond the end of time`,
  );
}

export function refuseBackward(time: Micros, now: Micros): never {
  return broken(`time ran backward, from ${now} µs to ${time} µs`);
}
