import { PENDING, type Pending } from './services.ts';
import { getVariable, type Phase } from './channel.ts';
import { switchQuestion } from './finder.ts';
import type { Thread } from './thread.ts';
import { substitute, type Scope } from './substitution.ts';
import { APPLICATION_CODE, HANG_UP, INTO_MACRO } from './applications/table.ts';
import { SECOND, type Micros } from '../../../kernel/ids.ts';
import { afterInMacro, leaveMacro } from './applications/macro.ts';

/** Seconds of busy or congestion tone at the end of a plan (pbx.c:__ast_pbx_run). */
const FALLTHROUGH_TONE: Micros = 10 * SECOND;

/** What the phases need besides the thread. */
export interface Core {
  readonly thread: Thread;
  readonly scope: Scope;
  stepTime(): Micros;
}

/**
 * The core's loop over extensions and priorities, __ast_pbx_run, cut where it can block. Each phase may run several
 * times until its questions are answered; then it names the next one.
 */
export const PHASES: Readonly<Record<Exclude<Phase, 'ended'>, (core: Core) => Phase | Pending>> = {
  start, test, spawn, exec, arguments: substituteArguments, step, application, after,
  nothingMore, fallThrough, awaitDigits, macroEnds: ({ thread }) => leaveMacro(thread), leave, leaveTest,
};

/** 1.2 makes sure that there is something to run; 16 only asks that there be a number. */
function start({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  if (!thread.rules.existsTestBeforeSpawn) {
    if (channel.exten !== '') return 'test';
    fallBack(thread, "failed so falling back to exten 's'");
    Object.assign(channel, { exten: 's', priority: 1 });
    return 'test';
  }
  const there = thread.exists(channel.context, channel.exten, channel.priority);
  if (there === PENDING) return PENDING;
  if (there) return 'test';
  thread.once(() => fallBack(thread, "failed so falling back to exten 's'"));
  const start = thread.exists(channel.context, 's', channel.priority);
  if (start === PENDING) return PENDING;
  channel.exten = 's';
  if (!start) {
    fallBack(thread, "still failed so falling back to context 'default'");
    channel.context = 'default';
  }
  channel.priority = 1;
  return 'test';
}

function fallBack(thread: Thread, what: string): void {
  const { name, context, exten, priority } = thread.channel;
  thread.say(2, `Starting ${name} at ${context},${exten},${priority} ${what}`);
}

/** Macros are tested by all versions, the plan itself by 1.2. */
function test({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  const inMacro = channel.macros.length > 0;
  if (!inMacro && !thread.rules.existsTestBeforeSpawn) return 'spawn';
  const there = thread.exists(channel.context, channel.exten, channel.priority);
  if (there === PENDING) return PENDING;
  if (there) return 'spawn';
  if (!inMacro) return channel.leaving ? 'ended' : 'nothingMore';
  channel.result = 0;
  return 'macroEnds';
}

function spawn({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  const found = thread.find(channel.context, channel.exten, channel.priority, 'match');
  if (found === PENDING) return PENDING;
  channel.found = found;
  if (found.found) return found.bySwitch === '' ? 'arguments' : 'exec';
  const tested = thread.rules.existsTestBeforeSpawn || channel.macros.length > 0;
  if (!tested) return channel.leaving ? 'ended' : 'nothingMore';
  channel.result = HANG_UP;
  return 'after';
}

/** A number that a switch knows: looked up once more, and the n-th answer is dialled, without a time limit (pbx_dundi.c:dundi_exec). */
function exec({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  const { found } = channel;
  const asked = switchQuestion(found.context, channel.exten, thread.macroNumber(), found.bySwitch);
  const answers = thread.rules.execLookup ? thread.lookup(asked.number, asked.context, 'exec', false) : found.answers;
  if (answers === PENDING) return PENDING;
  const answer = answers.filter((candidate) => candidate.exists)[channel.priority - 1];
  if (answer === undefined) {
    channel.result = HANG_UP;
    return 'after';
  }
  const more = thread.dialect === '16' ? `,,${getVariable(channel, 'DUNDIDIALARGS', '16') ?? ''}` : '';
  channel.args = `${answer.tech}/${answer.destination}${more}`;
  return 'step';
}

function substituteArguments({ thread, scope }: Core): Phase | Pending {
  const { channel } = thread;
  const text = channel.found.args;
  const args = text.includes('$') ? substitute(text, scope) : text;
  if (args === PENDING) return PENDING;
  channel.args = args;
  const place = thread.dialect === '16' ? `[${channel.exten}@${channel.context}:${channel.priority}] ` : '';
  thread.say(3, `Executing ${place}${channel.found.application}("${channel.name}", "${args}") in new stack`);
  return 'step';
}

function step({ thread, stepTime }: Core): Phase | Pending {
  return thread.work(stepTime()) === PENDING ? PENDING : 'application';
}

function application({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  const name = channel.found.bySwitch === '' ? channel.found.application : 'Dial';
  const code = APPLICATION_CODE.get(name.toLowerCase());
  const result = code === undefined ? 0 : code(thread, channel.args);
  if (result === PENDING) return PENDING;
  if (result === INTO_MACRO) return 'test';
  channel.result = result;
  return 'after';
}

function after({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  if (channel.macros.length > 0) return afterInMacro(thread);
  if (channel.result !== 0) {
    thread.once(() => thread.say(2, `Spawn extension (${channel.context}, ${channel.exten}, ${channel.priority}) exited non-zero on '${channel.name}'`));
    if (channel.leaving) return 'ended';
    if (channel.hungUp !== 'timeout') return 'leave';
  }
  if (channel.hungUp === '' || channel.leaving) {
    channel.priority++;
    return 'test';
  }
  return channel.hungUp === 'timeout' ? timedOut(thread) : 'leave';
}

/** The absolute time-out: on with `T` if there is one. */
function timedOut(thread: Thread): Phase | Pending {
  const { channel } = thread;
  const handler = thread.exists(channel.context, 'T', 1);
  if (handler === PENDING) return PENDING;
  if (!handler) return 'leave';
  Object.assign(channel, { exten: 'T', priority: 1, hungUp: '' });
  return 'test';
}

/** No such priority: is the number still one of this context at all? */
function nothingMore({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  const { context, exten } = channel;
  const valid = thread.exists(context, exten, 1);
  if (valid === PENDING) return PENDING;
  if (valid) return thread.plan.autofallthrough ? 'fallThrough' : 'awaitDigits';
  const handler = handlerOf(thread, 'i');
  if (handler === PENDING) return PENDING;
  if (handler === '') {
    thread.log('WARNING', thread.dialect === '16' ? 'pbx.c:4507 __ast_pbx_run' : 'pbx.c:2345 __ast_pbx_run', thread.dialect === '16'
      ? `Channel '${channel.name}' sent to invalid extension but no invalid handler: context,exten,priority=${context},${exten},${channel.priority}`
      : `Channel '${channel.name}' sent into invalid extension '${exten}' in context '${context}', but no invalid handler`);
    return 'leave';
  }
  if (handler === 'i') {
    thread.say(3, thread.dialect === '16'
      ? `Channel '${channel.name}' sent to invalid extension: context,exten,priority=${context},${exten},${channel.priority}`
      : `Sent into invalid extension '${exten}' in context '${context}' on ${channel.name}`);
    thread.set('INVALID_EXTEN', exten);
  }
  Object.assign(channel, { exten: handler, priority: 1 });
  return 'test';
}

/** The wanted special extension; in 16 `e` stands in for it; empty when there is neither. */
function handlerOf(thread: Thread, wanted: string): string | Pending {
  const { context } = thread.channel;
  const there = thread.exists(context, wanted, 1);
  if (there === PENDING) return PENDING;
  if (there) return wanted;
  if (thread.dialect === '1.2') return '';
  const exception = thread.exists(context, 'e', 1);
  return exception === PENDING ? PENDING : exception ? 'e' : '';
}

function fallThrough({ thread }: Core): Phase | Pending {
  const { channel, services } = thread;
  const status = thread.get('DIALSTATUS') ?? 'UNKNOWN';
  thread.once(() => thread.say(thread.dialect === '16' ? 3 : 2, `Auto fallthrough, channel '${channel.name}' status is '${status}'`));
  const tone = { CONGESTION: 'congestion', CHANUNAVAIL: 'congestion', BUSY: 'busy' }[status] as 'congestion' | 'busy' | undefined;
  if (tone === undefined) return 'leave';
  thread.once(() => services.indicate(channel.id, tone));
  return thread.wait(FALLTHROUGH_TONE) === PENDING ? PENDING : 'leave';
}

/** autofallthrough=no: waits for digits, which nobody dials here. */
function awaitDigits({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  const more = thread.find(channel.context, '', 1, 'matchmore');
  if (more === PENDING) return PENDING;
  const waited = more.found ? thread.wait(channel.responseTimeout * SECOND) : true;
  if (waited === PENDING) return PENDING;
  if (!waited) return 'leave';
  const empty = thread.exists(channel.context, '', 1);
  if (empty === PENDING) return PENDING;
  const handler = empty ? '' : handlerOf(thread, 't');
  if (handler === PENDING) return PENDING;
  if (!empty && handler === '') return 'leave';
  if (handler === 't') thread.say(3, `Timeout on ${channel.name}`);
  Object.assign(channel, { exten: handler, priority: 1 });
  return 'test';
}

/** 16 marks the channel hung up before it looks for `h`, so that the search for it asks nobody. */
function leave({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  channel.macros.length = 0;
  if (thread.dialect === '16' && channel.hungUp === '') channel.hungUp = 'core';
  return 'leaveTest';
}

function leaveTest({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  const handler = thread.exists(channel.context, 'h', 1);
  if (handler === PENDING) return PENDING;
  if (!handler) return 'ended';
  Object.assign(channel, { exten: 'h', priority: 1, leaving: true });
  return 'test';
}

