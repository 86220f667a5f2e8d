import { atoi, splitArguments } from '../arguments.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../../kernel/units.ts';
import { PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { CONTINUE, HANG_UP, type Family } from './results.ts';

/** Q.850 causes that have names in Hangup() (channel.c:causes), the usual ones. */
const CAUSES: Readonly<Record<string, number>> = {
  UNALLOCATED: 1,
  NORMAL: 16,
  NORMAL_CLEARING: 16,
  BUSY: 17,
  USER_BUSY: 17,
  NO_USER_RESPONSE: 18,
  NO_ANSWER: 19,
  NOANSWER: 19,
  CALL_REJECTED: 21,
  FAILURE: 38,
  CONGESTION: 34,
  NETWORK_OUT_OF_ORDER: 38,
};
const NORMAL_CLEARING = 16;
const USER_BUSY = 17;
const CHANNEL_CONGESTION = 34;

export const ANSWERING: Family = {
  Answer(thread, args) {
    const { channel, services } = thread;
    const [delay = ''] = splitArguments(args, thread.dialect, 2);
    const wasUp = thread.note(() => services.isAnswered(channel.id));
    thread.answer();
    const pause = wasUp ? 0 : Math.max(0, atoi(delay));
    if (pause === 0) return channel.hungUp === '' ? CONTINUE : HANG_UP;
    const stays = thread.wait(pause * MILLISECOND);
    return stays === PENDING ? PENDING : stays ? CONTINUE : HANG_UP;
  },
  /** 1.2 ignores the argument. */
  Hangup(thread, args) {
    const { channel } = thread;
    const wanted = thread.dialect === '1.2' ? 0 : (CAUSES[args.trim().toUpperCase()] ?? atoi(args));
    if (wanted > 0) channel.cause = wanted;
    else if (channel.cause === 0) channel.cause = NORMAL_CLEARING;
    if (thread.dialect === '16') channel.hungUp = 'core';
    return HANG_UP;
  },
  Busy: (thread, args) => tone(thread, 'busy', args),
  Congestion: (thread, args) => tone(thread, 'congestion', args),
  Ringing: (thread) => indicate(thread, 'ringing'),
  Progress: (thread) => indicate(thread, 'progress'),
  Proceeding: (thread) => indicate(thread, 'proceeding'),
};

function indicate(thread: Thread, what: 'ringing' | 'progress' | 'proceeding'): number {
  thread.once(() => thread.services.indicate(thread.channel.id, what));
  return CONTINUE;
}

/** Busy() and Congestion(): for that number of seconds; without a number until the caller hangs up (pbx.c:wait_for_hangup). */
function tone(thread: Thread, what: 'busy' | 'congestion', args: string): number | Pending {
  const seconds = /^\s*\d+/.test(args) ? atoi(args) * SECOND : Infinity;
  return playTone(thread, what, seconds) === PENDING ? PENDING : HANG_UP;
}

/**
 * A tone to a caller who was answered. Who was not is sent the final error instead, and the channel is hung up with
 * that, at once (chan_sip.c:sip_indicate; over IAX2 and on a trunk the far end hangs up when it has it).
 */
export function playTone(thread: Thread, what: 'busy' | 'congestion', length: Micros): boolean | Pending {
  const { channel, services } = thread;
  const isUp = thread.note(() => services.isAnswered(channel.id));
  thread.once(() => {
    if (thread.dialect === '16' && !isUp) channel.cause = what === 'busy' ? USER_BUSY : CHANNEL_CONGESTION;
    services.indicate(channel.id, what);
  });
  return isUp ? thread.wait(length) : true;
}
