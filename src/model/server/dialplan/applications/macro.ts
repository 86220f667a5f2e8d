import { atoi, separator, splitBranches, isTrue } from '../arguments.ts';
import type { MacroFrame, Phase } from '../dialplanChannel.ts';
import { PENDING, type Pending } from '../services.ts';
import type { Thread } from '../channelThread.ts';
import { CONTINUE, HANG_UP, INTO_MACRO, MACRO_EXIT, type Family } from './results.ts';

/** Macros inside macros, at most (app_macro.c, both versions). */
const MAX_DEPTH = 7;
const MAX_ARGUMENTS = 80;

/** Sources: app_macro.c of 1.2.6 and 16.28. A macro runs a loop of its own inside the application. */
export const MACRO: Family = {
  Macro: macro,
  MacroExclusive: macro,
  MacroIf(thread, args) {
    const { condition, whenTrue, whenFalse } = splitBranches(args);
    const branch = isTrue(condition) ? whenTrue : whenFalse;
    return branch === '' ? CONTINUE : macro(thread, branch);
  },
  MacroExit: () => MACRO_EXIT,
};

function macro(thread: Thread, args: string): number | Pending {
  const { channel } = thread;
  if (args === '') return HANG_UP;
  if (channel.macros.length >= Math.max(1, atoi(thread.get('MACRO_RECURSION') ?? String(MAX_DEPTH)))) return CONTINUE;
  const [name = '', ...values] = args.split(separator(thread.dialect));
  if (name === '') return CONTINUE;
  const context = `macro-${name}`;
  const there = thread.exists(context, 's', 1);
  if (there === PENDING) return PENDING;
  if (!there) {
    const calledBy = thread.dialect === '16' ? `. Was called by ${channel.exten}@${channel.context}` : '';
    if (thread.plan.context(context) === undefined)
      thread.log('WARNING', 'noMacroContext', `No such context '${context}' for macro '${name}'${calledBy}`);
    else
      thread.log('WARNING', 'noMacroStart', `Context '${context}' for macro '${name}' lacks 's' extension, priority 1`);
    return CONTINUE;
  }
  enter(thread, name, values.slice(0, MAX_ARGUMENTS - 1));
  Object.assign(channel, { context, exten: 's', priority: 1 });
  return INTO_MACRO;
}

function enter(thread: Thread, name: string, values: readonly string[]): void {
  const { channel } = thread;
  const { context, exten, priority } = channel;
  const outermost = channel.macroContext === '';
  if (outermost) Object.assign(channel, { macroContext: context, macroExten: exten });
  const saved = new Map<string, string | undefined>();
  const replace = (variable: string, value: string | undefined): void => {
    saved.set(variable, thread.get(variable));
    thread.set(variable, value);
  };
  replace('MACRO_EXTEN', exten);
  replace('MACRO_CONTEXT', context);
  replace('MACRO_PRIORITY', String(priority));
  replace('MACRO_DEPTH', String(channel.macros.length + 1));
  replace('MACRO_OFFSET', undefined);
  values.forEach((value, index) => replace(`ARG${index + 1}`, value));
  const inHangup = exten === 'h' || (thread.dialect === '16' && channel.macros.at(-1)?.inHangup === true);
  channel.macros.push({ name, context, exten, priority, outermost, saved, inHangup, gosubs: 0 });
}

/** After an application inside a macro. */
export function afterInMacro(thread: Thread): Phase | Pending {
  const { channel } = thread;
  const frame = channel.macros.at(-1)!;
  if (channel.result === MACRO_EXIT) {
    channel.result = CONTINUE;
    return 'macroEnds';
  }
  if (channel.result !== CONTINUE) {
    const { context, exten, priority } = channel;
    thread.say(
      2,
      () =>
        `Spawn extension (${context}, ${exten}, ${priority}) exited non-zero on '${channel.name}' in macro '${frame.name}'`,
    );
    return 'macroEnds';
  }
  if (frame.gosubs === 0 && !isIn(thread, frame)) {
    thread.say(2, () => `Channel '${channel.name}' jumping out of macro '${frame.name}'`);
    return 'macroEnds';
  }
  if (channel.hungUp !== '' && !frame.inHangup) return 'macroEnds';
  channel.priority++;
  return 'test';
}

/**
 * Puts the channel back where the macro was called, unless it jumped out of it. 1.2 leaves all as it is after a
 * failure.
 */
export function leaveMacro(thread: Thread): Phase | Pending {
  const { channel } = thread;
  const frame = channel.macros.at(-1)!;
  const dead = thread.dialect === '1.2' && channel.result !== CONTINUE;
  const returns = !dead && isIn(thread, frame);
  const offset = returns ? atoi(thread.get('MACRO_OFFSET') ?? '') : 0;
  const there = offset === 0 ? false : thread.exists(frame.context, frame.exten, frame.priority + offset + 1);
  if (there === PENDING) return PENDING;
  channel.macros.pop();
  if (dead) return 'after';
  for (const [name, value] of frame.saved) thread.set(name, value);
  if (frame.outermost) Object.assign(channel, { macroContext: '', macroExten: '' });
  if (returns) {
    Object.assign(channel, {
      context: frame.context,
      exten: frame.exten,
      priority: frame.priority + (there ? offset : 0),
    });
  }
  return 'after';
}

function isIn(thread: Thread, frame: MacroFrame): boolean {
  return thread.channel.context.toLowerCase() === `macro-${frame.name}`.toLowerCase();
}
