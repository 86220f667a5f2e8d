import { PENDING, type Pending } from './services.ts';
import { getVariable, type Phase } from './dialplanChannel.ts';
import type { Thread } from './channelThread.ts';
import { substitute, type Scope } from './substitution.ts';
import { HANG_UP, INTO_MACRO, runApplication } from './applications/applicationTable.ts';
import { hasApplication } from './applications/knownApplications.ts';
import type { Micros } from '../../../kernel/units.ts';
import { afterInMacro, leaveMacro } from './applications/macro.ts';
import { NO_ENDPOINT, switchTarget, switchQuestion } from './switchTarget.ts';
import { awaitDigits, fallThrough, leave, leaveTest, nothingMore, timedOut } from './endings.ts';

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
  start,
  test,
  spawn,
  exec,
  readAgain,
  arguments: substituteArguments,
  step,
  application,
  after,
  macroEnds: ({ thread }) => leaveMacro(thread),
  nothingMore: ({ thread }) => nothingMore(thread),
  fallThrough: ({ thread }) => fallThrough(thread),
  awaitDigits: ({ thread }) => awaitDigits(thread),
  leave: ({ thread }) => leave(thread),
  leaveTest: ({ thread }) => leaveTest(thread),
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
  thread.say(2, () => `Starting ${name} at ${context},${exten},${priority} ${what}`);
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
  if (found.found) {
    if (found.bySwitch !== '') return 'exec';
    if (found.question !== undefined) return 'readAgain';
    if (hasApplication(thread.release, found.application)) return 'arguments';
    return noApplication(thread, found.application);
  }
  const tested = thread.rules.existsTestBeforeSpawn || channel.macros.length > 0;
  if (!tested) return channel.leaving ? 'ended' : 'nothingMore';
  channel.result = HANG_UP;
  return 'after';
}

/** A switch runs a row that it reads itself (pbx_realtime.c:realtime_exec): a database that died in between ends the call. */
function readAgain({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  const { question, application: name } = channel.found;
  const there = thread.rowAgain(question!);
  if (there === PENDING) return PENDING;
  if (there && hasApplication(thread.release, name)) return 'arguments';
  channel.result = HANG_UP;
  return 'after';
}

/** pbx.c:pbx_extension_helper: the call that comes to it ends, before anything of the line is substituted. */
function noApplication(thread: Thread, name: string): Phase {
  const { channel } = thread;
  const { context, exten, priority } = channel;
  thread.log('WARNING', 'noApplication', `No application '${name}' for extension (${context}, ${exten}, ${priority})`);
  channel.result = HANG_UP;
  return 'after';
}

/**
 * A number that a switch knows: looked up once more, and the n-th answer is dialled, without a time limit
 * (pbx_dundi.c:dundi_exec).
 */
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
  const target = switchTarget(answer, thread.rules, thread.outgoing);
  if (target === undefined) {
    thread.log('WARNING', 'switchWithoutEndpoint', NO_ENDPOINT);
    thread.happens({ what: 'switchCallsNobody', server: thread.server, number: asked.number });
    channel.result = HANG_UP;
    return 'after';
  }
  const more = thread.dialect === '16' ? `,,${getVariable(channel, 'DUNDIDIALARGS', '16') ?? ''}` : '';
  channel.args = `${target}${more}`;
  return 'step';
}

function substituteArguments({ thread, scope }: Core): Phase | Pending {
  const { channel } = thread;
  const text = channel.found.args;
  const args = text.includes('$') ? substitute(text, scope) : text;
  if (args === PENDING) return PENDING;
  channel.args = args;
  thread.say(3, () => {
    const place = thread.dialect === '16' ? `[${channel.exten}@${channel.context}:${channel.priority}] ` : '';
    return `Executing ${place}${channel.found.application}("${channel.name}", "${args}") in new stack`;
  });
  return 'step';
}

function step({ thread, stepTime }: Core): Phase | Pending {
  if (thread.channel.stepsInARow >= LONGEST_ROW) return circle(thread);
  if (thread.work(stepTime()) === PENDING) return PENDING;
  thread.channel.stepsInARow++;
  return 'application';
}

/** Steps without a wait, one after the other. A plan that runs more of them is taken for a circle. Assumed. */
const LONGEST_ROW = 10_000;

/** The plan repeats itself until the caller hangs up. Its further steps are not run: their load on the server is missing. */
function circle(thread: Thread): Phase | Pending {
  thread.notModelled(`more than ${LONGEST_ROW} steps that wait for nothing`);
  if (thread.wait(Infinity) === PENDING) return PENDING;
  thread.channel.result = HANG_UP;
  return 'after';
}

function application({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  const name = channel.found.bySwitch === '' ? channel.found.application : 'Dial';
  const result = runApplication(thread, name, channel.args);
  if (result === PENDING) return PENDING;
  if (result === INTO_MACRO) return 'test';
  channel.result = result;
  return 'after';
}

function after({ thread }: Core): Phase | Pending {
  const { channel } = thread;
  if (channel.macros.length > 0) return afterInMacro(thread);
  if (channel.result !== 0) {
    thread.once(() =>
      thread.say(
        2,
        () =>
          `Spawn extension (${channel.context}, ${channel.exten}, ${channel.priority}) exited non-zero on '${channel.name}'`,
      ),
    );
    if (channel.leaving) return 'ended';
    if (channel.hungUp !== 'timeout') return 'leave';
  }
  if (channel.hungUp === '' || channel.leaving) {
    channel.priority++;
    return 'test';
  }
  return channel.hungUp === 'timeout' ? timedOut(thread) : 'leave';
}
