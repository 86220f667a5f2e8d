import { SECOND, type Micros } from '../../../../kernel/units.ts';
import { atoi, splitArguments } from '../arguments.ts';
import { PENDING, type Pastime, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { CONTINUE, HANG_UP, type ApplicationCode, type Family } from './results.ts';
import { TIMED, type Timed } from './timed.ts';

/** Applications of which only the time counts, and what they set. */
export const SPENDING: Family = {
  ...Object.fromEntries(Object.entries(TIMED).map(([name, timed]) => [name, spending(name, timed)])),
  /** 1.2, seconds. */
  WaitMusicOnHold: (thread, args) => listen(thread, 'endless', args, Math.max(0, atoi(args)) * SECOND),
  /** Since 1.6 `MusicOnHold(class,seconds)`. */
  MusicOnHold(thread, args) {
    const [, seconds = ''] = splitArguments(args, thread.dialect, 2);
    const limit = thread.dialect === '1.2' ? 0 : atoi(seconds);
    return limit > 0 ? listen(thread, 'endless', args, limit * SECOND) : musicOnHold(thread, args);
  },
};

const musicOnHold = spending('MusicOnHold', TIMED.MusicOnHold!);

/** One that the scenario gives a time, or that has a time of its own. */
export function spending(name: string, timed: Omit<Timed, 'takes'>): ApplicationCode {
  return (thread, args) => {
    if (timed.answers === true) thread.answer();
    // A script that h runs has nobody to be cut off by.
    const runsOn = timed.runsOn === true || (timed.decides === true && thread.channel.leaving);
    const time = thread.note(() => thread.times.takes(name));
    const result = runsOn && time < Infinity ? work(thread, time) : listen(thread, timed.on ?? 'other', args, time);
    if (result === CONTINUE) for (const [variable, value] of thread.times.sets(name)) thread.set(variable, value);
    return result;
  };
}

/** Time of the caller's, who may hang up. */
export function listen(thread: Thread, on: Pastime, detail: string, time: Micros): number | Pending {
  if (time > 0) thread.once(() => thread.services.spend(thread.channel.id, on, detail));
  const stays = thread.wait(time);
  return stays === PENDING ? PENDING : stays && time < Infinity ? CONTINUE : HANG_UP;
}

function work(thread: Thread, time: Micros): number | Pending {
  return time > 0 && thread.work(time) === PENDING ? PENDING : CONTINUE;
}
