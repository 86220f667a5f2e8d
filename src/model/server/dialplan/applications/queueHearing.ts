import { placeOf, positionSaid, textIsDue, textSaid } from '../../queues/announcements.ts';
import type { QueueCaller } from '../../queues/callQueue.ts';
import type { Thread } from '../channelThread.ts';
import { PENDING, type Pending } from '../services.ts';

/** `late`: the time limit of Queue() has been reached meanwhile, which 1.2 does not look at here; `gone`: the caller hung up. */
type Heard = 'heard' | 'late' | 'gone' | Pending;

/** What who waits in a queue hears (app_queue.c:say_position, say_periodic_announcement of 1.2.6, 16.28.0 and 22.10.1). */
export function hearsAll(thread: Thread, caller: QueueCaller, options: string): Heard {
  // 1.2 says nothing to who hears a ringing tone.
  if (thread.dialect === '1.2' && options.includes('r')) return 'heard';
  const isFirstRound = caller.phase === 'hears' && !caller.hears;
  const heard = isFirstRound ? 'heard' : hearsPlace(thread, caller);
  if (heard !== 'heard') return heard;
  // Before 22 the text is said in the first round too.
  return isFirstRound && thread.release === '22' ? 'heard' : hearsText(thread, caller);
}

/** 16 leaves when the time is reached, 1.2 in the second after it. */
export function isOver({ queues, dialect }: Thread, { until }: QueueCaller): boolean {
  return until > 0 && (dialect === '1.2' ? queues.now > until : queues.now >= until);
}

function hearsPlace(thread: Thread, caller: QueueCaller): Heard {
  const { queues, channel, release } = thread;
  const now = thread.note(() => queues.now);
  const time = thread.note(() => {
    const files = positionSaid(caller, now, release);
    return files === undefined ? -1 : queues.lengthOf(files);
  });
  if (time < 0) return 'heard';
  return plays(thread, caller, time, () => {
    caller.placeSaidAt = now;
    caller.placeSaid = placeOf(caller);
    const { name } = caller.queue.config;
    thread.say(3, () => `Told ${channel.name} in ${name} their queue position (which was ${caller.placeSaid})`);
  });
}

function hearsText(thread: Thread, caller: QueueCaller): Heard {
  const { queues } = thread;
  const { periodic, random, relative } = caller.queue.config.announcements;
  const now = thread.note(() => queues.now);
  if (!thread.note(() => textIsDue(caller, now))) return 'heard';
  if (random) caller.text = thread.randomBelow(periodic.length);
  const time = thread.note(() => {
    thread.say(3, () => 'Playing periodic announcement');
    return queues.lengthOf([textSaid(caller)]);
  });
  return plays(thread, caller, time, () => {
    caller.textSaidAt = relative ? queues.now : now;
    if (!random) caller.text++;
  });
}

function plays(thread: Thread, caller: QueueCaller, time: number, end: () => void): Heard {
  const stays = thread.wait(time);
  if (stays === PENDING) return PENDING;
  if (!stays) return 'gone';
  thread.once(end);
  return thread.dialect !== '1.2' && thread.note(() => isOver(thread, caller)) ? 'late' : 'heard';
}
