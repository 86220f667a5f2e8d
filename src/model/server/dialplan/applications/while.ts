import { isTrue, isYes, separator } from '../arguments.ts';
import { PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { jump } from './goto.ts';
import { CONTINUE, type Family } from './results.ts';

/**
 * Loops of priorities. Where a loop began and where it ends is kept in channel variables, as there: WHILE_0 of the
 * outermost, END_WHILE_0, and one by the place of each While. Sources: app_while.c of 1.2.6 and 16.28.0.
 */
export const WHILE: Family = {
  While(thread, condition) {
    const { label, place } = begun(thread);
    if (thread.dialect === '1.2' ? !isYes(condition) : !isTrue(condition)) return leave(thread, label, place);
    if (thread.get(`WHILE_${label}`) === undefined) thread.set(`WHILE_${label}`, placeOf(thread, 0));
    return CONTINUE;
  },
  EndWhile(thread) {
    const label = innermost(thread);
    const start = thread.get(`WHILE_${label}`);
    if (start === undefined) return CONTINUE;
    if (thread.get(`END_WHILE_${label}`) === undefined) thread.set(`END_WHILE_${label}`, placeOf(thread, 1));
    return jump(thread, start);
  },
  ExitWhile(thread) {
    const { label, place } = begun(thread);
    return leave(thread, label, place);
  },
  ContinueWhile(thread) {
    const start = thread.get(`WHILE_${innermost(thread)}`);
    return start === undefined ? CONTINUE : jump(thread, start);
  },
};

/** The number of the loop that this place belongs to; that of a new one when it is not known. */
function begun(thread: Thread): { label: string; place: string } {
  const { context, exten, priority } = thread.channel;
  const place = thread.note(() => `${context}_${exten}_${priority}`);
  const label = thread.get(place) ?? String(innermost(thread) + 1);
  thread.set(place, label);
  return { label, place };
}

/** -1: no loop. */
function innermost(thread: Thread): number {
  let index = 0;
  while (thread.get(`WHILE_${index}`) !== undefined) index++;
  return index - 1;
}

function leave(thread: Thread, label: string, place: string): number | Pending {
  const end = thread.get(`END_WHILE_${label}`);
  const result = end === undefined ? passEnd(thread) : jump(thread, end);
  if (result === PENDING) return PENDING;
  for (const name of [`WHILE_${label}`, place, `END_WHILE_${label}`]) thread.set(name, undefined);
  return result;
}

/** To the step behind the EndWhile of this loop; continues with the next step when there is none. */
function passEnd(thread: Thread): number {
  const { channel, plan } = thread;
  let depth = 1;
  for (let priority = channel.priority + 1; ; priority++) {
    const step = plan.stepAt(channel.context, channel.exten, priority);
    if (step === undefined) break;
    const name = step.application.toLowerCase();
    if (name === 'while') depth++;
    if (name === 'endwhile' && --depth === 0) {
      thread.say(3, () => `Jumping to priority ${priority}`);
      channel.priority = priority;
      return CONTINUE;
    }
  }
  const { context, exten, priority } = channel;
  thread.log(
    'WARNING',
    'noEndWhile',
    `Couldn't find matching EndWhile? (While at ${context}@${exten} priority ${priority})`,
  );
  return CONTINUE;
}

function placeOf(thread: Thread, further: number): string {
  const { context, exten, priority } = thread.channel;
  return [context, exten, priority + further].join(separator(thread.dialect));
}
