import { cut, splitArguments } from '../arguments.ts';
import { PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { CONTINUE, type Family } from './results.ts';

/** Sources: pbx.c:pbx_builtin_setvar (1.2.6), pbx_variables.c (16.28). */
export const SETTING: Family = {
  Set: (thread, args) => (thread.dialect === '1.2' ? setSeveral(thread, args) : setOne(thread, args)),
  SetVar: setSeveral,
  MSet: setSeveral,
  SetGlobalVar(thread, args) {
    const [name, value] = cut(args, '=');
    setGlobal(thread, name, value ?? '');
    return CONTINUE;
  },
  NoOp: () => CONTINUE,
};

/** 16: everything behind the first `=` is the value. */
function setOne(thread: Thread, args: string): number | Pending {
  const [name, value] = cut(args, '=');
  if (value !== undefined) return assign(thread, name, value) === PENDING ? PENDING : CONTINUE;
  thread.log('WARNING', 'noAssignment', "Set requires an '=' to be a valid assignment.");
  return CONTINUE;
}

/** `a=1|b=2|g`: several at once, with `g` globals. */
function setSeveral(thread: Thread, args: string): number | Pending {
  const parts = splitArguments(args, thread.dialect, 24);
  const flags = parts.length > 1 && !parts.at(-1)!.includes('=') ? parts.pop()! : '';
  for (const part of parts) {
    const [name, value] = cut(part, '=');
    if (value === undefined) continue;
    if (flags.includes('g')) setGlobal(thread, name, value);
    else if (assign(thread, name, value) === PENDING) return PENDING;
  }
  return CONTINUE;
}

/** A variable, or what a function of that name keeps. */
export function assign(thread: Thread, name: string, value: string): void | Pending {
  const bracket = name.indexOf('(');
  if (bracket > 0 && name.endsWith(')'))
    return thread.owner.write(name.slice(0, bracket), name.slice(bracket + 1, -1), value);
  if (name !== '') thread.set(name, value);
}

export function setGlobal(thread: Thread, name: string, value: string): void {
  thread.say(2, () => `Setting global variable '${name}' to '${value}'`);
  thread.plan.setGlobal(name, value);
}
