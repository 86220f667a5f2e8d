import { cut, isTrue, splitArguments, splitBranches } from '../arguments.ts';
import { PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { jump } from './goto.ts';
import { CONTINUE, HANG_UP, type Family } from './results.ts';

/** Sources: app_stack.c of 1.2.6 (no arguments) and of 16.28. */
export const GOSUB: Family = {
  Gosub: gosub,
  GosubIf(thread, args) {
    const { condition, whenTrue, whenFalse } = splitBranches(args);
    const branch = isTrue(condition) ? whenTrue : whenFalse;
    return branch === '' ? CONTINUE : gosub(thread, branch);
  },
  Return(thread, value) {
    const frame = thread.channel.gosubs.pop();
    if (frame === undefined) {
      thread.log('ERROR', 'noGosub', 'Return without Gosub: stack is empty');
      return HANG_UP;
    }
    thread.goTo(frame.context, frame.exten, frame.priority);
    for (const [name, old] of frame.saved) thread.set(name, old);
    if (thread.dialect === '16') thread.set('GOSUB_RETVAL', value);
    leftOne(thread);
    return CONTINUE;
  },
  StackPop(thread) {
    const frame = thread.channel.gosubs.pop();
    if (frame !== undefined) for (const [name, old] of frame.saved) thread.set(name, old);
    leftOne(thread);
    return CONTINUE;
  },
};

/** `[[context,]exten,]priority[(arg1,…)]`, the arguments in 16 only. */
function gosub(thread: Thread, args: string): number | Pending {
  const { channel } = thread;
  const { context, exten, priority } = channel;
  const [place, inBrackets] = thread.dialect === '16' ? cut(args, '(') : [args, undefined];
  const jumped = jump(thread, place);
  if (jumped === PENDING || jumped !== CONTINUE) return jumped;
  const target = { context: channel.context, exten: channel.exten, priority: channel.priority };
  // Until it is sure that the place exists, the channel stays where it was: this code may run again.
  Object.assign(channel, { context, exten, priority });
  if (thread.dialect === '16') {
    const there = thread.exists(target.context, target.exten, target.priority + 1);
    if (there === PENDING) return PENDING;
    if (!there) return HANG_UP;
  }
  const values = inBrackets === undefined ? [] : splitArguments(inBrackets.replace(/\)[^)]*$/, ''), '16');
  enter(thread, values);
  Object.assign(channel, target);
  return CONTINUE;
}

function enter(thread: Thread, values: readonly string[]): void {
  const { channel } = thread;
  const count = Math.max(values.length, channel.gosubs.at(-1)?.arguments ?? 0);
  const saved = new Map<string, string | undefined>();
  channel.gosubs.push({
    context: channel.context,
    exten: channel.exten,
    priority: channel.priority + 1,
    saved,
    arguments: count,
  });
  if (thread.dialect === '16') {
    for (let at = 1; at <= count; at++) replace(thread, saved, `ARG${at}`, values[at - 1] ?? '');
    replace(thread, saved, 'ARGC', String(values.length));
    const macro = channel.macros.at(-1);
    if (macro !== undefined) macro.gosubs++;
  }
}

/** A variable of the innermost Gosub only, which Return puts back. */
export function setLocal(thread: Thread, name: string, value: string): void {
  const frame = thread.channel.gosubs.at(-1);
  if (frame !== undefined) replace(thread, frame.saved, name, value);
}

function replace(thread: Thread, saved: Map<string, string | undefined>, name: string, value: string): void {
  if (!saved.has(name)) saved.set(name, thread.get(name));
  thread.set(name, value);
}

function leftOne(thread: Thread): void {
  const macro = thread.channel.macros.at(-1);
  if (macro !== undefined && thread.dialect === '16') macro.gosubs--;
}
