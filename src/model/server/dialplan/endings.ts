import { SECOND, type Micros } from '../../../kernel/units.ts';
import type { Phase } from './dialplanChannel.ts';
import { PENDING, type Pending } from './services.ts';
import type { Thread } from './channelThread.ts';
import { playTone } from './applications/answering.ts';

/** How a plan ends, in __ast_pbx_run: what is done when there is no next priority, and at hang-up. */

/** Length of the busy or congestion tone at the end of a plan, for a caller who was answered. */
const FALLTHROUGH_TONE: Micros = 10 * SECOND;

/** The absolute time-out: on with `T` if there is one. */
export function timedOut(thread: Thread): Phase | Pending {
  const { channel } = thread;
  const handler = thread.exists(channel.context, 'T', 1);
  if (handler === PENDING) return PENDING;
  if (!handler) return 'leave';
  Object.assign(channel, { exten: 'T', priority: 1, hungUp: '' });
  return 'test';
}

/** No such priority: is the number still one of this context at all? */
export function nothingMore(thread: Thread): Phase | Pending {
  const { channel } = thread;
  const { context, exten } = channel;
  const valid = thread.exists(context, exten, 1);
  if (valid === PENDING) return PENDING;
  if (valid) return thread.plan.autofallthrough ? 'fallThrough' : 'awaitDigits';
  const isContext = thread.plan.searchOrder(context).length > 0;
  thread.happens({ what: 'noPlace', server: thread.server, context, exten, isContext });
  const handler = handlerOf(thread, 'i');
  if (handler === PENDING) return PENDING;
  if (handler === '') {
    thread.log(
      'WARNING',
      'noInvalidHandler',
      thread.dialect === '16'
        ? `Channel '${channel.name}' sent to invalid extension but no invalid handler: context,exten,priority=${context},${exten},${channel.priority}`
        : `Channel '${channel.name}' sent into invalid extension '${exten}' in context '${context}', but no invalid handler`,
    );
    return 'leave';
  }
  if (handler === 'i') {
    thread.say(3, () =>
      thread.dialect === '16'
        ? `Channel '${channel.name}' sent to invalid extension: context,exten,priority=${context},${exten},${channel.priority}`
        : `Sent into invalid extension '${exten}' in context '${context}' on ${channel.name}`,
    );
    thread.set('INVALID_EXTEN', exten);
  }
  Object.assign(channel, { exten: handler, priority: 1 });
  return 'test';
}

/** The wanted special extension; in 16 `e` replaces it; empty when there is neither. */
function handlerOf(thread: Thread, wanted: string): string | Pending {
  const { context } = thread.channel;
  const there = thread.exists(context, wanted, 1);
  if (there === PENDING) return PENDING;
  if (there) return wanted;
  if (thread.dialect === '1.2') return '';
  const exception = thread.exists(context, 'e', 1);
  return exception === PENDING ? PENDING : exception ? 'e' : '';
}

export function fallThrough(thread: Thread): Phase | Pending {
  const { channel } = thread;
  const status = thread.get('DIALSTATUS') ?? 'UNKNOWN';
  thread.once(() =>
    thread.say(
      thread.dialect === '16' ? 3 : 2,
      () => `Auto fallthrough, channel '${channel.name}' status is '${status}'`,
    ),
  );
  const tone = { CONGESTION: 'congestion', CHANUNAVAIL: 'congestion', BUSY: 'busy' }[status] as
    'congestion' | 'busy' | undefined;
  if (tone === undefined) return 'leave';
  return playTone(thread, tone, FALLTHROUGH_TONE) === PENDING ? PENDING : 'leave';
}

/** autofallthrough=no: waits for digits, which nobody dials here. */
export function awaitDigits(thread: Thread): Phase | Pending {
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
  if (!empty && handler === '') {
    thread.log(
      'WARNING',
      'noTimeoutHandler',
      `Timeout, but no rule 't'${thread.dialect === '16' ? " or 'e'" : ''} in context '${channel.context}'`,
    );
    return 'leave';
  }
  if (handler === 't') thread.say(3, () => `Timeout on ${channel.name}`);
  Object.assign(channel, { exten: handler, priority: 1 });
  return 'test';
}

/** 16 marks the channel hung up before it looks for `h`, so that the search for it asks nobody. */
export function leave(thread: Thread): Phase | Pending {
  const { channel } = thread;
  channel.macros.length = 0;
  if (thread.dialect === '16' && channel.hungUp === '') channel.hungUp = 'core';
  return 'leaveTest';
}

export function leaveTest(thread: Thread): Phase | Pending {
  const { channel } = thread;
  const handler = thread.exists(channel.context, 'h', 1);
  if (handler === PENDING) return PENDING;
  if (!handler) return 'ended';
  Object.assign(channel, { exten: 'h', priority: 1, leaving: true });
  return 'test';
}
