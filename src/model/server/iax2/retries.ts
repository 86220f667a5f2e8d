import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';

/** chan_iax2.c: MIN_RETRY_TIME. */
export const SHORTEST_RETRY: Micros = 100 * MILLISECOND;
/** chan_iax2.c: MAX_RETRY_TIME. */
export const LONGEST_RETRY: Micros = 10 * SECOND;
/** chan_iax2.c: max_retries, the first transmission among them. */
export const SENDS = 4;

/** The pause after that one (chan_iax2.c:attempt_transmit). */
export function longer(pause: Micros): Micros {
  return Math.min(10 * pause, LONGEST_RETRY);
}

/** Pauses before each further transmission of a frame on a call with that round trip (iax2_send, attempt_transmit). */
export function pausesOf(pingTime: Micros): readonly Micros[] {
  let pause = Math.min(LONGEST_RETRY, Math.max(SHORTEST_RETRY, 2 * pingTime));
  return Array.from({ length: SENDS - 1 }, () => {
    const now = pause;
    pause = longer(pause);
    return now;
  });
}
