import { MILLISECOND, SECOND, type Micros } from '../../../kernel/units.ts';

/** chan_iax2.c: MIN_RETRY_TIME, MAX_RETRY_TIME. */
const [SHORTEST, LONGEST]: readonly [Micros, Micros] = [100 * MILLISECOND, 10 * SECOND];
/** chan_iax2.c: max_retries, the first transmission among them. */
const SENDS = 4;

/** Pauses before each further transmission of a frame on a call with that round trip (iax2_send, attempt_transmit). */
export function pausesOf(pingTime: Micros): readonly Micros[] {
  let pause = Math.min(LONGEST, Math.max(SHORTEST, 2 * pingTime));
  return Array.from({ length: SENDS - 1 }, () => {
    const now = pause;
    pause = Math.min(LONGEST, 10 * pause);
    return now;
  });
}
