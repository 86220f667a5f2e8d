import type { Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';

/** What an application returns: 0 continues with the next priority, anything else ends the plan. */
export const CONTINUE = 0;
export const HANG_UP = -1;
/** Ends the innermost macro as if it had run out of priorities (app_macro.c:MACRO_EXIT_RESULT). */
export const MACRO_EXIT = 1024;
/** Not of Asterisk: the channel is now at the first priority of a macro. */
export const INTO_MACRO = 2048;

/** Runs again from the start after each PENDING; see Thread. */
export type ApplicationCode = (thread: Thread, args: string) => number | Pending;
export type Family = Readonly<Record<string, ApplicationCode>>;
