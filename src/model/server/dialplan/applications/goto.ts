import { cut, isTrue, separator, splitBranches } from '../arguments.ts';
import { PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { isWithin } from '../timePatterns.ts';
import { CONTINUE, HANG_UP, type Family } from './results.ts';

/** Sources: pbx.c:ast_parseable_goto, pbx_builtin_goto… (1.2.6); pbx.c:pbx_parse_location, pbx_builtins.c (16.28). */
export const GOTO: Family = {
  Goto: goTo,
  GotoIf(thread, args) {
    const { condition, whenTrue, whenFalse } = splitBranches(args);
    const branch = isTrue(condition) ? whenTrue : whenFalse;
    return branch === '' ? CONTINUE : goTo(thread, branch);
  },
  GotoIfTime(thread, args) {
    const [times, rest] = cut(args, '?');
    const [whenTrue, whenFalse] = thread.dialect === '16' ? cut(rest ?? '', ':') : [rest ?? '', ''];
    const branch = isWithin(times, thread.dialect) ? whenTrue : (whenFalse ?? '');
    return branch === '' ? CONTINUE : goTo(thread, branch);
  },
};

function goTo(thread: Thread, args: string): number | Pending {
  const result = jump(thread, args);
  const { channel } = thread;
  if (result === CONTINUE) thread.say(3, () => `Goto (${channel.context},${channel.exten},${channel.priority + 1})`);
  return result;
}

/**
 * `[[context,]extension,]priority`, the priority a number, `+n`, `-n` or a label. Sets the place; HANG_UP when there is
 * no such label.
 */
export function jump(thread: Thread, text: string): number | Pending {
  const { channel } = thread;
  if (text === '') return HANG_UP;
  const place = splitPlace(text, thread.dialect);
  const sign = place.priority.startsWith('+') ? 1 : place.priority.startsWith('-') ? -1 : 0;
  const written = sign === 0 ? place.priority : place.priority.slice(1);
  const isNumber = thread.dialect === '16' ? /^\s*[-+]?\d+\s*$/.test(written) : /^\s*[-+]?\d/.test(written);
  // 1.2 has the word BYEXTENSION for the present extension.
  const exten = thread.dialect === '1.2' && place.exten?.toUpperCase() === 'BYEXTENSION' ? undefined : place.exten;
  let priority = Number.parseInt(written, 10);
  if (isNumber) {
    if (sign !== 0) priority = channel.priority + sign * priority;
  } else {
    const labelled = thread.priorityOf(place.context ?? channel.context, exten ?? channel.exten, written);
    if (labelled === PENDING) return PENDING;
    if (labelled < 1) {
      thread.log('WARNING', 'badPriority', `Priority '${written}' must be a number > 0, or valid label`);
      return HANG_UP;
    }
    priority = labelled;
  }
  thread.goTo(place.context ?? '', exten ?? '', priority);
  return CONTINUE;
}

export interface Place {
  readonly context: string | undefined;
  readonly exten: string | undefined;
  readonly priority: string;
}

export function splitPlace(text: string, dialect: '1.2' | '16'): Place {
  const mark = separator(dialect);
  const [first = '', second, third] = text.split(mark, 3);
  if (second === undefined) return { context: undefined, exten: undefined, priority: first };
  if (third === undefined) return { context: undefined, exten: first, priority: second };
  return { context: first, exten: second, priority: third };
}

/** n+101, if there is such a step (ast_goto_if_exists). */
export function jumpTo101(thread: Thread): boolean | Pending {
  const { context, exten, priority } = thread.channel;
  const there = thread.exists(context, exten, priority + 101);
  if (there === true) thread.goTo('', '', priority + 101);
  return there;
}

/** Whether failures jump to n+101: the release must know it, and the option or the file must ask for it. */
export function jumps(thread: Thread, options: string): boolean {
  return thread.rules.priorityJumping && (options.includes('j') || thread.plan.priorityJumping);
}
