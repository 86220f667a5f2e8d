import type { Thread } from '../channelThread.ts';
import { CONTINUE, type Family } from './results.ts';

/** 1.2's ways to say Set(TIMEOUT(…)=…). */
export const TIMEOUTS: Family = {
  AbsoluteTimeout: (thread, args) => set(thread, 'absolute', args),
  ResponseTimeout: (thread, args) => set(thread, 'response', args),
  DigitTimeout: (thread, args) => set(thread, 'digit', args),
};

function set(thread: Thread, what: string, seconds: string): number {
  thread.owner.write('TIMEOUT', what, seconds);
  return CONTINUE;
}
