import { atoi, splitArguments } from '../arguments.ts';
import { ANY_SLOT, PARKING_ANNOUNCEMENT, PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { CONTINUE, HANG_UP, type Family } from './results.ts';
import { listen } from './spending.ts';

/** Sources: res_features.c (1.2.6); res_parking.c, parking_applications.c (16.28.0). */
export const PARKING: Family = {
  /** `Park()` in 1.2, `Park(lot)` since 1.6.2. The channel itself is parked. */
  Park(thread, args) {
    const [lot = ''] = thread.dialect === '1.2' ? [''] : splitArguments(args, thread.dialect, 2);
    thread.answer();
    return parked(thread, lot.trim(), false);
  },
  /** `ParkedCall(701)` in 1.2, `ParkedCall(lot,701)` since 12. It answers before it looks (parked_call_app_exec). */
  ParkedCall(thread, args) {
    const [first = '', second = ''] = splitArguments(args, thread.dialect, 2);
    const [lot, slot] = thread.dialect === '16' ? [first.trim(), second] : ['', first];
    thread.once(() => thread.services.seekParked(thread.channel.id));
    thread.answer();
    const result = thread.pickUp(lot, slot.trim() === '' ? ANY_SLOT : atoi(slot));
    if (result === PENDING) return PENDING;
    if (result.end !== 'empty') return HANG_UP;
    return listen(thread, 'other', 'pbx-invalidpark', PARKING_ANNOUNCEMENT) === PENDING ? PENDING : HANG_UP;
  },
};

/** Parked in a slot until the call is retrieved, the caller hangs up, or the parking time is over. */
export function parked(thread: Thread, lot: string, given: boolean): number | Pending {
  const result = thread.park(lot, given);
  if (result === PENDING) return PENDING;
  if (result.end === 'full') {
    const stays = listen(thread, 'other', 'pbx-parkingfailed', PARKING_ANNOUNCEMENT);
    return stays === PENDING ? PENDING : stays;
  }
  if (result.end !== 'timedOut') return HANG_UP;
  thread.goTo(result.context, result.exten, 1);
  return CONTINUE;
}
