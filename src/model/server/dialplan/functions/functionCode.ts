import type { Pending } from '../services.ts';
import type { Scope } from '../substitution.ts';
import type { Thread } from '../channelThread.ts';

/** What a function gives. Runs again from the start after each PENDING; see Thread. */
export type FunctionCode = (thread: Thread, args: string, scope: Scope) => string | Pending;
export type FunctionFamily = Readonly<Record<string, FunctionCode>>;

/** `Set(FUNCTION(args)=value)` */
export type Writer = (thread: Thread, args: string, value: string) => void | Pending;
export type WriterFamily = Readonly<Record<string, Writer>>;
